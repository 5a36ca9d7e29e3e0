"""The edition: what every page kind plans from.

It joins the digest with the settings and the static files, and holds the parts that many pages
share, each built once: cards, marks of providers, chips of topics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import groupby

import msgspec

from generator.computed import Computed, Later
from generator.config import Settings
from generator.digests import digest_bytes
from generator.indexer.digest import Digest
from generator.indexer.providers import ProviderGroup
from generator.indexer.story_list import may_have_any, sources_of
from generator.indexer.topics import Topic
from generator.model import Article, Picture, Related
from generator.pages.keys import build_story_keys
from generator.pages.paging import Chunk, split_pages
from generator.pages.parts import Card, Chip, Count, DayGroup, Head, Link, Mark, PictureView, ProviderCount
from generator.pages.words import Words, build_words
from generator.sharing import ShareImage
from generator.text import choose_tint, first_letter, fold, shorten
from generator.urls import static_path

_CARD_EXCERPT = 180
_TEXT_CARD_EXCERPT = 280
_DESCRIPTION = 160


def describe_site(settings: Settings) -> str:
    """Give the sentence in the heads of pages that have none of their own: the site's, or what it is, cut to length."""
    about = settings.description or settings.tagline or f"{settings.title}: the news by day, topic and provider"
    return shorten(about, _DESCRIPTION)


def topic_path(slug: str) -> str:
    """Give the address of a topic inside the site."""
    return f"topics/{slug}/"


def day_path(day: date) -> str:
    """Give the address of a day's digest inside the site."""
    return f"archive/{day.year:04d}/{day.month:02d}/{day.day:02d}/"


def provider_path(slug: str) -> str:
    """Give the address of a provider inside the site."""
    return f"providers/{slug}/"


