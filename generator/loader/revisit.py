"""A content folder of which the cache knows nearly all: its articles are unpacked when somebody looks at them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.loader.files import FoundFiles
from generator.loader.outcome import build_outcome, read_bytes
from generator.loader.packed import PackedRow, join_rows, pack_row, restore_outcome
from generator.loader.parse_cache import ParseCache
from generator.loader.settled import clock
from generator.model import Article
from generator.zones import find_zone


@dataclass(slots=True)
class Revisit:
    """The articles of a content folder: `fresh` are those whose files have other bytes than the cache knew."""

    paths: Sequence[str]
    _cache: ParseCache[PackedRow]
    _known: dict[str, PackedRow] = field(default_factory=dict)
    _packed: dict[str, bytes] = field(default_factory=dict)
    _digests: dict[str, bytes] = field(default_factory=dict)
    fresh: dict[str, Article] = field(default_factory=dict)

    def digest(self, path: str) -> bytes:
        """Give the digest of a file's bytes."""
        return self._digests.get(path) or self._known[path].digest

    def before(self, path: str, digest: bytes) -> Article | None:
        """Give the article that a file gave whose bytes had a digest; None where it is not known, or had a fault."""
        row = self._known[path]
        outcome = restore_outcome(row.unpack(), "", whole=True) if row.digest == digest else None
        return outcome.article if outcome and not outcome.held and not outcome.diagnostics else None

    def read(self, path: str) -> Article:
        """Give the article of a file that is shown."""
        article = self.fresh.get(path)
        if article is None:
            outcome = restore_outcome(self._known[path].unpack(), path, whole=True)
            article = outcome.article if outcome else None
        if article is None:
            raise KeyError(path)
        return article

    def keep(self) -> None:
        """Keep for the next time what was read anew."""
        self._cache.put_rows(self._packed, join_rows(list(self._packed.values())))
        self._cache.write(self.paths)

    def look(self, folder: str, path: str, status: os.stat_result, zone: str) -> bool:
        """Read a file that may have changed; False where it gives anything but an article without a fault."""
        read_at, row = clock(), self._cache.find(path)
        read = read_bytes(folder, path, whole=False)
        if row is None:
            return False
        self._known[path] = row
        self._cache.put_stamp(path, status, read.digest, read_at)
        if row.digest == read.digest:
            return True
        outcome = build_outcome(read, path, path, find_zone(zone))
        packed = pack_row(path, read, outcome)
        if outcome.article is None or outcome.held or outcome.diagnostics or packed is None:
            return False
        self.fresh[path], self._packed[path], self._digests[path] = outcome.article, packed, read.digest
        return True


def look_again(folder: Path, found: FoundFiles, zone: str, cache: Path, most: int) -> Revisit | None:
    """Look at a content folder whose files were found; None where more than `most` must be read, or one has a fault."""
    opened = ParseCache.read_packed(cache, zone)
    again = Revisit(found.articles, opened)
    suspects: dict[str, os.stat_result] = {}
    for path in found.articles:
        status = found.statuses.get(path)
        if status is None:
            return None
        row = opened.recall(path, status)
        if row is None:
            suspects[path] = status
        else:
            again._known[path] = row
    if len(suspects) > most:
        return None
    try:
        is_sound = all(again.look(str(folder), path, status, zone) for path, status in suspects.items())
    except OSError:
        return None
    return again if is_sound else None
