from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.diagnostics import Place, fault
from generator.publishing.ledger import (
    LEDGER_FILE,
    Entry,
    Ledger,
    Stamp,
    Standing,
    is_in_place,
    read_ledger,
    write_ledger,
)

LEDGER = Ledger(
    b"closure",
    {"index.html": Entry(b"key", b"digest", 3, 99, Stamp(1, 2, 4))},
    Standing(b"inputs", {"robots.txt": Stamp(5, 6, 7)}, 1, 2, 3, (fault("A203", "x", Place("a.md", 1, 2, "t"), "h"),)),
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
    file = tmp_path / "x"
    file.write_bytes(b"1234")
    stamp = Stamp.of(file.lstat())
    assert is_in_place(stamp, str(file))
    file.write_bytes(b"12345")
    assert not is_in_place(stamp, str(file))
    file.write_bytes(b"4321")
    os.utime(file, ns=(stamp.modified, stamp.modified + 1))
    assert not is_in_place(stamp, str(file))
    assert not is_in_place(stamp, str(tmp_path / "gone"))
