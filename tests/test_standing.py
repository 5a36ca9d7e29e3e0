"""A site that stands is left alone, and only such a one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator import planning
from generator.build import BuildOptions, BuildReport, build
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
    return BuildOptions(content, tmp_path / "site", tmp_path / "cache", tmp_path / "templates", now=NOW)


def build_planning(options: BuildOptions, monkeypatch: pytest.MonkeyPatch) -> tuple[BuildReport, bool]:
    """Build, and tell whether the site was planned."""
    planned: list[bool] = []
    plan = planning.plan_inputs

    def spy(*given: Any) -> planning.Site:
        planned.append(True)
        return plan(*given)

    with monkeypatch.context() as patch:
        patch.setattr(planning, "plan_inputs", spy)
        return build(options), bool(planned)


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


CHANGES: dict[str, Callable[[BuildOptions], BuildOptions]] = {
    "a file of the output is another": touch_output,
    "a file of the search index is gone": drop_search,
    "a template": override,
    "a headline": retitle,
    "the clock": lambda options: replace(options, now=datetime(2026, 3, 1, tzinfo=UTC)),
    "what is shown": lambda options: replace(options, future=True),
    "the address": lambda options: replace(options, url="https://other.example/"),
    "a clean build": lambda options: replace(options, clean=True),
    "no cache": lambda options: replace(options, cache=None),
    "another folder": lambda options: replace(options, output=options.output.with_name("other")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_has_it_planned_again(
    options: BuildOptions, monkeypatch: pytest.MonkeyPatch, change: Callable[[BuildOptions], BuildOptions]
) -> None:
    build(options)
    changed = change(options)
    report, was_planned = build_planning(changed, monkeypatch)
    assert was_planned
    clean = replace(changed, output=options.output.with_name("clean"), cache=None)
    build(clean)
    assert read_tree(changed.output) == read_tree(clean.output)
    assert not report.failed
