"""What reading a file gave, as bytes: for the parse cache and between processes.

MessagePack has no classes, so a foreign file can at worst be refused, never run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from generator.diagnostics import Diagnostic, Place, fault
from generator.loader.held import HeldFile
from generator.loader.outcome import Outcome
from generator.model import Article, Embed, Hold, Picture, Plain, Provider, Related


class _Article(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The fields of an `Article`, in its order; `hold` is never set by the loader."""

    stem: str
    category: str
    source: str
    title: str
    published_at: datetime
    web_url: str
    original_url: str
    updated_at: datetime | None
    excerpt: str
    amp_url: str
    cdn_amp_url: str
    kind: str
    quality: int
    heat: int
    published: bool
    removed: bool
    expires_at: datetime | None
    provider: Provider | None
    topics: tuple[str, ...]
    images: tuple[Picture, ...]
    related: tuple[Related, ...]
    embed: Embed | None
    tags: tuple[str, ...]
    body: str
    extra: dict[str, Any]


class _Fault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A `Diagnostic` without its file, which is shown as the person typed it each time."""

    code: str
    message: str
    hint: str
    line: int
    column: int
    text: str


class _Outcome(msgspec.Struct, frozen=True, array_like=True, gc=False):
    article: _Article | None
    faults: list[_Fault]


_FIELDS = attrgetter(*_Article.__struct_fields__)
_ENCODER = msgspec.msgpack.Encoder()
_NOTHING = _ENCODER.encode(None)
_DECODER = msgspec.msgpack.Decoder(_Outcome)


def pack_outcome(outcome: Outcome) -> bytes | None:
    """Write an outcome as bytes; None where it holds what MessagePack cannot, such as a number of 20 digits."""
    article = outcome.article and _FIELDS(outcome.article)
    faults = [
        (item.code, item.message, item.hint, item.place.line, item.place.column, item.place.text)
        for item in outcome.diagnostics
        if item.place is not None
    ]
    try:
        return _ENCODER.encode((article, faults))
    except (OverflowError, UnicodeEncodeError):
        return None


def unpack_outcome(content: bytes | msgspec.Raw, shown: str, held: HeldFile | None) -> Outcome:
    """Read an outcome back, its faults in the file as it is shown now; raises `msgspec.DecodeError`."""
    packed = _DECODER.decode(content)
    faults = tuple(_build_fault(item, shown) for item in packed.faults)
    return Outcome(None if packed.article is None else _build_article(packed.article), held, faults)


def _build_article(packed: _Article) -> Article:
    values: tuple[Any, ...] = _FIELDS(packed)
    if packed.extra:
        values = (*values[:-1], {name: _build_plain(value) for name, value in packed.extra.items()})
    return Article(*values)


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


class Packed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The outcome of one file on its way; it is empty where the file is held back and was read no further."""

    digest: bytes
    held: tuple[str, str] | None
    is_whole: bool
    outcome: msgspec.Raw

    @classmethod
    def of(cls, digest: bytes, held: HeldFile | None, packed: bytes | None) -> Packed:
        """Build one; `packed` None is an outcome that was not read."""
        reason = None if held is None else (held.category, held.hold.value)
        return cls(digest, reason, packed is not None, msgspec.Raw(_NOTHING if packed is None else packed))

    def held_file(self, path: str) -> HeldFile | None:
        """Give the held-back file at a path."""
        return None if self.held is None else HeldFile(path, self.held[0], Hold(self.held[1]))
