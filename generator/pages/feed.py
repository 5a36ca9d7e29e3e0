"""The site's RSS 2.0 feed (RSS Advisory Board, RSS 2.0.11)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from generator.model import Article
from generator.pages.edition import Edition
from generator.pages.page import Page
from generator.pages.views import FeedItem, FeedView
from generator.pages.words import format_rfc822
from generator.urls import url_key


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/feed.xml` with the newest stories; its date is its newest story's, not the clock's."""
    settings = edition.settings
    newest = [article for article in edition.digest.articles if not article.hold][: settings.feeds.items]
    view = FeedView(
        title=settings.title,
        link=settings.address.absolute(""),
        self_link=settings.address.absolute("feed.xml"),
        description=settings.description or settings.tagline or settings.title,
        language=settings.locale,
        built=format_rfc822(newest[0].published_at) if newest else "",
        items=tuple(_build_item(edition, article) for article in newest),
    )
    yield Page("feed.xml", "feeds/rss.xml", view)


def identify(article: Article, edition: Edition) -> str:
    """Give the URN of a story: the same when its title, its file or the site's address changes (RFC 9562, version 5).

    It is made of the normalised URL of the story; of two articles with one URL, the newer adds its path.
    """
    key = url_key(article.original_url or article.web_url)
    name = key if edition.digest.owners.get(key) == article else f"{key}#{article.path}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _build_item(edition: Edition, article: Article) -> FeedItem:
    card = edition.cards[article.path]
    return FeedItem(
        title=article.title,
        link=edition.settings.address.absolute(article.path),
        guid=identify(article, edition),
        published=format_rfc822(article.published_at),
        summary=article.excerpt,
        provider=card.provider.name,
        source_url=article.link_out,
        topics=tuple(topic.name for topic in edition.digest.topics_of(article)),
    )
