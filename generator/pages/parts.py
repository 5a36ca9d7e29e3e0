"""The parts that views are made of: links, times, pictures, marks, cards, and what every page shares.

Like views, parts are ready to print: links carry the base path, times are in words, texts are cut to length.
"""

from __future__ import annotations

from generator.pages.view import View


class Link(View, frozen=True):
    """A text and where it leads; `current` marks the page itself."""

    text: str
    href: str
    current: bool = False


class TimeView(View, frozen=True):
    """A moment: `iso` for machines (RFC 3339), `text` in the words of the site's locale, and `full` with the time."""

    iso: str
    text: str
    full: str


class PictureView(View, frozen=True):
    """A picture: `alt` is empty where it only repeats the headline; width and height are None where unknown."""

    src: str
    alt: str
    width: int | None
    height: int | None
    caption: str
    attribution: str


class Mark(View, frozen=True):
    """A provider in brief: its page, its logo or, where there is none, its initial on one of eight tints (0 to 7).

    `href` is empty where the provider has no page here (coverage elsewhere).
    """

    name: str
    href: str
    logo: str
    initial: str
    tint: int


class Chip(View, frozen=True):
    """A topic in brief; `tint` (0 to 7) is its colour, the same everywhere."""

    text: str
    href: str
    tint: int


class Card(View, frozen=True):
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


class DayGroup(View, frozen=True):
    """The cards of one day: `iso` such as 2023-09-02, the heading in words, and the day's digest."""

    iso: str
    heading: str
    href: str
    cards: tuple[Card, ...]


class Count(View, frozen=True):
    """A named list and how many stories it holds; `children` are the lists under it."""

    text: str
    href: str
    count: int
    count_text: str
    tint: int = 0
    children: tuple[Count, ...] = ()


class ProviderCount(View, frozen=True):
    """A provider and how many stories it has."""

    mark: Mark
    count: int
    count_text: str


class Paging(View, frozen=True):
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


class Head(View, frozen=True):
    """What stands in a page's `<head>`: the whole title, description, canonical URL, and whether robots may index it.

    `name` is the title without the site's, `kind` the Open Graph type, `image` an absolute URL or empty,
    `feeds` the feeds of this page; `structured` is JSON-LD that may stand in a `<script>` as it is.
    """

    title: str
    name: str
    description: str
    canonical: str
    kind: str = "website"
    image: str = ""
    indexed: bool = True
    feeds: tuple[Link, ...] = ()
    section: str = ""
    """The href of the navigation link that this page stands under, or empty."""
    structured: str = ""


class SiteView(View, frozen=True):
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
    """The site's first feed, empty where it has none."""
    subscribe: str
    """The page that lists all feeds, empty where there is none."""
    search: str
    """The search page, empty where there is none."""
    generator: str


class CoverageView(View, frozen=True):
    """One entry of coverage elsewhere; `internal` where the story is one of this site's."""

    href: str
    title: str
    provider: Mark | None
    time: TimeView | None
    internal: bool
    is_video: bool


class PlayerView(View, frozen=True):
    """A video that loads on a click: `src` of the player's frame, and `href` of the video's page for all others."""

    host: str
    src: str
    href: str
    title: str
    origin: str
    """Where the frame comes from: what the page's content security policy lets in."""