class Edition(msgspec.Struct, frozen=True):
    """A digest ready to be laid out; `assets` maps a static file (`/img/x.svg`) to its link."""

    digest: Digest
    settings: Settings
    assets: Mapping[str, str]
    words: Words
    cards: Computed[str, Card]
    """Each article's card, by its path; drawn up when a page first shows it."""
    chips: Mapping[str, Chip]
    """Each topic's chip, by its slug."""
    marks: Mapping[str, Mark]
    """Each provider's mark, by its slug."""
    days: Mapping[date, Link]
    """Each day's digest, by its date: the day in words, and where it is."""
    shares: Mapping[str, ShareImage] = msgspec.field(default_factory=dict)
    """The share images that are drawn, by the article's path."""
    planned_keys: Later[Mapping[str, bytes]] = msgspec.field(default_factory=lambda: Later(dict))
    touched: Sequence[int] | None = None
    """The numbers of the stories whose own pages may be other than they were; None where all are to be planned."""
    renamed: Set[int] = frozenset()
    """Where not all are planned, the numbers of the stories whose cards may be other than they were."""
    _named: dict[str, Mark | None] = msgspec.field(default_factory=dict)

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of the stories whose own pages are planned."""
        return range(len(self.digest.articles)) if self.touched is None else self.touched

    @property
    def story_keys(self) -> Mapping[str, bytes]:
        """Each article's key, by its source: a digest of all that its card, its page and its entries hang on."""
        return self.planned_keys.value

    def split(self, stories: Sequence[Article]) -> Iterator[Chunk]:
        """Split a list into those of its pages that are planned: all, or the ones with a card that may be another."""
        if self.may_differ(stories):  # of hundreds of lists there may be one that does
            for chunk in split_pages(stories, self.settings.page_size):
                if self.may_differ(chunk.articles):
                    yield chunk

    def may_differ(self, stories: Sequence[Article]) -> bool:
        """Tell whether a card of these stories may be other than it was; else their page need not be planned."""
        return self.touched is None or may_have_any(stories, self.renamed)

    def key(self, stories: Iterable[Article], *facts: object) -> bytes:
        """Give the key of a page of these stories, in order, that adds some facts of its own."""
        known = self.planned_keys.value
        keys = b"".join([known[source] for source in sources_of(stories)])
        return digest_bytes(keys + repr((len(keys), *facts)).encode("utf-8", "surrogatepass"))

    def href(self, path: str) -> str:
        """Give the link to a path inside the site."""
        return self.settings.address.href(path)

    def head(
        self,
        path: str,
        title: str,
        description: str = "",
        *,
        kind: str = "website",
        image: str = "",
        indexed: bool = True,
        section: str = "",
        feeds: tuple[Link, ...] = (),
        structured: str = "",
    ) -> Head:
        """Build the head of the page at a path; `title` is without the site's name."""
        site = self.settings
        return Head(
            title=f"{title} · {site.title}" if title else site.title,
            name=title or site.title,
            description=shorten(description, _DESCRIPTION) if description else describe_site(site),
            canonical=site.address.absolute(path),
            kind=kind,
            image=site.address.origin + image if image.startswith("/") else image,
            indexed=indexed,
            feeds=feeds,
            section=self.href(section) if section else "",
            structured=structured,
        )

    def cards_of(self, articles: Iterable[Article]) -> tuple[Card, ...]:
        """Give the cards of articles, in their order."""
        return tuple(self.cards.of([article.path for article in articles]))

    def draw_up(self, known: Mapping[str, Card]) -> None:
        """Build the keys and the cards of all stories, but for cards that are known, before processes share them."""
        self.cards.take(known)
        for path in self.digest.by_path:
            _ = self.cards[path]
        _ = self.planned_keys.value

    def day_groups(self, articles: Sequence[Article]) -> tuple[DayGroup, ...]:
        """Group the cards of articles, newest first, under their days."""
        days = groupby(articles, key=lambda article: self.words.local(article.published_at).date())
        return tuple(
            DayGroup(day.isoformat(), self.days[day].text, self.days[day].href, self.cards_of(stories))
            for day, stories in days
        )

    def picture(self, picture: Picture, headline: str) -> PictureView | None:
        """Build the view of a picture; None where it names a static file that does not exist."""
        return build_picture(picture, headline, self.assets)

    def local_picture(self, images: Sequence[Picture], headline: str) -> PictureView | None:
        """Give the first picture that is a file of the site's own: topics and providers load nothing from elsewhere."""
        found = (build_picture(image, headline, self.assets) for image in images if image.url.startswith("/"))
        return next((view for view in found if view), None)

    def chip(self, topic: Topic) -> Chip:
        """Give the chip of a topic."""
        return self.chips[topic.slug]

    def mark(self, group: ProviderGroup) -> Mark:
        """Give the mark of a provider with a page."""
        return self.marks[group.slug]

    def mark_of(self, story: Article | Related) -> Mark | None:
        """Give the mark of a story's provider, with a page or without; None where nobody is named."""
        if story.provider is None:
            return self._find_mark(story)
        name = story.provider.name  # that of thousands of stories
        if name not in self._named:
            self._named[name] = self._find_mark(story)
        return self._named[name]

    def _find_mark(self, story: Article | Related) -> Mark | None:
        group = self.digest.provider_of(story)
        if group:
            return self.mark(group)
        if not story.provider:
            return None
        entry = self.digest.registry.find(story.provider.name)
        return build_mark(entry.name if entry else story.provider.name, entry.images if entry else (), "", self.assets)

    def topic_count(self, topic: Topic) -> Count:
        """Build a topic's line in a list, with its children under it."""
        by_slug = self.digest.topic_by_slug
        return Count(
            text=topic.name,
            href=self.href(topic_path(topic.slug)),
            count=len(topic.articles),
            count_text=self.words.stories(len(topic.articles)),
            tint=choose_tint(topic.name),
            children=tuple(self.topic_count(by_slug[slug]) for slug in topic.children),
        )

    def provider_count(self, group: ProviderGroup) -> ProviderCount:
        """Build a provider's line in a list."""
        return ProviderCount(self.mark(group), len(group.articles), self.words.stories(len(group.articles)))


