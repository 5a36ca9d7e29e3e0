"""The progress of long work: a bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

_PATIENCE = 0.5
_PAUSE = 0.1
_WIDTH = 30
_CLEAR = "\r\x1b[2K"


class Progress:
    """A bar that appears once work has lasted half a second, and clears its line when the work ends.

    Call it with the stage, how much is done and how much there is; `stages` then has the seconds
    that each stage took.  Without a stream it only measures.
    """

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._began = self._last = clock()
        self._next = self._began + _PATIENCE
        self._drawn = False
        self.stages: dict[str, float] = {}

    @property
    def seconds(self) -> float:
        """Seconds since the work began."""
        return self._clock() - self._began

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
