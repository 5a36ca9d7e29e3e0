"""A file of the cache: MessagePack behind a sum of its bytes and a key that says for whom it is true."""

from __future__ import annotations

import mmap
import zlib
from pathlib import Path
from typing import TypeVar

import msgspec

from generator.kept import read_decoded, write_kept

_MAGIC = b"Broadsheet cache 2\n"
_SUM = 4  # bytes of the sum, a CRC-32

ValueT = TypeVar("ValueT")


def read_checked(file: Path, key: bytes, decoder: msgspec.msgpack.Decoder[ValueT]) -> ValueT | None:
    """Read what was written with the same key; None where the file is not there, broken, foreign or another's."""
    start = len(_MAGIC) + len(key) + _SUM
    try:
        with (
            file.open("rb") as stream,
            mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as content,
            content[start:] as payload,
        ):
            is_ours = mapped[:start] == _head(key, payload)
            return decoder.decode(payload) if is_ours else None
    except (OSError, ValueError, msgspec.MsgspecError):  # ValueError: an empty file cannot be mapped
        return None


def read_lasting(file: Path, key: bytes, decoder: msgspec.msgpack.Decoder[ValueT]) -> ValueT | None:
    """Read as `read_checked` does what keeps some of the file's bytes packed (`msgspec.Raw`), and so all of them."""
    return read_decoded(file, _MAGIC + key, decoder)


def write_checked(file: Path, key: bytes, payload: bytes) -> None:
    """Write a file at once, or not at all where the disk will not have it."""
    write_kept(file, _MAGIC + key, payload)


def _head(key: bytes, payload: bytes | memoryview) -> bytes:
    return _MAGIC + key + zlib.crc32(payload).to_bytes(_SUM, "big")
