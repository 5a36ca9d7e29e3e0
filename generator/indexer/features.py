"""What ties stories together: their topics and the telling words of their headlines, and who has which.

A build that chooses many neighbours has all features at hand. One after a few other words reads those that it asks for,
from what an earlier build kept (`KeptFeatures`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Protocol

import msgspec

Features = tuple[tuple[str, ...], tuple[str, ...]]
"""What ties a story to others: its folded topics and its headline's telling words, each in order."""
TOPICS, WORDS = 0, 1
"""The two kinds of features, by their places."""
Postings = Mapping[str, Sequence[int]]
"""For each feature the numbers of the stories that have it, rising: the newest first."""
PackedFeatures = tuple[Mapping[str, msgspec.Raw], Mapping[str, msgspec.Raw]]
"""Postings of both kinds as they are kept, each list packed."""


class FeatureTable(Protocol):
    """The features of all stories of a site, by their numbers."""

    def __getitem__(self, number: int, /) -> Features:
        """Give the features of one."""

    def find_postings(self, kind: int, wanted: Set[str] | None = None) -> Postings:
        """Give the postings of a kind; where some are `wanted`, these at least."""


class ListedFeatures(list[Features]):
    """All features at hand."""

    def find_postings(self, kind: int, wanted: Set[str] | None = None) -> Postings:
        """Go through all stories."""
        postings: dict[str, list[int]] = {name: [] for name in wanted or ()}
        for number, each in enumerate(self):
            names = each[kind]
            if wanted is None:
                for name in names:
                    postings.setdefault(name, []).append(number)
            elif not wanted.isdisjoint(names):
                for name in names:
                    if name in wanted:
                        postings[name].append(number)
        return postings


class KeptFeatures:
    """Features that an earlier build found, of which some hold no longer.

    `places` has for each of its stories the number that it has now, or -1, and `kept` gives its features.  Those of the
    stories in `fresh` are what is there, by their numbers of now.
    """

    def __init__(
        self,
        kept: Callable[[int], Features],
        packed: PackedFeatures,
        places: Sequence[int],
        fresh: Mapping[int, Features],
    ) -> None:
        self._kept = kept
        self._packed = packed
        self._places = places
        self._fresh = fresh
        self._rows = places if isinstance(places, range) else {place: row for row, place in enumerate(places)}
        self._known = dict(fresh)

    def __getitem__(self, number: int, /) -> Features:
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = self._kept(self._rows[number])
        return found

    def find_postings(self, kind: int, wanted: Set[str] | None = None) -> Postings:
        """Give postings that are unpacked when somebody looks at them."""
        fresh: dict[str, list[int]] = {}
        for number, features in self._fresh.items():
            for name in features[kind]:
                fresh.setdefault(name, []).append(number)
        return _KeptPostings(self._packed[kind], self._places, self._fresh.keys(), fresh)


class _KeptPostings(dict[str, list[int]]):
    def __init__(
        self, packed: Mapping[str, msgspec.Raw], places: Sequence[int], gone: Set[int], fresh: Mapping[str, list[int]]
    ) -> None:
        super().__init__()
        self._packed = packed
        self._places = places
        self._gone = gone
        self._fresh = fresh

    def __missing__(self, name: str) -> list[int]:
        packed, places, gone = self._packed.get(name), self._places, self._gone
        kept = [] if packed is None else [places[row] for row in _NUMBERS.decode(packed)]
        found = self[name] = sorted([*(n for n in kept if n >= 0 and n not in gone), *self._fresh.get(name, ())])
        return found


_NUMBERS = msgspec.msgpack.Decoder(list[int])


def pack_postings(features: Iterable[Features]) -> PackedFeatures:
    """Give the postings of both kinds as they are kept."""
    table = ListedFeatures(features)
    topics, words = [
        {name: msgspec.Raw(msgspec.msgpack.encode(numbers)) for name, numbers in table.find_postings(kind).items()}
        for kind in (TOPICS, WORDS)
    ]
    return topics, words
