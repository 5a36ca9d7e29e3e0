"""Lists of story numbers as short texts: what a term's entry in the index holds.

A list is the gaps between its numbers, each in base 32 with the low digits first, one letter a
digit and a sixth bit where more digits follow.  A long list is shorter as a row of bits, six a
letter, after an exclamation mark.  Both are letters that JSON holds as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The letters for 0 to 63 (RFC 4648, section 5)."""
BITS = "!"
_MORE = 32


def encode_numbers(numbers: Sequence[int]) -> str:
    """Encode ascending numbers from 0 on, each once."""
    if not numbers:
        return ""
    # A gap takes one letter at least, so bits cannot win before there are this many numbers.
    if numbers[-1] // 6 + 2 <= len(numbers):
        return _encode_bits(numbers)
    return _encode_gaps(numbers)


def _encode_gaps(numbers: Sequence[int]) -> str:
    letters: list[str] = []
    last = -1
    for number in numbers:
        gap = number - last - 1
        last = number
        while gap >= _MORE:
            letters.append(ALPHABET[gap % _MORE + _MORE])
            gap //= _MORE
        letters.append(ALPHABET[gap])
    return "".join(letters)


def _encode_bits(numbers: Sequence[int]) -> str:
    row = [0] * (numbers[-1] // 6 + 1)
    for number in numbers:
        row[number // 6] |= 1 << number % 6
    return BITS + "".join(ALPHABET[six] for six in row)
