from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import (
    FeedSettings,
    FooterLink,
    MarkdownSettings,
    RelatedSettings,
    Settings,
    TopSettings,
)
from generator.diagnostics import Place
from generator.loader import load_content
from generator.urls import SiteAddress
from tests.loader.folders import codes, front_matter, load, write_files

CASES = Path(__file__).parents[1] / "cases" / "loader" / "site"


def test_every_setting(tmp_path: Path) -> None:
    text = (CASES / "all.yaml").read_text(encoding="utf-8")
    assert load(tmp_path, {"site.yaml": text}).settings == Settings(
        title="T",
        url="https://example.org/digest/",
        tagline="a",
        description="b",
        locale="en-US",
        timezone="Europe/Paris",
        page_size=500,
        navigation=("AI",),
        footer=(FooterLink("About", "/about/"), FooterLink("Source", "https://example.org/")),
        index_from=4,
        older_pages=False,
        api=False,
        search=False,
        share_images=True,
        share_images_limit=0,
        top=TopSettings(3, 0.5, 1),
        related=RelatedSettings(0, "best", 0),
        feeds=FeedSettings(10, ("rss", "json"), (), "original", pages=3),
        markdown=MarkdownSettings(html=True),
        address=SiteAddress("https://example.org", "/digest/"),
    )


def test_what_is_not_allowed_keeps_its_default(tmp_path: Path) -> None:
    text = (CASES / "nested-values.yaml").read_text(encoding="utf-8")
    assert load(tmp_path, {"site.yaml": text}).settings == Settings()


def test_no_site_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_content(tmp_path).settings == Settings()


@pytest.mark.parametrize(
    ("written", "locale"),
    [
        ("en-us", "en-US"),
        ("en_US", "en-US"),
        ("de", "de"),
        ("DE-at", "de-AT"),
        ("zh-Hans-CN", "zh-Hans-CN"),
        ("ar", "ar"),
    ],
)
def test_locales(tmp_path: Path, written: str, locale: str) -> None:
    content = load(tmp_path, {"site.yaml": f"locale: {written}\n"})
    assert (codes(content), content.settings.locale) == ([], locale)


@pytest.mark.parametrize("written", ["xx", "en-XX", "english", "en-US-", "-", "1", "../en"])
def test_not_locales(tmp_path: Path, written: str) -> None:
    content = load(tmp_path, {"site.yaml": f'locale: "{written}"\n'})
    assert (codes(content), content.settings.locale) == (["S101"], "en")


def test_the_address_of_the_command_line_wins(tmp_path: Path) -> None:
    write_files(tmp_path, {"site.yaml": "url: https://example.org/a/\n"})
    settings = load_content(tmp_path, url="http://localhost:8080").settings
    assert (settings.url, settings.address) == ("http://localhost:8080", SiteAddress("http://localhost:8080", "/"))


def test_a_bad_address_on_the_command_line(tmp_path: Path) -> None:
    write_files(tmp_path, {"site.yaml": "url: https://example.org/a/\n"})
    content = load_content(tmp_path, url="ftp://example.org")
    assert [(fault.code, fault.place) for fault in content.diagnostics] == [("S101", Place("--url"))]
    assert content.settings.address == SiteAddress("https://example.org", "/a/")


def test_the_sites_timezone_holds_for_times_without_one(tmp_path: Path) -> None:
    files = {"site.yaml": "timezone: Asia/Tokyo\n", "a.md": front_matter(publishedDateTime="2024-05-01")}
    (article,) = load(tmp_path, files).articles
    assert article.published_at.isoformat() == "2024-04-30T15:00:00+00:00"


def test_a_title_as_written(tmp_path: Path) -> None:
    assert load(tmp_path, {"site.yaml": "title: 0815\n"}).settings.title == "0815"
