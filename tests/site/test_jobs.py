"""A site is the same however many processes work on it, and whatever they do beside the first one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator import neighbours, printing
from generator.build import BuildOptions, build, check
from generator.loader.parse_cache import CACHE_FILE, TIMES_FILE, ParseCache
from generator.processes import can_fork
from generator.publishing import Printed, ahead
from tests.built import read_tree
from tests.site.desk import files_of_long_ago, open_desk

CONTENT = Path(__file__).parents[2] / "content"


def test_work_done_beside_the_first_process_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build_with(jobs: int) -> tuple[dict[str, bytes], *tuple[bytes, ...]]:
        output, cache = tmp_path / f"site-{jobs}", tmp_path / f"cache-{jobs}"
        report = build(BuildOptions(CONTENT, output, cache, now=datetime(2026, 1, 1, tzinfo=UTC), jobs=jobs))
        assert not report.failed, report.diagnostics
        return read_tree(output), *((cache / name).read_bytes() for name in (neighbours.KIN_FILE, CACHE_FILE))

    alone = build_with(1)
    # As on a large site, whatever threads the tests' own process has.
    monkeypatch.setattr(neighbours, "_MANY", 0)
    monkeypatch.setattr(printing, "_MANY", 0)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    if not can_fork():
        pytest.skip("this system does not fork processes")
    fork, children = os.fork, list[int]()

    def remember_fork() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", remember_fork)
    assert build_with(2) == alone
    assert len(children) >= 3, "one looks at the output, one chooses neighbours, one builds the search index"


def test_what_was_parsed_is_kept_of_content_with_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is another process that keeps it, which goes on when nobody asks for the neighbours that it chooses."""
    monkeypatch.setattr(neighbours, "_MANY", 0)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    desk = open_desk(tmp_path, CONTENT)
    desk.keep(8)
    desk.write("content/news/bad.md", "---\ntitle: [\n---\n")
    for jobs in (1, 2):
        cache = tmp_path / f"cache-{jobs}"
        desk.use(cache=cache, jobs=jobs)
        assert desk.build().failed
        assert len(ParseCache.read(cache, "UTC").digests()) >= 8
    desk.use(cache=tmp_path / "checked")
    assert check(desk.options).failed
    assert (desk.cache / CACHE_FILE).read_bytes() == (tmp_path / "cache-1" / CACHE_FILE).read_bytes()


def test_new_times_are_kept_where_a_site_stands(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, CONTENT)
    desk.keep(8)
    with files_of_long_ago():
        assert not desk.build().failed
        before = (desk.cache / TIMES_FILE).read_bytes()
        for file in desk.content.rglob("*.md"):
            os.utime(file, (1_000_000_000, 1_000_000_000))
        assert desk.build().written == 0
    assert (desk.cache / TIMES_FILE).read_bytes() != before


def test_pages_laid_ahead_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty output folder is filled from the cache, whatever has become of the pages that it knows."""
    monkeypatch.setattr(ahead, "_MUCH", 0)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    if not can_fork():
        pytest.skip("this system does not fork processes")
    accept, accepted = ahead.accept_laid, list[int]()

    def remember(*arguments: Any) -> Printed:
        printed = accept(*arguments)
        accepted.append(len(printed.entries))
        return printed

    monkeypatch.setattr(printing, "accept_laid", remember)
    desk = open_desk(tmp_path, CONTENT)
    desk.keep(8)
    desk.use(jobs=2)
    desk.verify()
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: desk.change(1, title="A headline of another length"),
        lambda: desk.rename(2, "renamed"),
        lambda: desk.put_away(3),
        lambda: desk.write("content/news/bad.md", "---\ntitle: [\n---\n"),
        lambda: desk.remove("content/news/bad.md"),
        lambda: desk.configure(tagline="All about otters"),
        lambda: desk.override("templates/pages/topic.html", "</h1>", "!</h1>"),
        lambda: desk.override("templates/pages/topic.html", "!</h1>", "{{ view.nothing_of_the_kind }}</h1>"),
        lambda: desk.remove("templates/pages/topic.html"),
    ]
    for step in steps:
        step()
        shutil.rmtree(desk.output, ignore_errors=True)
        if desk.build().failed:
            assert not desk.output.exists()
            continue
        shutil.rmtree(desk.output)
        desk.verify()
    assert max(accepted) > 0, "nothing was laid ahead, ever"
