"""JSON-LD: what each page says of itself, and that no text can leave the script it stands in."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import settings as relaxed
from hypothesis import strategies as st

from generator.pages import plan_pages
from tests.stories import edition, entry, moment, settings, story

ROOT = "https://example.org/digest/"


def facts(*args: Any, **fields: Any) -> dict[str, dict[str, Any]]:
    """Give each page's facts by their type, by the page's path."""
    found: dict[str, dict[str, Any]] = {}
    for page in plan_pages(edition(*args, **fields)):
        text = getattr(getattr(page.view, "head", None), "structured", "")
        if text:
            whole = json.loads(text)
            assert whole["@context"] == "https://schema.org"
            found[page.path] = {each["@type"]: each for each in whole.get("@graph", [whole])}
    return found


def trail(page: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [
        (step["position"], step["name"], step["item"].removeprefix(ROOT))
        for step in page["BreadcrumbList"]["itemListElement"]
    ]


def test_home_is_a_web_site_that_can_be_searched() -> None:
    site = facts([story("a")], site=settings(title="My Digest", locale="de", tagline="Words"))[""]["WebSite"]
    assert (site["name"], site["url"], site["inLanguage"], site["description"]) == ("My Digest", ROOT, "de", "Words")
    assert site["potentialAction"]["target"] == f"{ROOT}search/?q={{search_term_string}}"
    assert "potentialAction" not in facts([], site=settings(search=False))[""]["WebSite"]


def test_a_story_is_its_providers_and_based_on_the_original() -> None:
    article = story("a", provider="The Guardian", topics=["AI"], updated_at=moment("2024-06-01"), title="A <b> story")
    page = facts([article])["news/a/"]
    assert page["NewsArticle"] == {
        "@type": "NewsArticle",
        "headline": "A <b> story",
        "datePublished": "2024-05-01T12:00:00Z",
        "dateModified": "2024-06-01T00:00:00Z",
        "publisher": {"@type": "Organization", "name": "The Guardian"},
        "isBasedOn": "https://example.org/a",
    }
    assert trail(page) == [(1, "Home", ""), (2, "AI", "topics/ai/")]


def test_lists_name_their_stories_in_order_and_where_they_stand() -> None:
    articles = [story(f"s{day}", f"2024-05-0{day}", topics=["Vision"]) for day in range(1, 6)]
    pages = facts(articles, [entry("AI"), entry("Vision", "AI")], site=settings(page_size=2))
    page = pages["topics/vision/page/1/"]
    assert page["CollectionPage"]["mainEntity"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": f"{ROOT}news/s2/"},
        {"@type": "ListItem", "position": 2, "url": f"{ROOT}news/s1/"},
    ]
    assert [path for _, _, path in trail(page)] == [
        "", "topics/", "topics/ai/", "topics/vision/", "topics/vision/page/1/"
    ]  # fmt: skip
    assert [path for _, _, path in trail(pages["archive/2024/05/03/"])] == [
        "", "archive/", "archive/2024/", "archive/2024/05/", "archive/2024/05/03/"
    ]  # fmt: skip


def test_every_page_but_those_without_a_place_says_where_it_stands() -> None:
    pages = facts([story("a", topics=["AI"])])
    planned = {page.path for page in plan_pages(edition([story("a", topics=["AI"])])) if hasattr(page.view, "head")}
    assert planned - set(pages) <= {"404.html", "search/"}
    for path, page in pages.items():
        if path:
            for _, _, step in trail(page):
                assert step in planned, (path, step)


@relaxed(deadline=None)
@given(st.text(max_size=30), st.sampled_from(["</script>", "<!--", "<script", "]]>", '"', "\\"]))
def test_no_text_leaves_the_script(text: str, harm: str) -> None:
    title = f"{text}{harm}"
    for page in plan_pages(edition([story("a", title=title, topics=[harm])], site=settings(title=title))):
        structured = getattr(getattr(page.view, "head", None), "structured", "")
        assert "<" not in structured
        assert ">" not in structured
    assert facts([story("a", title=title)])["news/a/"]["NewsArticle"]["headline"] == title
