"""Sitemaps and robots.txt: what is listed, with which time, and what never is."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model import Hold, StandalonePage
from generator.pages import plan_pages, sitemap
from generator.pages.map_views import NewsMapView, RobotsView, SitemapIndexView, SitemapView
from tests.stories import edition, entry, moment, settings, story

ROOT = "https://example.org/digest/"


def plan(*args: Any, **fields: Any) -> dict[str, Any]:
    return {page.path: page.view for page in plan_pages(edition(*args, **fields))}


def listed(pages: dict[str, Any]) -> dict[str, str]:
    view: SitemapView = pages["sitemap.xml"]
    return {address.removeprefix(ROOT): changed for address, changed in view.entries}


def test_every_page_that_may_be_indexed_is_in_the_map_once_and_no_other() -> None:
    articles = [story(f"s{day:02}", f"2024-05-{day:02}", topics=["AI"]) for day in range(1, 9)]
    held = story("held", hold=Hold.UNPUBLISHED)
    pages = plan([*articles, held], [entry("Empty")], pages=[StandalonePage("about", "pages/about.md", "About")],
                 site=settings(page_size=3))  # fmt: skip
    indexed = {path for path, view in pages.items() if hasattr(view, "head") and view.head.indexed}
    assert set(listed(pages)) == indexed
    assert len(pages["sitemap.xml"].entries) == len(indexed)
    assert not indexed & {"news/held/", "topics/empty/", "404.html", "search/"}
    assert {"", "news/s01/", "topics/ai/page/1/", "archive/2024/05/01/", "about/", "subscribe/"} <= indexed


def test_last_changes_come_from_content() -> None:
    pages = plan([
        story("a", "2024-05-01", updated_at=moment("2024-06-01T08:00"), topics=["AI"]),
        story("b", "2024-05-02", updated_at=moment("2020-01-01"), topics=["AI"]),
    ])  # fmt: skip
    changed = listed(pages)
    assert changed["news/a/"] == changed["topics/ai/"] == changed["archive/2024/05/"] == "2024-06-01T08:00:00Z"
    assert changed["news/b/"] == changed["archive/2024/05/02/"] == "2024-05-02T00:00:00Z"


@pytest.mark.parametrize(
    ("index_from", "thin"), [(0, set()), (1, {"Empty"}), (2, {"Empty", "Rare"}), (9, {"Empty", "Rare", "AI"})]
)
def test_thin_pages_ask_not_to_be_indexed(index_from: int, thin: set[str]) -> None:
    articles = [story("a", topics=["AI"]), story("b", topics=["AI", "Rare"])]
    pages = plan(articles, [entry("Empty")], site=settings(index_from=index_from))
    views = [view for path, view in pages.items() if path.startswith("topics/") and hasattr(view, "paging")]
    assert {view.title for view in views if not view.head.indexed} == thin
    assert not [path for path in listed(pages) if any(path == f"topics/{name.lower()}/" for name in thin)]


def test_a_large_site_has_its_map_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PART", 5)
    pages = plan([story(f"s{day}", f"2024-05-0{day}") for day in range(1, 8)])
    index: SitemapIndexView = pages["sitemap.xml"]
    assert isinstance(index, SitemapIndexView)
    parts = [pages[address.removeprefix(ROOT)] for address, _ in index.parts]
    assert all(isinstance(part, SitemapView) and len(part.entries) <= 5 for part in parts)
    addresses = [address for part in parts for address, _ in part.entries]
    assert len(addresses) == len(set(addresses)) > 10
    assert [changed for _, changed in index.parts] == [max(each for _, each in part.entries) for part in parts]


def test_news_of_the_last_two_days_count_from_the_newest_article_that_is_due() -> None:
    pages = plan([
        story("new", "2024-05-03T12:00"), story("edge", "2024-05-01T12:00"), story("old", "2024-05-01T11:59"),
        story("held", "2024-05-30", hold=Hold.FUTURE),
    ])  # fmt: skip
    news: NewsMapView = pages["news-sitemap.xml"]
    assert [title for _, _, title in news.entries] == ["Story new", "Story edge"]
    assert news.entries[0][:2] == (f"{ROOT}news/new/", "2024-05-03T12:00:00Z")


def test_news_may_be_of_the_first_day_there_is() -> None:
    pages = plan([story("first", "0001-01-01T12:00"), story("older", "0001-01-01T11:00")])
    news: NewsMapView = pages["news-sitemap.xml"]
    assert [title for _, _, title in news.entries] == ["Story first", "Story older"]


def test_news_are_a_thousand_at_most() -> None:
    news: NewsMapView = plan([story(f"s{number}") for number in range(1005)])["news-sitemap.xml"]
    assert len(news.entries) == 1000


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en-GB", "en"), ("zh", "zh-cn"), ("zh-Hant-TW", "zh-tw"), ("zh-TW", "zh-tw"), ("fil", "fil")],
)
def test_the_language_of_news(locale: str, language: str) -> None:
    news: NewsMapView = plan([story("a")], site=settings(locale=locale, title="My Digest"))["news-sitemap.xml"]
    assert (news.name, news.language) == ("My Digest", language)


def test_robots_name_the_maps_that_there_are() -> None:
    some: RobotsView = plan([story("a")])["robots.txt"]
    none: RobotsView = plan([])["robots.txt"]
    assert some.sitemaps == (f"{ROOT}sitemap.xml", f"{ROOT}news-sitemap.xml")
    assert none.sitemaps == (f"{ROOT}sitemap.xml",)
