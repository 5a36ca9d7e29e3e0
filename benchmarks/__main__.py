"""Runs benchmarks by name, all of them without one, and prints their tables."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from benchmarks import preview
from benchmarks.tables import Table, format_table

MEASURES: dict[str, Callable[[], Iterator[Table]]] = {"preview": preview.measure}
"""A benchmark is a function here that yields tables as they are ready."""


def main() -> None:
    """Run the benchmarks that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(MEASURES)}; all without one")
    names = parser.parse_args().names or list(MEASURES)
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        parser.error(f"there is no benchmark '{unknown[0]}'; there are: {', '.join(MEASURES)}")
    for name in names:
        for table in MEASURES[name]():
            print(format_table(table), flush=True)


if __name__ == "__main__":
    main()
