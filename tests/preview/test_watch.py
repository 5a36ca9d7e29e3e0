"""The watcher on a real disk: what happens in a folder is heard, whatever happens to the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from generator.preview.watch import Watcher, find_real_folders
from tests.previewed import until

Heard = Callable[[Path], bool]


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    """Watch tmp_path/content, which does not exist yet; tells whether a path was heard of."""
    paths: set[str] = set()
    watcher = Watcher([tmp_path / "content"], paths.update)
    watcher.start()
    yield lambda path: str(path) in paths
    watcher.stop()


def write_and_hear(path: Path, heard: Heard) -> bool:
    path.write_text("x")
    return heard(path)


def test_a_folder_that_comes_goes_and_comes_back(tmp_path: Path, heard: Heard) -> None:
    content = tmp_path / "content"
    for number in range(3):
        content.mkdir()
        # Written again until it is heard: the folder is found within a moment of its coming.
        until(partial(write_and_hear, content / f"{number}.md", heard))
        for path in content.iterdir():
            path.unlink()
        content.rmdir()


def test_renames_and_new_folders_are_heard(tmp_path: Path, heard: Heard) -> None:
    content = tmp_path / "content"
    content.mkdir()
    until(lambda: (content / "a.md").write_text("x") and heard(content / "a.md"))
    (content / "a.md").rename(content / "b.md")
    until(lambda: heard(content / "b.md"))
    (content / "deep/er").mkdir(parents=True)
    until(lambda: (content / "deep/er/c.md").write_text("x") and heard(content / "deep/er/c.md"))


def test_reading_is_no_event(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    paths: list[tuple[str, ...]] = []
    watcher = Watcher([tmp_path], paths.append)
    watcher.start()
    (tmp_path / "a.md").read_text()
    (tmp_path / "b.md").write_text("x")
    until(lambda: any(str(tmp_path / "b.md") in event for event in paths))
    watcher.stop()
    assert not any(str(tmp_path / "a.md") in event for event in paths)


def test_linked_folders_are_watched_where_they_are_and_circles_end(tmp_path: Path) -> None:
    content, other = tmp_path / "content", tmp_path / "other"
    (content / "inner").mkdir(parents=True)
    (other / "deep").mkdir(parents=True)
    (content / "linked").symlink_to(other)
    (content / "inner/circle").symlink_to(content)
    (other / "deep/back").symlink_to(content)
    assert set(find_real_folders(content)) == {content.resolve(), other.resolve()}
