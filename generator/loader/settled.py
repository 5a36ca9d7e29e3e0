"""Whether the times of a file are to be believed: not while it may change again without a new one.

A file that was read in the tick of the clock in which it was written may be written once more in that tick.  Git calls
such a file racily clean (its `racy-git` documentation).
"""

from __future__ import annotations

import time

UNSETTLED = 2_000_000_000
"""Nanoseconds after which the times of any file are believed: the tick of the coarsest clock of a disk (FAT)."""
_FINE = 100_000_000  # the same for a disk with a fine clock: many of its ticks, for two machines' clocks may differ
_TICK = 10_000_000  # the longest tick of a fine clock (Linux at 100 Hz); coarser ones give whole multiples of it


def is_settled(modified: int, changed: int, at: int) -> bool:
    """Tell whether a file's times were to be believed at a moment: when it was modified, when its status changed.

    All are nanoseconds since 1970. A disk's clock is fine where neither time is of the kind that a coarse one gives.
    """
    age = at - max(modified, changed)
    return age > UNSETTLED or (age > _FINE and modified % _TICK != 0 and changed % _TICK != 0)


def clock() -> int:
    """Give the time by which files' stamps are judged, in nanoseconds since 1970."""
    return time.time_ns()
