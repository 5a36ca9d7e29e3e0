"""The blocks of a page that are kept from build to build, to be set in a new layout.

Kept are the page's head, and where in its bytes the texts of its blocks lie: so a page is drawn again without building
its view. Which templates allow that, `layouts.py` finds out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NoReturn
from zlib import crc32

import msgspec

from generator.pages.parts import Head, SiteView

_SEAL = 4  # bytes of a checksum before what is kept
_EDGE = b"\x1f"  # no sound text has one


class KeptBlocks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page's head, and where the bytes of each block begin and how many there are; None where nobody asked."""

    head: msgspec.Raw
    blocks: dict[str, tuple[int, int] | None]


class UnkeptError(RuntimeError):
    """A layout asks for what is not kept: the page must be rendered from its view."""


class HeadView:
    """Stands for a page's view where only its head is known; whatever else one asks of it raises `UnkeptError`."""

    __slots__ = ("head",)

    def __init__(self, head: Head) -> None:
        self.head = head

    def _refuse(self, *_: object) -> NoReturn:
        raise UnkeptError

    __getattr__ = __getitem__ = __iter__ = __eq__ = __hash__ = __str__ = __repr__ = __html__ = _refuse


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(KeptBlocks)
_HEAD_DECODER = msgspec.msgpack.Decoder(Head)


def unpack_blocks(packed: bytes) -> tuple[Head, KeptBlocks] | None:
    """Give what is kept of a page, with its head; None where it is not as it was put there."""
    seal, packed = packed[:_SEAL], packed[_SEAL:]
    if _seal(packed) != seal:
        return None
    try:
        kept = _DECODER.decode(packed)
        return _HEAD_DECODER.decode(kept.head), kept
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


class TakenBlocks(msgspec.Struct):
    """A page's text, in which marks stand for blocks, and the texts of its blocks; None for one that is not shown.

    All are UTF-8. Of the blocks, those that are `marked` have a mark; others lie within them.
    """

    texts: dict[str, bytes | None]
    text: bytes = b""
    marked: list[str] = msgspec.field(default_factory=list)
    is_inside: bool = False
    """While a page is rendered: whether that is in a block."""


class Marks:
    """Texts that stand for blocks in a layout, until their bytes take their places.

    Each stands between two edges, which no sound text has, and begins with what is made of all that pages share.
    """

    def __init__(self, site: SiteView) -> None:
        self._beginning = sha256(repr(site).encode("utf-8", "surrogatepass")).hexdigest().encode()
        self._known: dict[str, bytes] = {}

    def mark(self, name: str) -> bytes:
        """Give the mark of a block."""
        if name not in self._known:
            self._known[name] = _EDGE + self._beginning + name.encode() + _EDGE
        return self._known[name]

    def mark_kept(self, kept: KeptBlocks) -> dict[str, bytes | None]:
        """Give the marks of the blocks that are kept, by their names; None for a block that may not be shown."""
        if self._beginning in bytes(kept.head):
            return dict.fromkeys(kept.blocks)
        return {name: place and self.mark(name) for name, place in kept.blocks.items()}

    def set_kept(self, text: bytes, kept: KeptBlocks, content: bytes) -> tuple[bytes, bytes] | None:
        """Give a page, with what is kept of it, by a text that has marks for the blocks that lie in `content`."""
        places = {name: place for name, place in kept.blocks.items() if place}
        blocks = {name: content[start : start + size] for name, (start, size) in places.items()}
        found = self._set(text, blocks)
        if found is None:
            return None
        return found[0], _pack(KeptBlocks(kept.head, {**dict.fromkeys(kept.blocks), **found[1]}))

    def set_taken(self, head: Head, taken: TakenBlocks) -> tuple[bytes, bytes] | None:
        """Give a page of a head, with what is kept of it, by what its template gave.

        None where the page must be rendered without marks, for its text is not what its blocks are set in.
        """
        blocks = {name: text for name, text in taken.texts.items() if text is not None}
        found = self._set(taken.text, blocks, taken.marked)
        if found is None:
            return None
        content, places = found
        if len(places) < len(blocks):
            for name in blocks.keys() - places.keys():
                start = content.find(blocks[name])
                if start < 0:  # the page does not show it as it is
                    return content, b""
                places[name] = start, len(blocks[name])
        kept = KeptBlocks(msgspec.Raw(_ENCODER.encode(head)), {**dict.fromkeys(taken.texts), **places})
        return content, _pack(kept)

    def _set(
        self, text: bytes, blocks: Mapping[str, bytes], marked: Sequence[str] | None = None
    ) -> tuple[bytes, dict[str, tuple[int, int]]] | None:
        """Put blocks in the places of their marks; give where each begins, and how many bytes it has.

        None where the marks are not those that are known to be there, where lines would have to be mended that begin in
        a block, or end in one, or where there is a CR.
        """
        text = text.strip(b"\n")
        if text.startswith(_EDGE) or text.endswith(_EDGE):
            return None
        pieces: list[bytes] = []
        places: dict[str, tuple[int, int]] = {}
        names: list[str] = []
        end = after = 0
        while (mark := text.find(_EDGE, after)) >= 0:
            close = text.find(_EDGE, mark + 1)
            if close < 0 or not text.startswith(self._beginning, mark + 1):
                return None
            name = text[mark + 1 + len(self._beginning) : close].decode()
            if name not in blocks:
                return None
            block = blocks[name]
            pieces += text[after:mark], block
            start = end + mark - after
            end = start + len(block)
            places[name] = start, len(block)
            names.append(name)
            after = close + 1
        if marked is not None and names != marked:
            return None
        pieces += text[after:], b"\n"
        content = b"".join(pieces)
        return None if b"\r" in content else (content, places)


def _pack(kept: KeptBlocks) -> bytes:
    packed = _ENCODER.encode(kept)
    return _seal(packed) + packed


def _seal(packed: bytes) -> bytes:
    return crc32(packed).to_bytes(_SEAL, "big")
