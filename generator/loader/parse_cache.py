"""The parse cache: what reading each article's file gave, in one file, so that it is read again only when it changes.

An entry is believed where the file has the size and the times it was read with, and else where its bytes have the
same digest. A cache that is broken, of another version or for another time zone is ignored and written anew:
deleting it changes nothing but time.
"""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
import time
import zlib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec
import slugify
import tzdata  # type: ignore[import-untyped]
import yaml

from generator import __version__
from generator.loader.packed import Packed

CACHE_FILE = "articles.bin"
"""The cache's file in the cache folder."""

_MAGIC = b"Broadsheet articles 1\n"
_UNSETTLED = 2_000_000_000
"""Nanoseconds in which a file may change again without a new time stamp: the coarsest clock of a disk (FAT)."""
_FEW = 100  # one in this many entries may carry old times before the file is written for them alone


class Signature(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a file's status says of its content: when it was modified, when its status changed, its size in bytes."""

    modified: int
    changed: int
    size: int

    @classmethod
    def of(cls, status: os.stat_result) -> Signature:
        """Build the signature of a file's status."""
        return cls(status.st_mtime_ns, status.st_ctime_ns, status.st_size)


class _Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    path: str
    signature: Signature
    is_settled: bool
    packed: Packed


_ROWS = msgspec.msgpack.Decoder(list[_Row])


@dataclass(slots=True)
class ParseCache:
    """The cache of one content folder while it is read; `write` keeps what was used or put, and nothing else."""

    file: Path
    key: bytes
    _old: dict[str, _Row] = field(default_factory=dict)
    _new: dict[str, _Row] = field(default_factory=dict)
    _parsed: int = 0
    _refreshed: int = 0

    @classmethod
    def read(cls, folder: Path, zone: str) -> ParseCache:
        """Read the cache in a folder, for a site of a time zone; where there is none that can be used it is empty."""
        opened = cls(folder / CACHE_FILE, _build_key(zone))
        try:
            content = memoryview(opened.file.read_bytes())
            start = len(_MAGIC) + len(opened.key) + 4
            head = _MAGIC + opened.key + zlib.crc32(content[start:]).to_bytes(4, "big")
            if bytes(content[:start]) == head:
                opened._old = {row.path: row for row in _ROWS.decode(content[start:])}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            opened._old = {}
        return opened

    def get(self, path: str, signature: Signature) -> Packed | None:
        """Give what a file gave, if it is as it was; None where it must be read."""
        row = self._old.get(path)
        if row is None or not row.is_settled or row.signature != signature:
            return None
        self._new[path] = row
        return row.packed

    def known(self, path: str) -> Packed | None:
        """Give what a file gave when it had the digest that is in there."""
        row = self._old.get(path)
        return None if row is None else row.packed

    def put(self, path: str, signature: Signature, packed: Packed, read_at: int) -> None:
        """Keep what a file gave that was read at a moment (nanoseconds since 1970)."""
        is_settled = max(signature.modified, signature.changed) < read_at - _UNSETTLED
        old = self._old.get(path)
        if old is None or old.packed is not packed:
            self._parsed += 1
        else:
            self._refreshed += 1
        self._new[path] = _Row(path, signature, is_settled, packed)

    def write(self) -> None:
        """Write the cache if that is worth it; one that cannot be written is no fault, for it only saves time."""
        stale = self._old.keys() - self._new.keys()
        if not stale and not self._parsed and self._refreshed * _FEW <= len(self._new):
            return
        payload = msgspec.msgpack.encode(list(self._new.values()))
        head = _MAGIC + self.key + zlib.crc32(payload).to_bytes(4, "big")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=f".{CACHE_FILE}-")
            temporary = Path(name)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(head)
                    stream.write(payload)
                temporary.replace(self.file)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError:
            return


def clock() -> int:
    """Give the time by which files' stamps are judged, in nanoseconds since 1970."""
    return time.time_ns()


def _build_key(zone: str) -> bytes:
    return hashlib.blake2b(f"{_version()}\n{zone}".encode(), digest_size=16).digest()


@cache
def _version() -> str:
    """Name all that the meaning of a file hangs on but its bytes: our own code and the libraries that read it."""
    try:
        import yaml_rs  # noqa: PLC0415 - see generator.loader.fast_yaml

        fast = yaml_rs.__version__
    except ImportError:
        fast = ""
    libraries = (
        yaml.__version__,
        fast,
        tzdata.IANA_VERSION,
        slugify.__version__,  # type: ignore[attr-defined]
        platform.python_version(),
    )
    return "\n".join((__version__, *map(str, libraries), _digest_code()))


def _digest_code() -> str:
    """Digest the source of the loader and of the words it shares, so that no change of ours needs a new number."""
    package = resources.files("generator")
    files = [file for folder in (package, package / "loader") for file in folder.iterdir() if file.name.endswith(".py")]
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(files, key=str):
        digest.update(file.read_bytes())
    return digest.hexdigest()
