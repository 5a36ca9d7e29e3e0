"""What feeds are made of: one value a story, shared by every feed it is in.

Texts are plain and URLs absolute.  The values of a JSON Feed have its members' names (JSON Feed 1.1,
https://www.jsonfeed.org/version/1.1/); a member that is None is left out.
"""

from __future__ import annotations

from generator.pages.parts import Head, Link
from generator.pages.view import View


class FeedPicture(View, frozen=True):
    """A story's picture: `mime` is empty and width and height are None where they are unknown."""

    url: str
    mime: str
    width: int | None
    height: int | None
    attribution: str


class FeedItem(View, frozen=True):
    """A story in an RSS or Atom feed.

    `guid` never changes; `link` is where readers are led, `original` the story at its provider;
    `published_822` is for RSS, `published` and `updated` are RFC 3339; `summary` is plain text and
    `content` HTML.
    """

    guid: str
    title: str
    link: str
    original: str
    published_822: str
    published: str
    updated: str
    summary: str
    content: str
    provider: str
    provider_url: str
    topics: tuple[str, ...]
    picture: FeedPicture | None


class FeedView(View, frozen=True):
    """An RSS 2.0 or Atom feed of a list: `home` is the list's page, `address` the feed's own URL.

    `next` is the URL of its next page, with older entries (RFC 5005), empty where there is none.

    The times are the newest entry's, not the clock's: `built_822` (RFC 822; empty without an entry) and
    `updated` (RFC 3339; the epoch without an entry, for Atom demands a time).
    """

    title: str
    home: str
    address: str
    description: str
    language: str
    built_822: str
    updated: str
    items: tuple[FeedItem, ...]
    next: str = ""


class JsonFeedAuthor(View, frozen=True):
    """Who published a story."""

    name: str
    url: str | None


class JsonFeedAttachment(View, frozen=True):
    """A story's picture as an attachment."""

    url: str
    mime_type: str


class JsonFeedItem(View, frozen=True):
    """A story in a JSON Feed; times are RFC 3339."""

    id: str
    url: str
    external_url: str
    title: str
    content_html: str
    summary: str | None
    image: str | None
    date_published: str
    date_modified: str | None
    authors: tuple[JsonFeedAuthor, ...]
    tags: tuple[str, ...] | None
    attachments: tuple[JsonFeedAttachment, ...] | None


class JsonFeedView(View, frozen=True):
    """A JSON Feed of a list; `next_url` is its next page, with older entries."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str | None
    language: str
    items: tuple[JsonFeedItem, ...]
    next_url: str | None = None


class Subscription(View, frozen=True):
    """A list that has feeds: its page, and each of its feeds by its format's name."""

    page: Link
    feeds: tuple[Link, ...]


class SubscribeView(View, frozen=True):
    """The page that says how to subscribe: the site's feeds first, then those of topics and providers."""

    head: Head
    title: str
    site: tuple[Link, ...]
    address: str
    """The absolute URL of the site's first feed, to be copied; empty where the site as a whole has none."""
    groups: tuple[tuple[str, tuple[Subscription, ...]], ...]
    """Headings and their lists."""
    opml: Link


class Outline(View, frozen=True):
    """A feed in an OPML list: absolute URLs of the feed and of its page; `version` as OPML calls the format."""

    text: str
    feed: str
    page: str
    version: str


class OpmlView(View, frozen=True):
    """An OPML 2.0 list of feeds, in groups; a group without a name stands at the top."""

    title: str
    groups: tuple[tuple[str, tuple[Outline, ...]], ...]
