"""The entries of terms: which stories have each of them, in the headline and elsewhere (docs/search.md has the format).

All entries are made from the terms of all stories; where few stories have changed, they are taken out of those
that are there and put into them, without a look at the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.search.postings import decode_numbers, encode_numbers

StoryTerms = tuple[str, str]
"""A story's terms, those of its headline and the others, each once, a line a term."""
Change = tuple[int, StoryTerms, StoryTerms]
"""A number of a story, and the terms that it had and has."""
NO_TERMS: StoryTerms = ("", "")
_BETWEEN = "|"


def index_terms(stories: Iterable[StoryTerms]) -> dict[str, str]:
    """Give each term its entry; a story's place is its number."""
    titles: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    for number, (in_title, elsewhere) in enumerate(stories):
        for term in _split(in_title):
            titles[term].append(number)
        for term in _split(elsewhere):
            others[term].append(number)
    return {
        term: encode_numbers(titles.get(term, ())) + _BETWEEN + encode_numbers(others.get(term, ()))
        for term in titles.keys() | others.keys()
    }


def change_terms(entries: Mapping[str, str], changes: Iterable[Change]) -> dict[str, str]:
    """Give the entries as they are after changes of some stories."""
    changed = dict(entries)
    for term, moved in _find_moves(changes).items():
        parts = changed.pop(term, _BETWEEN).split(_BETWEEN)
        numbers = [
            sorted(moves.symmetric_difference(decode_numbers(part))) for moves, part in zip(moved, parts, strict=True)
        ]
        if any(numbers):
            changed[term] = _BETWEEN.join(map(encode_numbers, numbers))
    return changed


def _find_moves(changes: Iterable[Change]) -> dict[str, tuple[set[int], set[int]]]:
    """Give the numbers that go into or out of the two lists of each term: none of a story that has it as before."""
    moves: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for number, before, after in changes:
        for place in (0, 1):
            for term in set(_split(before[place])) ^ set(_split(after[place])):
                moves[term][place].add(number)
    return moves


def _split(lines: str) -> list[str]:
    return lines.split("\n") if lines else []