def build_edition(
    digest: Digest,
    settings: Settings,
    assets: Mapping[str, str],
    shares: Mapping[str, ShareImage] | None = None,
    contents: Mapping[str, bytes] | None = None,
) -> Edition:
    """Join a digest with its settings and static files; every card is drawn up once.

    `contents` has the digest of each article's file by its source; without it there are no keys to be had.
    """
    words = build_words(settings)
    articles = digest.by_path
    groups = {group.slug: group for group in digest.providers}
    chips = Computed(digest.topic_by_slug, lambda slug: build_chip(digest.topic_by_slug[slug], settings))
    marks = Computed(groups, lambda slug: _build_own_mark(groups[slug], settings, assets))
    keys: Later[Mapping[str, bytes]] = Later(build_story_keys, digest, assets, shares or {}, contents or {})
    cards: Computed[str, Card] = Computed(articles, lambda path: _build_card(articles[path], edition))
    days = Computed([day.date for day in digest.days], lambda day: build_day_link(day, words, settings))
    edition = Edition(digest, settings, assets, words, cards, chips, marks, days, shares or {}, keys)
    return edition


def _build_own_mark(group: ProviderGroup, settings: Settings, assets: Mapping[str, str]) -> Mark:
    return build_mark(group.name, group.images, settings.address.href(provider_path(group.slug)), assets)


def _build_card(article: Article, edition: Edition) -> Card:
    href = edition.href(article.path)
    topics = edition.digest.topics_of(article)
    provider = edition.mark_of(article)
    if provider is None:
        raise ValueError(f"an article without a provider: {article.source}")
    picture = edition.picture(article.images[0], article.title) if article.images else None
    sources = len(edition.digest.coverage[article.path]) if article.related else 0
    return Card(
        href=href,
        title=article.title,
        excerpt=shorten(article.excerpt, _CARD_EXCERPT if picture else _TEXT_CARD_EXCERPT),
        picture=picture,
        topic=edition.chip(topics[0]) if topics else None,
        provider=provider,
        time=edition.words.time(article.published_at),
        is_video=article.kind == "video" or article.embed is not None,
        sources=sources,
        sources_text=edition.words.sources(sources),
        sources_href=f"{href}#coverage" if sources else "",
        hold=article.hold.value if article.hold else "",
    )


def build_picture(picture: Picture, headline: str, assets: Mapping[str, str]) -> PictureView | None:
    """Build the view of a picture; its alternative text is empty where it would only repeat the headline."""
    src = assets.get(static_path(picture.url), "") if picture.url.startswith("/") else picture.url
    if not src:
        return None
    telling = picture.title if picture.title and fold(picture.title) != fold(headline) else ""
    return PictureView(src, telling, picture.width, picture.height, telling, picture.attribution)


def build_day_link(day: date, words: Words, settings: Settings) -> Link:
    """Give the link to a day's digest by the day in words."""
    return Link(words.full_date(day), settings.address.href(day_path(day)))


def build_chip(topic: Topic, settings: Settings) -> Chip:
    """Build the chip of a topic, by its short name where it has one."""
    short = topic.entry.short_name if topic.entry else ""
    return Chip(short or topic.name, settings.address.href(topic_path(topic.slug)), choose_tint(topic.name))


def build_mark(name: str, images: Sequence[Picture], href: str, assets: Mapping[str, str]) -> Mark:
    """Build the mark of a provider: a logo that is a static file of the site, else its initial."""
    logo = next((assets[static_path(image.url)] for image in images if static_path(image.url) in assets), "")
    return Mark(name, href, logo, first_letter(name), choose_tint(name))


def as_link(article: Article | None, edition: Edition) -> Link | None:
    """Give the link to an article by its headline."""
    return Link(article.title, edition.cards[article.path].href) if article else None
