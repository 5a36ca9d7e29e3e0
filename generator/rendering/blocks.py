"""The blocks of a page that are kept from build to build, to be set in a new layout.

Kept are the page's head, and where in its bytes the texts of its blocks lie: so a page is drawn again without building
its view. Which templates allow that, `layouts.py` finds out.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import NoReturn
from zlib import crc32

import msgspec

from generator.pages.parts import Head, SiteView

_SEAL = 4  # bytes of a checksum before what is kept
_EMPTY = 0, 0
_FIRST = 64  # bytes of a block, of several thousand, that are looked for at first


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


def pack_blocks(head: Head, content: bytes, texts: Mapping[str, str | None]) -> bytes:
    """Pack what is to be kept of a page, with the texts of its blocks; empty where that cannot be."""
    blocks: dict[str, tuple[int, int] | None] = {}
    for name, text in texts.items():
        if text:
            block = text.encode()
            start = _find(block, content)
            if start < 0:  # the page does not show it as it is
                return b""
            blocks[name] = start, len(block)
        else:
            blocks[name] = None if text is None else _EMPTY
    return _pack(KeptBlocks(msgspec.Raw(_ENCODER.encode(head)), blocks))


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


class Marks:
    """Texts that stand for blocks in a layout, until their bytes take their places.

    What they begin and end with is made of all that pages share, and so stands nowhere in it.
    """

    def __init__(self, site: SiteView) -> None:
        self._edge = f"\0{sha256(repr(site).encode('utf-8', 'surrogatepass')).hexdigest()}\0"
        self._in_bytes = self._edge.encode()

    def mark(self, kept: KeptBlocks) -> dict[str, str | None]:
        """Give the marks of the blocks that are kept, by their names; None for a block that may not be shown."""
        edge = self._edge
        if self._in_bytes in bytes(kept.head):
            return dict.fromkeys(kept.blocks)
        return {name: place and edge + name + edge for name, place in kept.blocks.items()}

    def fill(self, text: str, kept: KeptBlocks, content: bytes) -> tuple[bytes, bytes] | None:
        """Give a page, with what is kept of it, by a text that has marks for the blocks that lie in `content`.

        None where lines would have to be mended that begin in a block, or end in one.
        """
        text = text.strip("\n")
        edge = self._edge
        if "\r" in text or text.startswith(edge) or text.endswith(edge):
            return None
        pieces: list[bytes] = []
        blocks: dict[str, tuple[int, int] | None] = dict.fromkeys(kept.blocks)
        end = 0
        for number, part in enumerate(f"{text}\n".split(edge)):
            if number % 2:
                start, size = kept.blocks[part] or (0, 0)
                piece = content[start : start + size]
                blocks[part] = end, size
            else:
                piece = part.encode()
            pieces.append(piece)
            end += len(piece)
        return b"".join(pieces), _pack(KeptBlocks(kept.head, blocks))


def _pack(kept: KeptBlocks) -> bytes:
    packed = _ENCODER.encode(kept)
    return _seal(packed) + packed


def _seal(packed: bytes) -> bytes:
    return crc32(packed).to_bytes(_SEAL, "big")


def _find(block: bytes, content: bytes) -> int:
    """Find a block in a page: mostly its first words stand nowhere before it."""
    start = content.find(block[:_FIRST])
    return start if content.startswith(block, start) else content.find(block)
