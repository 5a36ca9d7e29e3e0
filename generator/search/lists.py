"""What the catalogue says of all stories together: the lists to filter by, and the spans of time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from generator.model import Article
from generator.pages.edition import Edition
from generator.pages.words import Words
from generator.search.stories import list_stories

Choice = tuple[str, str, int]
"""An entry of a filter: its value in the address, its name, and how many stories it leaves."""
Span = tuple[str, int, int]
"""A name, and the first and the end of its range of story numbers."""
_SPANS = (("day", 1), ("week", 7), ("month", 31), ("year", 366))


@dataclass(frozen=True, slots=True)
class SearchLists:
    """The lists of a catalogue; spans count back from the newest story, years begin with the newest."""

    topics: tuple[Choice, ...]
    providers: tuple[Choice, ...]
    spans: tuple[Span, ...]
    years: tuple[Span, ...]


def build_lists(edition: Edition) -> SearchLists:
    """Build the lists of an edition."""
    digest = edition.digest
    stories = list_stories(edition)
    return SearchLists(
        topics=tuple((each.slug, each.name, len(each.articles)) for each in digest.topics if each.articles),
        providers=tuple((each.slug, each.name, len(each.articles)) for each in digest.providers),
        spans=_build_spans(stories),
        years=_build_years(stories, edition.words),
    )


def _build_spans(stories: Sequence[Article]) -> tuple[Span, ...]:
    if not stories:
        return ()
    newest, end = stories[-1].published_at, len(stories)
    published = attrgetter("published_at")
    return tuple(
        (name, bisect_left(stories, newest - timedelta(days=days), key=published), end) for name, days in _SPANS
    )


def _build_years(stories: Sequence[Article], words: Words) -> tuple[Span, ...]:
    found: list[Span] = []
    first = 0
    while first < len(stories):
        year = words.local(stories[first].published_at).year
        end = bisect_left(stories, year + 1, first, key=lambda story: words.local(story.published_at).year)
        found.append((str(year), first, end))
        first = end
    return tuple(reversed(found))
