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
from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache
from math import log2

from generator.computed import Computed
from generator.indexer.common_words import COMMON_WORDS
from generator.model import Article
from generator.text import fold

REACH = 4
"""Candidates on each side in time, for each feature."""
_EMPTY_GAP_DAYS = 120.0  # how far apart missing neighbours count: a word used twice is rare, not common
_COOLING_DAYS = 45.0  # a story this far away in time counts half
_TOPIC_WEIGHT = 2.0  # a curator's topic says more than a word
_SECONDS_A_DAY = 86_400.0
_WORD = re.compile(r"[^\W_][\w+#]*(?:[.'’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")


@lru_cache(maxsize=65_536)
def find_words(headline: str) -> frozenset[str]:
    """Give the words of a headline that may tie stories together: names, numbers and words of four letters or more."""
    words = set()
    for match in _WORD.finditer(headline):
        word = match[0]
        telling = len(word) >= 4 or (len(word) >= 2 and (word.isupper() or any(char.isdigit() for char in word)))
        folded = _POSSESSIVE.sub("", word.casefold())
        if telling and folded not in COMMON_WORDS:
            words.add(folded)
    return frozenset(words)


def build_more(
    articles: Sequence[Article], already: Callable[[Article], Set[str]], limit: int
) -> Mapping[str, tuple[Article, ...]]:
    """Give up to `limit` neighbours of each article (newest first), by its path, best first.

    `already` names the paths that an article's page shows as coverage: they are never repeated.
    A neighbour shares a topic or at least two headline words.  The answer is computed as it is looked at.
    """
    if limit <= 0:
        return {}
    numbers = {article.path: number for number, article in enumerate(articles)}
    index: list[_Index] = []

    def choose(path: str) -> tuple[Article, ...]:
        if not index:
            index.append(_Index(articles))
        return index[0].choose(numbers[path], already(articles[numbers[path]]), limit)

    return Computed(numbers, choose)


class _Index:
    """Postings: for each feature the numbers of the stories that have it, newest first."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.days = array("d", (article.published_at.timestamp() / _SECONDS_A_DAY for article in articles))
        self.topics = [frozenset(fold(name) for name in article.topics) for article in articles]
        self.words = [find_words(article.title) for article in articles]
        self.topic_postings: dict[str, list[int]] = {}
        self.word_postings: dict[str, list[int]] = {}
        for number in range(len(articles)):
            for name in self.topics[number]:
                self.topic_postings.setdefault(name, []).append(number)
            for word in self.words[number]:
                self.word_postings.setdefault(word, []).append(number)

    def choose(self, number: int, already: Set[str], limit: int) -> tuple[Article, ...]:
        scores: dict[int, float] = {}
        for name in sorted(self.topics[number]):
            self._add(scores, self.topic_postings[name], number, _TOPIC_WEIGHT)
        for word in sorted(self.words[number]):
            self._add(scores, self.word_postings[word], number, 1.0)
        day = self.days[number]
        ranked = sorted(
            (-score / (1.0 + abs(self.days[other] - day) / _COOLING_DAYS), other) for other, score in scores.items()
        )
        chosen: list[Article] = []
        for _, other in ranked:
            if len(chosen) == limit:
                break
            story = self.articles[other]
            if story.path not in already and self._akin(number, other):
                chosen.append(story)
        return tuple(chosen)

    def _add(self, scores: dict[int, float], posting: list[int], number: int, weight: float) -> None:
        """Add a feature's weight to its stories next to this one in time."""
        if len(posting) < 2:
            return
        place = bisect_left(posting, number)
        near = posting[max(0, place - REACH) : place + REACH + 1]
        missing = 2 * REACH + 1 - len(near)
        span = self.days[near[0]] - self.days[near[-1]] + missing * _EMPTY_GAP_DAYS
        gain = weight * log2(1.0 + span / (2 * REACH))
        for other in near:
            if other != number:
                scores[other] = scores.get(other, 0.0) + gain

    def _akin(self, number: int, other: int) -> bool:
        return bool(self.topics[number] & self.topics[other]) or len(self.words[number] & self.words[other]) >= 2
