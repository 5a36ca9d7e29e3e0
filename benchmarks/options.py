"""What a benchmark is asked for on the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured: numbers of made up articles (None: the benchmark's own choice), real ones, and runs.

    `keep` leaves the folders of the builds in place.
    """

    counts: tuple[int, ...] | None = None
    real: bool = True
    runs: int = 3
    hugo: bool = True
    keep: bool = False
