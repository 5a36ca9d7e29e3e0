"""Feeds of the site, of topics and of providers.

RSS 2.0 (RSS Advisory Board, 2.0.11) with Media RSS, Atom (RFC 4287), JSON Feed 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from posixpath import splitext

import msgspec

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
    articles = edition.digest.by_path
    known = Computed(articles, lambda path: build_item(articles[path], edition))
    for feed in select_feed_lists(edition.digest, edition.settings):
        for name, path in feed_paths(edition.settings, feed.path):
            for part in _split_feed(edition, feed, path):
                build = _build_json if name == "json" else _build_xml
                view, key = Later(build, edition, feed, part, known), Later(_build_key, edition, feed, part)
                yield Page(part.path, _TEMPLATES[name], view, planned_key=key)


class _Part(msgspec.Struct, frozen=True):
    """A page of a feed: its address inside the site, the next one's or nothing, and where its stories begin and end."""

    path: str
    next: str
    start: int
    end: int


def _split_feed(edition: Edition, feed: FeedList, path: str) -> Iterable[_Part]:
    """Split a feed into as many pages as the settings allow and its stories fill; the first has the newest."""
    wanted = edition.settings.feeds
    # A feed of one page needs no count.
    shown = sum(not article.hold for article in feed.articles) if wanted.pages > 1 else 0
    last = max(1, min(wanted.pages, -(-shown // wanted.items)))
    stem, extension = splitext(path)
    paths = [path, *(f"{stem}-{number}{extension}" for number in range(2, last + 1)), ""]
    for number in range(last):
        start = number * wanted.items
        yield _Part(paths[number], paths[number + 1], start, start + wanted.items)


def _build_key(edition: Edition, feed: FeedList, part: _Part) -> bytes:
    return edition.key(_stories(feed, part), feed.path, feed.title, feed.description, part.path, part.next)


def _stories(feed: FeedList, part: _Part) -> list[Article]:
    due = (article for article in feed.articles if not article.hold)
    return list(islice(due, part.start, part.end))


def _build_xml(edition: Edition, feed: FeedList, part: _Part, known: Mapping[str, FeedItem]) -> FeedView:
    address = edition.settings.address
    newest = _stories(feed, part)
    items = tuple(known[article.path] for article in newest)
    changed = max((each.updated_at or each.published_at for each in newest), default=None)
    return FeedView(
        title=feed.title,
        home=address.absolute(feed.path),
        address=address.absolute(part.path),
        description=feed.description,
        language=edition.settings.locale,
        built_822=format_rfc822(changed) if changed else "",
        updated=max((item.updated for item in items), default=_EPOCH),
        items=items,
        next=address.absolute(part.next) if part.next else "",
    )


def _build_json(edition: Edition, feed: FeedList, part: _Part, known: Mapping[str, FeedItem]) -> JsonFeedView:
    address = edition.settings.address
    return JsonFeedView(
        version=_JSON_FEED,
        title=feed.title,
        home_page_url=address.absolute(feed.path),
        feed_url=address.absolute(part.path),
        description=feed.description or None,
        language=edition.settings.locale,
        items=tuple(as_json_item(known[article.path]) for article in _stories(feed, part)),
        next_url=address.absolute(part.next) if part.next else None,
    )
