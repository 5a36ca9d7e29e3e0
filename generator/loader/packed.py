"""What reading a file gave, as bytes: for the parse cache and between processes.

MessagePack has no classes, so a foreign file can at worst be refused, never run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from generator.diagnostics import Diagnostic, Place, fault
from generator.loader.held import HeldFile
from generator.loader.outcome import FileBytes, Outcome
from generator.model import Article, Plain


class _Fault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A `Diagnostic` without its file, which is shown as the person typed it each time."""

    code: str
    message: str
    hint: str
    line: int
    column: int
    text: str


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a file at a path gave, whose bytes have a digest; true for ever, of the same code and time zone.

    Of a held-back file that was read no further, and so is not `is_whole`, the digest is that of its first bytes alone.
    """

    path: str
    digest: bytes
    held: HeldFile | None
    is_whole: bool
    article: Article | None
    faults: tuple[_Fault, ...]


class PackedRow(msgspec.Struct, frozen=True, gc=False):
    """A `Row` of which nothing is unpacked but what it is known by."""

    path: str
    digest: bytes
    packed: memoryview

    def unpack(self) -> Row:
        """Give the whole row; raises `msgspec.DecodeError`."""
        return _ROW.decode(self.packed)


_ENCODER = msgspec.msgpack.Encoder()
_ROW = msgspec.msgpack.Decoder(Row)
_ROWS = msgspec.msgpack.Decoder(tuple[Row, ...])


def pack_row(path: str, read: FileBytes, outcome: Outcome) -> bytes | None:
    """Write a row as bytes; None where it holds what MessagePack cannot, such as a number of 20 digits."""
    found = outcome.diagnostics
    faults = tuple([_pack_fault(item, item.place) for item in found if item.place is not None]) if found else ()
    try:
        return _ENCODER.encode(Row(path, read.digest, read.held, read.whole, outcome.article, faults))
    except (OverflowError, UnicodeEncodeError):
        return None


def pack_rows(reads: Mapping[str, FileBytes], outcomes: Mapping[str, Outcome]) -> dict[str, bytes]:
    """Write rows as bytes, by path; those are left out that cannot be written."""
    rows = ((path, pack_row(path, read, outcomes[path])) for path, read in reads.items())
    return {path: row for path, row in rows if row is not None}


def _pack_fault(item: Diagnostic, place: Place) -> _Fault:
    return _Fault(item.code, item.message, item.hint, place.line, place.column, place.text)


def repack_row(row: Row | PackedRow) -> bytes:
    """Write a row as bytes that came from some."""
    return bytes(row.packed) if isinstance(row, PackedRow) else _ENCODER.encode(row)


def join_rows(rows: list[bytes]) -> msgspec.Raw:
    """Write packed rows as one list of them."""
    return msgspec.Raw(_ENCODER.encode([msgspec.Raw(row) for row in rows]))


def unpack_rows(content: bytes | msgspec.Raw) -> tuple[Row, ...]:
    """Read a list of rows back; raises `msgspec.DecodeError`."""
    return _ROWS.decode(content)


def restore_outcome(row: Row, shown: str, whole: bool) -> Outcome | None:
    """Give the outcome of a row, its faults in the file as it is `shown` now.

    None where the file was not read as far as it is wanted: held-back ones are read to the end only as a `whole`.
    """
    if row.held is not None and not whole:
        return Outcome(None, row.held)
    if not row.is_whole:
        return None
    article = row.article
    if article is not None and article.extra:
        article = replace(article, extra={name: _build_plain(value) for name, value in article.extra.items()})
    faults = tuple([_build_fault(item, shown) for item in row.faults]) if row.faults else ()
    return Outcome(article, row.held, faults, row.digest)


def _build_plain(value: Any) -> Plain:
    if isinstance(value, list):
        return tuple(_build_plain(item) for item in value)
    if isinstance(value, Mapping):
        return {name: _build_plain(item) for name, item in value.items()}
    plain: Plain = value
    return plain


def _build_fault(packed: _Fault, shown: str) -> Diagnostic:
    place = Place(shown, packed.line, packed.column, packed.text)
    return fault(packed.code, packed.message, place, packed.hint)
