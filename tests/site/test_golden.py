"""A whole small site, compared file by file with the one in `tests/golden/small/site`.

A few static files of its own stand in for the theme's, so that only markup is compared.  After a change that
is meant, write it anew with `make golden` and read the difference.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.rendering import Theme, builtin_theme
from tests.built import check_links, read_tree

GOLDEN = Path(__file__).parents[1] / "golden" / "small"


@pytest.fixture(autouse=True)
def plain_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the theme's templates, but static files from here alone."""
    theme = Theme(builtin_theme().templates, (GOLDEN / "static",))
    monkeypatch.setattr("generator.inputs.find_theme", lambda templates, static: theme)


def build_golden(output: Path, now: datetime, content: Path = GOLDEN / "content") -> None:
    report = build(BuildOptions(content, output, now=now))
    assert not report.failed, report.diagnostics


def test_the_small_site_is_the_golden_one(tmp_path: Path) -> None:
    output = tmp_path / "site"
    build_golden(output, datetime(2026, 1, 1, tzinfo=UTC))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        shutil.rmtree(GOLDEN / "site", ignore_errors=True)
        shutil.copytree(output, GOLDEN / "site")
    expected, found = read_tree(GOLDEN / "site"), read_tree(output)
    assert sorted(found) == sorted(expected)
    for path in expected:
        assert found[path].decode(errors="replace") == expected[path].decode(errors="replace"), path


def test_the_golden_site_holds_what_it_is_there_to_show() -> None:
    site = check_links(GOLDEN / "site", "https://example.org/golden/")
    assert list(site.broken()) == []
    whole = "".join(page.text for page in site.pages.values()) + (GOLDEN / "site" / "feed.xml").read_text("utf-8")
    for hidden in ("MUST-NOT-SHOW", "SEALED", "<script>alert", "onload", "49 %"):
        assert hidden not in whole
    for shown in ("{{ 7 * 7 }}", "&lt;brightens&gt;", "<table>", "Show 1 more", "youtube-nocookie.com", "c-plus-plus"):
        assert shown in whole
    assert "/golden/field-notes/2024-03-02-comet-notes/" in whole


def test_another_day_and_another_folder_give_the_same_bytes(tmp_path: Path) -> None:
    moved = shutil.copytree(GOLDEN / "content", tmp_path / "elsewhere" / "articles")
    build_golden(tmp_path / "one", datetime(2026, 1, 1, tzinfo=UTC))
    build_golden(tmp_path / "two", datetime(2029, 12, 31, 23, 59, tzinfo=UTC), moved)
    assert read_tree(tmp_path / "one") == read_tree(tmp_path / "two")
