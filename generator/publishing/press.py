"""The press: pages rendered and laid beside the site, by several processes where there is enough to do.

A page whose key is known from an earlier build is not rendered: it is left where it is, or its bytes are taken from
the stock.  Any other is rendered, and written into a tree of drafts inside the output folder unless its place
holds the same bytes already.  Publishing moves the tree into place: so no process keeps the bytes of a whole site,
and a fault in the last page leaves the site as it was.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from generator.diagnostics import Diagnostic
from generator.digests import digest_bytes
from generator.processes import Errand
from generator.publishing.changes import stat_same
from generator.publishing.drafts import REPLACEMENTS, Drafts, is_bare
from generator.publishing.ledger import Entry, Stamp
from generator.publishing.orders import Order, Printed
from generator.publishing.stock import Pack, Stock
from generator.rendering.render import Rendered, Renderer, render_pages
from generator.turns import count_from_ends

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

OnProgress = Callable[[str, int, int], None]
"""Is told the stage, how much is done, and how much there is."""

_Laid = tuple[int, Entry, str | None]
_LAID = msgspec.msgpack.Decoder(list[_Laid])
_SHEET = 128  # pages taken at a time, at most: stage by stage, and neighbours share cards
_TURNS = 8  # how often each process takes some, at least
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
    errand: Errand | None = None,
) -> Printed:
    """Print pages with up to `jobs` processes; those that differ from `output` lie in the tree `drafts` then.

    The result does not depend on `jobs`.  Where processes cannot be forked, one does all.  Else one of the others
    does the `errand` when no page is left.
    """
    press = _Press(renderer, orders, os.fspath(output), Drafts(os.fspath(drafts)), stock, is_bare(output))
    wanted = min(jobs, len(orders) // _WORTH_A_PROCESS)
    first = press.stock.next_number()
    if wanted > 1 and hasattr(os, "fork"):
        renderer.prepare({order.template for order in orders if order.is_fresh})
        sheets = _cut_sheets(len(orders), min(_SHEET, len(orders) // (wanted * _TURNS)))
        results = _print_together(press, sheets, wanted, first, errand)
    else:
        results = press.print_sheets(_cut_sheets(len(orders), _SHEET), first)
    entries: dict[str, Entry] = {}
    drafts_of: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for sheet in results:
        for number, entry, draft in sheet.printed:
            file = orders[number].file
            entries[file] = entry
            if draft is not None:
                drafts_of[file] = draft
        faults += sheet.diagnostics
        on_progress("Rendering", len(entries), len(orders))
    return Printed(entries, drafts_of, tuple(dict.fromkeys(faults)))


def _cut_sheets(pages: int, size: int) -> list[range]:
    """Cut pages into sheets, from the last one on: that is the map of the site, and begun last it has others wait."""
    return [range(start, min(start + size, pages)) for start in reversed(range(0, pages, size))]


class _Sheet(msgspec.Struct, frozen=True):
    """Some pages that were printed: the order's number, the entry, and where the draft lies, None without one."""

    printed: list[_Laid]
    diagnostics: tuple[Diagnostic, ...]


