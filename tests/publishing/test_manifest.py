from __future__ import annotations

import json
from pathlib import Path

from generator.publishing.manifest import MANIFEST, Manifest, manifest_bytes, read_manifest


def test_a_manifest_reads_back(tmp_path: Path) -> None:
    names = frozenset({"index.html", "news/späti/index.html"})
    (tmp_path / MANIFEST).write_bytes(manifest_bytes(names))
    assert read_manifest(tmp_path) == Manifest(exists=True, files=names)


def test_a_manifest_hangs_on_the_names_alone() -> None:
    assert manifest_bytes(["b", "a"]) == manifest_bytes({"a": 1, "b": 2}.keys())
    assert json.loads(manifest_bytes(["b", "a"])) == {"version": 1, "files": ["a", "b"]}


def test_no_manifest_is_no_fault(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "nowhere") == read_manifest(tmp_path)
    assert not read_manifest(tmp_path).exists
