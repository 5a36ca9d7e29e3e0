"""A content folder of which the cache knows nearly all: its articles are unpacked when somebody looks at them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.loader.outcome import build_outcomes, read_bytes
from generator.loader.packed import PackedRow, pack_row, restore_outcome
from generator.loader.parse_cache import ParseCache
from generator.loader.row_file import Chunk
from generator.model import Article
from generator.zones import find_zone


class Revisit(msgspec.Struct):
    """The articles of a content folder: `fresh` are those whose files have other bytes than the cache knew.

    `digests` has the digests of these bytes, by path.
    """

    paths: Sequence[str]
    _cache: ParseCache[PackedRow]
    _packed: dict[str, bytes] = msgspec.field(default_factory=dict)
    digests: dict[str, bytes] = msgspec.field(default_factory=dict)
    fresh: dict[str, Article] = msgspec.field(default_factory=dict)

    def differing(self, contents: Mapping[str, bytes]) -> list[str]:
        """Name the files of which the bytes have another digest than in there, as far as they are known."""
        now = self._cache.digests() | self.digests
        return [path for path, digest in contents.items() if now.get(path) != digest]

    def before(self, path: str, digest: bytes) -> Article | None:
        """Give the article that a file gave whose bytes had a digest; None where it is not known, or had a fault."""
        row = self._cache.find(path)
        outcome = restore_outcome(row.unpack(), "", whole=True) if row and row.digest == digest else None
        return outcome.article if outcome and not outcome.held and not outcome.diagnostics else None

    def read(self, path: str) -> Article:
        """Give the article of a file that is shown."""
        article = self.fresh.get(path)
        if article is None:
            row = self._cache.find(path)
            outcome = restore_outcome(row.unpack(), path, whole=True) if row else None
            article = outcome.article if outcome else None
        if article is None:
            raise KeyError(path)
        return article

    def keep(self) -> None:
        """Keep for the next time what was read anew."""
        self._cache.put_rows(Chunk.of(self.digests, list(self._packed.values())))
        self._cache.write(self.paths)

    def look(self, folder: str, path: str, zone: str) -> bool:
        """Read a file that may have changed; False where it gives anything but an article without a fault."""
        row = self._cache.find(path)
        if row is None or not os.path.isfile(f"{folder}/{path}"):  # noqa: PTH113 - a pipe would have us wait
            return False
        read, _ = read_bytes(folder, path, whole=False)
        if row.digest == read.digest:
            return True
        outcome = build_outcomes({path: read}, str, find_zone(zone))[path]
        packed = pack_row(path, read, outcome)
        if outcome.article is None or outcome.held or outcome.diagnostics or packed is None:
            return False
        self.fresh[path], self._packed[path], self.digests[path] = outcome.article, packed, read.digest
        return True


def look_again(folder: Path, paths: Sequence[str], suspects: Iterable[str], zone: str, cache: Path) -> Revisit | None:
    """Look at the articles of a content folder, of which some may have changed; None where one of these has a fault.

    What the cache has of the others is taken for what they give: see to it that it is.
    """
    again = Revisit(paths, ParseCache.read_packed(cache, zone))
    try:
        return again if all(again.look(str(folder), path, zone) for path in suspects) else None
    except OSError:
        return None
