"""Which pages are to be printed: those that the output folder does not hold as they are wanted."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic
from generator.publishing.ledger import Entry, Ledger, is_in_place

if TYPE_CHECKING:
    from generator.pages.page import Page


@dataclass(frozen=True, slots=True)
class Order:
    """A page to print: `entry` is what an earlier build knows of its file.

    `is_known` where that build printed the same page, `is_in_place` where its file is still as it was left.
    """

    page: Page
    file: str
    key: bytes | None = None
    entry: Entry | None = None
    is_known: bool = False
    is_in_place: bool = False


@dataclass(slots=True)
class Orders:
    """The pages that are to be printed, and the entries of those that stay as they are."""

    settled: dict[str, Entry] = field(default_factory=dict)
    wanted: list[Order] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Printed:
    """What came off the press: an entry for each page by its file, which of them are drafts, the templates' faults."""

    entries: dict[str, Entry] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()


def take_orders(pages: Iterable[Page], ledger: Ledger, closure: bytes, output: Path) -> Orders:
    """Sort the pages into those that stand in the output folder already and those that are wanted.

    Of two pages with one file the later one counts.
    """
    orders = Orders()
    root = os.fspath(output)
    are_keys_good = ledger.closure == closure
    for file, page in {page.file: page for page in pages}.items():
        entry = ledger.entries.get(file)
        if entry is None:  # its key is found out by whoever prints it
            orders.wanted.append(Order(page, file))
            continue
        key = page.key
        is_known = are_keys_good and entry.key == key
        stands = is_in_place(entry.stamp, f"{root}/{file}")
        if is_known and stands:
            orders.settled[file] = entry
        else:
            orders.wanted.append(Order(page, file, key, entry, is_known, stands))
    return orders
