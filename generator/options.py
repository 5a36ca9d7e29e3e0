"""What a build works on and how, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

Progress = Callable[[str, int, int], None]
"""Hears of long work: its name, how much is done, how much there is; and, at its end, of each phase of a build."""


class BuildOptions(msgspec.Struct, frozen=True):
    """What a build works on and how.

    `templates` and `static` are the site's own folders, laid over the built-in theme; `now` is the
    clock (aware; None for the machine's), which decides only which articles are due; `jobs` is the
    number of processes, 0 for one on each core; `cache` is the folder of what a later build need not
    do again, None for no cache.
    """

    content: Path
    output: Path = Path("_site")
    cache: Path | None = None
    templates: Path | None = None
    static: Path | None = None
    url: str | None = None
    now: datetime | None = None
    unpublished: bool = False
    future: bool = False
    strict: bool = False
    keep_going: bool = False
    clean: bool = False
    jobs: int = 0
