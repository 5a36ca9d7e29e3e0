"""Runs benchmarks by name, all of them without one, and prints their tables.

Set TMPDIR to a RAM disk: disks differ, and on ext4 a new file is slow for minutes after many were deleted.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence

from benchmarks import build, preview
from benchmarks.options import Options
from benchmarks.tables import Table, format_table

MEASURES: dict[str, Callable[[Options], Iterator[Table]]] = {"build": build.measure, "preview": preview.measure}
"""A benchmark is a function here that yields tables as they are ready."""


def parse_arguments(arguments: Sequence[str] | None = None) -> tuple[list[str], Options]:
    """Give the names of the wanted benchmarks and what they are asked for; None is this process's command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(MEASURES)}; all without one")
    parser.add_argument("--count", type=int, action="append", help="made up articles; may be repeated")
    parser.add_argument("--real", action="store_true", help="the real articles; alone, or with --count")
    parser.add_argument("--runs", type=int, default=3, help="builds of each kind, whose median is shown (3)")
    parser.add_argument("--no-hugo", action="store_true", help="leave Hugo out though it is here")
    parser.add_argument("--keep", action="store_true", help="leave all folders in place and say where")
    found = parser.parse_args(arguments)
    unknown = [name for name in found.names if name not in MEASURES]
    if unknown:
        parser.error(f"there is no benchmark '{unknown[0]}'; there are: {', '.join(MEASURES)}")
    if found.runs < 1 or any(count < 1 for count in found.count or ()):
        parser.error("--runs and --count are 1 at least")
    # Either of --count and --real leaves the other out; neither is the whole programme.
    counts = tuple(found.count or ()) if found.count or found.real else None
    real = found.real or not found.count
    return found.names or list(MEASURES), Options(counts, real, found.runs, not found.no_hugo, found.keep)


def main() -> None:
    """Run the benchmarks that the command line names."""
    names, options = parse_arguments()
    for name in names:
        for table in MEASURES[name](options):
            print(format_table(table), flush=True)


if __name__ == "__main__":
    main()
