from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.diagnostics import Place, fault
from generator.publishing.ledger import (
    LEDGER_FILE,
    Entry,
    Ledger,
    Signs,
    Stamp,
    Standing,
    find_displaced,
    read_ledger,
    write_ledger,
)
from generator.rendering import Closure

LEDGER = Ledger(
    {"page.html": Closure(b"closure")},
    {"index.html": Entry(b"key", b"digest", 3, 99, Stamp(1, 2, 4))},
    Standing(
        Signs(b"frame", b"contents"),
        {"robots.txt": Stamp(5, 6, 7)},
        1,
        2,
        3,
        (fault("A203", "x", Place("a.md", 1, 2, "t"), "h"),),
        are_ours=True,
    ),
)


def test_a_ledger_reads_back(tmp_path: Path) -> None:
    write_ledger(tmp_path / "cache", LEDGER)
    assert read_ledger(tmp_path / "cache") == LEDGER


def test_without_a_cache_or_a_file_it_is_empty(tmp_path: Path) -> None:
    assert read_ledger(None) == read_ledger(tmp_path) == Ledger()


@pytest.mark.parametrize("cut", [0, 5, 30, -1])
def test_a_damaged_one_is_empty(tmp_path: Path, cut: int) -> None:
    write_ledger(tmp_path, LEDGER)
    file = tmp_path / LEDGER_FILE
    content = file.read_bytes()
    file.write_bytes(content[:cut] + b"?" + content[cut + 1 :] if cut >= 0 else content[:cut])
    assert read_ledger(tmp_path) == Ledger()


def test_a_file_is_in_place_until_somebody_touches_it(tmp_path: Path) -> None:
    names = ("same", "longer", "touched", "gone", "robots.txt")
    for name in names:
        (tmp_path / name).write_bytes(b"1234")
    stamps = {name: Stamp.of((tmp_path / name).lstat()) for name in names}
    others = {"robots.txt": stamps.pop("robots.txt")}
    standing = Standing(Signs(b"frame", b"contents"), others, 1, 2, 3, (), are_ours=True)
    ledger = Ledger(
        {"page.html": Closure(b"closure")},
        {name: Entry(b"key", b"digest", 1, 0, stamps[name]) for name in stamps},
        standing,
    )
    assert find_displaced(ledger, tmp_path) == []
    (tmp_path / "longer").write_bytes(b"12345")
    (tmp_path / "touched").write_bytes(b"4321")
    os.utime(tmp_path / "touched", ns=(1, stamps["touched"].modified + 1))
    (tmp_path / "gone").unlink()
    assert find_displaced(ledger, tmp_path) == ["longer", "touched", "gone"]
    (tmp_path / "robots.txt").write_bytes(b"other")
    assert find_displaced(ledger, tmp_path) == ["longer", "touched", "gone", "robots.txt"]
    assert find_displaced(ledger, tmp_path / "nowhere") == [*stamps, "robots.txt"]
    assert find_displaced(Ledger(), tmp_path) == []
