"""What crawlers may read (RFC 9309): everything, and where the sitemap is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.edition import Edition
from generator.pages.page import Page
from generator.pages.views import RobotsView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/robots.txt`."""
    yield Page("robots.txt", "feeds/robots.txt", RobotsView(edition.settings.address.absolute("sitemap.xml")))
