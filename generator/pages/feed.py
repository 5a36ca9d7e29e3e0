"""Feeds of the site, of topics and of providers.

RSS 2.0 (RSS Advisory Board, 2.0.11) with Media RSS, Atom (RFC 4287), JSON Feed 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.computed import Computed, Later
from generator.model import Article
from generator.pages.edition import Edition
from generator.pages.feed_items import as_json_item, build_item
from generator.pages.feed_lists import FeedList, feed_paths, select_feed_lists
from generator.pages.feed_views import FeedItem, FeedView, JsonFeedView
from generator.pages.page import Page
from generator.pages.words import format_rfc822

_JSON_FEED = "https://jsonfeed.org/version/1.1"
_TEMPLATES = {"rss": "feeds/rss.xml", "atom": "feeds/atom.xml", "json": "feeds/json_feed.json"}
_EPOCH = "1970-01-01T00:00:00Z"


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan the feeds that the settings want, each with the newest stories of its list.

    A story's entry is built once, whatever number of feeds it is in.
    """
    articles = {article.path: article for article in edition.digest.articles}
    known = Computed(articles, lambda path: build_item(articles[path], edition))
    for feed in select_feed_lists(edition.digest, edition.settings):
        for name, path in feed_paths(edition.settings, feed.path):
            build = _build_json if name == "json" else _build_xml
            yield Page(path, _TEMPLATES[name], Later(build, edition, feed, path, known))


def _newest(feed: FeedList, limit: int) -> list[Article]:
    found: list[Article] = []
    for article in feed.articles:
        if len(found) == limit:
            break
        if not article.hold:
            found.append(article)
    return found


def _build_xml(edition: Edition, feed: FeedList, path: str, known: Mapping[str, FeedItem]) -> FeedView:
    address = edition.settings.address
    newest = _newest(feed, edition.settings.feeds.items)
    items = tuple(known[article.path] for article in newest)
    changed = max((each.updated_at or each.published_at for each in newest), default=None)
    return FeedView(
        title=feed.title,
        home=address.absolute(feed.path),
        address=address.absolute(path),
        description=feed.description,
        language=edition.settings.locale,
        built_822=format_rfc822(changed) if changed else "",
        updated=max((item.updated for item in items), default=_EPOCH),
        items=items,
    )


def _build_json(edition: Edition, feed: FeedList, path: str, known: Mapping[str, FeedItem]) -> JsonFeedView:
    address = edition.settings.address
    newest = _newest(feed, edition.settings.feeds.items)
    return JsonFeedView(
        version=_JSON_FEED,
        title=feed.title,
        home_page_url=address.absolute(feed.path),
        feed_url=address.absolute(path),
        description=feed.description or None,
        language=edition.settings.locale,
        items=tuple(as_json_item(known[article.path]) for article in newest),
    )
