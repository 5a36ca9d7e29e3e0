"""Lists of story numbers as short texts: what a term's entry in the index holds.

A list is the gaps between its numbers, each in base 32 with the low digits first, one letter a
digit and a sixth bit where more digits follow.  A long list is shorter as a row of bits, six a
letter, after an exclamation mark.  Both are letters that JSON holds as they are.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from operator import sub

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The letters for 0 to 63 (RFC 4648, section 5)."""
BITS = "!"
_MORE = 32
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def encode_numbers(numbers: Sequence[int]) -> str:
    """Encode ascending numbers from 0 on, each once."""
    if not numbers:
        return ""
    # A gap takes one letter at least, so bits cannot win before there are this many numbers.
    if numbers[-1] // 6 + 2 <= len(numbers):
        return _encode_bits(numbers)
    return "".join(map(_encode_step, map(sub, numbers, chain((-1,), numbers))))


def decode_numbers(text: str) -> list[int]:
    """Give the numbers that were encoded as a text."""
    return _decode_bits(text) if text.startswith(BITS) else _decode_gaps(text)


@lru_cache(maxsize=65_536)
def _encode_step(step: int) -> str:
    """Encode the way from one number to the next: the numbers between them are counted, so it is one less."""
    letters: list[str] = []
    gap = step - 1
    while gap >= _MORE:
        letters.append(ALPHABET[gap % _MORE + _MORE])
        gap //= _MORE
    return "".join([*letters, ALPHABET[gap]])


def _decode_gaps(text: str) -> list[int]:
    numbers: list[int] = []
    number, gap, unit = -1, 0, 1
    for value in map(_VALUES.__getitem__, text):
        if value >= _MORE:
            gap += (value - _MORE) * unit
            unit *= _MORE
        else:
            number += gap + value * unit + 1
            numbers.append(number)
            gap, unit = 0, 1
    return numbers


# Base 64 sets the highest bits first, and a row the lowest: each is the other read backwards.


def _encode_bits(numbers: Sequence[int]) -> str:
    letters = numbers[-1] // 6 + 1
    row = bytearray(b"0") * (letters * 6)
    for number in numbers:
        row[number] = 49  # the digit 1
    row.reverse()
    spare = -letters % 4  # base 64 goes by three bytes, four letters
    whole = int(row, 2).to_bytes((letters + spare) // 4 * 3, "big")
    return BITS + urlsafe_b64encode(whole)[: spare - 1 if spare else None : -1].decode()


def _decode_bits(text: str) -> list[int]:
    letters = text[:0:-1]
    whole = urlsafe_b64decode("A" * (-len(letters) % 4) + letters)
    row = f"{int.from_bytes(whole, 'big'):b}"[::-1]
    return [number for number, bit in enumerate(row) if bit == "1"]
