"""All articles of a content folder: from the cache, or else read, by several processes where that pays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from generator.loader.files import FoundFiles, shown_path
from generator.loader.outcome import FileBytes, Outcome, build_outcomes, read_bytes, unread
from generator.loader.packed import Row, join_rows, pack_rows, restore_outcome, unpack_rows
from generator.loader.parse_cache import ParseCache
from generator.loader.row_file import Chunk
from generator.loader.settled import clock
from generator.statuses import Status
from generator.turns import Turns
from generator.zones import find_zone

MANY_FILES = 300
"""Files from which on more than one process is worth its start."""
MANY_BYTES = 4_000_000
"""Bytes from which on it is, too."""
_CHUNK = 100

OnProgress = Callable[[str, int, int], None]
"""Is told the stage, how many articles are done, and how many there are."""


class Shelf(msgspec.Struct, frozen=True):
    """Where articles are read from and how; `whole` reads held-back files to the end, too."""

    folder: str
    shown_as: str
    zone: str
    whole: bool

    def shown(self, path: str) -> str:
        """Show a path inside the folder."""
        return shown_path(self.shown_as, path)


_Misses = Mapping[str, Row | None]
"""Files that must be read, by path, and what the cache knows of them."""


class _Answer(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What another process says of some files: a letter for each, and the rows of those that it parsed.

    `statuses` has those of all but the files that it leaves, in their order.
    """

    states: str
    statuses: list[Status]
    rows: msgspec.Raw
    lengths: list[int]


_PARSED, _KNOWN, _UNREAD = "PKU"  # read, as the cache has it, to be read here
_ANSWER = msgspec.msgpack.Decoder(_Answer)


class _Records(msgspec.Struct, frozen=True):
    """What is written down of files that are read: in the cache, and in `statuses`, those that they had before."""

    cache: ParseCache[Row] | None
    statuses: dict[str, Status]
    read_at: int

    def note(self, path: str, status: Status, digest: bytes) -> None:
        """Write down the status of a file with a digest."""
        self.statuses[path] = status
        if self.cache is not None and digest:
            self.cache.put_stamp(path, status, digest, self.read_at)


def read_articles(
    shelf: Shelf, found: FoundFiles, cache: ParseCache[Row] | None, jobs: int, on_progress: OnProgress | None
) -> list[Outcome]:
    """Read articles' files, in the order of their paths; the outcomes are the same whatever the cache and the jobs."""
    paths, statuses = found.articles, found.statuses
    outcomes: dict[str, Outcome] = {}
    misses: dict[str, Row | None] = {}
    if cache is None or cache.is_empty:
        misses = dict.fromkeys(paths)
        statuses.clear()
    else:
        for path in paths:
            outcome = _look_up(shelf, path, statuses, cache)
            if outcome is None:
                misses[path] = cache.find(path)
                continue
            outcomes[path] = outcome
            if on_progress is not None:
                on_progress("Reading", len(outcomes), len(paths))
    if not misses:
        return list(outcomes.values())
    if on_progress is not None:
        on_progress("Reading", len(outcomes), len(paths))  # here it ends
    for path, outcome in _read_misses(shelf, misses, jobs, _Records(cache, statuses, clock())):
        outcomes[path] = outcome
        if on_progress is not None:
            on_progress("Parsing", len(outcomes), len(paths))
    return [outcomes[path] for path in paths]


def _look_up(shelf: Shelf, path: str, statuses: dict[str, Status], cache: ParseCache[Row]) -> Outcome | None:
    """Give the outcome of a file that has the times and the size that the cache knows."""
    status = statuses.pop(path, None)
    if not cache.knows_times:  # then the file is opened, and tells its status sooner
        return None
    try:
        if status is None:
            status = statuses[path] = Status.of(os.stat(f"{shelf.folder}/{path}"))  # noqa: PTH116 - thousands of files: no `Path` for each
    except OSError as error:
        return unread(shelf.shown(path), error)
    row = cache.recall(path, status)
    return None if row is None else _restore(shelf, row)


def _restore(shelf: Shelf, row: Row) -> Outcome | None:
    return restore_outcome(row, shelf.shown(row.path) if row.faults else "", shelf.whole)


def _read_misses(shelf: Shelf, misses: _Misses, jobs: int, records: _Records) -> Iterator[tuple[str, Outcome]]:
    paths = list(misses)
    chunks = [{path: misses[path] for path in paths[start : start + _CHUNK]} for start in range(0, len(paths), _CHUNK)]
    if jobs < 2 or not _is_much(shelf, paths):
        for chunk in chunks:
            yield from _read_chunk(shelf, chunk, records)
        return
    left = set(range(len(chunks)))
    tasks = [_known_digests(shelf, chunk) for chunk in chunks]
    with Turns(partial(_answer, shelf), tasks, min(jobs, len(chunks)) - 1) as turns:
        while (mine := turns.take()) is not None:
            left.remove(mine)
            yield from _read_chunk(shelf, chunks[mine], records)
            for number, answer in turns.answers():
                left.remove(number)
                yield from _take(shelf, chunks[number], _ANSWER.decode(answer), records)
        for number, answer in turns.answers(till_the_end=True):
            left.remove(number)
            yield from _take(shelf, chunks[number], _ANSWER.decode(answer), records)
    for number in sorted(left):  # of a process that has ended early
        yield from _read_chunk(shelf, chunks[number], records)


