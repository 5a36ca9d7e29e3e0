"""A file of the cache gives what was written with the same key, or nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from generator.loader.checked_file import read_checked, write_checked

KEY = b"k" * 16
DECODER = msgspec.msgpack.Decoder(tuple[str, ...])


def test_it_gives_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.bin"
    write_checked(file, KEY, msgspec.msgpack.encode(("a", "b")))
    assert read_checked(file, KEY, DECODER) == ("a", "b")
    assert read_checked(file, b"l" * 16, DECODER) is None
    assert read_checked(tmp_path / "none", KEY, DECODER) is None
    assert [each.name for each in file.parent.iterdir()] == ["a.bin"]


@pytest.mark.parametrize("payload", [b"", b"\xc1", b"\x92\xa1a", b"\x91\xa1\xff", msgspec.msgpack.encode({"a": 1})])
def test_what_is_whole_but_makes_no_sense_is_ignored(tmp_path: Path, payload: bytes) -> None:
    write_checked(tmp_path / "a.bin", KEY, payload)
    assert read_checked(tmp_path / "a.bin", KEY, DECODER) is None


def test_any_flipped_or_missing_byte_shows(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    write_checked(file, KEY, msgspec.msgpack.encode(("a", "b")))
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at])
        assert read_checked(file, KEY, DECODER) is None
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert read_checked(file, KEY, DECODER) is None
