"""Stable page numbers: pages are filled from the oldest story, so a full page never changes its content.

The list's own address shows the newest stories, at least one page of them and less than two, and
the numbered pages hold the rest: page 1 the oldest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from generator.model import Article
from generator.pages.parts import Link, Paging

_NEAR = 2


class Chunk(msgspec.Struct, frozen=True):
    """One page of a list: `number` 0 is the list's own address; `last` is the newest numbered page."""

    number: int
    last: int
    articles: Sequence[Article]

    @property
    def place(self) -> tuple[int, int]:
        """All that the page's paging hangs on: the same for an old page however long the list grows."""
        return self.number, min(self.last, self.number + _NEAR) if self.number else self.last


def split_pages(articles: Sequence[Article], size: int) -> Iterator[Chunk]:
    """Split a list (newest first) into its own page, with the newest stories, and its numbered pages, newest first."""
    last = max(0, len(articles) // size - 1)
    newest = len(articles) - last * size
    yield Chunk(0, last, articles[:newest])
    for number in range(last, 0, -1):
        start = newest + (last - number) * size
        yield Chunk(number, last, articles[start : start + size])


def page_path(list_path: str, number: int) -> str:
    """Give the address of a numbered page of a list; 0 is the list's own."""
    return f"{list_path}page/{number}/" if number else list_path


def build_paging(chunk: Chunk, list_path: str, href: Callable[[str], str]) -> Paging:
    """Link a page of a list with its neighbours; it names no total, so that growth does not rewrite old pages."""
    own, last, list_href = chunk.number, chunk.last, href(list_path)

    def link(number: int, text: str) -> Link:
        return Link(text, page_path(list_href, number), number == own)

    older_number = last if own == 0 else own - 1
    newer_number = own + 1 if own < last else 0
    centre = own or last + 1
    near = range(min(last, centre + _NEAR), max(0, centre - _NEAR - 1), -1)
    return Paging(
        label=f"Page {own}" if own else "Newest",
        newer=link(newer_number, "Newer stories") if own else None,
        older=link(older_number, "Older stories") if older_number else None,
        newest=link(0, "Newest") if last else None,
        oldest=link(1, "Oldest") if last else None,
        numbers=tuple([link(number, str(number)) for number in near]),
    )
