"""The progress of long work: a bar on a terminal, what took how long, and what memory it took."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import msgspec

_PATIENCE = 0.5
_PAUSE = 0.1
_WIDTH = 30
_CLEAR = "\r\x1b[2K"
_PHASES = {
    "Reading": "read",
    "Parsing": "parse",
    "Indexing": "index",
    "Planning": "plan",
    "Rendering": "render",
    "Searching": "search",
    "Drawing": "draw",
    "Writing": "write",
}
"""What the time of each stage is told as; the names are part of the command line's contract."""


class Progress:
    """A bar that appears once work has lasted half a second, and clears its line when the work ends.

    Call it with the stage, how much is done and how much there is.  The time since the call before
    is that stage's, so a phase without steps to count need only be named once, at its end; `stages`
    then has the seconds of each.  Without a stream it only measures.
    """

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._began = self._last = clock()
        self._next = self._began + _PATIENCE
        self._drawn = False
        self._age = process_age()
        self.stages: dict[str, float] = {}

    @property
    def seconds(self) -> float:
        """Seconds since the work began."""
        return self._clock() - self._began

    @property
    def phases(self) -> dict[str, float]:
        """Seconds of each phase of the work so far, by name and in order; phases that there were not are left out."""
        started = {} if self._age is None else {"start": self._age}
        return started | {phase: self.stages[stage] for stage, phase in _PHASES.items() if stage in self.stages}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear how far a stage is; this costs next to nothing, so it may be called for every file."""
        now = self._clock()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now
        if self._stream is not None and now >= self._next:
            self._next = now + _PAUSE
            self._draw(self._stream, stage, done, total)

    def _draw(self, stream: TextIO, stage: str, done: int, total: int) -> None:
        filled = _WIDTH * done // total if total else 0
        stream.write(f"{_CLEAR}{stage:<10} [{'#' * filled}{' ' * (_WIDTH - filled)}] {done}/{total}")
        stream.flush()
        self._drawn = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None and self._drawn:
            self._stream.write(_CLEAR)
            self._stream.flush()


class Memory(msgspec.Struct, frozen=True):
    """The most memory, in bytes, that this process had at once, and the largest of those it has started and ended.

    The two cannot be added: forked processes share most of theirs with the first one.
    """

    own: int
    largest_other: int


def peak_memory() -> Memory | None:
    """Ask the system how much memory was used; None where it does not count that (Windows)."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not on every system

    unit = 1 if sys.platform == "darwin" else 1024
    own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Memory(unit * own, unit * others)


def process_age() -> float | None:
    """Give the seconds since this process was started, with which its imports count; None where only Linux knows."""
    if sys.platform != "linux":
        return None
    try:
        # The name in brackets may hold spaces; `starttime` is field 22 (proc_pid_stat(5)).
        begun = int(Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - begun / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
