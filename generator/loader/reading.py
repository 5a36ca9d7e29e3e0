"""All articles of a content folder: from the cache, or else read, by several processes where that pays."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import msgspec

from generator.diagnostics import Place, fault
from generator.loader.files import shown_path
from generator.loader.outcome import Outcome, build_outcome, read_bytes, unread
from generator.loader.packed import Packed, pack_outcome, unpack_outcome
from generator.loader.parse_cache import ParseCache, Signature, clock
from generator.zones import find_zone

MANY_FILES = 300
"""Files from which on more than one process is worth its start."""
MANY_BYTES = 4_000_000
"""Bytes from which on it is, too."""
_CHUNK = 100

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where articles are read from and how; `whole` reads held-back files to the end, too."""

    folder: str
    shown_as: str
    zone: str
    whole: bool

    def shown(self, path: str) -> str:
        """Show a path inside the folder."""
        return shown_path(self.shown_as, path)


@dataclass(frozen=True, slots=True)
class _Miss:
    path: str
    signature: Signature
    known: Packed | None


class _Sent(msgspec.Struct, frozen=True, array_like=True):
    """A file's outcome from another process: packed, or `is_known` (as the cache has it), or neither (read it here)."""

    is_known: bool
    packed: Packed | None


_SENT = msgspec.msgpack.Decoder(list[_Sent])


def read_articles(
    shelf: Shelf, paths: Sequence[str], cache: ParseCache | None, jobs: int, on_progress: OnProgress | None
) -> list[Outcome]:
    """Read articles' files, in the order of their paths; the outcomes are the same whatever the cache and the jobs."""
    outcomes: dict[str, Outcome] = {}
    misses: list[_Miss] = []
    total, done = len(paths), 0
    for path in paths:
        found = _look_up(shelf, path, cache)
        if isinstance(found, Outcome):
            outcomes[path] = found
            done += 1
        else:
            misses.append(found)
        if on_progress is not None and isinstance(found, Outcome):
            on_progress(done, total)
    read_at = clock()
    for miss, outcome, packed in _read_misses(shelf, misses, jobs, keep=cache is not None):
        outcomes[miss.path] = outcome
        if cache is not None and packed is not None:
            cache.put(miss.path, miss.signature, packed, read_at)
        done += 1
        if on_progress is not None:
            on_progress(done, total)
    return [outcomes[path] for path in paths]


def _look_up(shelf: Shelf, path: str, cache: ParseCache | None) -> Outcome | _Miss:
    try:
        status = os.stat(f"{shelf.folder}/{path}")  # noqa: PTH116 - thousands of files: no `Path` for each
    except OSError as error:
        return unread(shelf.shown(path), error)
    if not stat.S_ISREG(status.st_mode):
        return Outcome(None, None, (fault("F101", "not an ordinary file", Place(shelf.shown(path))),))
    signature = Signature.of(status)
    if cache is None:
        return _Miss(path, signature, None)
    packed = cache.get(path, signature)
    known = cache.known(path) if packed is None else packed
    outcome = None if packed is None else _unpack(shelf, path, packed)
    return _Miss(path, signature, known) if outcome is None else outcome


def _unpack(shelf: Shelf, path: str, packed: Packed) -> Outcome | None:
    """Give the outcome of a packed one; None where it was not read as far as it is wanted now."""
    held = packed.held_file(path)
    if held is not None and not shelf.whole:
        return Outcome(None, held)
    try:
        return unpack_outcome(packed.outcome, shelf.shown(path), held) if packed.is_whole else None
    except msgspec.MsgspecError:
        return None


def _read_misses(
    shelf: Shelf, misses: Sequence[_Miss], jobs: int, keep: bool
) -> Iterator[tuple[_Miss, Outcome, Packed | None]]:
    is_much = len(misses) > MANY_FILES or sum(miss.signature.size for miss in misses) > MANY_BYTES
    sent = _send_for(shelf, misses, jobs) if jobs > 1 and is_much else iter(())
    for miss in misses:
        found = next(sent, None)
        packed = None if found is None else miss.known if found.is_known else found.packed
        outcome = None if packed is None else _unpack(shelf, miss.path, packed)
        if outcome is not None:
            yield miss, outcome, packed
        else:
            yield (miss, *_read_one(shelf, miss, keep))


def _read_one(shelf: Shelf, miss: _Miss, keep: bool) -> tuple[Outcome, Packed | None]:
    """Read one file here: what it gives, and that packed where it is to be kept and can be."""
    shown = shelf.shown(miss.path)
    try:
        read = read_bytes(shelf.folder, miss.path, shelf.whole)
    except OSError as error:
        return unread(shown, error), None
    digest = read.digest if keep else b""
    if digest and miss.known is not None and miss.known.digest == digest:
        outcome = _unpack(shelf, miss.path, miss.known)
        if outcome is not None:
            return outcome, miss.known
    outcome = build_outcome(read, miss.path, shown, find_zone(shelf.zone))
    if not keep:
        return outcome, None
    packed = pack_outcome(outcome) if read.whole else None
    if read.whole and packed is None:
        return outcome, None
    return outcome, Packed.of(digest, read.held, packed)


# --- in other processes ---


def _send_for(shelf: Shelf, misses: Sequence[_Miss], jobs: int) -> Iterator[_Sent]:
    """Have other processes read files; the outcomes come in order, and end early where processes cannot be had."""
    chunks = [misses[start : start + _CHUNK] for start in range(0, len(misses), _CHUNK)]
    # A fork copies this thread alone: with others about, a lock one of them holds would never open again.
    # And macOS's own libraries do not survive a fork.
    fork = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if fork else "spawn")
    try:
        pool = ProcessPoolExecutor(min(jobs, len(chunks)), context, _begin)
    except (OSError, ImportError, NotImplementedError):  # a system without semaphores
        return
    try:
        work = [[(miss.path, miss.known.digest if miss.known else b"") for miss in chunk] for chunk in chunks]
        for content in pool.map(_read_chunk, [shelf] * len(work), work):
            yield from _SENT.decode(content)
    except (BrokenProcessPool, OSError):
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted build is ended, and told of, by its first process
    gc.disable()


def _read_chunk(shelf: Shelf, files: list[tuple[str, bytes]]) -> bytes:
    """Read some files in another process; `files` are paths with the digests that need no reading."""
    sent: list[_Sent] = []
    for path, digest in files:
        known = Packed.of(digest, None, None) if digest else None
        sent.append(_read_for_sending(shelf, _Miss(path, Signature(0, 0, 0), known)))
    return msgspec.msgpack.encode(sent)


def _read_for_sending(shelf: Shelf, miss: _Miss) -> _Sent:
    try:
        read = read_bytes(shelf.folder, miss.path, shelf.whole)
    except OSError:
        return _Sent(False, None)
    digest = read.digest
    if digest and miss.known is not None and miss.known.digest == digest:
        return _Sent(True, None)
    if not read.whole:
        return _Sent(False, Packed.of(b"", read.held, None))
    packed = pack_outcome(build_outcome(read, miss.path, shelf.shown(miss.path), find_zone(shelf.zone)))
    return _Sent(False, None if packed is None else Packed.of(digest, read.held, packed))
