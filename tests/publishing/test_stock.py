from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from generator.digests import digest_bytes
from generator.publishing.ledger import Entry, Stamp
from generator.publishing.stock import FOLDER, Stock, follow_moved


def fill(stock: Stock, number: int, pages: dict[str, bytes]) -> dict[str, Entry]:
    pack = stock.add_pack(number)
    assert pack
    with pack:
        return {
            file: Entry(b"key", digest_bytes(content), number, pack.add([(content,)])[0], Stamp(0, 0, len(content)))
            for file, content in pages.items()
        }


def packs(cache: Path) -> list[str]:
    return sorted(path.name for path in (cache / FOLDER).iterdir())


def test_pages_come_back_as_they_were_put(tmp_path: Path) -> None:
    pages = {"a": b"first", "b": b"", "c": b"third"}
    entries = fill(Stock(tmp_path), 1, pages)
    stock = Stock(tmp_path)
    assert {file: stock.read(entry) for file, entry in entries.items()} == pages
    assert stock.next_number() == 2
    stock.close()


@pytest.mark.parametrize("at_once", [True, False])
def test_more_pages_than_the_system_takes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:  # as on a system that does not write several pieces
        monkeypatch.delattr(os, "writev", raising=False)
    stock = Stock(tmp_path)
    pack = stock.add_pack(1)
    assert pack
    pages = [(b"%d" % number, b"" if number % 3 else b"x" * number) for number in range(1_500)]
    with pack:
        starts = pack.add(pages[:1]) + pack.add([]) + pack.add(pages[1:])
    for (content, blocks), start in zip(pages, starts, strict=True):
        entry = Entry(b"key", digest_bytes(content), 1, start, Stamp(0, 0, len(content)), len(blocks))
        assert stock.read(entry) == content
        assert not blocks or stock.read_with_blocks(entry) == (content, blocks)
    stock.close()


def test_pages_behind_one_that_could_not_be_written_are_known_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = Stock(tmp_path)
    pack = stock.add_pack(1)
    assert pack
    with pack:
        with monkeypatch.context() as patch:
            patch.setattr(os, "writev", lambda handle, pieces: os.write(handle, pieces[0][:2]))
            (first,) = pack.add([(b"first",)])
        (second,) = pack.add([(b"second",)])
    assert stock.read(Entry(b"key", digest_bytes(b"first"), 1, first, Stamp(0, 0, 5))) is None
    assert stock.read(Entry(b"key", digest_bytes(b"second"), 1, second, Stamp(0, 0, 6))) == b"second"
    stock.close()


def test_bytes_that_changed_or_are_gone_are_not_given(tmp_path: Path) -> None:
    entries = fill(Stock(tmp_path), 1, {"a": b"first", "b": b"other"})
    (tmp_path / FOLDER / "1.pack").write_bytes(b"fiXst")
    stock = Stock(tmp_path)
    assert stock.read(entries["a"]) is None
    assert stock.read(entries["b"]) is None
    assert stock.read(msgspec.structs.replace(entries["a"], pack=7)) is None
    stock.close()


def test_without_a_cache_nothing_is_kept(tmp_path: Path) -> None:
    stock = Stock(None)
    assert stock.add_pack(1) is None
    assert stock.next_number() == 1
    assert stock.read(Entry(b"", b"", 1, 0, Stamp(0, 0, 0))) is None
    assert stock.find_leaving({}) == frozenset()
    assert stock.move({}, {1}) == []
    stock.sweep({})
    assert list(tmp_path.iterdir()) == []


def tidy(stock: Stock, entries: dict[str, Entry]) -> dict[str, Entry]:
    return follow_moved(entries, stock.move(entries, stock.find_leaving(entries)))


def test_pages_leave_a_pack_that_is_mostly_waste(tmp_path: Path) -> None:
    stock = Stock(tmp_path)
    old = fill(stock, 1, {"small": b"stays", "large": bytes(5_000_000), "last": b"stays, too"})
    new = fill(stock, 2, {"large": b"now short"})
    entries = tidy(stock, {**old, **new})
    stock.sweep(entries)
    assert packs(tmp_path) == ["2.pack", "3.pack"]
    assert entries["small"].pack == entries["last"].pack == 3
    assert {file: stock.read(entry) for file, entry in entries.items()} == {
        "small": b"stays", "large": b"now short", "last": b"stays, too",
    }  # fmt: skip
    stock.close()


@pytest.mark.parametrize(("count", "left"), [(12, 12), (13, 3)])
def test_many_small_packs_are_merged_and_the_largest_stay(tmp_path: Path, count: int, left: int) -> None:
    stock = Stock(tmp_path)
    entries: dict[str, Entry] = {}
    for number in range(1, count + 1):
        entries |= fill(stock, number, {f"page {number}": b"x" * number})
    entries = tidy(stock, entries)
    stock.sweep(entries)
    assert len(packs(tmp_path)) == left
    assert all(stock.read(entry) == b"x" * int(file.split()[1]) for file, entry in entries.items())
    stock.close()


def test_a_strangers_file_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    fill(Stock(tmp_path), 1, {"a": b"first"})
    (tmp_path / FOLDER / "notes.txt").write_text("mine")
    Stock(tmp_path).sweep({})
    assert packs(tmp_path) == ["notes.txt"]
