from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

from generator.build import BuildOptions, build
from generator.model import Picture
from generator.sharing import ShareImage, draw_images, find_pen, plan_images
from generator.sharing import draw as draw_module
from generator.text import TINTS
from tests.stories import digest, settings, story

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed: pip install broadsheet[share]")
ROOT = Path(__file__).parents[2]
LARGE, SMALL = Picture("https://example.org/1.jpg", 1200, 700), Picture("https://example.org/2.jpg", 1199, 700)
UNKNOWN = Picture("https://example.org/3.jpg")
IMAGE = ShareImage("share/a.png", "Łódź maps its kiosks", "Cities", "Example Times", "The Digest", 3)


@pytest.mark.parametrize(
    ("fields", "drawn"),
    [
        ({}, True),
        ({"images": (SMALL,)}, True),
        ({"images": (UNKNOWN,)}, True),
        ({"images": (LARGE,)}, False),
        ({"title": "日本"}, False),
        ({"title": "مرحبا"}, False),
    ],
)
def test_which_stories_have_an_image_drawn(fields: dict[str, Any], drawn: bool) -> None:
    pen = find_pen(None)
    assert pen
    found = plan_images(digest([story("one", **fields)]), settings(share_images=True), pen.can_draw)
    assert bool(found) is drawn


def test_none_are_drawn_unless_asked_for_nor_on_a_large_site() -> None:
    stories = digest([story("one"), story("two")])
    assert not plan_images(stories, settings(), lambda text: True)
    assert not plan_images(stories, settings(share_images=True, share_images_limit=1), lambda text: True)
    assert len(plan_images(stories, settings(share_images=True, share_images_limit=2), lambda text: True)) == 2


def test_the_address_changes_with_the_words_alone() -> None:
    wanted = settings(share_images=True)
    one, same, other = (
        plan_images(digest([story("a", title=title)]), wanted, lambda text: True)["news/a/"].file
        for title in ("One", "One", "Other")
    )
    assert one == same != other


@pytest.mark.parametrize("title", ["A", "Long " * 60, "Unbreakable" * 30, "“Zürich” — Łódź & São Paulo, €5 m"])
def test_an_image_is_1200_by_630_and_stays_inside_its_margins(title: str) -> None:
    pen = find_pen(None)
    assert pen
    [(name, content)] = draw_images([ShareImage("share/a.png", title, "T" * 99, "P" * 99, "S" * 99, 5)], pen)
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    assert name == "share/a.png"
    assert picture.size == (1200, 630)
    assert len(content) < 60_000
    paper = picture.getpixel((1199, 0))
    assert {picture.getpixel((x, y)) for x in range(1130, 1200) for y in range(630)} == {paper}
    assert len(picture.getcolors(10**6)) > 3, "there is something on it"


def test_an_image_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pen = find_pen(None)
    assert pen
    first = list(draw_images([IMAGE], pen, tmp_path))
    monkeypatch.setattr(draw_module, "draw_image", lambda image, pen: pytest.fail("it was drawn again"))
    assert list(draw_images([IMAGE], pen, tmp_path)) == first
    [kept] = (tmp_path / "share").iterdir()
    monkeypatch.undo()
    content = kept.read_bytes()
    for damaged in (content[:-20], content[:200] + b"?" + content[201:], b""):
        kept.write_bytes(damaged)
        assert list(draw_images([IMAGE], pen, tmp_path)) == first


def test_the_inks_are_the_themes() -> None:
    tokens = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")
    assert tuple(re.findall(r"--tint-\d: (#[0-9a-f]{6})", tokens)) == draw_module.TINTS
    assert len(draw_module.TINTS) == TINTS


def site_with(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "news").mkdir(parents=True)
    (content / "site.yaml").write_text("url: https://example.org/digest/\nshare_images: true\n", "utf-8")
    story_file = "---\ntitle: A story\npublishedDateTime: 2024-05-01\nwebUrl: https://example.org/a\n---\n"
    (content / "news" / "a.md").write_text(story_file, "utf-8")
    return content


def test_the_page_names_the_image_and_the_image_is_there(tmp_path: Path) -> None:
    report = build(BuildOptions(site_with(tmp_path), tmp_path / "site"))
    assert not report.diagnostics
    page = (tmp_path / "site" / "news" / "a" / "index.html").read_text("utf-8")
    [name] = re.findall(r'og:image" content="https://example.org/digest/([^"]+)"', page)
    assert (tmp_path / "site" / name).read_bytes().startswith(b"\x89PNG")


def test_without_pillow_the_site_is_built_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_module, "find_spec", lambda name: None)
    report = build(BuildOptions(site_with(tmp_path), tmp_path / "site"))
    assert [item.code for item in report.diagnostics] == ["R201"]
    assert not report.failed
    assert not (tmp_path / "site" / "share").exists()
