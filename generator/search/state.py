"""What is kept of an index between builds: its files, and what each of its stories was made from.

It lies in one file of the cache folder; a broken or foreign one is as good as none and costs time alone.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from generator import __version__
from generator.kept import read_kept, write_kept
from generator.search.entries import StoryTerms
from generator.search.files import FORMAT, IndexFiles

FILE = "search.bin"
_LAYOUT = 1
"""Goes up with every change of what is kept."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """An index: for each story, in the order of their numbers, the mark of what it was made from and its terms."""

    marks: list[bytes] = field(default_factory=list)
    terms: list[StoryTerms] = field(default_factory=list)
    files: IndexFiles = field(default_factory=IndexFiles)


class KeptState(msgspec.Struct, array_like=True, frozen=True):
    """An index as it is kept: its key and the digests of its files can be read without the rest."""

    key: bytes
    digests: dict[str, bytes]
    contents: msgspec.Raw
    stories: msgspec.Raw

    def files(self) -> IndexFiles:
        """Give the files of the index."""
        return IndexFiles(msgspec.msgpack.decode(self.contents, type=dict[str, bytes]), self.digests)

    def state(self) -> IndexState:
        """Give all that is kept."""
        marks, terms = msgspec.msgpack.decode(self.stories, type=tuple[list[bytes], list[StoryTerms]])
        return IndexState(marks, terms, self.files())


def read_state(cache: Path, closure: bytes) -> KeptState | None:
    """Read what is kept in a cache folder; None where there is nothing that could be built upon."""
    kept = read_kept(cache / FILE, _purpose(closure))
    if kept is not None:
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(kept, type=KeptState)
    return None


def write_state(cache: Path, closure: bytes, key: bytes, state: IndexState) -> None:
    """Keep an index for the next build."""
    encode = msgspec.msgpack.encode
    contents, stories = encode(state.files.contents), encode((state.marks, state.terms))
    kept = KeptState(key, state.files.digests, msgspec.Raw(contents), msgspec.Raw(stories))
    write_kept(cache / FILE, _purpose(closure), encode(kept))


def _purpose(closure: bytes) -> bytes:
    return f"Broadsheet search {__version__} {FORMAT}.{_LAYOUT} {closure.hex()}\n".encode()
