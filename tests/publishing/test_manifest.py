from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.manifest import MANIFEST, are_inside, is_inside, manifest_bytes, read_manifest


def test_a_manifest_reads_back(tmp_path: Path) -> None:
    names = frozenset({"index.html", "news/späti/index.html"})
    (tmp_path / MANIFEST).write_bytes(manifest_bytes(names))
    manifest = read_manifest(tmp_path)
    assert (manifest.exists, manifest.files, manifest.fault) == (True, names, "")


def test_a_manifest_hangs_on_the_names_alone() -> None:
    assert manifest_bytes(["b", "a"]) == manifest_bytes({"a": 1, "b": 2}.keys())
    names = ["b", "a", 'q"uote', "ötters/\u2028.html"]
    listed = {"version": 1, "files": sorted(names)}
    assert manifest_bytes(names).decode() == json.dumps(listed, ensure_ascii=False, indent=0) + "\n"
    assert json.loads(manifest_bytes([])) == {"version": 1, "files": []}


@pytest.mark.parametrize(
    ("content", "is_for"),
    [
        ('{\n"version": 1,\n"files": [\n"a",\n"ö/b"\n]\n}\n', True),
        ('{\n"version": 1,\n"files": [\n"ö/b",\n"a"\n]\n}\n', False),
        ('{\n"version": 1,\n"files": [\n"a",\n"a",\n"ö/b"\n]\n}\n', False),
        ('{\n"version": 1,\n"files": [\n"a",\n"\\u00f6/b"\n]\n}\n', False),
        ('{"version": 1, "files": ["a", "ö/b"]}', False),
        ('{\n"version": 1,\n"files": [\n"a",\n"c"\n]\n}\n', False),
        ("nothing of the kind", False),
    ],
)
def test_only_the_very_bytes_are_the_manifest_of_some_files(tmp_path: Path, content: str, is_for: bool) -> None:
    (tmp_path / MANIFEST).write_bytes(content.encode())
    assert read_manifest(tmp_path).is_for({"ö/b", "a"}) is is_for
    assert not read_manifest(tmp_path / "nowhere").is_for({"ö/b", "a"})


def test_no_manifest_is_no_fault(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "nowhere") == read_manifest(tmp_path)
    assert not read_manifest(tmp_path).exists


OUTSIDE = [
    "",
    "/",
    "/a",
    "a/",
    "a//b",
    "..",
    ".",
    "../a",
    "a/..",
    "a/../b",
    "a/./b",
    "./a",
    "a\\b",
    "c:a",
    "a\0b",
    MANIFEST,
]
INSIDE = ["a", ".nojekyll", "..a", "a/.b", "a.../b", "news/späti/index.html", "a b", "a/b:c", "two\nlines"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_outside_is_found_among_others(name: str) -> None:
    assert not is_inside(name)
    assert not are_inside(["index.html", name, "news/x/index.html"])
    assert not are_inside([name])


def test_names_that_stay_inside_are_let_in() -> None:
    assert all(map(is_inside, INSIDE))
    assert are_inside(INSIDE)
    assert are_inside([])


@given(st.lists(st.text("ab./:\\\0\n", max_size=6), max_size=4))
def test_many_names_are_judged_as_each_is(names: list[str]) -> None:
    assert are_inside(names) == all(map(is_inside, names))
