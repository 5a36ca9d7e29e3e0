"""More on this topic: computed neighbours by shared rare topics and headline words, near in time.

The scores hang on nothing global: a feature (a topic or a headline word) is rare where its own
nearest stories lie far apart in time, and only a story's nearest few in each feature are
candidates.  So the work grows linearly with the number of stories, and one new story changes the
neighbours of a few others only, never of the whole archive.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from math import log2

import msgspec

from generator.computed import Later
from generator.indexer.common_words import COMMON_WORDS
from generator.indexer.features import TOPICS, WORDS, Features, FeatureTable, ListedFeatures
from generator.indexer.kinship import REACH, Kin, settle
from generator.model import Article
from generator.text import fold

_EMPTY_GAP_DAYS = 120.0  # how far apart missing neighbours count: a word used twice is rare, not common
_COOLING_DAYS = 45.0  # a story this far away in time counts half
_TOPIC_WEIGHT = 2.0  # a curator's topic says more than a word
_SECONDS_A_DAY = 86_400.0
_FEW = 8  # for one article in so many, the others' features need no index
_WORD = re.compile(r"[^\W_][\w+#]*(?:[.'’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")


@lru_cache(maxsize=65_536)
def find_words(headline: str) -> frozenset[str]:
    """Give the words of a headline that may tie stories together: names, numbers and words of four letters or more."""
    return frozenset(filter(None, map(_find_telling, _WORD.findall(headline))))


@lru_cache(maxsize=65_536)  # headlines are made of the same few thousand words
def _find_telling(word: str) -> str:
    """Give the folded form of a word that tells something; an empty text for any other."""
    telling = len(word) >= 4 or (len(word) >= 2 and (word.isupper() or any(char.isdigit() for char in word)))
    folded = _POSSESSIVE.sub("", word.casefold())
    return folded if telling and folded not in COMMON_WORDS else ""


_NOTHING: frozenset[str] = frozenset()


class Lineup(msgspec.Struct, frozen=True):
    """All articles as choosing sees them, newest first: paths, and when they were published (seconds since 1970)."""

    paths: Sequence[str]
    published: Sequence[float]


class More(Mapping[str, tuple[Article, ...]]):
    """The neighbours of each article, by its path, best first; chosen when they are looked at, or all at once.

    They are known by their numbers in the list of articles, which is newest first.  What an earlier
    build chose is taken over where it must be the same (`generator.indexer.kinship`).
    """

    def __init__(
        self,
        articles: Sequence[Article],
        lineup: Lineup,
        already: Later[Mapping[str, Set[str]]],
        limit: int,
        find: Callable[[], FeatureTable],
        features: FeatureTable | None = None,
        chosen: Mapping[int, tuple[int, ...]] | None = None,
        known: int = 0,
    ) -> None:
        self._articles = articles
        self.lineup = lineup
        self._already = already
        self._limit = limit
        self._find = find
        self._numbers = {path: number for number, path in enumerate(lineup.paths)}
        self._features = features
        self._index: _Index | None = None
        self._chosen = dict(chosen or {})
        self._expected: tuple[Sequence[int], Callable[[], Sequence[tuple[int, ...]]]] | None = None
        self._known = known
        self._taken_over = len(self._chosen)

    def __getitem__(self, path: str) -> tuple[Article, ...]:
        number = self._numbers[path]
        if number not in self._chosen:
            self.complete([number])
        return tuple([self._articles[other] for other in self._chosen[number]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def already(self) -> Mapping[str, Set[str]]:
        """The paths that an article's page shows as coverage, by its own path."""
        return self._already.value

    @property
    def news(self) -> int:
        """How many choices are new, or of stories that are gone."""
        return max(len(self), self._known) - self._taken_over

    def missing(self) -> list[int]:
        """Give the numbers of the articles whose neighbours are not chosen yet."""
        return [number for number in range(len(self)) if number not in self._chosen]

    def choose(self, numbers: Sequence[int]) -> list[tuple[int, ...]]:
        """Choose the neighbours of some articles; this changes nothing, so processes may share it."""
        if not numbers:  # an index for nobody would cost as much as one
            return []
        index = self._prepare(numbers)
        already, limit = self._already.value, self._limit
        paths = self.lineup.paths
        return [index.choose(number, already.get(paths[number], _NOTHING), limit) for number in numbers]

    def choices(self) -> list[tuple[int, ...]]:
        """Give the numbers of the neighbours of all articles, in their order."""
        self.complete(range(len(self)))
        return [self._chosen[number] for number in range(len(self))]

    def expect(self, numbers: Sequence[int], take_chosen: Callable[[], Sequence[tuple[int, ...]]]) -> None:
        """Let somebody else choose the neighbours of some articles, who is asked for them when they are needed."""
        self._expected = numbers, take_chosen

    def complete(self, numbers: Iterable[int]) -> None:
        """See to it that the neighbours of some articles are chosen."""
        if self._expected is not None:
            expected, take_chosen = self._expected
            self._expected = None
            self.fill(expected, take_chosen())
        missing = [number for number in numbers if number not in self._chosen]
        if missing:
            self.fill(missing, self.choose(missing))

    def fill(self, numbers: Sequence[int], chosen: Iterable[tuple[int, ...]]) -> None:
        """Keep what was chosen."""
        self._chosen.update(zip(numbers, chosen, strict=True))

    def kin(self, contents: Mapping[str, bytes]) -> list[Kin]:
        """Give what the next build may take over; `contents` has the digest of each article's file, by its source."""
        features, already = self._all_features(), self._already.value
        return [
            Kin(
                article.path,
                contents[article.source],
                self.lineup.published[number],
                article.heat,
                *features[number],
                tuple(sorted(already.get(article.path, _NOTHING))),
                self._chosen[number],
            )
            for number, article in enumerate(self._articles)
        ]

    def rest(self) -> None:
        """Let go of what choosing needs; it is found again where somebody asks for more."""
        self._index = self._features = None

    def _all_features(self) -> FeatureTable:
        if self._features is None:
            self._features = self._find()
        return self._features

    def _prepare(self, numbers: Sequence[int]) -> _Index:
        """Give an index that knows the features of some articles; where it is few of them, it knows no others."""
        if self._index is not None:
            return self._index
        features = self._all_features()
        if len(numbers) * _FEW > len(self) or not self._chosen:
            self._index = _Index(self.lineup, features)
            return self._index
        return _Index(self.lineup, features, {name for number in numbers for each in features[number] for name in each})


