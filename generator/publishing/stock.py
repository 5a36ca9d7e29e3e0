"""The stock: the bytes of printed pages in a few large files of the cache folder, to be laid out again.

A build that finds an empty output folder, as one in a workflow does, copies from the stock what has not changed. Each
process that prints adds a pack of its own. A pack that holds little of use any more is merged into a new one.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Self

from msgspec.structs import replace

from generator.digests import digest_bytes
from generator.publishing.ledger import Entry

FOLDER = "pages"
"""The folder of packs in the cache folder."""
_SUFFIX = ".pack"
_BINARY = getattr(os, "O_BINARY", 0)
_MOST_PACKS = 12
_AT_ONCE = 1024  # pieces that one call to the system takes (POSIX: IOV_MAX)
_LEAST = 1 << 22  # bytes of waste that are not worth the work


Moved = tuple[str, int, int]
"""A page that was moved: its file, its pack, and where it begins in there."""


def follow_moved(entries: Mapping[str, Entry], moved: Iterable[Moved]) -> dict[str, Entry]:
    """Give entries as they are when pages have moved."""
    return {**entries, **{file: replace(entries[file], pack=pack, start=start) for file, pack, start in moved}}


class Stock:
    """The packs in a cache folder; none, and nothing kept, without one."""

    def __init__(self, cache: Path | None) -> None:
        self._folder = None if cache is None else cache / FOLDER
        self._open: dict[int, int] = {}

    def read(self, entry: Entry) -> bytes | None:
        """Give the bytes of a page; None where they are not there as they were put there."""
        return self._read(entry, 0)

    def read_with_blocks(self, entry: Entry) -> tuple[bytes, bytes] | None:
        """Give the bytes of a page and what is kept of its blocks; None where either is not there."""
        content = self._read(entry, entry.blocks) if entry.blocks else None
        return None if content is None else (content[: entry.stamp.size], content[entry.stamp.size :])

    def add_pack(self, number: int) -> Pack | None:
        """Begin a new pack; None where nothing is kept."""
        if self._folder is None:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return Pack(number, os.open(self._path(number), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666))
        except OSError:
            return None

    def next_number(self) -> int:
        """Give a number that no pack has, nor any above it."""
        return max(self._sizes(), default=0) + 1

    def find_leaving(self, entries: Mapping[str, Entry]) -> frozenset[int]:
        """Give the numbers of the packs that pages should leave: those that are mostly waste, or too many."""
        sizes, used = self._sizes(), defaultdict[int, int](int)
        for entry in entries.values():
            used[entry.pack] += entry.stamp.size + entry.blocks
        here = [number for number in used if number in sizes]
        sparse = [number for number in here if 2 * used[number] < sizes[number]]
        if sum(sizes[number] - used[number] for number in sparse) < _LEAST:
            sparse = []
        small = sorted(here, key=lambda number: (used[number], number)) if len(here) > _MOST_PACKS else []
        return frozenset([*sparse, *small[: _MOST_PACKS - 1]])

    def move(self, entries: Mapping[str, Entry], leaving: Collection[int]) -> list[Moved]:
        """Move pages out of packs into a new one, and tell where they are then.

        Write the ledger with them before `sweep` removes what is left over.
        """
        pack = self.add_pack(self.next_number()) if leaving else None
        if pack is None:
            return []
        with pack:
            read = ((file, self._read(each, each.blocks)) for file, each in entries.items() if each.pack in leaving)
            return [(file, pack.number, pack.add([(content,)])[0]) for file, content in read if content is not None]

    def sweep(self, entries: Mapping[str, Entry]) -> None:
        """Remove the packs that no page is in."""
        wanted = {entry.pack for entry in entries.values()}
        for number in self._sizes():
            if number not in wanted:
                with suppress(OSError):
                    os.unlink(self._path(number))  # noqa: PTH108

    def close(self) -> None:
        """Close the packs that were read."""
        for handle in self._open.values():
            os.close(handle)
        self._open.clear()

    def _read(self, entry: Entry, more: int) -> bytes | None:
        """Read the bytes of a page, and some that lie behind them."""
        size = entry.stamp.size
        try:
            handle = self._handle(entry.pack)
            os.lseek(handle, entry.start, os.SEEK_SET)
            content = os.read(handle, size + more)
        except OSError:
            return None
        return content if digest_bytes(content[:size] if more else content) == entry.digest else None

    def _handle(self, number: int) -> int:
        if number not in self._open:
            self._open[number] = os.open(self._path(number), os.O_RDONLY | _BINARY)
        return self._open[number]

    def _path(self, number: int) -> str:
        if self._folder is None:
            raise FileNotFoundError(number)
        return os.fspath(self._folder / f"{number}{_SUFFIX}")

    def _sizes(self) -> dict[int, int]:
        """Give the sizes of the packs by their numbers."""
        if self._folder is None or not self._folder.is_dir():
            return {}
        found = {entry.name.removesuffix(_SUFFIX): entry.stat().st_size for entry in os.scandir(self._folder)}
        return {int(name): size for name, size in found.items() if name.isdecimal()}


def _write(handle: int, pieces: Sequence[bytes]) -> int:
    """Write pieces one behind another, not joined where the system knows how; give how many bytes were written."""
    return os.writev(handle, pieces) if hasattr(os, "writev") else os.write(handle, b"".join(pieces))


class Pack:
    """A pack that is being filled; what cannot be written is not there later, and is printed again then."""

    def __init__(self, number: int, handle: int) -> None:
        self.number = number
        self._handle = handle
        self._end = 0

    def add(self, pages: Sequence[Sequence[bytes]]) -> list[int]:
        """Add some pages, each of one or more pieces; give where each begins."""
        sizes = [sum(map(len, page)) for page in pages]
        starts = [*accumulate(sizes, initial=self._end)][:-1]
        pieces = [piece for page in pages for piece in page]
        with suppress(OSError):
            for start in range(0, len(pieces), _AT_ONCE):
                self._end += _write(self._handle, pieces[start : start + _AT_ONCE])
        return starts

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)
