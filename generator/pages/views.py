"""What templates see: one frozen view a page, with every text, link and fact ready.

A template chooses markup for a view and nothing else: links carry the base path, times are in
words, lists are in order and cut to length.  A view holds only texts, numbers, truth values and
tuples of them, so that its digest decides whether a page must be rendered again.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads; `current` marks the page itself."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class TimeView:
    """A moment: `iso` for machines (RFC 3339), `text` in the words of the site's locale, and `full` with the time."""

    iso: str
    text: str
    full: str


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture: `alt` is empty where it only repeats the headline; width and height are None where unknown."""

    src: str
    alt: str
    width: int | None
    height: int | None
    caption: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A provider in brief: its page, its logo or, where there is none, its initial on one of eight tints (0 to 7).

    `href` is empty where the provider has no page here (coverage elsewhere).
    """

    name: str
    href: str
    logo: str
    initial: str
    tint: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A topic in brief; `tint` (0 to 7) is its colour, the same everywhere."""

    text: str
    href: str
    tint: int


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list.

    `sources` counts the coverage elsewhere (0: none) and `sources_text` says it ("12 sources");
    `hold` says why a held-back story is held back where it is shown all the same, else it is empty.
    """

    href: str
    title: str
    excerpt: str
    picture: PictureView | None
    topic: Chip | None
    provider: Mark
    time: TimeView
    is_video: bool
    sources: int
    sources_text: str
    sources_href: str
    hold: str


@dataclass(frozen=True, slots=True)
class DayGroup:
    """The cards of one day: `iso` such as 2023-09-02, the heading in words, and the day's digest."""

    iso: str
    heading: str
    href: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A named list and how many stories it holds; `children` are the lists under it."""

    text: str
    href: str
    count: int
    count_text: str
    tint: int = 0
    children: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderCount:
    """A provider and how many stories it has."""

    mark: Mark
    count: int
    count_text: str


@dataclass(frozen=True, slots=True)
class Paging:
    """Neighbouring pages of a list; a link is None where there is no such page.

    `numbers` are pages near this one, newest first, with gaps left out; `label` names this page
    ("Newest" or "Page 12"); page 1 is the oldest.
    """

    label: str
    newer: Link | None
    older: Link | None
    newest: Link | None
    oldest: Link | None
    numbers: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in a page's `<head>`: the whole title, description, canonical URL, and whether robots may index it.

    `kind` is the Open Graph type, `image` an absolute URL or empty, `feeds` the feeds of this page.
    """

    title: str
    description: str
    canonical: str
    kind: str = "website"
    image: str = ""
    indexed: bool = True
    feeds: tuple[Link, ...] = ()
    section: str = ""
    """The href of the navigation link that this page stands under, or empty."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page shares: hangs on settings and registries only, never on articles."""

    title: str
    tagline: str
    description: str
    language: str
    direction: str
    home: str
    root: str
    """The base path, such as `/digest/`."""
    navigation: tuple[Link, ...]
    """The topics in the header."""
    sections: tuple[Link, ...]
    """All topics, all providers, the archive."""
    footer: tuple[Link, ...]
    """The stand-alone pages and the footer links of the settings."""
    feed: str
    generator: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The front page."""

    head: Head
    lead: Card | None
    top: tuple[Card, ...]
    """Top stories after the lead."""
    latest: tuple[DayGroup, ...]
    """The newest days, as cards."""
    river: tuple[DayGroup, ...]
    """The days after them, as headlines."""
    topics: tuple[Count, ...]
    providers: tuple[ProviderCount, ...]
    older: Link | None
    total_text: str


@dataclass(frozen=True, slots=True)
class OlderView:
    """A numbered page of all stories (`/page/3/`)."""

    head: Head
    title: str
    days: tuple[DayGroup, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class CoverageView:
    """One entry of coverage elsewhere; `internal` where the story is one of this site's."""

    href: str
    title: str
    excerpt: str
    provider: Mark | None
    time: TimeView | None
    internal: bool
    is_video: bool


