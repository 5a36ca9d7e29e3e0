"""The parse cache: what reading each article's file gave, so that it is read again only when it changes.

Three files hold it, each a list of statements that are true by themselves. `articles.bin` and `later.bin` say what a
file whose bytes have a digest gave; the second is small, and spares writing the first anew for a few files.
`times.bin` says which digest a file of certain times and size has. So an entry is believed where the file has the size
and the times it was read with, and else where its bytes have the same digest. A file of the three that is broken, of
another version or for another time zone is ignored: deleting it changes nothing but time.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable, Container, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
import slugify
import tzdata  # type: ignore[import-untyped]
import yaml

from generator import __version__
from generator.loader.checked_file import read_checked, read_lasting, write_checked
from generator.loader.packed import PackedRow, Row
from generator.loader.settled import UNSETTLED

CACHE_FILE = "articles.bin"
"""What articles' files gave."""
LATER_FILE = "later.bin"
"""What the few of them gave that have changed since that file was written."""
TIMES_FILE = "times.bin"
"""The times and sizes by which files are known unopened."""

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
_CHUNKS = msgspec.msgpack.Decoder(tuple[tuple[Row, ...], ...])
_PACKED_CHUNKS = msgspec.msgpack.Decoder(tuple[tuple[PackedRow, ...], ...])
_STAMPS = msgspec.msgpack.Decoder(tuple[Stamp, ...])


@dataclass(slots=True)
class ParseCache(Generic[RowT]):
    """The cache of one content folder while it is read; what is put is for the next time, once it is written."""

    folder: Path
    key: bytes
    _rows: dict[str, RowT] = field(default_factory=dict)
    _later: dict[str, RowT] = field(default_factory=dict)  # the ones of these that are in the second file
    _stamps: dict[str, Stamp] = field(default_factory=dict)
    _new_rows: list[msgspec.Raw] = field(default_factory=list)
    _new_paths: set[str] = field(default_factory=set)
    _new_stamps: dict[str, Stamp] = field(default_factory=dict)

    @staticmethod
    def read(folder: Path, zone: str) -> ParseCache[Row]:
        """Read the cache in a folder, for a site of a time zone; where there is none that can be used it is empty."""
        return ParseCache._read(folder, zone, lambda file, key: read_checked(file, key, _CHUNKS))

    @staticmethod
    def read_packed(folder: Path, zone: str) -> ParseCache[PackedRow]:
        """Read the cache in a folder and unpack no article, for a build that looks at few."""
        return ParseCache._read(folder, zone, lambda file, key: read_lasting(file, key, _PACKED_CHUNKS))

    @staticmethod
    def _read(
        folder: Path, zone: str, read: Callable[[Path, bytes], tuple[tuple[RowT, ...], ...] | None]
    ) -> ParseCache[RowT]:
        key = hashlib.blake2b(f"{_version()}\n{zone}".encode(), digest_size=16).digest()
        opened = ParseCache[RowT](folder, key)
        rows, later = (read(folder / name, key) or () for name in (CACHE_FILE, LATER_FILE))
        opened._later = {row.path: row for chunk in later for row in chunk}
        opened._rows = {row.path: row for chunk in rows for row in chunk} | opened._later
        opened._stamps = {stamp.path: stamp for stamp in read_checked(folder / TIMES_FILE, key, _STAMPS) or ()}
        return opened

    def find(self, path: str) -> RowT | None:
        """Give what a file gave when it had the digest that is in there."""
        return self._rows.get(path)

    def recall(self, path: str, status: os.stat_result) -> RowT | None:
        """Give what a file gives, if its status tells that it is what it was."""
        stamp = self._stamps.get(path)
        if (
            stamp is None
            or stamp.modified != status.st_mtime_ns
            or stamp.changed != status.st_ctime_ns
            or stamp.size != status.st_size
        ):
            return None
        row = self._rows.get(path)
        return row if row is not None and row.digest == stamp.digest else None

    def put_stamp(self, path: str, status: os.stat_result, digest: bytes, read_at: int) -> None:
        """Keep the status and digest of a file that was read at a moment (nanoseconds since 1970)."""
        if max(status.st_mtime_ns, status.st_ctime_ns) < read_at - UNSETTLED:
            stamp = Stamp(path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, digest)
            self._new_stamps[path] = stamp

    def put_rows(self, paths: Iterable[str], rows: msgspec.Raw) -> None:
        """Keep what some files gave: their packed rows, as one list."""
        self._new_paths.update(paths)
        self._new_rows.append(rows)

    def write(self, paths: Iterable[str]) -> None:
        """Write what is worth it, with nothing of files but those of `paths`.

        A file that cannot be written is no fault, for it only saves time.
        """
        wanted = set(paths)
        later = _without(self._later, wanted, self._new_paths)
        outdated = _count_gone(self._rows, wanted) + len(later) + len(self._new_paths)
        if outdated * _FEW > len(wanted):
            self._write_rows(CACHE_FILE, tuple(_without(self._rows, wanted, self._new_paths).values()))
            with suppress(OSError):
                (self.folder / LATER_FILE).unlink(missing_ok=True)
        elif self._new_paths:
            self._write_rows(LATER_FILE, tuple(later.values()))
        if (_count_gone(self._stamps, wanted) + len(self._new_stamps)) * _FEW > len(wanted):
            stamps = {**_without(self._stamps, wanted, ()), **self._new_stamps}
            write_checked(self.folder / TIMES_FILE, self.key, msgspec.msgpack.encode(tuple(stamps.values())))

    def _write_rows(self, name: str, kept: tuple[RowT, ...]) -> None:
        chunks = (kept, *self._new_rows) if kept else tuple(self._new_rows)
        write_checked(self.folder / name, self.key, msgspec.msgpack.encode(chunks))


def _count_gone(entries: Mapping[str, object], wanted: Set[str]) -> int:
    return 0 if wanted >= entries.keys() else len(entries.keys() - wanted)


def _without(entries: Mapping[str, EntryT], wanted: Container[str], replaced: Container[str]) -> dict[str, EntryT]:
    """Keep the entries of files that are wanted and not replaced."""
    return {path: entry for path, entry in entries.items() if path in wanted and path not in replaced}


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
