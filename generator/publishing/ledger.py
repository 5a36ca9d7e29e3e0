"""The ledger: what the last build printed, page by page, so that the next one prints only what has changed.

It stands in the cache folder. For each file it has the page's key, the digest of its bytes, where they lie in the
stock (`generator.publishing.stock`), and the stamp of the file as it was left in the output folder. The keys hold
under the closure of the page's template, that is, what all its pages hang on; under another one none is taken to be
the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Set
from itertools import chain
from math import inf
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostic
from generator.kept import read_decoded, write_kept
from generator.publishing.manifest import MANIFEST
from generator.rendering.closure import Closure
from generator.statuses import looking_into

LEDGER_FILE = "ledger.bin"
"""The ledger's file in the cache folder."""
_PURPOSE = b"Broadsheet ledger 6\n"


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What tells a file from any other: when it was written (nanoseconds since 1970), its inode, its size."""

    modified: int
    inode: int
    size: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """Build the stamp of a file's status."""
        return cls(status.st_mtime_ns, status.st_ino, status.st_size)


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A printed page: its key, the digest of its bytes, where they lie (pack and offset), its file's stamp.

    Behind its bytes lies what is kept of its blocks, as many bytes as `blocks` says.
    """

    key: bytes
    digest: bytes
    pack: int
    start: int
    stamp: Stamp
    blocks: int = 0

    def stamped(self, stamp: Stamp) -> Entry:
        """Give this entry of a page whose file was laid out anew."""
        return Entry(self.key, self.digest, self.pack, self.start, stamp, self.blocks)


class Signs(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a build was made of: `contents` digests the bytes of articles' files, `frame` all else that was read.

    `ground` digests what planned keys of pages hang on besides the contents (`generator.plan_file`); it is empty while
    nobody has asked. `rest` and `shelves` are those of the survey (`generator.survey`). From `since` until before
    `until` (seconds since 1970) the clock has the same articles shown.
    """

    frame: bytes
    contents: bytes
    rest: bytes = b""
    shelves: tuple[bytes, ...] = ()
    since: float = -inf
    until: float = inf
    ground: bytes = b""

    def give_keys_of(self, other: Signs) -> bool:
        """Tell whether planned keys are those of another build: whether they hang on the same."""
        return (self.ground, self.contents) == (other.ground, other.contents) and self.ground != b""


class Standing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A whole build: the signs of its inputs, its files that are no pages, and what it reported.

    `are_ours` where Broadsheet wrote all files of the site: then the manifest lists these, and no others.
    """

    signs: Signs
    others: dict[str, Stamp]
    articles: int
    held_back: int
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    are_ours: bool


class Ledger(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The pages of one build, by file, and the closures under which their keys hold, by template.

    `standing` is there where it ended well.
    """

    closures: dict[str, Closure] = {}
    entries: dict[str, Entry] = {}
    standing: Standing | None = None

    @property
    def others(self) -> Mapping[str, Stamp]:
        """The stamps of the files that are no pages, the manifest among them."""
        return {} if self.standing is None else self.standing.others

    def find_listed(self) -> Set[str] | None:
        """Give the names that the manifest lists, as long as that is still as it was left; None where nobody knows."""
        if self.standing is None or not self.standing.are_ours:
            return None
        return (self.entries.keys() | self.standing.others.keys()) - {MANIFEST}


_DECODER = msgspec.msgpack.Decoder(Ledger)


def read_ledger(folder: Path | None) -> Ledger:
    """Read the ledger in a cache folder; an empty one where there is none that can be used."""
    known = None if folder is None else read_decoded(folder / LEDGER_FILE, _PURPOSE, _DECODER)
    return Ledger() if known is None else known


def write_ledger(folder: Path, ledger: Ledger) -> None:
    """Write the ledger of a build."""
    write_kept(folder / LEDGER_FILE, _PURPOSE, msgspec.msgpack.encode(ledger))


def find_displaced(ledger: Ledger, output: Path) -> list[str]:
    """Name the files of a build that are no longer in the output folder as it left them."""
    stamps = chain(((file, entry.stamp) for file, entry in ledger.entries.items()), ledger.others.items())
    displaced: list[str] = []
    with looking_into(os.fspath(output), through_links=False) as look:
        for file, stamp in stamps:
            try:
                now = look(file)
            except OSError:
                displaced.append(file)
                continue
            if now.st_mtime_ns != stamp.modified or now.st_ino != stamp.inode or now.st_size != stamp.size:
                displaced.append(file)
    return displaced
