"""Settings of a site: what `site.yaml` may say, with every default.

`docs/content-format.md` documents each key in a table; a test holds the table to this module.
"""

from __future__ import annotations

import msgspec

from generator.urls import SiteAddress


class FooterLink(msgspec.Struct, frozen=True):
    """A link in the footer of every page: `title`, and a `url` that is http(s) or a path of the site (`/about/`)."""

    title: str
    url: str


class TopSettings(msgspec.Struct, frozen=True):
    """How the front page chooses its top stories."""

    stories: int = 6
    """Number of top stories, the lead included."""
    half_life_days: float = 3.0
    """Days in which a story's heat counts half as much, measured from the newest article."""
    per_provider: int = 3
    """At most this many top stories of one provider."""


class RelatedSettings(msgspec.Struct, frozen=True):
    """How coverage elsewhere and more on the topic are listed on an article page."""

    shown: int = 6
    """Entries of coverage shown; the rest is folded."""
    order: str = "newest"
    """`newest` first, or `best` (by quality) first."""
    more: int = 6
    """Entries of 'More on this topic'; 0 leaves the section out."""


FEED_FORMATS = ("rss", "atom", "json")
"""RSS 2.0, Atom, JSON Feed; the first one wanted is the one that is named where there is room for one."""
FEED_LISTS = ("site", "topics", "providers")
"""What can have feeds: the whole site, each topic, each provider."""


class FeedSettings(msgspec.Struct, frozen=True):
    """What the feeds carry."""

    items: int = 30
    """Newest articles in a feed, and on each further page of it."""
    formats: tuple[str, ...] = FEED_FORMATS
    """Which formats are written."""
    lists: tuple[str, ...] = FEED_LISTS
    """Which lists have feeds."""
    link: str = "page"
    """Where an entry leads: `page` for the article's page on the site, `original` for the story itself."""
    pages: int = 1
    """Pages of a feed; with more than one, each names the next, which is older (RFC 5005)."""


class MarkdownSettings(msgspec.Struct, frozen=True):
    """How Markdown bodies are read."""

    html: bool = False
    """Let raw HTML through; only for content you trust."""


class Settings(msgspec.Struct, frozen=True):
    """The settings of a site; every field is a key of `site.yaml` but `address`, which is `url` parsed."""

    title: str = "Broadsheet"
    """The site's name."""
    url: str = "http://localhost:8000/"
    """Where the site is published, with its base path."""
    tagline: str = ""
    """One line under the name."""
    description: str = ""
    """A sentence for search engines and feeds; the tagline stands in where it is empty."""
    locale: str = "en"
    """Language and region of the site (BCP 47), for `lang`, dates and text direction."""
    timezone: str = "UTC"
    """IANA time zone of days and of times without a zone."""
    page_size: int = 25
    """Articles on a list page, 1 to 500."""
    navigation: tuple[str, ...] = ()
    """Names of the topics in the header; where empty, the taxonomy's first ones."""
    footer: tuple[FooterLink, ...] = ()
    """Links in the footer."""
    index_from: int = 1
    """A topic, provider or day with fewer articles asks search engines not to list its page; 0 to 500."""
    older_pages: bool = True
    """Numbered pages of all stories under `/page/`; without them the front page leads on to the archive."""
    api: bool = True
    """The lists as JSON under `/api/`."""
    search: bool = True
    """A search page, with an index for the browser."""
    share_images: bool = False
    """Draw a share image for each story without a large picture; needs Pillow (`broadsheet[share]`)."""
    share_images_limit: int = 2000
    """Sites of more stories have no share images drawn; 0 to 100,000."""
    top: TopSettings = msgspec.field(default_factory=TopSettings)
    related: RelatedSettings = msgspec.field(default_factory=RelatedSettings)
    feeds: FeedSettings = msgspec.field(default_factory=FeedSettings)
    markdown: MarkdownSettings = msgspec.field(default_factory=MarkdownSettings)
    address: SiteAddress = msgspec.field(default_factory=lambda: SiteAddress("http://localhost:8000", "/"))
