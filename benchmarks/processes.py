"""A command run to its end as a whole process: its time, its processor time, the memory of its whole family."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.05
"""Time between two looks at the memory of a family of processes."""
_PROC = Path("/proc")
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class CommandError(Exception):
    """A measured command failed, so that its time means nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of wall and processor, bytes of memory, cores that others kept busy, what it printed."""

    wall: float
    cpu: float
    memory: int
    others: float
    printed: str


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, *, sampled: bool = False
) -> Run:
    """Run a command to its end; `CommandError` where that is not a good one.

    Only where it is `sampled` its memory is known.  Looking takes the system tens of milliseconds where processes
    are large, so the time of such a run is not for comparing.
    """
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        busy, began = _busy_seconds(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=printed, stderr=said
        )
        sampler = _MemorySampler(process.pid)
        if sampled:
            sampler.start()
        _, status, usage = os.wait4(process.pid, 0)  # which alone tells of this child's children
        wall = time.perf_counter() - began
        sampler.stop()
        cpu = usage.ru_utime + usage.ru_stime
        others = max(0.0, _busy_seconds() - busy - cpu) / wall
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said.seek(0)
        if process.returncode:
            lines = said.read().decode(errors="replace").strip().splitlines()[-5:]
            raise CommandError(f"{Path(command[0]).name} ended with {process.returncode}: {' / '.join(lines)}")
        return Run(wall, cpu, sampler.peak, others, printed.read().decode())


class _MemorySampler(threading.Thread):
    """Looks at the memory of a family of processes until it is stopped; `peak` is the most there was at once."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._done = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, family_memory(self._process))

    def stop(self) -> None:
        self._done.set()
        if self.ident is not None:  # it was started
            self.join()


def family_memory(process: int, proc: Path = _PROC) -> int:
    """Add up, in bytes, what a process and all its descendants hold now; 0 where there is no Linux's /proc.

    Proportional set size counts a page that n processes share as 1/n for each, so the sum is what the
    family takes from the machine, forked or not.
    """
    total = 0
    for each in family(process, proc):
        with suppress(OSError):  # it may have ended since
            total += parse_pss((proc / str(each) / "smaps_rollup").read_bytes())
    return total


def family(process: int, proc: Path = _PROC) -> Iterator[int]:
    """Name a process and its descendants."""
    yield process
    for children in (proc / str(process) / "task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text().split():
                yield from family(int(child), proc)


def parse_pss(rollup: bytes) -> int:
    """Read the proportional set size, in bytes, out of a `smaps_rollup`; 0 where it has none."""
    found = _PSS.search(rollup)
    return 1024 * int(found[1]) if found else 0


def _busy_seconds() -> float:
    """Give the processor seconds that the whole machine has spent so far; 0 where only Linux tells."""
    try:
        first = (_PROC / "stat").read_text().partition("\n")[0].split()
    except OSError:
        return 0.0
    user, nice, system, _idle, _wait, interrupts, soft = map(int, first[1:8])
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")