class _Press(msgspec.Struct):
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
        """Print some pages, each stage for all of them before the next one, as `render_pages` does."""
        ready: list[tuple[int, bytes, Entry]] = []
        kept: list[tuple[int, Rendered]] = []
        fresh: list[int] = []
        for number in numbers:
            order = self.orders[number]
            if (entry := order.known) is not None and (content := self.stock.read(entry)) is not None:
                ready.append((number, content, entry))
            elif (entry := order.kept) is not None and (found := self.stock.read_with_blocks(entry)) is not None:
                kept.append((number, Rendered(*found)))
            else:
                fresh.append(number)
        drawn: list[tuple[int, Rendered]] = []
        for number, each in kept:
            anew = self.renderer.set_blocks(self.orders[number].layout, each)
            if anew is None:
                fresh.append(number)
            else:
                drawn.append((number, anew))
        number_of = {id(self.orders[number].page): number for number in fresh}
        rendered, faults = render_pages(self.renderer, [self.orders[number].page for number in fresh])
        drawn += [(number_of[id(page)], each) for page, each in rendered]
        entries = self._keep(drawn, pack)
        ready += [(number, each.content, entry) for (number, each), entry in zip(drawn, entries, strict=True)]
        return _Sheet([self._lay(*each) for each in ready], faults)

    def _keep(self, drawn: Sequence[tuple[int, Rendered]], pack: Pack | None) -> list[Entry]:
        """Put pages in stock unless they are there; give their entries, of which the stamps are not yet known."""
        digests = [digest_bytes(page.content) for _, page in drawn]
        keys = [self.orders[number].key for number, _ in drawn]
        there = [
            self._find_kept(number, page, key, digest)
            for (number, page), key, digest in zip(drawn, keys, digests, strict=True)
        ]
        fresh = [page for (_, page), entry in zip(drawn, there, strict=True) if entry is None]
        starts = iter(pack.add(fresh) if pack else [0] * len(fresh))
        place = pack.number if pack else 0
        return [
            entry or Entry(key, digest, place, next(starts), Stamp(0, 0, len(page.content)), len(page.blocks))
            for (_, page), key, digest, entry in zip(drawn, keys, digests, there, strict=True)
        ]

    def _find_kept(self, number: int, page: Rendered, key: bytes, digest: bytes) -> Entry | None:
        """Give the entry of a page whose very bytes are in stock; None where they are not."""
        order = self.orders[number]
        known = order.entry
        # One of the same key that is rendered all the same was not to be found there.
        if known is None or known.digest != digest or not (order.is_fresh or known.key != key):
            return None
        if page.blocks and self.stock.read_with_blocks(known) != page:
            return None
        return Entry(key, digest, known.pack, known.start, known.stamp, len(page.blocks))

    def _lay(self, number: int, content: bytes, entry: Entry) -> _Laid:
        """Lay a draft where the page's place does not hold the same bytes; give the entry with its stamp."""
        order = self.orders[number]
        if order.is_in_place:
            if order.entry is not None and order.entry.digest == entry.digest:
                return number, entry, None
            draft = f"{REPLACEMENTS}/{number}"
            return number, entry.stamped(self.drafts.write(draft, content)), draft
        same = None if self.is_bare else stat_same(content, f"{self.output}/{order.file}")
        if same:
            return number, entry.stamped(Stamp.of(same)), None
        return number, entry.stamped(self.drafts.write(order.file, content)), ""


def _print_together(
    press: _Press, sheets: Sequence[range], jobs: int, first_pack: int, errand: Errand | None
) -> Iterator[_Sheet]:
    """Print sheets here and in forked processes, which inherit the pages; only entries and faults come back."""
    import multiprocessing  # noqa: PLC0415 - one process that prints a few pages needs nothing of it

    context = multiprocessing.get_context("fork")
    gc.freeze()  # a collection in a child would copy every page of memory it looks at
    taken = context.Array("i", 2)
    readers: list[Connection] = []
    processes: list[BaseProcess] = []
    for number in range(first_pack + 1, first_pack + jobs):
        reader, writer = context.Pipe(duplex=False)
        mine = _next_sheets(sheets, taken, number - first_pack)
        arguments = press, mine, number, writer, None if processes else errand
        process: BaseProcess = context.Process(target=_take_turns, args=arguments, daemon=True)
        process.start()
        writer.close()
        readers.append(reader)
        processes.append(process)
    try:
        for sheet in press.print_sheets(_next_sheets(sheets, taken, 0), first_pack):
            yield sheet
            yield from _receive(readers, timeout=0)  # a pipe holds the answers for a few sheets; then they would wait
        yield from _receive(readers, timeout=None)
        if errand:
            errand.leave_to(processes.pop(0))
    finally:
        gc.unfreeze()
        for process in processes:
            process.terminate()
            process.join()


def _receive(readers: list[Connection], timeout: float | None) -> Iterator[_Sheet]:
    """Give the sheets that other processes have printed: those that are there, or without a timeout, all."""
    from multiprocessing.connection import wait  # noqa: PLC0415 - as above

    while readers and (ready := wait(readers, timeout)):
        for reader in cast("list[Connection]", ready):
            try:
                answer = reader.recv()
            except EOFError:
                raise RuntimeError("a process that renders pages ended early") from None
            if answer is None:
                readers.remove(reader)
            elif isinstance(answer, BaseException):
                raise answer
            else:
                laid, faults = answer
                yield _Sheet(_LAID.decode(laid), faults)


def _take_turns(press: _Press, sheets: Iterable[range], pack: int, writer: Connection, errand: Errand | None) -> None:
    """Print sheet after sheet until none is left, and do the errand."""
    gc.disable()
    try:
        for sheet in press.print_sheets(sheets, pack):
            writer.send((msgspec.msgpack.encode(sheet.printed), sheet.diagnostics))  # pickle is slow with entries
        writer.send(None)
    except KeyboardInterrupt:
        return
    except BaseException as error:  # the parent raises it
        writer.send(error)
        return
    if errand:
        errand.run()


def _next_sheets(sheets: Sequence[range], taken: object, number: int) -> Iterator[range]:
    """Give a process, by its number, the sheets that it takes: the first one and every other those at the beginning.

    So lists, with all cards, are printed here, and stories' own pages there, for the most part: what pages of one kind
    share is not drawn up in both, nor is the memory that it lies in copied.
    """
    return (sheets[each] for each in count_from_ends(taken, len(sheets), -(number % 2)))
