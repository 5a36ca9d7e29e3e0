"""A site that stands is left alone, and only such a one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator import amending, planning, survey
from generator.build import BuildOptions, BuildReport, build
from generator.loader import Content, Revisit, load_content, look_again
from tests.built import read_tree
from tests.site.test_laws import write_content

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ARTICLES = [
    {"title": "One", "publishedDateTime": datetime(2025, 1, 1, tzinfo=UTC), "webUrl": "https://example.org/1"},
    {"title": "Due", "publishedDateTime": datetime(2026, 2, 1, tzinfo=UTC), "webUrl": "https://example.org/2"},
    {"title": "Odd", "publishedDateTime": datetime(2025, 1, 2, tzinfo=UTC), "webUrl": "https://example.org/3", "x": 1},
]


@pytest.fixture
def options(tmp_path: Path) -> BuildOptions:
    content = write_content(tmp_path / "content", ARTICLES)
    (tmp_path / "templates").mkdir()
    return BuildOptions(content, tmp_path / "site", tmp_path / "cache", tmp_path / "templates", now=NOW, jobs=1)


def build_planning(options: BuildOptions, monkeypatch: pytest.MonkeyPatch) -> tuple[BuildReport, bool]:
    """Build, and tell whether the site was planned."""
    planned: list[bool] = []
    plan, amend = planning.plan_inputs, amending.amend_site

    def spy(*given: Any) -> planning.Site:
        planned.append(True)
        return plan(*given)

    def spy_too(*given: Any) -> planning.Site:
        planned.append(True)
        return amend(*given)

    with monkeypatch.context() as patch:
        patch.setattr(planning, "plan_inputs", spy)
        patch.setattr(amending, "amend_site", spy_too)
        return build(options), bool(planned)


@pytest.fixture(params=["files just written", "files of long ago"])
def settled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Build as if the files were being written, or as if that were long ago, so that their times are believed."""
    is_settled: bool = request.param == "files of long ago"
    monkeypatch.setattr(survey, "clock", lambda: time.time_ns() + 60_000_000_000 if is_settled else 0)
    return is_settled


def build_reading(options: BuildOptions, monkeypatch: pytest.MonkeyPatch) -> tuple[BuildReport, bool]:
    """Build, and tell whether any content was read."""
    read: list[bool] = []

    def spy(*given: Any, **named: Any) -> Content:
        read.append(True)
        return load_content(*given, **named)

    def spy_too(*given: Any) -> Revisit | None:
        read.append(True)
        return look_again(*given)

    with monkeypatch.context() as patch:
        patch.setattr("generator.loader.load_content", spy)
        patch.setattr("generator.amending.look_again", spy_too)
        return build(options), bool(read)


def test_a_site_whose_files_are_untouched_is_not_read(
    options: BuildOptions, monkeypatch: pytest.MonkeyPatch, settled: bool
) -> None:
    first, _ = build_reading(options, monkeypatch)
    second, was_read = build_reading(options, monkeypatch)
    assert was_read != settled
    assert second == replace(first, written=0, unchanged=first.written)


def test_files_of_new_times_are_read_once(options: BuildOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "clock", lambda: time.time_ns() + 60_000_000_000)
    first, _ = build_planning(options, monkeypatch)
    for file in options.content.rglob("*.md"):
        os.utime(file, ns=(1, 1))
    report, was_planned = build_planning(options, monkeypatch)
    assert not was_planned
    assert report == replace(first, written=0, unchanged=first.written)
    assert not build_reading(options, monkeypatch)[1]


CLOCKS = {
    "as it was": (NOW, False),
    "a month later": (datetime(2026, 1, 31, 23, 59, tzinfo=UTC), False),
    "when a story falls due": (datetime(2026, 2, 1, tzinfo=UTC), True),
    "when the newest one was published": (datetime(2025, 1, 2, tzinfo=UTC), False),
    "just before": (datetime(2025, 1, 1, 23, 59, 59, tzinfo=UTC), True),
}


@pytest.mark.parametrize(("clock", "is_read"), CLOCKS.values(), ids=CLOCKS)
def test_the_clock_counts_where_it_decides_what_is_shown(
    options: BuildOptions, monkeypatch: pytest.MonkeyPatch, clock: datetime, is_read: bool
) -> None:
    monkeypatch.setattr(survey, "clock", lambda: time.time_ns() + 60_000_000_000)
    build(options)
    assert build_reading(replace(options, now=clock), monkeypatch)[1] == is_read


def test_a_site_that_stands_is_not_planned_and_reports_the_same(
    options: BuildOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, was_planned = build_planning(options, monkeypatch)
    assert was_planned
    assert first.diagnostics
    before = read_tree(options.output)
    second, was_planned = build_planning(options, monkeypatch)
    assert not was_planned
    assert second == replace(first, written=0, unchanged=first.written)
    assert read_tree(options.output) == before


def touch_output(options: BuildOptions) -> BuildOptions:
    (options.output / "index.html").write_text("mine")
    return options


def drop_search(options: BuildOptions) -> BuildOptions:
    (options.output / "search" / "index.json").unlink()
    return options


def override(options: BuildOptions) -> BuildOptions:
    assert options.templates
    (options.templates / "pages").mkdir()
    (options.templates / "pages" / "not_found.html").write_text("lost")
    return options


def retitle(options: BuildOptions) -> BuildOptions:
    file = options.content / "news" / "story-0.md"
    file.write_text(file.read_text().replace("One", "Two"))
    return options


def edit(options: BuildOptions, name: str, source: Path) -> BuildOptions:
    (options.content / name).write_text(source.read_text() + "\n")
    return options


def add_topic(options: BuildOptions) -> BuildOptions:
    (options.content / "topics").mkdir(exist_ok=True)
    (options.content / "topics" / "new.yaml").write_text("name: New\n")
    return options


def add_setting(options: BuildOptions) -> BuildOptions:
    file = options.content / "site.yaml"
    file.write_text(file.read_text() + "\ntagline: all the news\n")
    return options


def add_style(options: BuildOptions) -> BuildOptions:
    static = options.content.with_name("static")
    (static / "css").mkdir(parents=True)
    (static / "css" / "main.css").write_text("p { color: red }")
    return replace(options, static=static)


CHANGES: dict[str, Callable[[BuildOptions], BuildOptions]] = {
    "a file of the output is another": touch_output,
    "a file of the search index is gone": drop_search,
    "a template": override,
    "a headline": retitle,
    "the clock": lambda options: replace(options, now=datetime(2026, 3, 1, tzinfo=UTC)),
    "what is shown": lambda options: replace(options, future=True),
    "the address": lambda options: replace(options, url="https://other.example/"),
    "a word of the taxonomy": add_topic,
    "a setting": add_setting,
    "a style": add_style,
    "a new story": lambda options: edit(options, "news/new.md", options.content / "news" / "story-0.md"),
    "a clean build": lambda options: replace(options, clean=True),
    "no cache": lambda options: replace(options, cache=None),
    "another folder": lambda options: replace(options, output=options.output.with_name("other")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_has_it_planned_again(
    options: BuildOptions,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[BuildOptions], BuildOptions],
    settled: bool,
) -> None:
    build(options)
    changed = change(options)
    report, was_planned = build_planning(changed, monkeypatch)
    assert was_planned
    clean = replace(changed, output=options.output.with_name("clean"), cache=None)
    build(clean)
    assert read_tree(changed.output) == read_tree(clean.output)
    assert not report.failed
