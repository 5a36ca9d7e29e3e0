"""Pages laid out ahead: while a build finds out what is new, another process lays out what the last one printed.

A build that finds an empty output folder and a full cache, as one in a workflow does, mostly lays out what the stock
holds. Whether a page is still the same is known late, after all is read and planned, with a core idle until then. So
drafts are laid on trust; what turns out to be stale is printed over, or removed before anything is published.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import takewhile
from mmap import mmap
from pathlib import Path

from generator.processes import can_fork, working_aside
from generator.publishing.changes import DRAFTS
from generator.publishing.drafts import Drafts, draft_folder
from generator.publishing.ledger import LEDGER_FILE, Stamp, read_ledger
from generator.publishing.manifest import are_inside
from generator.publishing.orders import Orders, Printed
from generator.publishing.stock import Stock

_MUCH = 100_000  # bytes of a ledger, a thousand pages; for fewer a process does not pay
_Laid = tuple[str, Stamp]
TakeLaid = Callable[[], Mapping[str, Stamp]]
"""Ends the laying, and gives the stamps of the drafts by file; without any there is no draft."""


@contextmanager
def laying_ahead(cache: Path | None, output: Path, jobs: int) -> Iterator[TakeLaid]:
    """Lay the pages of the last build as drafts, meanwhile, where the output folder has nothing."""
    if jobs < 2 or cache is None or not can_fork() or not _is_worth_it(cache, output):
        yield dict
        return
    is_over = mmap(-1, 1)  # memory that a forked process shares
    with draft_folder(output) as folder:

        def lay() -> list[_Laid]:
            stock, drafts, entries = Stock(cache), Drafts(os.fspath(folder)), read_ledger(cache).entries
            if not are_inside(entries):  # a cache folder may come from anywhere
                return []
            return [
                (file, drafts.write(file, content))
                for file, entry in takewhile(lambda _: not is_over[0], entries.items())
                if (content := stock.read(entry))
            ]

        with working_aside(lay, list[_Laid], jobs) as take:

            def take_laid() -> Mapping[str, Stamp]:
                is_over[0] = 1
                return dict(take())

            try:
                yield take_laid
            finally:
                is_over[0] = 1


def _is_worth_it(cache: Path, output: Path) -> bool:
    try:
        return (cache / LEDGER_FILE).stat().st_size >= _MUCH and not any(output.iterdir() if output.exists() else ())
    except OSError:
        return False


def accept_laid(orders: Orders, take_laid: TakeLaid, output: Path) -> Printed:
    """Take those pages out of the orders that were laid as they are wanted; remove the drafts that nobody wants."""
    same = [(order.file, entry) for order in orders.wanted if (entry := order.known)]  # found out while pages are laid
    laid = take_laid()
    Drafts(os.fspath(output / DRAFTS)).remove(laid.keys() - {order.file for order in orders.wanted})
    entries = {file: entry.stamped(laid[file]) for file, entry in same if file in laid}
    orders.wanted = [order for order in orders.wanted if order.file not in entries]
    return Printed(entries, dict.fromkeys(entries, ""))
