"""A provider's stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.indexer.providers import ProviderGroup
from generator.pages.edition import Edition, provider_path
from generator.pages.feed_lists import feed_links
from generator.pages.page import Page, last_change
from generator.pages.paging import Chunk, build_paging, page_path
from generator.pages.parts import Link
from generator.pages.structured import describe_list
from generator.pages.views import ProviderView
from generator.urls import UnsafeURLError, parse_web_url


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/providers/{slug}/` and its numbered pages."""
    for group in edition.digest.providers:
        for chunk in edition.split(group.articles):
            path = page_path(provider_path(group.slug), chunk.number)
            view, key = Later(_build_view, edition, group, chunk), Later(_build_key, edition, group, chunk)
            listed = len(group.articles) >= edition.settings.index_from
            yield Page(path, "pages/provider.html", view, last_change(chunk.articles), listed, key)


def _build_key(edition: Edition, group: ProviderGroup, chunk: Chunk) -> bytes:
    indexed = len(group.articles) >= edition.settings.index_from
    count = 0 if chunk.number else len(group.articles)
    mark = edition.mark(group)
    return edition.key(chunk.articles, group.slug, group.domain, mark, indexed, chunk.place, count)


def _build_view(edition: Edition, group: ProviderGroup, chunk: Chunk) -> ProviderView:
    list_path, cards = provider_path(group.slug), edition.cards_of(chunk.articles)
    title = f"{group.name}, page {chunk.number}" if chunk.number else group.name
    trail = [("Providers", "providers/"), (group.name, list_path)]
    if chunk.number:
        trail.append((title, page_path(list_path, chunk.number)))
    return ProviderView(
        head=edition.head(
            page_path(list_path, chunk.number),
            title,
            group.description or f"Stories from {group.name}",
            indexed=len(group.articles) >= edition.settings.index_from,
            section="providers/",
            feeds=feed_links(edition.settings, "providers", list_path, group.name),
            structured=describe_list(edition.settings, title, trail, cards),
        ),
        title=group.name,
        mark=edition.mark(group),
        description=group.description,
        website=_website(group.domain),
        count_text=edition.words.stories(len(group.articles)) if chunk.number == 0 else "",
        cards=cards,
        paging=build_paging(chunk, list_path, edition.href),
    )


def _website(domain: str) -> Link | None:
    """Link a provider's domain; None where it is not a host name."""
    try:
        return Link(domain, parse_web_url(f"https://{domain}/")) if domain else None
    except UnsafeURLError:
        return None