def _is_much(shelf: Shelf, paths: Sequence[str]) -> bool:
    return len(paths) > MANY_FILES or sum(_find_size(shelf, path) for path in paths) > MANY_BYTES


def _find_size(shelf: Shelf, path: str) -> int:
    try:
        return os.stat(f"{shelf.folder}/{path}").st_size  # noqa: PTH116 - as above
    except OSError:
        return 0


def _read_chunk(shelf: Shelf, misses: _Misses, records: _Records) -> Iterator[tuple[str, Outcome]]:
    cache = records.cache
    known = _known_digests(shelf, misses)
    batch = _read_batch(shelf, known)
    rows = {} if cache is None else pack_rows(batch.fresh, batch.outcomes)
    fresh = {path: batch.fresh[path].digest for path in rows}
    for path, row in misses.items():
        if path not in batch.failed:
            digest = fresh.get(path, b"") if path in batch.outcomes else known[path]
            records.note(path, batch.statuses[path], digest)
        yield path, _find_outcome(shelf, path, row, batch)
    if cache is not None and rows:
        cache.put_rows(Chunk.of(fresh, list(rows.values())))


def _find_outcome(shelf: Shelf, path: str, known: Row | None, batch: _Batch) -> Outcome:
    if path in batch.failed:
        return unread(shelf.shown(path), batch.failed[path])
    outcome = batch.outcomes.get(path)
    if outcome is None and known is not None:
        outcome = _restore(shelf, known)
    assert outcome is not None, "a file is known, or it was read"
    return outcome


class _Batch(msgspec.Struct, frozen=True):
    """Files that were read: those that are `fresh`, what they give, and why others could not be read; all by path.

    `statuses` are those of all that could be read.
    """

    fresh: dict[str, FileBytes]
    outcomes: dict[str, Outcome]
    failed: dict[str, OSError]
    statuses: dict[str, Status]


def _read_batch(shelf: Shelf, digests: Mapping[str, bytes]) -> _Batch:
    """Read files; one that has the digest given for its path is known, and need not be parsed."""
    fresh: dict[str, FileBytes] = {}
    failed: dict[str, OSError] = {}
    statuses: dict[str, Status] = {}
    for path, digest in digests.items():
        try:
            read, statuses[path] = read_bytes(shelf.folder, path, shelf.whole)
        except OSError as error:
            failed[path] = error
            continue
        if read.digest != digest:
            fresh[path] = read
    return _Batch(fresh, build_outcomes(fresh, shelf.shown, find_zone(shelf.zone)), failed, statuses)


def _take(shelf: Shelf, misses: _Misses, answer: _Answer, records: _Records) -> Iterator[tuple[str, Outcome]]:
    """Give what another process made of files; what it left is read here."""
    rows = {row.path: row for row in unpack_rows(answer.rows)}
    if records.cache is not None and rows:
        digests = {path: row.digest for path, row in rows.items()}
        records.cache.put_rows(Chunk(digests, answer.lengths, answer.rows))
    statuses = iter(answer.statuses)
    for (path, known), state in zip(misses.items(), answer.states, strict=True):
        status = None if state == _UNREAD else next(statuses)
        row = known if state == _KNOWN else rows.get(path)
        outcome = None if row is None else _restore(shelf, row)
        if row is None or outcome is None or status is None:
            yield from _read_chunk(shelf, {path: known}, records)
            continue
        records.note(path, status, row.digest)
        yield path, outcome


# --- in other processes ---


def _known_digests(shelf: Shelf, misses: _Misses) -> dict[str, bytes]:
    """Give the digests that make parsing needless, by path; none where the cache does not know enough of a file."""
    return {
        path: known.digest if known is not None and (known.is_whole or not shelf.whole) else b""
        for path, known in misses.items()
    }


def _answer(shelf: Shelf, digests: Mapping[str, bytes]) -> bytes:
    """Read some files in another process; `digests` has those that need no parsing, by path, and empty ones."""
    batch = _read_batch(shelf, digests)
    rows = pack_rows(batch.fresh, batch.outcomes)
    unread_here = batch.failed.keys() | (batch.fresh.keys() - rows.keys())
    states = [_PARSED if path in rows else _UNREAD if path in unread_here else _KNOWN for path in digests]
    statuses = [batch.statuses[path] for path in digests if path not in unread_here]
    packed = list(rows.values())
    return msgspec.msgpack.encode(_Answer("".join(states), statuses, join_rows(packed), list(map(len, packed))))
