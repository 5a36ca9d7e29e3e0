"""What crawlers may read (RFC 9309): everything, and where the sitemaps are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.edition import Edition
from generator.pages.map_views import RobotsView
from generator.pages.page import Page
from generator.pages.sitemap import NEWS_PATH, PATH, select_news


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/robots.txt`."""
    paths = [PATH, NEWS_PATH] if select_news(edition) else [PATH]
    yield Page(
        "robots.txt", "feeds/robots.txt", RobotsView(tuple(edition.settings.address.absolute(path) for path in paths))
    )
