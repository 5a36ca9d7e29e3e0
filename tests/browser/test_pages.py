"""The demonstration site as a reader meets it, in a real browser."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from generator.build import BuildOptions, build

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
DESK, PHONE, NARROW = (1280, 900), (360, 800), (320, 640)
Scheme = Literal["light", "dark"]

KINDS = {
    "home": "",
    "older": "page/1/",
    "article": "news/2024-10-13-starship-booster-caught/",
    "topics": "topics/",
    "topic": "topics/space/",
    "providers": "providers/",
    "provider": "providers/nasa/",
    "archive": "archive/",
    "year": "archive/2024/",
    "month": "archive/2024/10/",
    "day": "archive/2024/10/07/",
    "about": "about/",
    "search": "search/",
    "subscribe": "subscribe/",
    "not found": "404.html",
}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, serve_folder: Any) -> str:
    """The demonstration site, built and served under a base path; gives its address."""
    folder = tmp_path_factory.mktemp("demonstration") / "site"
    report = build(BuildOptions(ROOT / "content", folder, now=NOW, url="https://example.org/broadsheet/"))
    assert not report.failed, report.diagnostics
    address: str = serve_folder(folder, "/broadsheet/")
    return address


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violation(site: str, open_page: Any, kind: str, viewport: Any, scheme: Scheme) -> None:
    page: Page = open_page(site + KINDS[kind], viewport=viewport, color_scheme=scheme)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("viewport", [DESK, PHONE, NARROW], ids=["desk", "phone", "narrow"])
def test_nothing_scrolls_sideways(site: str, open_page: Any, kind: str, viewport: Any) -> None:
    page: Page = open_page(site + KINDS[kind], viewport=viewport)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


@pytest.mark.parametrize("name", ["Otters", "Power Apps Every Day", "The Quarterly Digest of Everything at Sea"])
@pytest.mark.parametrize("viewport", [PHONE, NARROW], ids=["phone", "narrow"])
def test_a_long_name_leaves_the_buttons_in_one_line(site: str, open_page: Any, viewport: Any, name: str) -> None:
    page: Page = open_page(site + KINDS["article"], viewport=viewport)
    page.evaluate("name => document.querySelector('.masthead .brand').textContent = name", name)
    brand, seek, scheme = (page.locator(f".masthead {each}").bounding_box() for each in (".brand", ".seek", ".scheme"))
    assert brand
    assert seek
    assert scheme
    assert seek["y"] == scheme["y"]
    assert brand["x"] + brand["width"] <= seek["x"]
    assert scheme["x"] + scheme["width"] <= viewport[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_quiet_and_loads_nothing_from_elsewhere(
    site: str, open_page: Any, foreign_requests: list[str], kind: str
) -> None:
    page: Page = open_page("about:blank")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    response = page.goto(site + KINDS[kind])
    page.wait_for_load_state("networkidle")
    assert response
    assert response.status == 200
    assert said == []
    assert foreign_requests == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_reader_goes_from_the_front_page_to_a_story_to_its_topic(site: str, open_page: Any, javascript: bool) -> None:
    page: Page = open_page(site, javascript=javascript, viewport=PHONE)
    headline = page.locator("main article a").first
    title = headline.inner_text()
    headline.click()
    assert page.locator("h1").inner_text() == title
    topic = page.locator('main a[href*="/topics/"]').first
    name = topic.get_attribute("href")
    topic.click()
    page.wait_for_url(f"**{name}")
    assert page.locator("main article").count() > 0


def test_the_skip_link_comes_first_and_leads_to_the_content(site: str, open_page: Any) -> None:
    page: Page = open_page(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_the_theme_switch_holds_across_pages(site: str, open_page: Any) -> None:
    page: Page = open_page(site, color_scheme="light")

    def paper() -> str:
        colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    light = paper()
    switch = page.locator("header button")
    seen = {light}
    for _ in range(3):
        switch.click()
        seen.add(paper())
    assert len(seen) == 2
    while paper() == light:
        switch.click()
    page.goto(site + KINDS["article"])
    assert paper() != light


def test_a_video_loads_its_player_on_a_click_only(site: str, open_page: Any, foreign_requests: list[str]) -> None:
    page: Page = open_page(site)
    video = next(path for path in (ROOT / "content" / "news").iterdir() if "type: video" in path.read_text("utf-8"))
    page.goto(f"{site}news/{video.stem}/")
    assert page.locator("iframe").count() == 0
    assert foreign_requests == []
    page.locator("a[data-src]").click()
    assert page.locator("iframe").get_attribute("src", timeout=2000)
    assert any("youtube-nocookie.com" in request for request in foreign_requests)


def test_a_picture_that_fails_shows_the_providers_initial_and_no_broken_icon(site: str, open_page: Any) -> None:
    page: Page = open_page("about:blank")
    page.route("**/static/pictures/**", lambda route: route.abort())
    page.goto(site)
    page.wait_for_load_state("networkidle")
    images = page.locator("main article img")
    assert images.count() > 0
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('main article img')]
        .filter((image) => image.complete && !image.naturalWidth)
        .every((image) => getComputedStyle(image).visibility === 'hidden')"""
    )
    assert hidden


@pytest.mark.parametrize("kind", ["home", "article", "topic"])
def test_targets_are_large_enough_for_a_thumb(site: str, open_page: Any, kind: str) -> None:
    page: Page = open_page(site + KINDS[kind], viewport=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll('header a, header button, footer a, nav a, .button')]
        .filter(node => node.offsetParent && !node.matches('[href="#main"]'))
        .map(node => [node.textContent.trim(), node.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 24)
        .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    )
    assert small == []
