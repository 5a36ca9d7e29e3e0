"""What the search knows of each story: its row in the results, and the terms it is found by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from generator.indexer.providers import ProviderGroup
from generator.indexer.topics import Topic
from generator.model import Article
from generator.pages.edition import Edition
from generator.pages.words import format_rfc3339
from generator.search.encoding import encode_json
from generator.search.entries import StoryTerms
from generator.search.terms import split_terms
from generator.text import shorten

_EXCERPT = 200
_TOPIC, _PROVIDER = "t:", "p:"  # no word has a colon


@dataclass(frozen=True, slots=True)
class SearchStory:
    """A story in the index: its row, as JSON, and its terms."""

    row: bytes
    terms: StoryTerms


class StoryReader:
    """Reads stories of an edition; what many of them share (dates, topics, providers) is split into terms once."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._kickers: dict[str, str] = {}
        self._topic_terms: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._provider_terms: dict[str, tuple[str, ...]] = {}
        self._date_terms: dict[date, tuple[str, ...]] = {}

    def read(self, article: Article) -> SearchStory:
        """Give what the search knows of a story."""
        edition = self._edition
        topics = edition.digest.topics_of(article)
        group = edition.digest.provider_of(article)
        day = edition.words.local(article.published_at).date()
        row = (
            edition.href(article.path),
            article.title,
            shorten(article.excerpt, _EXCERPT),
            self._kicker(topics[0]) if topics else "",
            group.name if group else "",
            format_rfc3339(article.published_at),
            edition.words.short_date(day),
            int(article.kind == "video" or article.embed is not None),
        )
        in_title = dict.fromkeys(split_terms(article.title))
        shared = (self._of_topics(topics), self._of_provider(group), self._of_day(day))
        elsewhere = dict.fromkeys(chain(split_terms(article.excerpt), *shared, *map(_split_once, article.tags)))
        others = [term for term in elsewhere if term not in in_title]
        return SearchStory(encode_json(row), ("\n".join(in_title), "\n".join(others)))

    def _kicker(self, topic: Topic) -> str:
        if topic.slug not in self._kickers:
            self._kickers[topic.slug] = self._edition.chip(topic).text
        return self._kickers[topic.slug]

    def _of_topics(self, topics: tuple[Topic, ...]) -> tuple[str, ...]:
        """Give the terms of a story's topics: the words of their names, and slugs to filter by, those above too."""
        slugs = tuple(topic.slug for topic in topics)
        if slugs not in self._topic_terms:
            words = [term for topic in topics for term in split_terms(topic.name)]
            filters = [_TOPIC + slug for topic in topics for slug in (topic.slug, topic.parent) if slug]
            self._topic_terms[slugs] = (*words, *filters)
        return self._topic_terms[slugs]

    def _of_provider(self, group: ProviderGroup | None) -> tuple[str, ...]:
        slug = group.slug if group else ""
        if slug not in self._provider_terms:
            self._provider_terms[slug] = (*split_terms(group.name if group else ""), _PROVIDER + slug)
        return self._provider_terms[slug]

    def _of_day(self, day: date) -> tuple[str, ...]:
        """Give the terms that mean a day: 20230902, 2023, September."""
        if day not in self._date_terms:
            texts = (f"{day:%Y%m%d}".rjust(8, "0"), str(day.year), self._edition.words.month_name(day.month))
            self._date_terms[day] = tuple(term for text in texts for term in split_terms(text))
        return self._date_terms[day]


def list_stories(edition: Edition) -> Sequence[Article]:
    """Give all stories, oldest first: a story's place is its number in the index, and a new one changes no other's."""
    return edition.digest.articles[::-1]


@lru_cache(maxsize=65_536)
def _split_once(tag: str) -> tuple[str, ...]:
    return tuple(split_terms(tag))
