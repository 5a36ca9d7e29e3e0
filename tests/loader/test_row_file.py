"""A file of rows gives each row as it was written, whether all are unpacked or one; or nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from generator.loader.checked_file import write_checked
from generator.loader.packed import Row, repack_row
from generator.loader.row_file import Chunk, digests_of, gather_rows, read_packed_rows, read_rows, write_rows

KEY = b"k" * 16


def row(number: int) -> Row:
    # Of lengths that MessagePack writes in one, two and three bytes.
    return Row(f"news/{'x' * (number % 300)}{number}.md", bytes([number % 256]) * 16, None, True, None, ())


@pytest.mark.parametrize("sizes", [(), (1,), (15,), (16,), (3, 1, 40), (1,) * 15, (1,) * 16, (65_535,), (65_536, 2)])
def test_each_row_lies_where_it_is_said_to(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    numbers = iter(range(sum(sizes)))
    chunks = [[row(next(numbers)) for _ in range(size)] for size in sizes]
    file = tmp_path / "rows.bin"
    write_rows(file, KEY, [gather_rows(chunk) for chunk in chunks])
    expected = {each.path: each for chunk in chunks for each in chunk}
    assert read_rows(file, KEY) == expected
    packed = read_packed_rows(file, KEY)
    assert {path: each.unpack() for path, each in packed.items()} == expected
    assert list(packed) == list(expected)
    assert len(packed) == len(expected)
    assert packed.keys() == expected.keys()
    assert digests_of(packed) == digests_of(expected) == {path: each.digest for path, each in expected.items()}
    assert packed.get("news/none.md") is None


def test_rows_that_were_packed_are_written_as_they_are(tmp_path: Path) -> None:
    rows = [row(number) for number in range(5)]
    write_rows(tmp_path / "rows.bin", KEY, [gather_rows(rows)])
    write_rows(tmp_path / "again.bin", KEY, [gather_rows(read_packed_rows(tmp_path / "rows.bin", KEY).values())])
    assert (tmp_path / "again.bin").read_bytes() == (tmp_path / "rows.bin").read_bytes()


def test_any_flipped_or_missing_byte_shows(tmp_path: Path) -> None:
    file = tmp_path / "rows.bin"
    write_rows(file, KEY, [gather_rows([row(1), row(2)])])
    whole = file.read_bytes()
    assert len(read_packed_rows(file, KEY)) == 2
    assert len(read_packed_rows(file, b"l" * 16)) == 0
    for at in range(len(whole)):
        for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :]):
            file.write_bytes(broken)
            assert len(read_packed_rows(file, KEY)) == len(read_rows(file, KEY)) == 0


PLACES = [["a"], [b"1"], [1], [5]]
NONSENSE = {
    "nothing": b"",
    "no places": msgspec.msgpack.encode([[["a"]]]),
    "a row less": msgspec.msgpack.encode([[*PLACES[:3], []], [[row(1)]]]),
    "a digest more": msgspec.msgpack.encode([[["a"], [b"1", b"2"], [1], [5]], [[row(1)]]]),
    "paths that are numbers": msgspec.msgpack.encode([[[1], *PLACES[1:]], [[row(1)]]]),
}


@pytest.mark.parametrize("payload", NONSENSE.values(), ids=NONSENSE)
def test_what_is_whole_but_makes_no_sense_is_ignored(tmp_path: Path, payload: bytes) -> None:
    write_checked(tmp_path / "rows.bin", KEY, payload)
    assert len(read_packed_rows(tmp_path / "rows.bin", KEY)) == 0


def test_a_chunk_may_come_from_elsewhere(tmp_path: Path) -> None:
    rows = {each.path: repack_row(each) for each in (row(1), row(299))}
    chunk = Chunk.of(dict.fromkeys(rows, b"d" * 16), list(rows.values()))
    write_rows(tmp_path / "rows.bin", KEY, [chunk, gather_rows([row(7)])])
    packed = read_packed_rows(tmp_path / "rows.bin", KEY)
    assert [each.unpack() for each in packed.values()] == [row(1), row(299), row(7)]
