"""What the search knows of a site: one record a story, and the lists to filter by."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.model import Article
from generator.pages.edition import Edition
from generator.text import shorten

_EXCERPT = 200
_SPANS = (("day", 1), ("week", 7), ("month", 31), ("year", 366))


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A story: what a result shows, and the texts it is found by.

    `topics` and `provider` are slugs; `dates` are words that mean its day: 20230902, 2023, September.
    """

    href: str
    title: str
    excerpt: str
    kicker: str
    provider_name: str
    iso: str
    date_text: str
    is_video: bool
    topics: tuple[str, ...]
    provider: str
    words: tuple[str, ...]
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a filter: its value in the address, its name, and how many stories it leaves."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchRecords:
    """All records, oldest first: a story's place is its number in the index, and a new story changes no other's.

    `spans` and `years` are ranges of numbers, (name, first, end); spans count back from the newest story.
    """

    records: tuple[SearchRecord, ...]
    topics: tuple[Choice, ...]
    providers: tuple[Choice, ...]
    spans: tuple[tuple[str, int, int], ...]
    years: tuple[tuple[str, int, int], ...]


def build_records(edition: Edition) -> SearchRecords:
    """Build the records of all stories of an edition."""
    digest = edition.digest
    ordered = digest.articles[::-1]
    times = [article.published_at for article in ordered]
    return SearchRecords(
        records=tuple(_build_record(edition, article) for article in ordered),
        topics=tuple(Choice(each.slug, each.name, len(each.articles)) for each in digest.topics if each.articles),
        providers=tuple(Choice(each.slug, each.name, len(each.articles)) for each in digest.providers),
        spans=_build_spans(times),
        years=_build_years([edition.words.local(moment).year for moment in times]),
    )


def _build_record(edition: Edition, article: Article) -> SearchRecord:
    card, words = edition.cards[article.path], edition.words
    topics = edition.digest.topics_of(article)
    group = edition.digest.provider_of(article)
    parents = [edition.digest.topic_by_slug[topic.parent] for topic in topics if topic.parent]
    day = words.local(article.published_at).date()
    return SearchRecord(
        href=card.href,
        title=article.title,
        excerpt=shorten(article.excerpt, _EXCERPT),
        kicker=card.topic.text if card.topic else "",
        provider_name=card.provider.name,
        iso=card.time.iso,
        date_text=card.time.text,
        is_video=card.is_video,
        topics=tuple(dict.fromkeys(topic.slug for topic in (*topics, *parents))),
        provider=group.slug if group else "",
        words=(article.excerpt, card.provider.name, *(topic.name for topic in topics), *article.tags),
        dates=(f"{day:%Y%m%d}".rjust(8, "0"), str(day.year), words.month_name(day.month)),
    )


def _build_spans(times: list[datetime]) -> tuple[tuple[str, int, int], ...]:
    if not times:
        return ()
    newest, end = times[-1], len(times)
    return tuple((name, bisect_left(times, newest - timedelta(days=days)), end) for name, days in _SPANS)


def _build_years(years: list[int]) -> tuple[tuple[str, int, int], ...]:
    found = sorted(set(years), reverse=True)
    return tuple((str(year), bisect_left(years, year), bisect_left(years, year + 1)) for year in found)
