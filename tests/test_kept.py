from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from generator.kept import read_decoded, read_kept, write_kept

PURPOSE = b"Test 1\n"


def test_what_is_kept_comes_back_for_its_purpose_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "kept.bin"
    write_kept(file, PURPOSE, b"payload")
    assert bytes(read_kept(file, PURPOSE) or b"") == b"payload"
    assert read_kept(file, b"Test 2\n") is None
    assert [path.name for path in file.parent.iterdir()] == ["kept.bin"]


@pytest.mark.parametrize("end", [3, 15, -1])
@pytest.mark.parametrize("more", [b"", b"?"])
def test_what_is_damaged_is_as_good_as_none(tmp_path: Path, end: int, more: bytes) -> None:
    file = tmp_path / "kept.bin"
    write_kept(file, PURPOSE, b"payload")
    file.write_bytes(file.read_bytes()[:end] + more)
    assert read_kept(file, PURPOSE) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    write_kept(tmp_path / "file" / "kept.bin", PURPOSE, b"payload")
    assert read_kept(tmp_path / "file" / "kept.bin", PURPOSE) is None


@pytest.mark.parametrize(
    ("payload", "found"),
    [(b"\xa2ab", "ab"), (b"\xa3ab", None), (b"\xa1\xff", None), (b"\x01", None), (b"\xa2abc", None), (b"", None)],
    ids=["a text", "one cut short", "one that is no Unicode", "a number", "more than one", "nothing"],
)
def test_a_value_is_decoded_or_as_good_as_none(tmp_path: Path, payload: bytes, found: str | None) -> None:
    file, decoder = tmp_path / "kept.bin", msgspec.msgpack.Decoder(str)
    assert read_decoded(file, b"this\n", decoder) is None
    write_kept(file, b"this\n", payload)
    assert read_decoded(file, b"this\n", decoder) == found
    assert read_decoded(file, b"that\n", decoder) is None
