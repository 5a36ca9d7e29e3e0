from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import BuildOptions, build
from generator.publishing import Drafts, NoDraftsError, Stamp, draft_folder
from generator.publishing.changes import DRAFTS
from tests.built import read_tree

CONTENT = Path(__file__).parents[2] / "content"


def test_a_draft_is_written_over_and_removed_with_its_folders(tmp_path: Path) -> None:
    drafts = Drafts(str(tmp_path))
    for content in (b"a longer one", b"short"):
        assert drafts.write("a/b/c.html", content) == Stamp.of((tmp_path / "a/b/c.html").lstat())
    drafts.write("a/d.html", b"")
    assert read_tree(tmp_path) == {"a/b/c.html": b"short", "a/d.html": b""}
    drafts.remove(["a/b/c.html", "never/there.html"])
    assert read_tree(tmp_path) == {"a/d.html": b""}
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["d.html"]
    drafts.write("e/f.html", b"")
    drafts.remove(["a/d.html", "e/f.html"])
    assert not list(tmp_path.iterdir())


def test_a_system_may_take_less_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, content: write(file, bytes(content[:3])))
    assert Drafts(str(tmp_path)).write("a.html", b"0123456789").size == 10
    assert (tmp_path / "a.html").read_bytes() == b"0123456789"


def test_a_folder_of_drafts_is_empty_unless_they_are_kept(tmp_path: Path) -> None:
    output = tmp_path / "site"
    (output / DRAFTS).mkdir(parents=True)
    (output / DRAFTS / "old.html").touch()
    with draft_folder(output, keep=True) as folder:
        assert [path.name for path in folder.iterdir()] == ["old.html"]
        with draft_folder(output) as same:
            assert folder == same
            assert not list(folder.iterdir())
    assert not list(output.iterdir())


def test_an_output_folder_that_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly always the first check finds it; not a disk that may only be read, or one that is full."""
    (tmp_path / "file").touch()
    output = tmp_path / "file" / "site"
    with pytest.raises(NoDraftsError) as raised, draft_folder(output):
        pass
    assert raised.value.filename
    monkeypatch.setattr("generator.build.check_output", lambda *_, **__: ())
    report = build(BuildOptions(CONTENT, output, None, now=datetime(2026, 1, 1, tzinfo=UTC)))
    assert report.failed
    assert [fault.code for fault in report.diagnostics] == ["O102"]
    assert read_tree(tmp_path) == {"file": b""}
