"""The press: pages rendered and laid beside the site, by several processes where there is enough to do.

A page whose key is known from an earlier build is not rendered: it is left where it is, or its bytes are taken from
the stock.  Any other is rendered, and written into a tree of drafts inside the output folder unless its place
holds the same bytes already.  Publishing moves the tree into place: so no process keeps the bytes of a whole site,
and a fault in the last page leaves the site as it was.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.publishing.changes import stat_same
from generator.publishing.drafts import Drafts, is_bare
from generator.publishing.ledger import Entry, Stamp
from generator.publishing.orders import Order, Printed
from generator.publishing.stock import Pack, Stock, digest_bytes
from generator.rendering.render import Renderer, render_pages

OnProgress = Callable[[str, int, int], None]
"""Is told the stage, how much is done, and how much there is."""

_SHEET = 64  # pages taken at a time: neighbours share cards
_WORTH_A_PROCESS = 400  # pages; starting one costs about as much as rendering a hundred


def print_pages(
    renderer: Renderer,
    orders: Sequence[Order],
    output: Path,
    drafts: Path,
    *,
    jobs: int,
    on_progress: OnProgress,
    stock: Stock,
) -> Printed:
    """Print pages with up to `jobs` processes; those that differ from `output` lie in the tree `drafts` then.

    The result does not depend on `jobs`.  Where processes cannot be forked, one does all.
    """
    sheets = [range(start, min(start + _SHEET, len(orders))) for start in range(0, len(orders), _SHEET)]
    press = _Press(renderer, orders, os.fspath(output), Drafts(os.fspath(drafts)), stock, is_bare(output))
    wanted = min(jobs, len(orders) // _WORTH_A_PROCESS)
    first = press.stock.next_number()
    if wanted > 1 and "fork" in multiprocessing.get_all_start_methods():
        renderer.prepare({order.page.template for order in orders if order.is_fresh})
        results = _print_together(press, sheets, wanted, first)
    else:
        results = press.print_sheets(sheets, first)
    entries: dict[str, Entry] = {}
    drafted: list[str] = []
    faults: list[Diagnostic] = []
    for sheet in results:
        for number, entry, is_draft in sheet.printed:
            file = orders[number].file
            entries[file] = entry
            if is_draft:
                drafted.append(file)
        faults += sheet.diagnostics
        on_progress("Rendering", len(entries), len(orders))
    return Printed(entries, frozenset(drafted), tuple(dict.fromkeys(faults)))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Some pages that were printed: the order's number, the entry, and whether it is a draft."""

    printed: list[tuple[int, Entry, bool]]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Press:
    renderer: Renderer
    orders: Sequence[Order]
    output: str
    drafts: Drafts
    stock: Stock
    is_bare: bool
    """Whether the output folder holds nothing yet."""

    def print_sheets(self, sheets: Iterable[range], pack_number: int) -> Iterator[_Sheet]:
        """Print sheet after sheet; what is rendered goes into one pack of the stock."""
        pack = self.stock.add_pack(pack_number)
        with pack or nullcontext():
            for sheet in sheets:
                yield self._print_sheet(sheet, pack)
        self.stock.close()

    def _print_sheet(self, numbers: range, pack: Pack | None) -> _Sheet:
        printed: list[tuple[int, Entry, bool]] = []
        fresh: dict[int, int] = {}
        for number in numbers:
            order = self.orders[number]
            entry = order.known
            if entry is not None and (content := self.stock.read(entry)) is not None:
                printed.append((number, *self._lay(order, content, entry)))
            else:
                fresh[id(order.page)] = number
        rendered, faults = render_pages(self.renderer, [self.orders[number].page for number in fresh.values()])
        for page, content in rendered:
            number = fresh[id(page)]
            printed.append((number, *self._lay(self.orders[number], content, self._keep(number, content, pack))))
        return _Sheet(printed, faults)

    def _keep(self, number: int, content: bytes, pack: Pack | None) -> Entry:
        """Put bytes in stock unless they are there; give the page's entry, of which the stamp is not yet known."""
        order, digest = self.orders[number], digest_bytes(content)
        key, known = order.key, order.entry
        # One of the same key that is rendered all the same was not to be found there.
        if known is not None and known.digest == digest and (order.is_fresh or known.key != key):
            return Entry(key, digest, known.pack, known.start, known.stamp)
        start = pack.add(content) if pack else 0
        return Entry(key, digest, pack.number if pack else 0, start, Stamp(0, 0, len(content)))

    def _lay(self, order: Order, content: bytes, entry: Entry) -> tuple[Entry, bool]:
        """Lay a draft where the page's place does not hold the same bytes; give the entry with its stamp."""
        place = f"{self.output}/{order.file}"
        if order.is_in_place and order.entry is not None and order.entry.digest == entry.digest:
            return entry, False
        # One that is in place holds what the ledger says, and that is something else.
        same = None if self.is_bare or order.is_in_place else stat_same(content, place)
        stamp = Stamp.of(same) if same else self.drafts.write(order.file, content)
        return entry.stamped(stamp), same is None


def _print_together(press: _Press, sheets: Sequence[range], jobs: int, first_pack: int) -> Iterator[_Sheet]:
    """Print sheets in forked processes, which inherit the pages; only entries and faults come back."""
    context: ForkContext = multiprocessing.get_context("fork")
    gc.freeze()  # a collection in a child would copy every page of memory it looks at
    turn = context.Value("i", 0)
    readers: list[Connection] = []
    processes = []
    for number in range(first_pack, first_pack + jobs):
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(target=_take_turns, args=(press, sheets, turn, number, writer), daemon=True)
        process.start()
        writer.close()
        readers.append(reader)
        processes.append(process)
    try:
        yield from _receive(readers)
    finally:
        gc.unfreeze()
        for process in processes:
            process.terminate()
            process.join()


def _receive(readers: list[Connection]) -> Iterator[_Sheet]:
    while readers:
        for reader in wait(readers):
            assert isinstance(reader, Connection)
            try:
                answer = reader.recv()
            except EOFError:
                raise RuntimeError("a process that renders pages ended early") from None
            if answer is None:
                readers.remove(reader)
            elif isinstance(answer, BaseException):
                raise answer
            else:
                yield answer


def _take_turns(press: _Press, sheets: Sequence[range], turn: object, pack: int, writer: Connection) -> None:
    """Print sheet after sheet until none is left."""
    gc.disable()
    try:
        for sheet in press.print_sheets(_until_none_left(sheets, turn), pack):
            writer.send(sheet)
        writer.send(None)
    except KeyboardInterrupt:
        pass
    except BaseException as error:  # the parent raises it
        writer.send(error)


def _until_none_left(sheets: Sequence[range], turn: object) -> Iterator[range]:
    while (number := _next(turn)) < len(sheets):
        yield sheets[number]


def _next(turn: object) -> int:
    with turn.get_lock():  # type: ignore[attr-defined]
        number: int = turn.value  # type: ignore[attr-defined]
        turn.value = number + 1  # type: ignore[attr-defined]
    return number
