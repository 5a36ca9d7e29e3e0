"""The search page in a real browser: what it finds, how it is used, and how little it loads."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from generator.build import BuildOptions, build

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "powerapps"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Search = Callable[..., Page]


def serve_site(content: Path, folder: Path, serve_folder: Any, **options: Any) -> str:
    report = build(BuildOptions(content, folder, now=NOW, url="https://example.org/digest/", **options))
    assert not report.failed, report.diagnostics
    address: str = serve_folder(folder, "/digest/")
    return address


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, serve_folder: Any) -> str:
    return serve_site(ROOT / "content", tmp_path_factory.mktemp("search") / "site", serve_folder)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, serve_folder: Any) -> str:
    if not CORPUS.is_dir():
        pytest.skip(f"the sample of real articles is not beside the checkout: {CORPUS}")
    return serve_site(CORPUS, tmp_path_factory.mktemp("corpus") / "site", serve_folder, unpublished=True)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, serve_folder: Any) -> str:
    """A site of 4,000 synthetic stories: enough that the index is in many files."""
    content = tmp_path_factory.mktemp("large") / "content"
    (content / "news").mkdir(parents=True)
    places = ["Aarhus", "Bergen", "Cork", "Delft", "Évora", "Faro", "Graz"]
    things = ["bridge", "harbour", "library", "orchestra", "tramway", "observatory", "market", "archive", "theatre"]
    verbs = ["opens", "rebuilds", "borrows", "measures", "paints", "moves", "counts", "lends"]
    for number in range(4000):
        place, thing = places[number % 7], things[number % 9]
        title = f"{place} {verbs[number % 8]} its {thing} for the {number}th time"
        excerpt = (
            f"What the {things[(number // 9) % 9]} of {places[(number // 7) % 7]} has in common with case x{number:x}z."
        )
        (content / "news" / f"s{number:05d}.md").write_text(
            f"---\ntitle: {title}\nexcerpt: {excerpt}\n"
            f"publishedDateTime: {2010 + number // 365}-{1 + number % 12:02d}-11\n"
            f"webUrl: https://example.org/{number}\ntopics: [{thing}]\nprovider: {{name: The {place} Post}}\n---\n",
            "utf-8",
        )
    return serve_site(content, content.parent / "site", serve_folder)


def settle(page: Page) -> None:
    page.wait_for_selector("[data-results]:not([aria-busy])", state="attached")
    page.wait_for_timeout(50)


@pytest.fixture
def search(open_page: Any) -> Search:
    """Open the search page of a site at a query and wait for its results."""

    def open_search(site: str, query: str = "", **options: Any) -> Page:
        page: Page = open_page(f"{site}search/{query}", **options)
        page.wait_for_selector("form[data-search]:not([hidden])")
        page.wait_for_load_state("networkidle")
        settle(page)
        return page

    return open_search


def type_query(page: Page, text: str) -> None:
    page.locator("#q").fill(text)
    page.wait_for_timeout(250)
    page.wait_for_load_state("networkidle")
    settle(page)


def headlines(page: Page) -> list[str]:
    return page.locator(".results h2").all_inner_texts()


def status(page: Page) -> str:
    return page.locator("[role=status]").inner_text()


def test_words_in_the_browser_are_words_in_the_index(demonstration: str, search: Search) -> None:
    page = search(demonstration)
    cases = json.loads((ROOT / "tests" / "cases" / "search" / "terms.json").read_text("utf-8"))
    module = page.evaluate("performance.getEntriesByType('resource').map(r => r.name).find(n => n.includes('/terms.'))")
    found = page.evaluate(
        "async ([module, texts]) => { const { splitTerms } = await import(module);"
        " return texts.map((text) => splitTerms(text).map(([, term]) => term)); }",
        [module, [text for text, _ in cases]],
    )
    assert found == [terms for _, terms in cases]


def test_one_slip_is_near_and_two_are_not(demonstration: str, search: Search) -> None:
    page = search(demonstration)
    module = page.evaluate(
        "performance.getEntriesByType('resource').map(r => r.name).find(n => n.includes('/engine.'))"
    )
    pairs = [
        ["robot", "robt"],
        ["robot", "roobot"],
        ["robot", "rabot"],
        ["robot", "robto"],
        ["robot", "ribat"],
        ["a", "abc"],
    ]
    near = page.evaluate(
        "async ([module, pairs]) => {"
        " const { isNear } = await import(module); return pairs.map((pair) => isNear(...pair)); }",
        [module, pairs],
    )
    assert near == [True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("Starship", "A tower catches a rocket: Starship's fifth flight"),
        ("STARSHIPS", "A tower catches a rocket: Starship's fifth flight"),
        ("star", "Barnard's star, six light-years off, has a planet after all"),
        ("stáršhip", "A tower catches a rocket: Starship's fifth flight"),
        ("starhsip", "A tower catches a rocket: Starship's fifth flight"),
        ("rockets qwxzvk towers", ""),
        ("rockets towers", "A tower catches a rocket: Starship's fifth flight"),
        ("2024-10-13", "A tower catches a rocket: Starship's fifth flight"),
    ],
)
def test_a_query_finds_its_story_first(demonstration: str, search: Search, query: str, title: str) -> None:
    page = search(demonstration)
    type_query(page, query)
    found = headlines(page)
    assert (title in found[:4]) if title else found == []


def test_an_address_holds_the_whole_search(demonstration: str, search: Search) -> None:
    page = search(demonstration)
    type_query(page, "space")
    page.select_option("#topic", "space")
    page.select_option("#provider", "nasa")
    page.select_option("#time", "year")
    page.select_option("#sort", "newest")
    page.wait_for_load_state("networkidle")
    settle(page)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
    assert asked == {"q": "space", "topic": "space", "provider": "nasa", "time": "year", "sort": "newest"}
    found = headlines(page)
    assert found
    again = search(demonstration, "?" + urlsplit(page.url).query)
    assert headlines(again) == found
    assert again.locator("#topic").input_value() == "space"
    assert again.title().startswith("space · ")


def test_newest_first_and_filters_hold(demonstration: str, search: Search) -> None:
    page = search(demonstration, "?sort=newest&topic=space")
    times = page.locator(".results time").evaluate_all("all => all.map(time => time.dateTime)")
    assert len(times) > 1
    assert times == sorted(times, reverse=True)
    label = page.locator("#topic option:checked").inner_text()
    count = label.rsplit("(", 1)[1].rstrip(")")
    assert status(page) == f"{count} stories"


def test_nothing_is_found_and_it_says_so(demonstration: str, search: Search) -> None:
    page = search(demonstration)
    type_query(page, "qwxzvk")
    assert "No story matches “qwxzvk”" in status(page)
    assert headlines(page) == []
    assert page.locator("[role=status]").get_attribute("aria-live") in (None, "polite")


def test_what_was_searched_for_is_marked(demonstration: str, search: Search) -> None:
    page = search(demonstration, "?q=rocket")
    marks = [text.casefold() for text in page.locator(".results mark").all_inner_texts()]
    assert marks
    assert all(mark.startswith("rocket") for mark in marks)


def test_markup_in_a_query_is_text(demonstration: str, search: Search) -> None:
    page = search(demonstration, "?q=%3Cimg%20src=x%20onerror=alert(1)%3E")
    assert page.locator("main img").count() == 0
    assert "<img" in status(page)


def test_the_keyboard_is_enough(demonstration: str, search: Search, open_page: Any) -> None:
    page: Page = open_page(demonstration)
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    page.wait_for_selector("#q:focus")
    page.keyboard.type("comet", delay=10)
    page.wait_for_selector(".results h2")
    page.keyboard.press("Enter")
    page.wait_for_selector(".results h2 a:focus")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("/")
    assert page.locator("#q").input_value() == "comet/"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(first)


def test_more_results_come_by_the_button(large: str, search: Search) -> None:
    page = search(large, "?q=tramway&sort=newest")
    assert len(headlines(page)) == 10
    page.locator("[data-more]").click()
    page.locator(".results h2").nth(19).wait_for()
    assert len(set(headlines(page))) == 20
    assert page.evaluate("document.activeElement === document.querySelectorAll('.results h2 a')[10]")


def test_without_scripts_it_says_so_and_leads_on(demonstration: str, open_page: Any) -> None:
    page: Page = open_page(demonstration + "search/", javascript=False)
    assert not page.locator("form").is_visible()
    assert page.locator("main a").evaluate_all("all => all.map(a => new URL(a.href).pathname)") == [
        "/digest/topics/",
        "/digest/providers/",
        "/digest/archive/",
    ]


def test_an_index_that_does_not_load_is_admitted(demonstration: str, open_page: Any) -> None:
    page: Page = open_page("about:blank")
    page.route("**/search/terms/**", lambda route: route.abort())
    page.goto(demonstration + "search/?q=comet")
    page.locator("[role=status]", has_text="did not load").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [(1280, 900), (360, 740)], ids=["desk", "phone"])
def test_no_accessibility_violation(demonstration: str, search: Search, viewport: Any, scheme: str) -> None:
    page = search(demonstration, "?q=rocket", viewport=viewport, color_scheme=scheme)
    assert headlines(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("query", ["?q=tramway+archive", "?q=the&time=2015", "?q=x3ez&topic=bridge", "?q=a"])
def test_the_first_query_is_small_and_other_pages_load_nothing_of_it(large: str, open_page: Any, query: str) -> None:
    page: Page = open_page("about:blank")
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(large)
    page.wait_for_load_state("networkidle")
    assert not [url for url in sizes if "search" in url]
    page.goto(f"{large}search/{query}")
    page.wait_for_load_state("networkidle")
    settle(page)
    assert status(page)
    loaded = {url: size for url, size in sizes.items() if "search" in url}
    assert len(loaded) > 4
    assert sum(loaded.values()) < 200_000, loaded


# The 674 real articles: what a reader may type, and what must be among the first ten headlines.
# No headline stands here, only words that are in some.
@pytest.mark.corpus
def test_every_real_story_is_found_by_its_own_headline(corpus: str, search: Search) -> None:
    page = search(corpus)
    rows = page.evaluate(
        """async () => {
          const base = document.querySelector("form").dataset.search;
          const { count, block } = await (await fetch(base + "index.json")).json();
          const numbers = [...Array(Math.ceil(count / block)).keys()];
          const blocks = await Promise.all(numbers.map(async (n) => (await fetch(`${base}stories/${n}.json`)).json()));
          return blocks.flat();
        }"""
    )
    assert len(rows) == 674
    for href, title, *_ in rows[::75]:
        for query in (title, title.upper(), title.replace("e", "é"), title.lower() + " "):
            type_query(page, query)
            links = page.locator(".results h2 a").evaluate_all("all => all.map(a => new URL(a.href).pathname)")
            assert href in links, (title, query)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("one", "other"),
    [("apps", "app"), ("FLOW", "flow"), ("connectors", "connector"), ("Café", "cafe"), ("solutions", "Solution")],
)
def test_case_accents_and_plurals_find_the_same_real_stories(corpus: str, search: Search, one: str, other: str) -> None:
    page = search(corpus)
    counts = []
    for query in (one + " ", other + " "):
        type_query(page, query)
        counts.append((status(page), headlines(page)))
    assert counts[0][1] == counts[1][1]
    assert headlines(page) or "No story" in counts[0][0]


@pytest.mark.corpus
def test_filters_of_the_real_stories_agree_with_their_counts(corpus: str, search: Search) -> None:
    page = search(corpus)
    for name in ("topic", "provider", "time"):
        options = page.locator(f"#{name} option").evaluate_all("all => all.map(each => [each.value, each.text])")
        for value, text in [each for each in options if each[0] and each[1].endswith(")")][:4]:
            page.select_option(f"#{name}", value)
            page.wait_for_load_state("networkidle")
            settle(page)
            count = text.rsplit("(", 1)[1].rstrip(")")
            assert status(page).split(" ")[0] == count, text
        page.select_option(f"#{name}", "")
        settle(page)
