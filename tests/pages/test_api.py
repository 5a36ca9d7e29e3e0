"""The lists as JSON: their pages, and what a story says there."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import settings as relaxed
from hypothesis import strategies as st

from generator.model import Picture, Provider, ProviderEntry
from generator.pages import plan_pages
from generator.pages.api_views import ApiArticles, ApiProviders, ApiTopics
from tests.stories import edition, entry, moment, settings, story


def plan(*args: Any, **fields: Any) -> dict[str, Any]:
    return {page.path: page.view for page in plan_pages(edition(*args, **fields)) if page.path.startswith("api/")}


def walk(pages: dict[str, Any], start: str) -> list[str]:
    """Follow `nextPage` from a list's first page, and give the titles."""
    found: list[str] = []
    address: str | None = start
    number = 0
    while address:
        view: ApiArticles = pages[address]
        number += 1
        assert view.page == number
        found += [each.title for each in view.value]
        address = view.next_page.removeprefix("/digest/") if view.next_page else None
    return found


@relaxed(deadline=None)
@given(st.integers(0, 23), st.integers(1, 6))
def test_each_list_is_whole_newest_first_and_numbered_from_the_newest(count: int, size: int) -> None:
    articles = [
        story(f"s{number:02}", f"2024-05-{number + 1:02}", topics=["AI" if number % 2 else "Space"])
        for number in range(count)
    ]
    pages = plan(articles, [entry("AI"), entry("Space")], site=settings(page_size=size))
    newest = [article.title for article in reversed(articles)]
    assert walk(pages, "api/news/index.json") == newest
    assert pages["api/news/page/1/index.json"] is pages["api/news/index.json"]
    assert walk(pages, "api/news/ai/index.json") == [title for title in newest if int(title[-2:]) % 2]
    assert pages["api/news/ai/page/1/index.json"].path == "/digest/topics/ai/"
    assert len([path for path in pages if path.startswith("api/news/page/")]) == max(1, -(-count // size))


def test_a_parent_includes_its_childrens_stories_once() -> None:
    pages = plan(
        [story("a", topics=["Vision", "AI"]), story("b", topics=["Vision"])], [entry("AI"), entry("Vision", "AI")]
    )
    assert walk(pages, "api/news/ai/index.json") == ["Story a", "Story b"]


def test_a_story_says_all_that_is_known_and_nothing_more() -> None:
    article = story(
        "a",
        web_url="",
        original_url="https://a.example/o",
        amp_url="https://a.example/amp",
        heat=-7,
        kind="video",
        updated_at=moment("2024-05-02"),
        provider=Provider("Alpha", "alpha.example", (Picture("https://i.example/own.png"),)),
        topics=["AI", "ai"],
        images=(Picture("https://i.example/a.png", 3, 2, is_cached=True), Picture("/lost.svg")),
    )
    found = plan([article])["api/news/index.json"].value[0]
    assert (found.path, found.type, found.heat, found.locale) == ("/digest/news/a/", "video", -7, "en")
    assert (found.source_url, found.web_url, found.original_url) == ("https://a.example/o", None, "https://a.example/o")
    assert (found.amp_web_url, found.cdn_amp_web_url) == ("https://a.example/amp", None)
    assert (found.published_date_time, found.updated_date_time) == ("2024-05-01T12:00:00Z", "2024-05-02T00:00:00Z")
    assert (found.categories, found.topics) == (("news",), ("AI",))
    assert [picture.url for picture in found.images] == ["https://i.example/a.png"]
    assert (found.provider.name, found.provider.domain) == ("Alpha", "alpha.example")
    assert [picture.url for picture in found.provider.images] == ["https://i.example/own.png"]


def test_the_registry_speaks_for_a_provider() -> None:
    entries = [
        ProviderEntry("Alpha", "p", domain="alpha.example", other_names=("ALPHA Inc",), images=(Picture("/l.svg"),))
    ]
    pages = plan([story("a", provider="ALPHA Inc")], providers=entries, assets={"/l.svg": "/digest/static/l.svg"})
    found = pages["api/news/index.json"].value[0].provider
    assert (found.name, found.images[0].url) == ("Alpha", "https://example.org/digest/static/l.svg")
    listed: ApiProviders = pages["api/providers/index.json"]
    assert [(each.path, each.count) for each in listed.value] == [("/digest/providers/alpha/", 1)]


def test_topics_name_their_parents_and_where_their_stories_are() -> None:
    listed: ApiTopics = plan([story("a", topics=["Vision"])], [entry("AI"), entry("Vision", "AI")])[
        "api/topics/index.json"
    ]
    assert [(each.title, each.parent, each.count) for each in listed.value] == [("AI", None, 1), ("Vision", "AI", 1)]
    assert listed.value[1].news == "/digest/api/news/vision/index.json"


def test_the_setting_leaves_it_out() -> None:
    assert plan([story("a")], site=settings(api=False)) == {}


def test_a_topic_named_page_takes_no_address_of_the_list() -> None:
    pages = plan([story(f"s{number}", topics=["Page"]) for number in range(5)], site=settings(page_size=2))
    assert walk(pages, "api/news/page/index.json") == walk(pages, "api/news/index.json")
