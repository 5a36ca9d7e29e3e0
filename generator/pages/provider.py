"""A provider's stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.indexer.providers import ProviderGroup
from generator.pages.edition import Edition, provider_path
from generator.pages.page import Page
from generator.pages.paging import Chunk, build_paging, page_path, split_pages
from generator.pages.parts import Link
from generator.pages.views import ProviderView
from generator.pages.words import format_rfc3339
from generator.urls import UnsafeURLError, parse_web_url


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/providers/{slug}/` and its numbered pages."""
    for group in edition.digest.providers:
        for chunk in split_pages(group.articles, edition.settings.page_size):
            path = page_path(provider_path(group.slug), chunk.number)
            view = Later(_build_view, edition, group, chunk)
            yield Page(path, "pages/provider.html", view, format_rfc3339(chunk.articles[0].published_at), listed=True)


def _build_view(edition: Edition, group: ProviderGroup, chunk: Chunk) -> ProviderView:
    list_path = provider_path(group.slug)
    title = f"{group.name}, page {chunk.number}" if chunk.number else group.name
    return ProviderView(
        head=edition.head(
            page_path(list_path, chunk.number),
            title,
            group.description or f"Stories from {group.name}",
            section="providers/",
        ),
        title=group.name,
        mark=edition.mark(group),
        description=group.description,
        website=_website(group.domain),
        count_text=edition.words.stories(len(group.articles)) if chunk.number == 0 else "",
        cards=edition.cards_of(chunk.articles),
        paging=build_paging(chunk, list_path, edition.href),
    )


def _website(domain: str) -> Link | None:
    """Link a provider's domain; None where it is not a host name."""
    try:
        return Link(domain, parse_web_url(f"https://{domain}/")) if domain else None
    except UnsafeURLError:
        return None
