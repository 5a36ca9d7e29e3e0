"""Files of a cache folder: bytes bound to what they are for, written whole or not at all.

A file that is broken, cut short, or kept for something else is as good as none, and one that cannot be written is no
fault: deleting a cache folder changes nothing but time.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

ValueT = TypeVar("ValueT")


def read_kept(file: Path, purpose: bytes) -> memoryview | None:
    """Give the bytes that were kept in a file for a purpose; None where there are none to be trusted."""
    try:
        content = _map(file)
    except (OSError, ValueError):  # ValueError: an empty file cannot be mapped
        return None
    head = len(purpose)
    payload = content[head + 4 :]
    is_ours = content[:head] == purpose and content[head : head + 4] == zlib.crc32(payload).to_bytes(4, "big")
    return payload if is_ours else None


def read_decoded(file: Path, purpose: bytes, decoder: msgspec.msgpack.Decoder[ValueT]) -> ValueT | None:
    """Give the value that was kept in a file as MessagePack; None where there is none to be trusted.

    What of it is left packed (`msgspec.Raw`) stays as it is, whatever becomes of the file.
    """
    payload = read_kept(file, purpose)
    try:
        return None if payload is None else decoder.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _map(file: Path) -> memoryview:
    """Give a file's bytes; they are not copied where a file that is mapped can be replaced all the same."""
    if os.name == "nt":
        return memoryview(file.read_bytes())
    with file.open("rb") as stream:
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))


def write_kept(file: Path, purpose: bytes, payload: bytes) -> None:
    """Keep bytes in a file, in place of those that were in it."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(purpose)
                stream.write(zlib.crc32(payload).to_bytes(4, "big"))
                stream.write(payload)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)
