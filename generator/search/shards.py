"""The terms of the index in files: by their first letters, so that a query loads the few that it needs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

_LIMIT = 24_000  # characters: half of what a page's own script and style sheet may weigh
_PLAIN = re.compile(r"[a-z0-9]+\Z")
_OVERHEAD = 6  # quotes, colon and comma of an entry


def split_shards(entries: Mapping[str, str], limit: int = _LIMIT) -> dict[str, dict[str, str]]:
    """Split the entries of terms into shards, each by a prefix: none is larger than the limit unless one term is.

    The shard of a prefix holds every term that begins with it and with no longer prefix in the
    list, so the longest prefix of a word names its shard.  The empty prefix is always there.
    """
    terms = sorted(entries)
    sizes = (len(term) + len(entries[term]) + _OVERHEAD for term in terms)
    splitter = _Splitter(terms, list(accumulate(sizes, initial=0)), limit)
    shards = dict(splitter.split("", 0, len(terms)))
    return {prefix: {term: entries[term] for term in shards[prefix]} for prefix in sorted(shards)}


@dataclass(frozen=True, slots=True)
class _Splitter:
    """Sorted terms, and the size of all terms before each: terms with one prefix are a range of them."""

    terms: list[str]
    sums: list[int]
    limit: int

    def split(self, prefix: str, first: int, end: int) -> Iterator[tuple[str, list[str]]]:
        """Give the shards of the terms in a range, which begin with a prefix: the largest groups get their own."""
        size = self._size(first, end)
        kept = self.terms[first:end]
        if size > self.limit:
            groups = list(self._groups(len(prefix), first, end))
            own: set[int] = set()
            for start, stop in sorted(groups, key=lambda group: (-self._size(*group), group)):
                if size <= self.limit:
                    break
                own.update(range(start, stop))
                size -= self._size(start, stop)
                yield from self.split(self.terms[start][: len(prefix) + 1], start, stop)
            kept = [self.terms[at] for at in range(first, end) if at not in own]
        yield prefix, kept

    def _size(self, first: int, end: int) -> int:
        return self.sums[end] - self.sums[first]

    def _groups(self, depth: int, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the ranges of terms that share one more letter; a term that has no more is in none."""
        start = first
        while start < end:
            term = self.terms[start]
            if len(term) == depth:  # the prefix itself, which is sorted before all that go on
                start += 1
                continue
            stop = bisect_right(self.terms, term[depth], start, end, key=lambda each: each[depth])
            yield start, stop
            start = stop


def shard_name(prefix: str) -> str:
    """Name the file of a prefix: the prefix itself where it is plain letters and digits, else its code points."""
    return prefix if _PLAIN.match(prefix) else "_" + "-".join(f"{ord(char):x}" for char in prefix)
