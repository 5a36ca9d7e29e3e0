"""The index of an edition: found by its key where an earlier build has made it, else made from the one there was.

An index that is brought up to date equals one that is made from nothing, byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.digests import digest_bytes
from generator.indexer.story_list import sources_of
from generator.pages.edition import Edition
from generator.search.entries import NO_TERMS, change_terms, index_terms
from generator.search.files import IndexFiles, Row, compose_files
from generator.search.lists import SearchLists, build_lists
from generator.search.state import IndexState, KeptState, read_state, write_state
from generator.search.stories import StoryReader, list_stories

_FEW = 1 / 64
"""The part of all numbers up to which taking stories out of entries is sooner done than indexing all."""

Value = TypeVar("Value")
Output = tuple[str, bytes]
"""A file of the site: its name inside the output folder, and its content."""


def build_search(edition: Edition) -> tuple[Output, ...]:
    """Build the files of the search index of an edition from nothing, the catalogue last."""
    reader = StoryReader(edition)
    stories = [reader.read(article) for article in list_stories(edition)]
    entries = index_terms(story.terms for story in stories)
    files = compose_files(entries, [story.row for story in stories], build_lists(edition))
    return tuple(files.contents.items())


def find_search(edition: Edition, cache: Path, closure: bytes = b"") -> SearchIndex:
    """Give the search index of an edition, whose stories must have keys; nothing is read or built yet.

    `cache` is the folder of what a later build need not do again; `closure` stands for what the keys of
    stories leave out: settings, registries, our own code and libraries.
    """
    keys = edition.story_keys
    # Oldest first, as `list_stories` gives them; none is read for it that is not read.
    named = zip(sources_of(list_stories(edition)), reversed(list(edition.digest.by_path)), strict=True)
    marks = [keys[source] + path.encode() for source, path in named]
    return SearchIndex(edition, marks, cache, closure)


class SearchIndex:
    """The search index of an edition: `key` and `digests` are cheap, and `outputs` are built when asked for."""

    def __init__(self, edition: Edition, marks: list[bytes], cache: Path, closure: bytes) -> None:
        self._edition = edition
        self._marks = marks
        self._cache = cache
        self._closure = closure

    @cached_property
    def key(self) -> bytes:
        """A digest of all that the files hang on: where it is the same, they are."""
        facts = (self._closure, self._marks, self._lists)
        return digest_bytes(msgspec.msgpack.encode(facts))

    def digests(self) -> Mapping[str, bytes]:
        """Give the SHA-256 of each file by its name; where nothing has changed, no content is looked at."""
        return self._kept.digests if self._kept and self._kept.key == self.key else self._files.digests

    def outputs(self) -> tuple[Output, ...]:
        """Give the files of the index, the catalogue last, and keep them for the next build."""
        return tuple(self._files.contents.items())

    @cached_property
    def _lists(self) -> SearchLists:
        return build_lists(self._edition)

    @cached_property
    def _kept(self) -> KeptState | None:
        return read_state(self._cache, self._closure)

    @cached_property
    def _files(self) -> IndexFiles:
        if self._kept and self._kept.key == self.key:
            return self._kept.files()
        before = self._kept.state() if self._kept else IndexState()
        state = update_state(before, self._marks, self._edition, self._lists)
        write_state(self._cache, self._closure, self.key, state)
        return state.files


def update_state(before: IndexState, marks: list[bytes], edition: Edition, lists: SearchLists) -> IndexState:
    """Bring an index up to date: stories with marks that it does not know are read, all others taken over."""
    known = {mark: number for number, mark in enumerate(before.marks)}
    rows_before = before.files.rows()
    reader = StoryReader(edition)
    rows: list[Row] = []
    after = IndexState(marks, [])
    stories = list_stories(edition)
    for place, mark in enumerate(marks):
        number = known.get(mark)
        if number is None:
            story = reader.read(stories[place])
            rows.append(story.row)
            after.terms.append(story.terms)
        else:
            rows.append(rows_before[number])
            after.terms.append(before.terms[number])
    files = compose_files(_update_entries(before, after), rows, lists, before.files)
    return IndexState(marks, after.terms, files)


def _update_entries(before: IndexState, after: IndexState) -> dict[str, str]:
    longest = max(len(before.marks), len(after.marks))
    moved = [number for number in range(longest) if _at(before.marks, number) != _at(after.marks, number)]
    if len(moved) > longest * _FEW:
        return index_terms(after.terms)
    changes = [
        (number, _at(before.terms, number) or NO_TERMS, _at(after.terms, number) or NO_TERMS) for number in moved
    ]
    return change_terms(before.files.entries(), changes)


def _at(values: Sequence[Value], number: int) -> Value | None:
    return values[number] if number < len(values) else None
