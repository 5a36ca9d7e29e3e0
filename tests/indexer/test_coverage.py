from __future__ import annotations

import pytest

from generator.indexer.coverage import build_coverage, index_urls
from tests.stories import coverage, story


def test_repeats_and_the_article_itself_are_left_out() -> None:
    article = story(
        "own",
        related=[
            coverage("https://www.news.example/a?utm_source=x"),
            coverage("http://news.example/a/#part"),
            coverage("https://example.org/own?utm_medium=feed"),
            coverage("https://news.example/b?id=2"),
            coverage("https://news.example/b?id=3"),
        ],
    )
    urls = [item.related.web_url for item in build_coverage(article, {}, "newest")]
    assert urls == [
        "https://www.news.example/a?utm_source=x",
        "https://news.example/b?id=2",
        "https://news.example/b?id=3",
    ]


def test_a_story_of_this_site_is_pointed_to_once() -> None:
    other = story("other", web_url="https://a.example/1", original_url="https://b.example/1")
    article = story("own", related=[coverage("https://a.example/1/"), coverage("http://www.b.example/1")])
    found = build_coverage(article, index_urls([article, other]), "newest")
    assert [item.story for item in found] == [other]


def test_of_two_articles_with_one_url_the_older_owns_it() -> None:
    newer, older = story("newer", web_url="https://a.example/1"), story("older", web_url="https://a.example/1")
    assert index_urls([newer, older])["a.example/1"] is older


@pytest.mark.parametrize(
    ("order", "urls"),
    [
        ("newest", ["https://c.example/", "https://a.example/", "https://b.example/", "https://d.example/"]),
        ("best", ["https://b.example/", "https://d.example/", "https://c.example/", "https://a.example/"]),
    ],
)
def test_coverage_is_ordered_newest_or_best_first(order: str, urls: list[str]) -> None:
    article = story(
        "own",
        related=[
            coverage("https://a.example/", at="2024-01-01", quality=1),
            coverage("https://b.example/", quality=9),
            coverage("https://c.example/", at="2024-02-01", quality=1),
            coverage("https://d.example/", quality=5),
        ],
    )
    assert [item.related.web_url for item in build_coverage(article, {}, order)] == urls
