"""A file of rows in the parse cache: what articles' files gave, in chunks, and before them where each row lies.

A build that looks at all articles unpacks them by one call; one that looks at few finds the places of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.loader.checked_file import read_checked, read_lasting, write_checked
from generator.loader.packed import PackedRow, Row, join_rows, repack_row


class Chunk(msgspec.Struct, frozen=True, gc=False):
    """Packed rows as one list of them: the digests of their files by path, and their lengths, in the same order."""

    digests: Mapping[str, bytes]
    lengths: Sequence[int]
    rows: msgspec.Raw

    @classmethod
    def of(cls, digests: Mapping[str, bytes], rows: list[bytes]) -> Chunk:
        """Join packed rows, which are those of the files that `digests` has, in the same order."""
        return cls(digests, list(map(len, rows)), join_rows(rows))


class _Places(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where rows lie in the bytes of their chunks."""

    paths: list[str]
    digests: list[bytes]
    starts: list[int]
    lengths: list[int]

    @property
    def are_whole(self) -> bool:
        """Whether each row has one of each."""
        return len(self.paths) == len(self.digests) == len(self.starts) == len(self.lengths)


class _Skipped(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An array that nobody looks at."""


_WHOLE = msgspec.msgpack.Decoder(tuple[_Skipped, tuple[tuple[Row, ...], ...]])
_PACKED = msgspec.msgpack.Decoder(tuple[_Places, msgspec.Raw])


class PackedRows(Mapping[str, PackedRow]):
    """The rows of a file by path, none of which is unpacked."""

    __slots__ = ("_content", "_numbers", "_places")

    def __init__(self, places: _Places, content: memoryview) -> None:
        self._places = places
        self._content = content
        self._numbers = {path: number for number, path in enumerate(places.paths)}

    def __getitem__(self, path: str) -> PackedRow:
        number, places = self._numbers[path], self._places
        start = places.starts[number]
        return PackedRow(path, places.digests[number], self._content[start : start + places.lengths[number]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def keys(self) -> KeysView[str]:
        """Give the paths, as a set that is there already."""
        return self._numbers.keys()

    @property
    def digests(self) -> dict[str, bytes]:
        """The digests of all files, by path."""
        return dict(zip(self._places.paths, self._places.digests, strict=True))


def read_rows(file: Path, key: bytes) -> dict[str, Row]:
    """Read the rows that were written with a key, by path; none where there are none that can be used."""
    _, chunks = read_checked(file, key, _WHOLE) or (None, ())
    return {row.path: row for chunk in chunks for row in chunk}


def read_packed_rows(file: Path, key: bytes) -> PackedRows:
    """Read rows as `read_rows` does, and unpack none."""
    read = read_lasting(file, key, _PACKED)
    if read is None or not read[0].are_whole:
        return PackedRows(_Places([], [], [], []), memoryview(b""))
    places, content = read
    return PackedRows(places, memoryview(content))


def digests_of(rows: Mapping[str, Row] | Mapping[str, PackedRow]) -> dict[str, bytes]:
    """Give the digests of files, by path."""
    return rows.digests if isinstance(rows, PackedRows) else {path: row.digest for path, row in rows.items()}


def gather_rows(rows: Iterable[Row | PackedRow]) -> Chunk:
    """Give rows that came from a file as a chunk."""
    packed, digests = list[bytes](), dict[str, bytes]()
    for row in rows:
        packed.append(repack_row(row))
        digests[row.path] = row.digest
    return Chunk.of(digests, packed)


def write_rows(file: Path, key: bytes, chunks: Sequence[Chunk]) -> None:
    """Write rows, in chunks that are not empty."""
    places = _Places([], [], [], [])
    end = _head_length(len(chunks))
    for chunk in chunks:
        places.paths.extend(chunk.digests)
        places.digests.extend(chunk.digests.values())
        places.lengths.extend(chunk.lengths)
        end += _head_length(len(chunk.lengths))
        for length in chunk.lengths:
            places.starts.append(end)
            end += length
    write_checked(file, key, msgspec.msgpack.encode((places, [chunk.rows for chunk in chunks])))


def _head_length(count: int) -> int:
    """Give the length of what MessagePack has before the items of an array."""
    return 1 if count < 1 << 4 else 3 if count < 1 << 16 else 5
