from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime, timedelta

import pytest

from generator.computed import Later
from generator.indexer.kinship import REACH
from generator.indexer.more import build_more, find_words
from generator.indexer.ordering import sort_newest_first
from generator.model import Article
from tests.stories import NOON, story

NONE: Later[Mapping[str, Set[str]]] = Later(dict)
HEADLINES = [
    ("The new rover finds ice on Mars", {"rover", "finds", "mars"}),
    ("Python 3.13 has no GIL", {"python", "3.13", "gil"}),
    ("C++ and C# compared", {"c++", "c#", "compared"}),
    ("NASA’s Europa Clipper, ready", {"nasa", "europa", "clipper", "ready"}),
    ("Новости недели: Марс", {"новости", "недели", "марс"}),
    ("", set()),
]


@pytest.mark.parametrize(("headline", "words"), HEADLINES)
def test_the_telling_words_of_a_headline(headline: str, words: set[str]) -> None:
    assert find_words(headline) == words


def hours_ago(hours: float) -> datetime:
    return NOON - timedelta(hours=hours)


def neighbours(articles: list[Article], stem: str, already: frozenset[str] = frozenset()) -> list[str]:
    more = build_more(sort_newest_first(articles), Later(lambda: {f"news/{stem}/": already}), 6)
    return [article.stem for article in more[f"news/{stem}/"]]


def test_a_rare_word_counts_more_than_a_common_topic() -> None:
    common = [story(f"c{day:02}", f"2024-05-{day:02}", title="Plain", topics=["Daily"]) for day in range(1, 29)]
    asked = story("asked", "2024-05-15T01:00", title="Zeppelin landing rules", topics=["Daily"])
    rare = story("rare", "2024-05-02T01:00", title="Zeppelin landing fees", topics=["Daily"])
    assert neighbours([*common, asked, rare], "asked")[0] == "rare"


def test_one_shared_word_without_a_topic_is_not_enough() -> None:
    assert neighbours([story("a", title="Harbour opens"), story("b", title="Harbour closes")], "a") == []
    assert neighbours([story("a", title="Harbour bridge opens"), story("b", title="Bridge over harbour")], "a") == ["b"]


def test_what_is_shown_as_coverage_and_the_story_itself_are_not_repeated() -> None:
    articles = [story(stem, title="Zeppelin landing", topics=["Air"]) for stem in "abc"]
    assert neighbours(articles, "a") == ["b", "c"]
    assert neighbours(articles, "a", frozenset({"news/b/"})) == ["c"]


def test_the_result_does_not_depend_on_the_order_of_the_articles() -> None:
    articles = [story(f"s{n}", f"2024-05-{n % 28 + 1:02}", topics=[f"T{n % 3}"], title=f"W{n % 5}") for n in range(60)]
    forward = build_more(sort_newest_first(articles), NONE, 6)
    backward = build_more(sort_newest_first(reversed(articles)), NONE, 6)
    assert forward == backward


def test_one_new_story_changes_the_neighbours_of_a_few_others_only() -> None:
    articles = [
        story(f"s{n}", title=f"Word{n % 40} thing{n % 17}", topics=[f"T{n % 2}"], published_at=hours_ago(n))
        for n in range(1_000)
    ]
    before = build_more(sort_newest_first(articles), NONE, 6)
    fresh = story("fresh", title="Word3 thing4", topics=["T1"], published_at=hours_ago(500.5))
    after = build_more(sort_newest_first([*articles, fresh]), NONE, 6)
    changed = [path for path in before if before[path] != after[path]]
    assert 0 < len(changed) <= 40


class Everything(frozenset[str]):
    """A set that holds every path and counts how often it is asked: once for each candidate."""

    asked = 0

    def __contains__(self, path: object) -> bool:
        Everything.asked += 1
        return True


def test_the_candidates_of_a_story_are_few_however_many_stories_there_are() -> None:
    def count_candidates(size: int) -> int:
        Everything.asked = 0
        articles = [story(f"s{n}", title="Same words", topics=["One"], published_at=hours_ago(n)) for n in range(size)]
        dict(
            build_more(
                sort_newest_first(articles), Later(lambda: {article.path: Everything() for article in articles}), 6
            )
        )
        return Everything.asked

    assert count_candidates(1_000) - count_candidates(500) == 500 * 2 * REACH
