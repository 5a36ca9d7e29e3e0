"""Which lists have feeds, and where: `feed.xml`, `atom.xml` and `feed.json` beside the list's own page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from generator.config import FEED_LISTS, Settings
from generator.indexer.digest import Digest
from generator.model import Article
from generator.pages.edition import provider_path, topic_path
from generator.pages.parts import Link

FORMATS = {"rss": ("feed.xml", "RSS"), "atom": ("atom.xml", "Atom"), "json": ("feed.json", "JSON")}
"""Each format of the settings: its file, and its name for people."""
_SITE, _TOPICS, _PROVIDERS = FEED_LISTS


class FeedList(msgspec.Struct, frozen=True):
    """A list that has feeds: `kind` as in the settings, `path` of its page inside the site; newest stories first."""

    kind: str
    path: str
    name: str
    title: str
    description: str
    articles: Sequence[Article]


def select_feed_lists(digest: Digest, settings: Settings) -> Iterator[FeedList]:
    """Give every list that the settings want feeds of, the site's own first."""
    if not settings.feeds.formats:
        return
    if _SITE in settings.feeds.lists:
        about = settings.description or settings.tagline or settings.title
        yield FeedList(_SITE, "", settings.title, settings.title, about, digest.articles)
    if _TOPICS in settings.feeds.lists:
        for topic in digest.topics:
            about = topic.description or f"News about {topic.name}"
            title = f"{topic.name} · {settings.title}"
            yield FeedList(_TOPICS, topic_path(topic.slug), topic.name, title, about, topic.articles)
    if _PROVIDERS in settings.feeds.lists:
        for group in digest.providers:
            about = group.description or f"Stories from {group.name}"
            title = f"{group.name} · {settings.title}"
            yield FeedList(_PROVIDERS, provider_path(group.slug), group.name, title, about, group.articles)


def feed_paths(settings: Settings, path: str) -> tuple[tuple[str, str], ...]:
    """Give the formats of the feeds beside a list's page, each with its address inside the site."""
    return tuple((name, path + FORMATS[name][0]) for name in settings.feeds.formats)


def feed_links(settings: Settings, kind: str, path: str, title: str) -> tuple[Link, ...]:
    """Give the feeds that a list's page advertises, all of one title; none where such lists have no feeds."""
    if kind not in settings.feeds.lists:
        return ()
    return tuple(Link(title, settings.address.href(address)) for _, address in feed_paths(settings, path))
