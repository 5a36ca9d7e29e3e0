"""All topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.edition import Edition
from generator.pages.page import Page, last_change
from generator.pages.structured import describe_list
from generator.pages.views import TopicListView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/topics/`: children under their parents."""
    view = TopicListView(
        head=edition.head(
            "topics/",
            "Topics",
            f"All topics of {edition.settings.title}",
            section="topics/",
            structured=describe_list(edition.settings, "Topics", [("Topics", "topics/")]),
        ),
        title="Topics",
        topics=tuple(edition.topic_count(topic) for topic in edition.digest.topics if not topic.parent),
    )
    yield Page("topics/", "pages/topic_list.html", view, last_change(edition.digest.articles), listed=True)
