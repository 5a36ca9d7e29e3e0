"""Older stories: the numbered pages of the list that the front page begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.pages.edition import Edition
from generator.pages.page import Page, last_change
from generator.pages.paging import Chunk, build_paging, page_path
from generator.pages.structured import describe_list
from generator.pages.views import OlderView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/page/N/`, unless the site does without them; page 1 holds the oldest stories for ever."""
    if not edition.settings.older_pages:
        return
    for chunk in edition.split(edition.digest.articles):
        if chunk.number == 0:
            continue
        view, key = Later(_build_view, edition, chunk), Later(_build_key, edition, chunk)
        path = page_path("", chunk.number)
        yield Page(path, "pages/older.html", view, last_change(chunk.articles), True, key)


def _build_key(edition: Edition, chunk: Chunk) -> bytes:
    return edition.key(chunk.articles, chunk.place)


def _build_view(edition: Edition, chunk: Chunk) -> OlderView:
    path, title = page_path("", chunk.number), f"All stories, page {chunk.number}"
    newest = edition.words.short_date(edition.words.local(chunk.articles[0].published_at).date())
    oldest = edition.words.short_date(edition.words.local(chunk.articles[-1].published_at).date())
    return OlderView(
        head=edition.head(
            path,
            title,
            f"Stories from {oldest} to {newest}",
            structured=describe_list(edition.settings, title, [(title, path)], edition.cards_of(chunk.articles)),
        ),
        title=title,
        days=edition.day_groups(chunk.articles),
        paging=build_paging(chunk, "", edition.href),
    )
