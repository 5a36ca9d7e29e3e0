"""What templates see: one frozen view a page, with every text, link and fact ready.

A template chooses markup for a view and nothing else: links carry the base path, times are in
words, lists are in order and cut to length.  A view holds only texts, numbers, truth values and
tuples of them, so that its digest decides whether a page must be rendered again.
"""

from __future__ import annotations

from generator.pages.parts import (
    Card,
    Chip,
    Count,
    CoverageView,
    DayGroup,
    Head,
    Link,
    Mark,
    Paging,
    PictureView,
    PlayerView,
    ProviderCount,
    TimeView,
)
from generator.pages.view import View


class HomeView(View, frozen=True):
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


class OlderView(View, frozen=True):
    """A numbered page of all stories (`/page/3/`)."""

    head: Head
    title: str
    days: tuple[DayGroup, ...]
    paging: Paging


class ArticleView(View, frozen=True):
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


class TopicListView(View, frozen=True):
    """All topics, children under their parents."""

    head: Head
    title: str
    topics: tuple[Count, ...]


class TopicView(View, frozen=True):
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


class ProviderListView(View, frozen=True):
    """All providers by name, under their first letters."""

    head: Head
    title: str
    groups: tuple[tuple[str, tuple[ProviderCount, ...]], ...]


class ProviderView(View, frozen=True):
    """A provider's stories, newest first, or one numbered page of them."""

    head: Head
    title: str
    mark: Mark
    description: str
    website: Link | None
    count_text: str
    cards: tuple[Card, ...]
    paging: Paging


class ArchiveDay(View, frozen=True):
    """A day in a calendar: `href` and `count` are empty and 0 on a day without a story; `blank` pads the first week."""

    number: int
    iso: str
    href: str
    label: str
    count: int
    blank: bool = False


class ArchiveMonth(View, frozen=True):
    """A month with its count and its days as weeks of seven."""

    text: str
    href: str
    count: int
    count_text: str
    weeks: tuple[tuple[ArchiveDay, ...], ...]


class ArchiveYear(View, frozen=True):
    """A year with its count and its months, newest first."""

    text: str
    href: str
    count: int
    count_text: str
    months: tuple[Count, ...]


class ArchiveView(View, frozen=True):
    """All years and their months."""

    head: Head
    title: str
    years: tuple[ArchiveYear, ...]


class YearView(View, frozen=True):
    """One year as calendars of its months; `weekdays` are the column heads: (short, full) names."""

    head: Head
    title: str
    count_text: str
    weekdays: tuple[tuple[str, str], ...]
    months: tuple[ArchiveMonth, ...]
    newer: Link | None
    older: Link | None
    up: Link


class MonthView(View, frozen=True):
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


class DayView(View, frozen=True):
    """A day's digest: all its stories, newest first."""

    head: Head
    title: str
    iso: str
    count_text: str
    cards: tuple[Card, ...]
    newer: Link | None
    older: Link | None
    up: Link


class StandaloneView(View, frozen=True):
    """A stand-alone page; `body` is Markdown source."""

    head: Head
    title: str
    body: str


class NotFoundView(View, frozen=True):
    """The page for an address that does not exist."""

    head: Head
    title: str
    topics: tuple[Link, ...]


class ManifestView(View, frozen=True):
    """What a phone needs to put the site among its apps; `short` stands under its icon."""

    name: str
    short: str
    description: str


class SearchView(View, frozen=True):
    """The search page: `index` is where the index is, `ways` are what a reader without scripts can take instead."""

    head: Head
    title: str
    index: str
    ways: tuple[Link, ...]
