"""From a stream of file events to changes worth a rebuild: pure functions and one small state without a clock.

Events are a bell: what has changed is found out by looking. So it is safe to drop an event of a
file that nobody reads, and it is enough to look once, after the last of a burst.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

QUIET_SECONDS = 0.02
"""How long nothing must happen after a save before it counts as done: editors write in two or three steps."""
BURST_QUIET_SECONDS = 0.2
"""The same for a burst of many files, such as a checkout, which pauses now and then."""
BURST_FILES = 8
"""From so many files on a change is a burst."""
LONGEST_SECONDS = 2.0
"""After so long a change is taken although it goes on: a program that never rests must not hide others' edits."""

_LEFTOVER = re.compile(
    r"""(?x)
    .*~ | \#.*\# | \.\#.*                      # Emacs: backup, autosave, lock
    | \..*\.sw[a-px] | 4913                    # Vim: swap files, and the file by which it tries a folder
    | \.goutputstream-.* | \.~lock\..*         # GNOME, LibreOffice
    | .*___jb_(?:tmp|old|bak)___ | \.\#?.*\.tmp-?\w* | .*\.tmp(?:\.\w+)? | .*\.crswap | .*\.part
    | sed[A-Za-z0-9]{6}                        # sed -i
    | \.DS_Store | Thumbs\.db | desktop\.ini | \.fuse_hidden.* | \.nfs[0-9a-f]+
    """
)
_PRIVATE_FOLDERS = frozenset({".git", ".hg", ".svn", ".idea", "__pycache__", "node_modules"})


def is_leftover(path: str) -> bool:
    """Tell whether a path is no file of the site: an editor's backup, swap or temporary file, a tool's own folder."""
    parts = PurePath(path).parts
    return bool(parts) and (bool(_LEFTOVER.fullmatch(parts[-1])) or not _PRIVATE_FOLDERS.isdisjoint(parts))


def gather_paths(events: Iterable[tuple[str, ...]]) -> frozenset[str]:
    """Give the paths that events speak of, leftovers left out.

    An event names one path, or two where a file was moved: an editor that writes by rename moves a
    leftover onto the file it means.
    """
    return frozenset(path for event in events for path in event if path and not is_leftover(path))


def quiet_seconds(files: int) -> float:
    """Give how long nothing must happen before a change of so many files counts as done."""
    return BURST_QUIET_SECONDS if files >= BURST_FILES else QUIET_SECONDS


@dataclass(slots=True)
class Gathering:
    """The change that is being gathered; times are seconds of any one clock."""

    paths: set[str] = field(default_factory=set)
    first: float = 0.0
    last: float = 0.0

    def add(self, paths: Iterable[str], now: float) -> None:
        """Hear of paths; an empty lot changes nothing."""
        paths = set(paths)
        if not paths:
            return
        if not self.paths:
            self.first = now
        self.last = now
        self.paths |= paths

    def wait_seconds(self, now: float) -> float | None:
        """Give how long to wait until the change counts as done: 0 when it does, None where there is none."""
        if not self.paths:
            return None
        settled = self.last + quiet_seconds(len(self.paths))
        return max(0.0, min(settled, self.first + LONGEST_SECONDS) - now)

    def take(self) -> frozenset[str]:
        """Hand the change out; what is heard from now on is the next one."""
        taken = frozenset(self.paths)
        self.paths.clear()
        return taken
