"""What every page promises: a content security policy that nothing breaks, pages that stay light, a site to install."""

from __future__ import annotations

import gzip
import json
import re
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from generator.build import BuildOptions, build
from tests.built import read_site

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
KINDS = ["", "page/1/", "news/2024-10-13-starship-booster-caught/", "topics/", "topics/space/", "archive/2024/10/"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("policy") / "site"
    report = build(BuildOptions(ROOT / "content", output, now=NOW, url="https://example.org/digest/"))
    assert not report.failed, report.diagnostics
    return output


@pytest.fixture(scope="session")
def site(folder: Path, serve_folder: Any) -> str:
    address: str = serve_folder(folder, "/digest/")
    return address


def test_every_page_has_a_policy_before_all_else_and_nothing_inline(folder: Path) -> None:
    for path, page in read_site(folder).items():
        policy = POLICY.search(page.text)
        assert policy, path
        rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == "'self'"
        assert rules["connect-src"] == "'self'", "the search needs it, and Lighthouse to read robots.txt"
        assert ("frame-src" in rules) == ("data-src=" in page.text), path
        assert "unsafe" not in policy[1]
        assert page.text.index("<script") > policy.end()
        assert page.text.index("<link") > policy.end()
        assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", page.text), path
        for attributes in re.findall(r"<script([^>]*)>", page.text):
            assert "src=" in attributes or 'type="application/ld+json"' in attributes, path


@pytest.mark.parametrize("path", [*KINDS, "search/?q=rocket", "404.html", "about/"])
def test_no_page_breaks_its_policy(site: str, open_page: Any, path: str) -> None:
    page: Page = open_page("about:blank")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective, e.blockedURI))"
    )
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    page.locator("header button").first.click()
    assert said == []


def test_a_player_is_let_in_and_a_foreign_script_is_not(site: str, folder: Path, open_page: Any) -> None:
    path = next(path for path, page in read_site(folder).items() if "data-src=" in page.text)
    page: Page = open_page("about:blank")
    broken: list[str] = []
    page.on(
        "console", lambda message: broken.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.goto(site + path.removesuffix("index.html"))
    page.locator("a[data-src]").click()
    page.locator("iframe").wait_for()
    page.wait_for_timeout(200)
    assert broken == []
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { src: 'https://example.com/a.js' }))"
    )
    page.wait_for_timeout(200)
    assert len(broken) == 1


def packed(*contents: bytes) -> int:
    """Give the size of files as they travel, each compressed by itself."""
    return sum(len(gzip.compress(content, 6, mtime=0)) for content in contents)


def test_pages_are_light(folder: Path) -> None:
    pages = read_site(folder)

    def loads(path: str) -> list[bytes]:
        names = [load.removeprefix("/digest/") for tag, load in pages[path].loads if load.endswith((".css", ".js"))]
        assert len(names) >= 3
        return [(folder / name).read_bytes() for name in names]

    assert packed((folder / "index.html").read_bytes(), *loads("index.html")) < 60_000
    scripts = [content for content in loads("index.html") if b"{" in content and b"=>" in content]
    assert sum(map(len, scripts)) < 5_000
    for path in pages:
        if path.startswith("news/"):
            assert packed((folder / path).read_bytes()) < 15_000, path


def test_the_manifest_names_icons_of_the_sizes_it_says(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["name"] == "Lantern & Lathe"
    assert manifest["start_url"] == manifest["scope"] == "/digest/"
    sizes = {}
    for icon in manifest["icons"]:
        content = (folder / icon["src"].removeprefix("/digest/")).read_bytes()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", content[16:24])
            assert icon["sizes"] == f"{width}x{height}"
            sizes[width, icon.get("purpose", "any")] = content
    assert sorted(sizes) == [(192, "any"), (512, "any"), (512, "maskable")]


def test_a_browser_takes_the_manifest(site: str, open_page: Any) -> None:
    page: Page = open_page(site)
    answer = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert answer["url"].endswith("/digest/manifest.webmanifest")
    assert answer["errors"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_colours_forced_by_the_reader_leave_everything_in_sight(site: str, open_page: Any, kind: str) -> None:
    page: Page = open_page(site + kind)
    page.emulate_media(forced_colors="active")
    lost = page.evaluate(
        """() => [...document.querySelectorAll('main a, header a, footer a')].filter((link) => {
          const style = getComputedStyle(link);
          return link.offsetParent && style.color === getComputedStyle(document.body).backgroundColor;
        }).map((link) => link.textContent.trim())"""
    )
    assert lost == []


@pytest.mark.parametrize("kind", [*KINDS, "search/"])
def test_the_tab_key_goes_through_a_page_and_out_of_it(site: str, open_page: Any, kind: str) -> None:
    page: Page = open_page(site + kind)
    page.wait_for_load_state("networkidle")  # the search page fills in its filters
    count = page.locator("a[href]:visible, button:visible, input:visible, select:visible, summary:visible").count()
    page.locator(".skip").focus()
    seen = {0}
    for _ in range(count + 3):
        page.keyboard.press("Tab")
        place = page.evaluate(
            "[...document.querySelectorAll('a, button, input, select, summary')].indexOf(document.activeElement)"
        )
        if place in seen or place < 0:
            break
        seen.add(place)
    assert len(seen) >= count - 1, "focus stays in a part of the page"


def test_nothing_moves_for_readers_who_want_it_still(site: str, open_page: Any) -> None:
    page: Page = open_page(site, reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((node) => {
          const style = getComputedStyle(node);
          return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0.01;
        }).length + (getComputedStyle(document.documentElement).scrollBehavior === 'smooth' ? 1 : 0)"""
    )
    assert moving == 0
