"""How to subscribe: a page that explains it and lists every feed, and the same list as OPML 2.0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from generator.pages.edition import Edition
from generator.pages.feed_lists import FORMATS, FeedList, feed_paths, select_feed_lists
from generator.pages.feed_views import OpmlView, Outline, SubscribeView, Subscription
from generator.pages.page import Page
from generator.pages.parts import Link
from generator.pages.structured import describe_page

PATH = "subscribe/"
OPML = "feeds.opml"
_HEADINGS = {"site": "", "topics": "Topics", "providers": "Providers"}
_VERSIONS = {"rss": "RSS2", "atom": "ATOM1", "json": "JSON1"}


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/subscribe/` and `/feeds.opml` where there is any feed; they hang on the names of lists, on no story."""
    lists = list(select_feed_lists(edition.digest, edition.settings))
    if not lists:
        return
    groups = tuple((_HEADINGS[kind], tuple(feeds)) for kind, feeds in groupby(lists, key=lambda feed: feed.kind))
    yield Page(PATH, "pages/subscribe.html", _build_page(edition, groups), listed=True)
    outlines = tuple((name, tuple(_outline(edition, feed) for feed in feeds)) for name, feeds in groups)
    yield Page(OPML, "feeds/feeds.opml", OpmlView(edition.settings.title, outlines))


def _build_page(edition: Edition, groups: tuple[tuple[str, tuple[FeedList, ...]], ...]) -> SubscribeView:
    settings = edition.settings
    site = next((_links(edition, feeds[0]) for name, feeds in groups if not name), ())
    return SubscribeView(
        head=edition.head(
            PATH,
            "Subscribe",
            f"Follow {settings.title} in a feed reader: no account, no e-mail address, no tracking",
            section=PATH,
            structured=describe_page(settings, [("Subscribe", PATH)]),
        ),
        title="Subscribe",
        site=site,
        address=settings.address.origin + site[0].href if site else "",
        groups=tuple(
            (
                name,
                tuple(Subscription(Link(feed.name, edition.href(feed.path)), _links(edition, feed)) for feed in feeds),
            )
            for name, feeds in groups
            if name
        ),
        opml=Link("All feeds as one file (OPML)", edition.href(OPML)),
    )


def _links(edition: Edition, feed: FeedList) -> tuple[Link, ...]:
    paths = feed_paths(edition.settings, feed.path)
    return tuple(Link(FORMATS[name][1], edition.href(path)) for name, path in paths)


def _outline(edition: Edition, feed: FeedList) -> Outline:
    """Name a list's feed of the first format: a reader that takes in the list wants each story once."""
    address = edition.settings.address
    name, path = feed_paths(edition.settings, feed.path)[0]
    return Outline(feed.name, address.absolute(path), address.absolute(feed.path), _VERSIONS[name])
