"""What a build leaves for the next one besides the site."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator import printing
from generator.pages.edition import Edition
from generator.publishing import Stock, read_ledger, stock
from generator.publishing.manifest import MANIFEST, read_manifest
from tests.built import read_tree
from tests.site.desk import ROOT, Desk, files_of_long_ago, open_desk

TEMPLATE = (ROOT / "templates/pages/article.html").read_text("utf-8")


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_leave_packs_that_an_edit_has_made_mostly_waste(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "_LEAST", 0)
    monkeypatch.setattr(printing, "_MANY", 0)
    desk = open_desk(tmp_path, ROOT / "content", jobs=jobs)
    desk.keep(30)
    desk.configure(api=False, search=False, feeds={"formats": []})
    desk.build()
    assert {entry.pack for entry in read_ledger(desk.cache).entries.values()} == {1}
    desk.override("templates/base.html", "<html", '<html id="new"')
    desk.override("templates/pages/article.html", "<article", '<article id="new"')
    desk.build()
    entries = read_ledger(desk.cache).entries
    packs = {entry.pack for entry in entries.values()}
    assert 1 not in packs
    assert {path.name for path in (desk.cache / stock.FOLDER).iterdir()} == {f"{number}.pack" for number in packs}
    kept = Stock(desk.cache)
    assert {file: kept.read(entry) for file, entry in entries.items()} == {
        file: (desk.output / file).read_bytes() for file in entries
    }
    kept.close()
    shutil.rmtree(desk.output)
    desk.verify()
    assert read_tree(desk.output).keys() > entries.keys()


def test_a_manifest_that_somebody_has_changed_is_read(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, ROOT / "content", jobs=1)
    desk.keep(5)
    desk.build()
    page = f"{desk.stories[2].parent.name}/{desk.stories[2].stem}/index.html"
    listed = sorted(read_manifest(desk.output).files - {page})
    (desk.output / MANIFEST).write_text(json.dumps({"version": 1, "files": listed}))
    desk.override("templates/pages/article.html", "<article", '<article id="new"')
    before = read_tree(desk.output)
    conflicts = [item.place.path for item in desk.build().diagnostics if item.code == "O102" and item.place]
    assert conflicts == [str(desk.output / page)]
    assert read_tree(desk.output) == before


def test_keys_are_found_again_unless_they_hang_on_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, find, found = open_desk(tmp_path, ROOT / "content", jobs=1), Edition.key, list[object]()

    def count(*arguments: Any) -> bytes:
        found.append(arguments)
        return find(*arguments)

    monkeypatch.setattr(Edition, "key", count)
    desk.keep(12)
    desk.build()
    for name, is_same in (("pages/article.html", True), ("pages/topic.html", True), ("base.html", True)):
        found.clear()
        desk.override(f"templates/{name}", "</", "<!-- new --></")
        assert desk.build().written > 1
        assert bool(found) != is_same
    with files_of_long_ago():
        for file in desk.content.rglob("*.md"):
            os.utime(file, (1_000_000_000, 1_000_000_000))
        assert desk.build().written == 0
    found.clear()
    desk.override("templates/pages/topic.html", "</", "<!-- newer --></")
    desk.build()
    assert not found
    desk.configure(page_size=5)
    desk.build()
    assert found


TURNS: dict[str, Callable[[Desk], object]] = {
    "another day": lambda desk: desk.configure(timezone="Pacific/Kiritimati"),
    "smaller pages": lambda desk: desk.configure(page_size=4),
    "a description": lambda desk: desk.configure(description="All about otters"),
    "a name of a topic": lambda desk: desk.write("content/topics/climate.md", "---\nname: Climate and weather\n---\n"),
    "a headline": lambda desk: desk.change(1, title="A headline of another length"),
    "a page of its own": lambda desk: desk.write("content/pages/about.md", "---\ntitle: About others\n---\nWe.\n"),
    "what is held back": lambda desk: desk.use(unpublished=True),
    "the clock": lambda desk: desk.use(now=datetime(2025, 1, 1, tzinfo=UTC)),
    "a file of the theme": lambda desk: desk.write("static/img/other.svg", "<svg/>"),
}


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_keys_of_a_build_that_failed_to_print_are_not_taken_for_those_of_the_site(
    tmp_path: Path, turn: Callable[[Desk], object]
) -> None:
    desk = open_desk(tmp_path, ROOT / "content", jobs=1)
    desk.keep(12)
    desk.build()
    broken = desk.write("templates/pages/topic.html", "{{ view.nothing_of_the_kind }}")
    turn(desk)
    assert desk.build().failed
    broken.unlink()
    desk.override("templates/pages/article.html", "<article", '<article id="new"')
    desk.verify()
