from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.publishing import Stamp, check_output, publish
from generator.publishing.manifest import MANIFEST


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a home folder, with the working folder in it."""
    home = tmp_path / "home"
    project = home / "project"
    for name in ("content/news", "templates", "static"):
        (project / name).mkdir(parents=True)
    (project / "content/news/a.md").write_text("an article")
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.chdir(project)
    return project


def refusal(output: str) -> str:
    found = check_output(Path(output), Path("content"), Path("templates"), Path("static"), None)
    assert all(each.code == "O101" and each.hint for each in found)
    return " ".join(each.message for each in found)


REFUSED = [
    ("/", "the root of the disk"),
    ("..", "your home folder"),
    ("../..", "holds your home folder"),
    (".", "the folder you are in"),
    ("content", "overlaps 'content'"),
    ("content/_site", "overlaps 'content'"),
    ("content/../content/news", "overlaps 'content'"),
    ("templates", "overlaps 'templates'"),
    ("static/out", "overlaps 'static'"),
    ("file.txt", "it is a file"),
    ("file.txt/out", "below a file"),
    ("docs", "'notes.txt'"),
    ("link-to-content", "overlaps 'content'"),
    ("link-to-here/content", "overlaps 'content'"),
    ("circle", "cannot be read"),
]


@pytest.mark.parametrize(("output", "reason"), REFUSED)
def test_folders_with_someones_work_are_refused(project: Path, output: str, reason: str) -> None:
    (project / "file.txt").write_text("text")
    (project / "docs").mkdir()
    (project / "docs/notes.txt").write_text("notes")
    (project / "link-to-content").symlink_to("content")
    (project / "link-to-here").symlink_to(".")
    (project / "circle").symlink_to("circle")
    assert reason in refusal(output)


@pytest.mark.parametrize("output", ["_site", "deep/er/site", "../site", "empty", "branch", "link-to-empty"])
def test_free_folders_will_do(project: Path, output: str) -> None:
    (project / "empty").mkdir()
    (project / "link-to-empty").symlink_to("empty")
    (project / "branch/.git").mkdir(parents=True)
    assert refusal(output) == ""


def test_our_own_output_will_do_whatever_else_is_in_it(project: Path) -> None:
    publish([("index.html", b"home")], project / "_site")
    (project / "_site/notes.txt").write_text("theirs")
    assert refusal("_site") == ""


def test_a_manifest_that_is_as_it_was_left_need_not_be_read(project: Path) -> None:
    publish([("index.html", b"home")], project / "_site")
    manifest = project / "_site" / MANIFEST
    stamp = Stamp.of(manifest.lstat())
    manifest.write_bytes(b"?" * stamp.size)
    os.utime(manifest, ns=(stamp.modified, stamp.modified))
    sources = Path("content"), Path("templates"), Path("static")
    assert check_output(Path("_site"), *sources, manifest=stamp) == ()
    for other in (None, replace(stamp, modified=stamp.modified + 1), replace(stamp, size=1)):
        assert [each.code for each in check_output(Path("_site"), *sources, manifest=other)] == ["O101"]
    assert "overlaps" in check_output(Path("content/_site"), *sources, manifest=stamp)[0].message
    manifest.unlink()
    assert [each.code for each in check_output(Path("_site"), *sources, manifest=stamp)] == ["O101"]


DAMAGED = [
    ("", "not JSON"),
    ("{", "not JSON"),
    ("[" * 100_000, "not JSON"),
    ("[]", "version 1"),
    ('{"version": 2, "files": []}', "version 1"),
    ('{"version": 1}', "does not list files"),
    ('{"version": 1, "files": ["../content/news/a.md"]}', "does not list files"),
    ('{"version": 1, "files": ["/etc/passwd"]}', "does not list files"),
    ('{"version": 1, "files": [1]}', "does not list files"),
]


@pytest.mark.parametrize(("text", "reason"), DAMAGED)
def test_a_damaged_manifest_protects_what_is_beside_it(project: Path, text: str, reason: str) -> None:
    out = project / "_site"
    out.mkdir()
    (out / MANIFEST).write_text(text)
    assert refusal("_site") == ""  # alone it protects nothing
    (out / "index.html").write_text("whose?")
    assert MANIFEST in refusal("_site")
    assert reason in refusal("_site")
    publish([("a.html", b"a")], out)
    assert (project / "content/news/a.md").read_text() == "an article"
    assert (out / "index.html").read_text() == "whose?"
