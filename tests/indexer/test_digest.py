from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from generator.indexer.ordering import sort_newest_first
from tests.stories import coverage, digest, settings, story


def test_ties_go_by_heat_then_stem() -> None:
    articles = [story("b"), story("a"), story("hot", heat=5), story("new", "2024-05-02")]
    assert [article.stem for article in sort_newest_first(articles)] == ["new", "hot", "a", "b"]


def test_days_are_those_of_the_sites_time_zone() -> None:
    late = story("late", published_at=datetime(2024, 1, 31, 23, 30, tzinfo=UTC))
    early = story("early", published_at=datetime(2024, 1, 31, 22, 30, tzinfo=UTC))
    found = digest([late, early], site=settings(timezone="Europe/Berlin"))
    assert [day.date.isoformat() for day in found.days] == ["2024-02-01", "2024-01-31"]
    assert [(month.year, month.number, month.count) for year in found.years for month in year.months] == [
        (2024, 2, 1),
        (2024, 1, 1),
    ]


def test_more_never_repeats_coverage_of_this_site() -> None:
    other = story("other", title="Zeppelin landing", topics=["Air"])
    third = story("third", title="Zeppelin landing", topics=["Air"])
    own = story("own", title="Zeppelin landing", topics=["Air"], related=[coverage(other.web_url)])
    found = digest([own, other, third])
    assert [item.story for item in found.coverage[own.path]] == [other]
    assert [article.stem for article in found.more[own.path]] == ["third"]


@given(st.integers(0, 10_000))
def test_the_order_of_files_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)
    articles = [
        story(
            f"s{number}",
            f"2024-05-{dice.randint(1, 9):02}",
            heat=dice.randint(-1, 3),
            topics=dice.sample(["A", "a", "B", "C", "c"], dice.randint(0, 3)),
            provider=dice.choice(["P", "p", "Q"]),
            title=dice.choice(["Zeppelin landing rules", "Harbour bridge", "Bridge landing"]),
        )
        for number in range(dice.randint(0, 25))
    ]
    shuffled = dice.sample(articles, len(articles))
    assert digest(articles) == digest(shuffled)
