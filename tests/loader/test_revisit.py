"""A build that looks at few articles takes the others from the cache, as long as they are those that it knows of."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.loader import load_content, look_again
from tests.loader.folders import front_matter

PATHS = ["news/a.md", "news/b.md"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "news").mkdir(parents=True)
    for path in PATHS:
        (folder / path).write_text(front_matter(f"heat: {len(path)}\n"), "utf-8")
    return folder


def test_files_that_differ_from_what_is_known_of_them_are_named(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    contents = load_content(folder, cache=cache).digests
    assert list(contents) == PATHS
    again = look_again(folder, PATHS, [], "UTC", cache)
    assert again is not None
    assert again.differing(contents) == []
    # The cache has another's article, or none.
    assert again.differing({**contents, PATHS[1]: b"another digest"}) == [PATHS[1]]
    assert again.differing({**contents, "news/c.md": b"a digest"}) == ["news/c.md"]


def test_a_file_that_has_changed_is_named(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    contents = load_content(folder, cache=cache).digests
    (folder / PATHS[0]).write_text(front_matter("heat: 7\n"), "utf-8")
    again = look_again(folder, PATHS, PATHS, "UTC", cache)
    assert again is not None
    assert again.differing(contents) == [PATHS[0]] == list(again.fresh)
    assert again.read(PATHS[0]).heat == 7
    before = again.before(PATHS[0], contents[PATHS[0]])
    assert before is not None
    assert before.heat == len(PATHS[0])