def build_more(
    articles: Sequence[Article],
    already: Later[Mapping[str, Set[str]]],
    limit: int,
    contents: Mapping[str, bytes] | None = None,
    known: Sequence[Kin] = (),
) -> More:
    """Give up to `limit` neighbours of each article (newest first), by its path, best first.

    `already` names the paths that an article's page shows as coverage, by its own path: they are never repeated.
    A neighbour shares a topic or at least two headline words.  `known` is what an earlier build found,
    and `contents` has the digest of each article's file, by its source.
    """
    lineup = Lineup(
        [article.path for article in articles], array("d", [article.published_at.timestamp() for article in articles])
    )

    def find() -> ListedFeatures:
        return ListedFeatures(map(find_features, articles))

    if not known:
        return More(articles, lineup, already, limit, find)
    features, chosen = settle(articles, contents or {}, already.value, known, find_features)
    return More(articles, lineup, already, limit, find, features, chosen, len(known))


def find_features(article: Article) -> Features:
    """Give what ties an article to others: its topics and its headline's telling words, each in order."""
    return _fold_names(article.topics), tuple(sorted(find_words(article.title)))


@lru_cache(maxsize=65_536)
def _fold_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({fold(name) for name in names}))


class _Index:
    """Postings: for each feature the numbers of the stories that have it, newest first."""

    def __init__(self, lineup: Lineup, features: FeatureTable, wanted: Set[str] | None = None) -> None:
        self.days = [moment / _SECONDS_A_DAY for moment in lineup.published]
        self.paths = lineup.paths
        self.features = features
        self.topic_postings = features.find_postings(TOPICS, wanted)
        self.word_postings = features.find_postings(WORDS, wanted)

    def choose(self, number: int, already: Set[str], limit: int) -> tuple[int, ...]:
        scores = self._score(number)
        scores.pop(number, None)
        days, day = self.days, self.days[number]
        ranked = sorted(
            [(-score / (1.0 + abs(days[other] - day) / _COOLING_DAYS), other) for other, score in scores.items()]
        )
        topics, words = map(frozenset, self.features[number])
        chosen: list[int] = []
        for _, other in ranked:
            if len(chosen) == limit:
                break
            their_topics, their_words = self.features[other]
            akin = not topics.isdisjoint(their_topics) or len(words.intersection(their_words)) >= 2
            if akin and self.paths[other] not in already:
                chosen.append(other)
        return tuple(chosen)

    def _score(self, number: int) -> dict[int, float]:
        """Add up the weights of a story's features for the stories next to it in time, itself among them."""
        scores: dict[int, float] = {}
        days, (topics, words) = self.days, self.features[number]
        for names, postings, weight in ((topics, self.topic_postings, _TOPIC_WEIGHT), (words, self.word_postings, 1.0)):
            for name in names:
                posting = postings[name]
                if len(posting) < 2:
                    continue
                place = bisect_left(posting, number)
                near = posting[place - REACH if place > REACH else 0 : place + REACH + 1]
                missing = 2 * REACH + 1 - len(near)
                span = days[near[0]] - days[near[-1]] + missing * _EMPTY_GAP_DAYS
                gain = weight * log2(1.0 + span / (2 * REACH))
                for other in near:  # itself, too: leaving it out here costs more than taking it out in the end
                    if other in scores:
                        scores[other] += gain
                    else:
                        scores[other] = gain
        return scores
