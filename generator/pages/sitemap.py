"""The sitemap (sitemaps.org protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.edition import Edition
from generator.pages.page import Page
from generator.pages.views import SitemapView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/sitemap.xml`: every page planned before it that search engines may list, with its last change."""
    address = edition.settings.address
    view = SitemapView(tuple((address.absolute(page.path), page.changed) for page in planned if page.listed))
    yield Page("sitemap.xml", "feeds/sitemap.xml", view)
