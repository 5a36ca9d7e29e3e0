from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publishing import Draft, draft_folder, publish
from generator.publishing.manifest import MANIFEST, read_manifest

Outputs = dict[str, bytes]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


class PowerCutError(Exception):
    """Stands for a process that ends between two writes."""


@contextmanager
def power_cut_after(writes: int) -> Iterator[None]:
    """Let that many files be put in place, and no more."""
    left = writes
    replace = os.replace

    def cut(source: str, target: str) -> None:
        nonlocal left
        if left == 0:
            raise PowerCutError
        left -= 1
        replace(source, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", cut)
        yield


SITE = {"index.html": b"home", "news/a/index.html": b"a", "feed.xml": b"feed"}


def test_writes_a_site_and_then_only_what_differs(tmp_path: Path) -> None:
    out = tmp_path / "new" / "site"
    first = publish(SITE.items(), out)
    assert (first.written, first.unchanged, first.removed, first.total_bytes) == (3, 0, 0, 9)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}

    changed = {"index.html": b"HOME", "news/a/index.html": b"a", "news/b/index.html": b"b"}
    second = publish(changed.items(), out)
    assert (second.written, second.unchanged, second.removed) == (2, 1, 1)
    assert (out / "news/a/index.html").stat().st_mtime_ns == before[out / "news/a/index.html"]
    assert {name: content for name, content in tree(out).items() if name != MANIFEST} == changed


def test_nothing_is_written_when_nothing_changed(tmp_path: Path) -> None:
    publish(SITE.items(), tmp_path)
    with power_cut_after(0):
        again = publish(SITE.items(), tmp_path)
    assert (again.written, again.unchanged, again.removed) == (0, 3, 0)


