from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Article
from generator.pages.paging import build_paging, page_path, split_pages
from tests.stories import story

STORIES = [story(f"s{number:03}") for number in range(200)]


def newest_first(count: int) -> list[Article]:
    """The newest has the highest number; the oldest `count` never change."""
    return list(reversed(STORIES[:count]))


@given(st.integers(0, 200), st.integers(1, 30))
def test_every_story_stands_once_and_the_own_page_holds_one_to_two_pages(count: int, size: int) -> None:
    articles = newest_first(count)
    chunks = list(split_pages(articles, size))
    assert [article for chunk in chunks for article in chunk.articles] == articles
    own, numbered = chunks[0], chunks[1:]
    assert len(own.articles) == count if count < size else size <= len(own.articles) < 2 * size
    assert all(len(chunk.articles) == size for chunk in numbered)
    assert [chunk.number for chunk in numbered] == list(range(len(numbered), 0, -1))


@given(st.integers(0, 199), st.integers(1, 30))
def test_a_new_story_never_changes_a_numbered_page(count: int, size: int) -> None:
    before = {chunk.number: chunk.articles for chunk in split_pages(newest_first(count), size)}
    after = {chunk.number: chunk.articles for chunk in split_pages(newest_first(count + 1), size)}
    assert all(after[number] == articles for number, articles in before.items() if number)
    assert len(after) - len(before) <= 1


def test_growth_rewrites_the_paging_of_the_newest_numbered_pages_only() -> None:
    def pagings(count: int) -> dict[int, object]:
        return {
            chunk.number: build_paging(chunk, "", lambda path: "/" + path)
            for chunk in split_pages(newest_first(count), 5)
        }

    before, after = pagings(99), pagings(105)
    assert {number for number in before if before[number] != after[number]} <= {0, 16, 17, 18}


@pytest.mark.parametrize(
    ("number", "newer", "older", "numbers"),
    [
        (0, None, "/page/9/", ["9", "8"]),
        (9, "/", "/page/8/", ["9", "8", "7"]),
        (5, "/page/6/", "/page/4/", ["7", "6", "5", "4", "3"]),
        (1, "/page/2/", None, ["3", "2", "1"]),
    ],
)
def test_neighbours(number: int, newer: str | None, older: str | None, numbers: list[str]) -> None:
    chunk = next(chunk for chunk in split_pages(newest_first(100), 10) if chunk.number == number)
    paging = build_paging(chunk, "", lambda path: "/" + path)
    assert (paging.newer and paging.newer.href) == newer
    assert (paging.older and paging.older.href) == older
    assert [link.text for link in paging.numbers] == numbers
    assert [link.text for link in paging.numbers if link.current] == ([str(number)] if number else [])


def test_page_addresses() -> None:
    assert [page_path("topics/ai/", number) for number in (0, 3)] == ["topics/ai/", "topics/ai/page/3/"]
