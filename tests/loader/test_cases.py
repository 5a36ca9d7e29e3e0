"""Every fault as a file in tests/cases/loader, with the report it must give beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.codes import CODES
from generator.loader import Content, load_content
from generator.reporting import format_text
from tests.loader.folders import SITE

CASES = Path(__file__).parents[1] / "cases" / "loader"
PLACES = {
    "article": "news/{}",
    "topic": "topics/{}",
    "provider": "providers/{}",
    "page": "pages/{}",
    "site": "site.yaml",
}

FILES = sorted(file for kind in PLACES for file in (CASES / kind).iterdir() if file.suffix != ".txt")
FOLDERS = sorted(folder for folder in (CASES / "folder").iterdir() if folder.is_dir())
WARNED_IN_TESTS = {"L201", "F101", "F102", "F103"}  # need bytes, links or static files: see the other tests


def report(content: Content) -> str:
    return "".join(format_text(diagnostic) + "\n" for diagnostic in content.diagnostics)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_file_gives_its_report(file: Path, tmp_path: Path) -> None:
    target = tmp_path / PLACES[file.parent.name].format(file.name)
    target.parent.mkdir(exist_ok=True)
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    shutil.copyfile(file, target)
    content = load_content(tmp_path, shown_as="content")
    assert report(content) == file.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_folder_gives_its_report(folder: Path) -> None:
    expected = folder.with_suffix(".txt").read_text(encoding="utf-8")
    assert report(load_content(folder, shown_as="content")) == expected


def test_the_cases_meet_every_code_of_the_loader() -> None:
    reports = "\n".join(file.read_text(encoding="utf-8") for file in CASES.glob("*/*.txt"))
    loaders = {code for code in CODES if code[0] in "YASTPF" or code == "L201"} - WARNED_IN_TESTS
    assert {code for code in loaders if f" {code}: " not in reports} == set()


def test_every_fault_has_a_way_out() -> None:
    reports = [file.read_text(encoding="utf-8") for file in CASES.glob("*/*.txt")]
    faults = sum(text.count("error ") + text.count("warning ") for text in reports)
    assert sum(text.count("  hint: ") for text in reports) >= faults > 150
