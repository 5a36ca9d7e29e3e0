"""What a build leaves for the next one besides the site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator import printing
from generator.publishing import Stock, read_ledger, stock
from generator.publishing.manifest import MANIFEST, read_manifest
from tests.built import read_tree
from tests.site.desk import ROOT, open_desk

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
