"""Whether the times of a file are to be believed: not while it may change again without a new one."""

from __future__ import annotations

import time

UNSETTLED = 2_000_000_000
"""Nanoseconds in which a file may change again without a new time stamp: the coarsest clock of a disk (FAT)."""


def clock() -> int:
    """Give the time by which files' stamps are judged, in nanoseconds since 1970."""
    return time.time_ns()
