"""The status of a file is the same whichever way it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import statuses
from generator.statuses import looking_into


@pytest.fixture(params=[True, False], ids=["from the open folder", "by whole paths"])
def from_folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    asked: bool = request.param
    if asked and not statuses._FROM_FOLDER:
        pytest.skip("this system does not look from an open folder")
    monkeypatch.setattr(statuses, "_FROM_FOLDER", asked)
    return asked


@pytest.mark.usefixtures("from_folder")
def test_it_is_that_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.md").write_text("a story")
    (tmp_path / "b.md").symlink_to("news/a.md")
    monkeypatch.chdir(tmp_path)
    for folder in (str(tmp_path), "."):
        for through_links in (True, False):
            with looking_into(folder, through_links=through_links) as look:
                assert look("news/a.md") == (tmp_path / "news" / "a.md").lstat()
                link = tmp_path / "b.md"
                assert look("b.md") == (link.stat() if through_links else link.lstat())
                with pytest.raises(FileNotFoundError):
                    look("news/c.md")


@pytest.mark.usefixtures("from_folder")
def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    with looking_into(str(tmp_path / "none"), through_links=True) as look, pytest.raises(FileNotFoundError):
        look("a.md")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files cannot be counted here")
def test_the_folder_is_closed_afterwards(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with looking_into(str(tmp_path), through_links=True):
        pass
    assert len(list(Path("/proc/self/fd").iterdir())) == before
