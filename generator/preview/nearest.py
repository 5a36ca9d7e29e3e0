"""The addresses that somebody may have meant by one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_SHORTLIST = 40
_LEAST = 0.5


def find_nearest(wanted: str, addresses: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """Give the addresses most like `wanted`, the likeliest first; an address in the same folder wins a tie.

    A first pass by shared triples of characters keeps this quick with tens of thousands of
    addresses; only a short list is compared in full.
    """
    sought = wanted.strip("/").casefold()
    marks = _triples(sought)
    if not marks:
        return ()
    rough = sorted(
        ((2 * len(marks & found) / (len(marks) + len(found)), address)
         for address in addresses if (found := _triples(address.strip("/").casefold()))),
        key=lambda item: (-item[0], item[1]),
    )[:_SHORTLIST]  # fmt: skip
    scored = ((_likeness(sought, address.strip("/").casefold()), address) for _, address in rough)
    best = sorted((item for item in scored if item[0] >= _LEAST), key=lambda item: (-item[0], item[1]))
    return tuple(address for _, address in best[:limit])


def _triples(text: str) -> set[str]:
    padded = f"/{text}/"
    return {padded[place : place + 3] for place in range(len(padded) - 2)} if text else set()


def _likeness(sought: str, address: str) -> float:
    """Give how alike two addresses are, 0 to 1; the last segments alone count nearly as much as the whole."""
    whole = SequenceMatcher(None, sought, address, autojunk=False).ratio()
    ends = SequenceMatcher(None, sought.rsplit("/", 1)[-1], address.rsplit("/", 1)[-1], autojunk=False).ratio()
    return max(whole, 0.9 * ends)