def test_content_may_be_a_file(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_bytes(b"<svg/>")
    out = tmp_path / "out"
    assert publish([("p.svg", picture)], out).written == 1
    assert publish([("p.svg", picture)], out).unchanged == 1
    picture.write_bytes(b"<svg />")
    assert publish([("p.svg", picture)], out).written == 1
    assert (out / "p.svg").read_bytes() == b"<svg />"


def test_the_later_of_two_outputs_with_one_name_holds(tmp_path: Path) -> None:
    publish([("robots.txt", b"generated"), ("robots.txt", b"the site's own")], tmp_path)
    assert (tmp_path / "robots.txt").read_bytes() == b"the site's own"


def test_files_can_be_read_by_a_web_server(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        publish(SITE.items(), tmp_path)
    finally:
        os.umask(mask)
    assert (tmp_path / "index.html").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/x", "a//b", "", "a\\b", "c:/x", ".", "a/.", MANIFEST])
def test_a_name_that_leads_out_is_a_bug(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name inside"):
        publish([(name, b"")], tmp_path / "out")
    assert not (tmp_path / "out").exists()


# Two sites in turn: an address that changes its kind, or its letter case.
TURNS: list[tuple[Outputs, Outputs]] = [
    ({"a": b"file"}, {"a/index.html": b"page"}),
    ({"a/index.html": b"page"}, {"a": b"file"}),
    ({"a/b/c/d": b"1", "a/b/e": b"2"}, {"a/b": b"file"}),
    ({"a": b"1"}, {"a/b": b"1", "a/c/d": b"1"}),
    ({"News/A": b"1"}, {"news/a": b"1"}),
    ({"a": b"1"}, {"A": b"1"}),
    ({"x/y": b"1"}, {}),
]


@pytest.mark.parametrize(("before", "after"), TURNS)
def test_an_address_may_change_its_kind(tmp_path: Path, before: Outputs, after: Outputs) -> None:
    publish(before.items(), tmp_path)
    published = publish(after.items(), tmp_path)
    assert not published.diagnostics
    found = tree(tmp_path)
    found.pop(MANIFEST)
    assert found == after
    assert folders(tmp_path) == {parent for name in after for parent in map(str, Path(name).parents) if parent != "."}


# A stranger's file or link, and what the site wants there.
CONFLICTS = [
    ("CNAME", "CNAME"),
    ("news", "news/a/index.html"),
    ("feed.xml/notes.txt", "feed.xml"),
]


@pytest.mark.parametrize(("theirs", "wanted"), CONFLICTS)
def test_what_stands_in_the_way_is_named_and_nothing_changes(tmp_path: Path, theirs: str, wanted: str) -> None:
    publish({"old.html": b"old"}.items(), tmp_path)
    (tmp_path / theirs).parent.mkdir(exist_ok=True)
    (tmp_path / theirs).write_bytes(b"theirs")
    before = tree(tmp_path)
    published = publish({wanted: b"ours", "index.html": b"home"}.items(), tmp_path)
    assert [each.code for each in published.diagnostics] == ["O102"]
    assert published.diagnostics[0].place is not None
    assert published.diagnostics[0].place.path == str(tmp_path / Path(theirs).parts[0])
    assert tree(tmp_path) == before


def test_a_link_never_leads_our_files_out(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a").write_bytes(b"theirs")
    out = tmp_path / "out"
    publish({"news/a": b"ours"}.items(), out)
    (out / "news/a").unlink()
    (out / "news").rmdir()
    (out / "news").symlink_to(elsewhere)
    assert [each.code for each in publish({"news/a": b"new"}.items(), out).diagnostics] == ["O102"]
    publish({"index.html": b"home"}.items(), out)  # news/a is stale now
    assert tree(elsewhere) == {"a": b"theirs"}


def test_a_file_that_is_the_same_but_not_ours_is_never_removed(tmp_path: Path) -> None:
    publish(SITE.items(), tmp_path)
    (tmp_path / "CNAME").write_bytes(b"example.org")
    publish({**SITE, "CNAME": b"example.org"}.items(), tmp_path)
    publish(SITE.items(), tmp_path, clean=True)
    assert (tmp_path / "CNAME").read_bytes() == b"example.org"


def test_clean_removes_our_files_first_and_only_ours(tmp_path: Path) -> None:
    publish(SITE.items(), tmp_path)
    (tmp_path / "news/notes.txt").write_bytes(b"theirs")
    published = publish({"index.html": b"home", "new": b""}.items(), tmp_path, clean=True)
    assert (published.written, published.unchanged, published.removed) == (2, 0, 2)
    found = tree(tmp_path)
    found.pop(MANIFEST)
    assert found == {"index.html": b"home", "new": b"", "news/notes.txt": b"theirs"}


def test_a_full_disk_is_a_diagnostic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: int, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", refuse)
    published = publish(SITE.items(), tmp_path)
    assert [each.code for each in published.diagnostics] == ["O102"]
    assert "No space left on device" in published.diagnostics[0].message


def test_the_leftover_of_a_crash_goes_and_a_strangers_file_stays(tmp_path: Path) -> None:
    (tmp_path / ".broadsheet-4711.tmp").write_bytes(b"half")
    (tmp_path / ".broadsheet-notes.tmp").write_bytes(b"theirs")
    publish(SITE.items(), tmp_path)
    assert not (tmp_path / ".broadsheet-4711.tmp").exists()
    assert (tmp_path / ".broadsheet-notes.tmp").exists()


def test_as_many_files_are_not_the_same_files(tmp_path: Path) -> None:
    publish({"a": b"a", "old": b"old"}.items(), tmp_path)
    (tmp_path / "theirs").write_bytes(b"theirs")
    publish({"a": b"a"}.items(), tmp_path, settled={"theirs": 6})
    assert tree(tmp_path).keys() == {"a", "theirs", MANIFEST}
    assert read_manifest(tmp_path).files == {"a"}


def test_a_strangers_file_with_our_bytes_stays_theirs_when_it_is_settled(tmp_path: Path) -> None:
    publish({"old": b"old"}.items(), tmp_path)
    (tmp_path / "index.html").write_bytes(b"home")
    assert not publish({"index.html": b"home"}.items(), tmp_path).are_ours
    assert not publish({"new": b"new"}.items(), tmp_path, settled={"index.html": 4}).are_ours
    assert read_manifest(tmp_path).files == {"new"}
    publish({}.items(), tmp_path)
    assert set(tree(tmp_path)) == {MANIFEST, "index.html"}


def test_a_site_of_the_same_files_is_told_by_those_that_are_listed(tmp_path: Path) -> None:
    publish(SITE.items(), tmp_path)
    (tmp_path / MANIFEST).write_bytes(b"not to be read")
    settled = {"news/a/index.html": 1, "feed.xml": 4}
    published = publish([("index.html", b"HOME")], tmp_path, settled=settled, listed=SITE.keys())
    assert (published.written, published.unchanged, published.removed) == (1, 2, 0)
    assert (published.files, published.total_bytes, published.are_ours) == (3, 9, True)
    assert (tmp_path / MANIFEST).read_bytes() == b"not to be read"
    assert (tmp_path / "index.html").read_bytes() == b"HOME"


@pytest.mark.parametrize("outputs", [{"index.html": b"home", "new": b"new"}, {"new": b"new"}, {}])
def test_a_site_of_other_files_than_those_listed_has_the_manifest_read(tmp_path: Path, outputs: Outputs) -> None:
    publish({**SITE, "old": b"old"}.items(), tmp_path)
    settled = {"news/a/index.html": 1, "feed.xml": 4}
    published = publish(outputs.items(), tmp_path, settled=settled, listed={*SITE, "and another"})
    assert read_manifest(tmp_path).files == {*outputs, *settled}
    assert tree(tmp_path).keys() == {*outputs, *settled, MANIFEST}
    assert published.are_ours


def test_progress_counts_the_files_written(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    publish(SITE.items(), tmp_path, on_progress=lambda stage, done, total: heard.append((stage, done, total)))
    assert heard == [("Writing", 1, 3), ("Writing", 2, 3), ("Writing", 3, 3)]


@pytest.mark.parametrize("cut", range(6))
def test_a_run_cut_short_loses_track_of_nothing(tmp_path: Path, cut: int) -> None:
    before = {"index.html": b"home", "old": b"old", "kind": b"file"}
    after = {"index.html": b"HOME", "new": b"new", "kind/index.html": b"page"}
    publish(before.items(), tmp_path)
    with power_cut_after(cut):
        try:
            publish(after.items(), tmp_path)
        except PowerCutError:
            known = read_manifest(tmp_path).files
            assert {name for name in tree(tmp_path) if name != MANIFEST} <= known
        else:
            assert cut == 5, "the list, three files and the list again are five writes"
    last = {"index.html": b"last"}
    publish(last.items(), tmp_path)
    clean = tmp_path.with_name(f"{tmp_path.name}-clean")
    publish(last.items(), clean)
    assert tree(tmp_path) == tree(clean)


NAMES = st.lists(st.sampled_from(["a", "b", "c", "index.html"]), min_size=1, max_size=3).map("/".join)
CONTENTS = st.sampled_from([b"", b"1", b"2", b"22"])


def without_clashes(outputs: Outputs) -> Outputs:
    """Keep what one folder can hold: no file where another needs a folder."""
    return {name: each for name, each in outputs.items() if not any(other.startswith(name + "/") for other in outputs)}


SITES = st.dictionaries(NAMES, CONTENTS, max_size=8).map(without_clashes)
RUNS = st.lists(st.tuples(SITES, st.booleans(), st.one_of(st.none(), st.integers(0, 6))), min_size=1, max_size=6)


@given(RUNS)
@settings(max_examples=150, deadline=None)
def test_any_sequence_of_runs_equals_a_clean_one(runs: list[tuple[Outputs, bool, int | None]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        out, fresh = Path(name, "out"), Path(name, "fresh")
        out.mkdir()
        for outputs, clean, cut in runs:
            if cut is None:
                publish(outputs.items(), out, clean=clean)
                continue
            with power_cut_after(cut), suppress(PowerCutError):
                publish(outputs.items(), out, clean=clean)
        last = runs[-1][0]
        assert not publish(last.items(), out).diagnostics
        publish(last.items(), fresh)
        assert tree(out) == tree(fresh)
        assert folders(out) == folders(fresh)


@given(st.dictionaries(NAMES, CONTENTS, max_size=4).map(without_clashes), st.lists(SITES, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_sequence_of_runs_touches_a_strangers_file(theirs: Outputs, sites: list[Outputs]) -> None:
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        for path, content in theirs.items():
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(content)
        for number, site in enumerate(sites):
            publish(site.items(), out, clean=number % 2 == 1)
        found = tree(out)
        assert {path: found.get(path) for path in theirs} == theirs


def test_drafts_and_other_files_may_come_in_any_order(tmp_path: Path) -> None:
    with draft_folder(tmp_path / "site") as drafts:
        for name in ("a/x/index.html", "a/y/index.html", "b/index.html"):
            (drafts / name).parent.mkdir(parents=True)
            (drafts / name).write_bytes(b"draft")
        first, second, third = (("a/x/index.html", Draft(5)), ("a/y/index.html", Draft(5)), ("b/index.html", Draft(5)))
        published = publish([first, ("a/feed.json", b"{}"), second, ("b/feed.json", b"{}"), third], tmp_path / "site")
    assert published.diagnostics == ()
    assert published.written == 5
    assert {name for name in tree(tmp_path / "site") if name != MANIFEST} == {
        "a/x/index.html", "a/y/index.html", "b/index.html", "a/feed.json", "b/feed.json",
    }  # fmt: skip
