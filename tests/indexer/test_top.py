from __future__ import annotations

import pytest

from generator.config import TopSettings
from generator.indexer.ordering import sort_newest_first
from generator.indexer.top import choose_top, score_heat
from generator.model import Article
from tests.stories import story


def top(articles: list[Article], **settings: float) -> list[str]:
    chosen = choose_top(
        sort_newest_first(articles),
        TopSettings(**settings),  # type: ignore[arg-type]
        lambda article: article.provider.name if article.provider else "",
    )
    return [article.stem for article in chosen]


@pytest.mark.parametrize(
    ("heat", "age", "score"), [(100, 0, 100), (100, 3, 50), (100, 6, 25), (0, 9, 0), (-1, 0, -1), (-1, 30, -1)]
)
def test_heat_halves_with_each_half_life_and_cold_stories_stay_cold(heat: int, age: float, score: float) -> None:
    assert score_heat(heat, age, 3.0) == score


def test_heat_decays_from_the_newest_article() -> None:
    articles = [story("old", "2024-05-01", heat=100), story("new", "2024-05-07", heat=30)]
    assert top(articles) == ["new", "old"]
    assert top([story("old", "2024-05-01", heat=100), story("new", "2024-05-02", heat=30)]) == ["old", "new"]


def test_at_most_a_few_are_of_one_provider() -> None:
    articles = [story(f"loud-{number}", heat=100 + number, provider="Loud") for number in range(5)]
    articles += [story("quiet", heat=1, provider="Quiet")]
    assert top(articles, per_provider=2, stories=6) == ["loud-4", "loud-3", "quiet"]


def test_equal_heat_is_newest_first() -> None:
    assert top([story("a", "2024-05-01"), story("b", "2024-05-02")]) == ["b", "a"]


def test_no_articles_no_top() -> None:
    assert top([]) == []


def test_a_site_that_rested_for_decades_keeps_its_front_page() -> None:
    stories = [story("new", "1990-05-02", heat=1), story("hot", "1990-05-01", heat=100)]
    chosen = choose_top(stories, TopSettings(), lambda article: article.stem)
    assert [article.stem for article in chosen] == ["hot", "new"]
