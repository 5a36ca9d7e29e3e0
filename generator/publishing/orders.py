"""Which pages are to be printed: those that the output folder does not hold as they are wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from generator.diagnostics import Diagnostic
from generator.publishing.changes import Draft
from generator.publishing.ledger import Entry, Ledger

if TYPE_CHECKING:
    from generator.pages.page import Page
    from generator.rendering.closure import Closure


class Order(msgspec.Struct, frozen=True, gc=False):
    """A page to print: `entry` is what an earlier build knows of its file.

    `are_keys_good` where that build's keys hold still, `is_in_place` where its file is still as it was left.
    `found_key` is the page's key where that is known already.
    `layout` is the template to set what is kept of its blocks in, if the key holds; empty where nothing is.
    """

    page: Page
    file: str
    entry: Entry | None = None
    are_keys_good: bool = False
    is_in_place: bool = False
    found_key: bytes | None = None
    layout: str = ""

    @property
    def key(self) -> bytes:
        """The page's key; mostly it is found out by whoever prints the page, for several processes do that."""
        return self.page.key if self.found_key is None else self.found_key

    @property
    def is_fresh(self) -> bool:
        """Whether it is known already that no earlier build has printed this very page."""
        if self.entry is None or not self.are_keys_good:
            return True
        return self.found_key is not None and self.found_key != self.entry.key

    @property
    def known(self) -> Entry | None:
        """What an earlier build that has printed this very page knows of it; None where none has."""
        return self.entry if not self.is_fresh and self.entry is not None and self.entry.key == self.key else None

    @property
    def kept(self) -> Entry | None:
        """What is known of a page whose blocks are the same, to be set in its layout; None where they may not be."""
        return self.entry if self.layout and self.entry is not None and self.entry.key == self.key else None

    @property
    def template(self) -> str:
        """The template that it is drawn by, unless its key has changed: then it may be that of the page."""
        return self.layout or self.page.template


class Orders(msgspec.Struct):
    """The pages that are to be printed, and the entries of those that stay as they are."""

    settled: dict[str, Entry] = msgspec.field(default_factory=dict)
    wanted: list[Order] = msgspec.field(default_factory=list)


class Printed(msgspec.Struct, frozen=True):
    """What came off the press: an entry for each page by its file, its draft if it is one, the templates' faults.

    `drafts` are by file, too: where they lie apart from the tree of drafts, or empty (`Draft.at`).
    """

    entries: dict[str, Entry] = msgspec.field(default_factory=dict)
    drafts: dict[str, str] = msgspec.field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    def joined(self, other: Printed) -> Printed:
        """Give what two runs of the press gave."""
        return Printed(
            {**self.entries, **other.entries}, self.drafts | other.drafts, self.diagnostics + other.diagnostics
        )

    def outputs(self) -> Iterator[tuple[str, Draft]]:
        """Give the files to publish."""
        drafts = self.drafts
        return (
            (file, Draft(entry.stamp.size, file not in drafts, drafts.get(file, "")))
            for file, entry in self.entries.items()
        )


def take_orders(
    pages: Iterable[Page],
    ledger: Ledger,
    closures: Mapping[str, Closure],
    displaced: Collection[str],
    *,
    is_whole: bool = True,
    have_same_keys: bool = False,
) -> Orders:
    """Sort the pages into those that stand in the output folder already and those that are wanted.

    `closures` are those of the templates as they are now, `displaced` names the files of the ledger that are not there
    as they were left. Of two pages with one file the later one counts. Where the pages are not the whole site, all
    others of the ledger stand; and where planned keys hang on the same as then, those in the ledger hold.
    """
    orders = Orders({} if is_whole else dict(ledger.entries))
    good_templates = {name for name, closure in closures.items() if ledger.closures.get(name) == closure}
    layouts = {
        name: closure.layout for name, closure in closures.items() if closure.has_blocks_of(ledger.closures.get(name))
    }
    away = frozenset(displaced)
    for file, page in {page.file: page for page in pages}.items():
        entry = ledger.entries.get(file)
        is_in_place = entry is not None and file not in away
        are_keys_good = page.template in good_templates
        key = entry.key if entry is not None and have_same_keys and page.planned_key is not None else None
        if entry is None or not (is_in_place and are_keys_good):
            layout = layouts.get(page.template, "") if entry is not None and entry.blocks and not are_keys_good else ""
            orders.wanted.append(Order(page, file, entry, are_keys_good, is_in_place, key, layout))
        elif (key := key or page.key) == entry.key:
            orders.settled[file] = entry
            continue
        else:
            orders.wanted.append(Order(page, file, entry, are_keys_good, is_in_place, key))
        orders.settled.pop(file, None)
    return orders
