"""The sitemap (sitemaps.org protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.pages.edition import Edition
from generator.pages.page import Page
from generator.pages.views import SitemapView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/sitemap.xml`: every page planned before it that search engines may list, with its last change."""
    yield Page("sitemap.xml", "feeds/sitemap.xml", Later(_build_view, edition, tuple(planned)))


def _build_view(edition: Edition, planned: Sequence[Page]) -> SitemapView:
    address = edition.settings.address
    return SitemapView(tuple((address.absolute(page.path), page.changed) for page in planned if page.listed))
