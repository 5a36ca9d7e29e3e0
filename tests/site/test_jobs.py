"""A site is the same however many processes work on it, and whatever they do beside the first one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator import neighbours, printing
from generator.build import BuildOptions, build
from generator.processes import can_fork
from tests.built import read_tree

CONTENT = Path(__file__).parents[2] / "content"


def test_work_done_beside_the_first_process_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build_with(jobs: int) -> tuple[dict[str, bytes], bytes]:
        output, cache = tmp_path / f"site-{jobs}", tmp_path / f"cache-{jobs}"
        report = build(BuildOptions(CONTENT, output, cache, now=datetime(2026, 1, 1, tzinfo=UTC), jobs=jobs))
        assert not report.failed, report.diagnostics
        return read_tree(output), (cache / neighbours.KIN_FILE).read_bytes()

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
