"""How heavy a site is, and whether GitHub Pages will carry it."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.diagnostics import Diagnostic, Place, fault
from generator.reporting import format_bytes

PAGES_LIMIT = 1_000_000_000
"""Bytes of a site that GitHub Pages publishes (its documentation says 1 GB); decimal, the stricter reading."""
_WARN_FROM = PAGES_LIMIT * 8 // 10
_LARGEST = 10


def largest_files(sizes: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Give the ten largest files with their sizes, the largest first; of equals the first by name."""
    files = list(sizes)
    least = heapq.nlargest(_LARGEST, [size for _, size in files])[
        -1:
    ]  # to compare names, too, takes three times as long
    return tuple(
        sorted([each for each in files if each[1] >= least[0]], key=lambda each: (-each[1], each[0]))[:_LARGEST]
    )


def check_weight(
    total_bytes: int, files: int, largest: Sequence[tuple[str, int]], folder: Path
) -> tuple[Diagnostic, ...]:
    """Warn of a site that comes near what GitHub Pages publishes, and name its largest files (O201)."""
    if total_bytes < _WARN_FROM:
        return ()
    share = 100 * total_bytes // PAGES_LIMIT
    message = f"the site has {format_bytes(total_bytes)} in {files:,} files, {share} % of what GitHub Pages publishes"
    hint = (
        "leave out what your readers can spare (`search`, `api`, `older_pages` and `feeds` in site.yaml),"
        " or publish elsewhere; the largest files are:"
    )
    named = [f"{format_bytes(size)} {name}" for name, size in largest]
    return (fault("O201", message, Place(os.fspath(folder)), "\n".join([hint, *named])),)
