"""The loop that a curator lives in, with a real server, a real watcher and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.previewed import CHECKOUT, Preview, running_preview, until, write_article, write_site

BROKEN = "---\ntitle: Broken\npublishedDateTime: 2023-13-02\nwebUrl: https://example.org/b\n---\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_site(tmp_path, articles=30)
    return tmp_path


@pytest.fixture
def preview(project: Path) -> Iterator[Preview]:
    with running_preview(project) as running:
        yield running


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_an_edit_shows_by_itself_and_the_place_stays(project: Path, preview: Preview, open_page: Any) -> None:
    page: Page = open_page(preview.address)
    page.evaluate("scrollTo(0, 400)")
    edit(project / "content/news/s3.md", "Story 3", "Otters are back")
    expect(page.get_by_text("Otters are back").first).to_be_attached()
    until(lambda: page.evaluate("scrollY") == 400)
    edit(project / "content/news/s3.md", "Otters are back", "Herons are back")
    expect(page.get_by_text("Herons are back").first).to_be_attached()


def test_a_page_that_does_not_change_is_not_reloaded(project: Path, preview: Preview, open_page: Any) -> None:
    quiet: Page = open_page(preview.address + "news/s20/")
    busy: Page = open_page(preview.address + "news/s3/")
    quiet.evaluate("window.kept = true")
    edit(project / "content/news/s3.md", "Short.", "An excerpt of another kind.")
    expect(busy.locator(".standfirst")).to_have_text("An excerpt of another kind.")
    assert quiet.evaluate("window.kept") is True


def test_a_fault_is_shown_over_the_last_sound_page_and_goes_when_mended(
    project: Path, preview: Preview, open_page: Any
) -> None:
    page: Page = open_page(preview.address)
    panel, bar = page.locator("broadsheet-preview .panel"), page.locator("broadsheet-preview .bar")
    expect(bar).to_contain_text("30 published")
    broken = project / "content/news/broken.md"
    broken.write_text(BROKEN)
    expect(panel).to_contain_text("content/news/broken.md:3:20")
    expect(panel).to_contain_text("publishedDateTime: 2023-13-02\n                   ^")
    expect(panel).to_contain_text("hint: write it as 2023-09-02T16:03:00Z")
    expect(bar).to_contain_text("1 error")
    assert page.get_by_text("Story 3").count() > 0
    broken.write_text(BROKEN.replace("2023-13-02", "2024-06-02"))
    expect(panel).to_have_count(0)
    expect(page.locator("main").get_by_text("Broken").first).to_be_visible()
    expect(bar).to_contain_text("no faults")


def test_a_style_is_swapped_without_a_reload(project: Path, preview: Preview, open_page: Any) -> None:
    page: Page = open_page(preview.address)
    page.evaluate("window.kept = true; scrollTo(0, 300)")
    css = project / "static/css"
    css.mkdir(parents=True)
    (css / "tokens.css").write_text(
        (CHECKOUT / "static/css/tokens.css").read_text("utf-8") + "\nbody { background: rgb(1, 2, 3) !important }\n"
    )
    expect(page.locator("body")).to_have_css("background-color", "rgb(1, 2, 3)")
    assert page.evaluate("[window.kept, scrollY]") == [True, 300]
    until(lambda: page.evaluate("document.querySelectorAll('link[rel=stylesheet]').length") == 1)


def test_a_template_that_breaks_leaves_the_site_and_mends(project: Path, preview: Preview, open_page: Any) -> None:
    page: Page = open_page(preview.address + "news/s1/")
    templates = project / "templates/pages"
    templates.mkdir(parents=True)
    (templates / "article.html").write_text("<body><p>\n{{ view.titel }}</body>")
    panel = page.locator("broadsheet-preview .panel")
    expect(panel).to_contain_text("templates/pages/article.html:2:1")
    expect(panel).to_contain_text("did you mean 'title'?")
    expect(page.locator("h1").first).to_have_text("Story 1")
    never_seen: Page = open_page(preview.address + "news/s2/")
    expect(never_seen.locator("h1").first).to_have_text("Story 2")
    (templates / "article.html").write_text("<body><p id=mine>\n{{ view.title }}</body>")
    expect(page.locator("#mine")).to_have_text("Story 1")
    (templates / "article.html").unlink()
    expect(page.locator("h1").first).to_have_text("Story 1")


def test_the_content_folder_may_go_and_come_back(project: Path, preview: Preview, open_page: Any) -> None:
    page: Page = open_page(preview.address + "news/s1/")
    content = project / "content"
    copytree(content, project / "kept")
    content.rename(project / "away")
    expect(page.locator("broadsheet-preview .panel")).to_contain_text("the content folder does not exist")
    expect(page.locator("h1").first).to_have_text("Story 1")
    (project / "kept").rename(content)
    expect(page.locator("broadsheet-preview .panel")).to_have_count(0)
    edit(content / "news/s1.md", "Story 1", "Watched again")
    expect(page.locator("h1").first).to_have_text("Watched again")


def test_a_server_that_starts_again_is_found_again(project: Path, open_page: Any) -> None:
    with running_preview(project) as first:
        page: Page = open_page(first.address + "news/s1/")
        expect(page.locator("broadsheet-preview .bar")).to_be_visible()
        port = first.port
        first.interrupt()
    edit(project / "content/news/s1.md", "Story 1", "While it was away")
    with running_preview(project, "--port", str(port)) as second:
        assert second.port == port
        expect(page.locator("h1").first).to_have_text("While it was away", timeout=20_000)


def test_more_tabs_than_a_browser_has_connections(project: Path, preview: Preview, open_page: Any) -> None:
    first: Page = open_page(preview.address + "news/s1/")
    tabs = [first, *(first.context.new_page() for _ in range(9))]
    for tab in tabs[1:]:
        tab.goto(preview.address + "news/s1/")
    edit(project / "content/news/s1.md", "Story 1", "In every tab")
    for tab in tabs:
        expect(tab.locator("h1").first).to_have_text("In every tab")


def test_held_back_articles_are_marked_and_listed(project: Path, open_page: Any) -> None:
    held = write_article(project / "content", "later", "Not yet", at="2024-06-01")
    edit(held, "topics:", "published: false\ntopics:")
    with running_preview(project, "--unpublished") as preview:
        page: Page = open_page(preview.address)
        expect(page.locator("article", has_text="Not yet").first).to_contain_text("Held back: not published")
        bar = page.locator("broadsheet-preview .bar")
        expect(bar).to_contain_text("30 published")
        expect(bar).to_contain_text("1 held back")
        bar.get_by_role("link").click()
        page.locator("#held").get_by_role("link", name="Not yet").click()
        expect(page.locator(".held")).to_contain_text("not published")
        edit(held, "published: false", "published: true")
        expect(page.locator(".held")).to_have_count(0)


def test_a_new_address_replaces_the_404_page(project: Path, preview: Preview, open_page: Any) -> None:
    page: Page = open_page(preview.address + "news/s33/")
    expect(page.locator("#nearest")).to_contain_text("/news/s3/")
    write_article(project / "content", "s33", "Now it exists")
    expect(page.locator("h1").first).to_have_text("Now it exists")


def test_a_change_during_a_rebuild_is_not_lost(project: Path, preview: Preview, open_page: Any) -> None:
    page: Page = open_page(preview.address + "news/s1/")
    for number in range(60):
        write_article(project / "content", "s1", f"Edit {number}")
    expect(page.locator("h1").first).to_have_text("Edit 59")
    until(lambda: b"Edit 59" in preview.get("/digest/news/s1/")[1])
