"""The parse cache: what reading each article's file gave, so that it is read again only when it changes.

Three files hold it, each a list of statements that are true by themselves. `articles.bin` and `later.bin` say what a
file whose bytes have a digest gave (`row_file`); the second is small, and spares writing the first for a few files.
`times.bin` says which digest a file of certain times and size has. So an entry is believed where the file has the size
and the times it was read with, and else where its bytes have the same digest. A file of the three that is broken, of
another version or for another time zone is ignored: deleting it changes nothing but time.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Container, Iterable, Mapping, Set
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
import tzdata  # type: ignore[import-untyped]

from generator import __version__
from generator.digests import digest_bytes
from generator.fingerprint import framed, name_libraries, read_code
from generator.loader.checked_file import read_checked, write_checked
from generator.loader.packed import PackedRow, Row
from generator.loader.row_file import Chunk, digests_of, gather_rows, read_packed_rows, read_rows, write_rows
from generator.loader.settled import is_settled
from generator.statuses import Status

CACHE_FILE = "articles.bin"
"""What articles' files gave."""
LATER_FILE = "later.bin"
"""What the few of them gave that have changed since that file was written."""
TIMES_FILE = "times.bin"
"""The times and sizes by which files are known unopened."""

_READERS = ("pyyaml-", "rs-turboyaml-", "yaml-rs-", "python-slugify-")  # libraries that the meaning of a file hangs on
_FEW = 100  # one in this many entries may be out of date before a file is written for them


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file's path, its status (when it was modified, when its status changed, its size) and its bytes' digest."""

    path: str
    modified: int
    changed: int
    size: int
    digest: bytes


EntryT = TypeVar("EntryT")
RowT = TypeVar("RowT", Row, PackedRow)
_STAMPS = msgspec.msgpack.Decoder(tuple[Stamp, ...])


class ParseCache(msgspec.Struct, Generic[RowT]):
    """The cache of one content folder while it is read; what is put is for the next time, once it is written."""

    folder: Path
    key: bytes
    _rows: Mapping[str, RowT]
    _later: Mapping[str, RowT]  # of the second file, in place of those of the first
    _stamps: dict[str, Stamp] = msgspec.field(default_factory=dict)
    _new_chunks: list[Chunk] = msgspec.field(default_factory=list)
    _new_paths: set[str] = msgspec.field(default_factory=set)
    _new_stamps: dict[str, Stamp] = msgspec.field(default_factory=dict)

    @staticmethod
    def read(folder: Path, zone: str) -> ParseCache[Row]:
        """Read the cache in a folder, for a site of a time zone; where there is none that can be used it is empty."""
        key = _find_key(zone)
        rows, later = (read_rows(folder / name, key) for name in (CACHE_FILE, LATER_FILE))
        stamps = {stamp.path: stamp for stamp in read_checked(folder / TIMES_FILE, key, _STAMPS) or ()}
        return ParseCache(folder, key, rows, later, stamps)

    @staticmethod
    def read_packed(folder: Path, zone: str) -> ParseCache[PackedRow]:
        """Read the cache in a folder and unpack no article, for a build that looks at few.

        It knows no file by its times, for such a build has looked at these before.
        """
        key = _find_key(zone)
        rows, later = (read_packed_rows(folder / name, key) for name in (CACHE_FILE, LATER_FILE))
        return ParseCache(folder, key, rows, later)

    def find(self, path: str) -> RowT | None:
        """Give what a file gave when it had the digest that is in there."""
        return self._later.get(path) or self._rows.get(path)

    def digests(self) -> dict[str, bytes]:
        """Give the digests of all files that are in there, by path."""
        return digests_of(self._rows) | digests_of(self._later)

    @property
    def is_empty(self) -> bool:
        """Whether it knows nothing, as on a first build."""
        return not (self._rows or self._later or self._stamps)

    @property
    def knows_times(self) -> bool:
        """Whether it knows any file by its times."""
        return bool(self._stamps)

    def recall(self, path: str, status: Status) -> RowT | None:
        """Give what a file gives, if its status tells that it is what it was."""
        stamp = self._stamps.get(path)
        if (
            stamp is None
            or stamp.modified != status.modified
            or stamp.changed != status.changed
            or stamp.size != status.size
        ):
            return None
        row = self.find(path)
        return row if row is not None and row.digest == stamp.digest else None

    def put_stamp(self, path: str, status: Status, digest: bytes, read_at: int) -> None:
        """Keep the status and digest of a file that was read at a moment (nanoseconds since 1970)."""
        if is_settled(status.modified, status.changed, read_at):
            self._new_stamps[path] = Stamp(path, status.modified, status.changed, status.size, digest)

    def put_rows(self, chunk: Chunk) -> None:
        """Keep what some files gave."""
        self._new_paths.update(chunk.digests)
        self._new_chunks.append(chunk)

    def write(self, paths: Iterable[str]) -> None:
        """Write what is worth it, with nothing of files but those of `paths`.

        A file that cannot be written is no fault, for it only saves time.
        """
        wanted = set(paths)
        later = _without(self._later, wanted, self._new_paths)
        outdated = _count_gone(self._rows, wanted) + len(later) + len(self._new_paths)
        if outdated * _FEW > len(wanted):
            self._write_rows(CACHE_FILE, {**_without(self._rows, wanted, self._new_paths), **later})
            with suppress(OSError):
                (self.folder / LATER_FILE).unlink(missing_ok=True)
        elif self._new_paths:
            self._write_rows(LATER_FILE, later)
        if (_count_gone(self._stamps, wanted) + len(self._new_stamps)) * _FEW > len(wanted):
            stamps = {**_without(self._stamps, wanted, ()), **self._new_stamps}
            write_checked(self.folder / TIMES_FILE, self.key, msgspec.msgpack.encode(tuple(stamps.values())))

    def _write_rows(self, name: str, kept: Mapping[str, RowT]) -> None:
        chunks = [gather_rows(kept.values()), *self._new_chunks] if kept else self._new_chunks
        write_rows(self.folder / name, self.key, chunks)


def _count_gone(entries: Mapping[str, object], wanted: Set[str]) -> int:
    return 0 if wanted >= entries.keys() else len(entries.keys() - wanted)


def _without(entries: Mapping[str, EntryT], wanted: Container[str], replaced: Container[str]) -> dict[str, EntryT]:
    """Keep the entries of files that are wanted and not replaced."""
    return {path: entry for path, entry in entries.items() if path in wanted and path not in replaced}


def _find_key(zone: str) -> bytes:
    return digest_bytes(f"{_version()}\n{zone}".encode())


@cache
def _version() -> str:
    """Name all that the meaning of a file hangs on but its bytes: our own code and the libraries that read it."""
    libraries = [name for name in name_libraries() if name.lower().replace("_", "-").startswith(_READERS)]
    return "\n".join((__version__, sys.version, tzdata.IANA_VERSION, *libraries, _digest_code()))


def _digest_code() -> str:
    """Digest the source of the loader and of the words it shares, so that no change of ours needs a new number."""
    digest = hashlib.blake2b(digest_size=16)
    for name, content in read_code().items():
        if name.count("/") == name.startswith("loader/"):
            digest.update(framed(content))
    return digest.hexdigest()