@dataclass(frozen=True, slots=True)
class PlayerView:
    """A video that loads on a click: `src` of the player's frame, and `href` of the video's page for all others."""

    host: str
    src: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The page of one story; `body` is Markdown source, rendered by the `markdown` filter."""

    head: Head
    title: str
    excerpt: str
    excerpt_paragraphs: tuple[str, ...]
    body: str
    topics: tuple[Chip, ...]
    provider: Mark
    published: TimeView
    updated: TimeView | None
    picture: PictureView | None
    player: PlayerView | None
    link_out: Link
    """Leads to the story at its provider; the text is "Read at The Guardian" or "Watch at ..."."""
    amp: str
    coverage_text: str
    coverage: tuple[CoverageView, ...]
    coverage_more: tuple[CoverageView, ...]
    coverage_more_text: str
    more: tuple[Card, ...]
    more_heading: str
    newer: Link | None
    older: Link | None
    day: Link
    tags: tuple[str, ...]
    hold: str


@dataclass(frozen=True, slots=True)
class TopicListView:
    """All topics, children under their parents."""

    head: Head
    title: str
    topics: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic's stories, newest first, or one numbered page of them."""

    head: Head
    title: str
    description: str
    tint: int
    count_text: str
    hashtags: tuple[str, ...]
    picture: PictureView | None
    parent: Chip | None
    children: tuple[Count, ...]
    cards: tuple[Card, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class ProviderListView:
    """All providers by name, under their first letters."""

    head: Head
    title: str
    groups: tuple[tuple[str, tuple[ProviderCount, ...]], ...]


@dataclass(frozen=True, slots=True)
class ProviderView:
    """A provider's stories, newest first, or one numbered page of them."""

    head: Head
    title: str
    mark: Mark
    description: str
    website: Link | None
    count_text: str
    cards: tuple[Card, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class ArchiveDay:
    """A day in a calendar: `href` and `count` are empty and 0 on a day without a story; `blank` pads the first week."""

    number: int
    iso: str
    href: str
    label: str
    count: int
    blank: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    """A month with its count and its days as weeks of seven."""

    text: str
    href: str
    count: int
    count_text: str
    weeks: tuple[tuple[ArchiveDay, ...], ...]


@dataclass(frozen=True, slots=True)
class ArchiveYear:
    """A year with its count and its months, newest first."""

    text: str
    href: str
    count: int
    count_text: str
    months: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """All years and their months."""

    head: Head
    title: str
    years: tuple[ArchiveYear, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """One year as calendars of its months; `weekdays` are the column heads: (short, full) names."""

    head: Head
    title: str
    count_text: str
    weekdays: tuple[tuple[str, str], ...]
    months: tuple[ArchiveMonth, ...]
    newer: Link | None
    older: Link | None
    up: Link


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month: its calendar, and each day's headlines, newest first."""

    head: Head
    title: str
    count_text: str
    weekdays: tuple[tuple[str, str], ...]
    month: ArchiveMonth
    days: tuple[tuple[Link, str, tuple[Link, ...]], ...]
    """Each day: its digest, its count in words, its headlines."""
    newer: Link | None
    older: Link | None
    up: Link


@dataclass(frozen=True, slots=True)
class DayView:
    """A day's digest: all its stories, newest first."""

    head: Head
    title: str
    iso: str
    count_text: str
    cards: tuple[Card, ...]
    newer: Link | None
    older: Link | None
    up: Link


@dataclass(frozen=True, slots=True)
class StandaloneView:
    """A stand-alone page; `body` is Markdown source."""

    head: Head
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page for an address that does not exist."""

    head: Head
    title: str
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A story in a feed; `published` is an RFC 822 date-time, `guid` never changes."""

    title: str
    link: str
    guid: str
    published: str
    summary: str
    provider: str
    source_url: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedView:
    """An RSS 2.0 feed."""

    title: str
    link: str
    self_link: str
    description: str
    language: str
    built: str
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """A sitemap: absolute URLs, each with its last change as a W3C date-time or nothing."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """What robots.txt says: where the sitemap is."""

    sitemap: str
