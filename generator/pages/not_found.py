"""The page for an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.edition import Edition, topic_path
from generator.pages.page import Page
from generator.pages.parts import Link
from generator.pages.views import NotFoundView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/404.html`, which GitHub Pages answers with at any address that does not exist."""
    topics = [topic for topic in edition.digest.topics if topic.entry]
    view = NotFoundView(
        head=edition.head("404.html", "Page not found", indexed=False),
        title="Page not found",
        topics=tuple(Link(topic.name, edition.href(topic_path(topic.slug))) for topic in topics),
    )
    yield Page("404.html", "pages/not_found.html", view)
