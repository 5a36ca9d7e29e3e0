"""The press: pages rendered and laid beside the site, by several processes where there is enough to do.

A page that the output folder holds already, byte for byte, is only counted.  Any other is written
into a draft folder inside the output folder, from where publishing moves it into its place: so no
process keeps the bytes of a whole site, and a fault in the last page leaves the site as it was.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.pages.page import Page
from generator.publishing.changes import DRAFTS, Draft, is_same
from generator.rendering import Renderer, render_pages

OnProgress = Callable[[str, int, int], None]
"""Is told the stage, how much is done, and how much there is."""

_SHEET = 64  # pages taken at a time: neighbours share cards
_WORTH_A_PROCESS = 400  # pages; starting one costs about as much as rendering a hundred


@dataclass(frozen=True, slots=True)
class Printed:
    """What came off the press: a draft for each page by its file, or the faults of the templates."""

    drafts: tuple[tuple[str, Draft], ...]
    diagnostics: tuple[Diagnostic, ...]


def count_cores() -> int:
    """Count the processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def draft_folder(output: Path) -> Iterator[Path]:
    """Give an empty draft folder, and remove it with all that is left in it."""
    drafts = output / DRAFTS
    existed = output.exists()
    shutil.rmtree(drafts, ignore_errors=True)
    drafts.mkdir(parents=True)
    try:
        yield drafts
    finally:
        shutil.rmtree(drafts, ignore_errors=True)
        if not existed and output.exists() and not any(output.iterdir()):
            output.rmdir()


def print_pages(
    renderer: Renderer, pages: Sequence[Page], output: Path, drafts: Path, *, jobs: int, on_progress: OnProgress
) -> Printed:
    """Render pages with up to `jobs` processes and lay drafts of those that differ from `output` into `drafts`.

    The result does not depend on `jobs`.  Where processes cannot be forked, one does all.
    """
    sheets = [range(start, min(start + _SHEET, len(pages))) for start in range(0, len(pages), _SHEET)]
    press = _Press(renderer, pages, os.fspath(output), os.fspath(drafts))
    wanted = min(jobs, len(pages) // _WORTH_A_PROCESS)
    if wanted > 1 and "fork" in multiprocessing.get_all_start_methods():
        results = _print_together(press, sheets, wanted)
    else:
        results = map(press.print_sheet, sheets)
    found: dict[int, Draft] = {}
    faults: list[Diagnostic] = []
    for printed, said in results:
        found.update(printed)
        faults += said
        on_progress("Rendering", len(found), len(pages))
    return Printed(tuple((pages[number].file, found[number]) for number in sorted(found)), tuple(dict.fromkeys(faults)))


Sheet = tuple[dict[int, Draft], tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class _Press:
    renderer: Renderer
    pages: Sequence[Page]
    output: str
    drafts: str

    def print_sheet(self, numbers: range) -> Sheet:
        """Render some pages and lay their drafts."""
        rendered, faults = render_pages(self.renderer, [self.pages[number] for number in numbers])
        places = {id(self.pages[number]): number for number in numbers}
        return {places[id(page)]: self._lay(places[id(page)], page, content) for page, content in rendered}, faults

    def _lay(self, number: int, page: Page, content: bytes) -> Draft:
        if is_same(content, f"{self.output}/{page.file}"):
            return Draft(len(content))
        path = f"{self.drafts}/{number}"
        with open(path, "wb", buffering=0) as file:  # noqa: PTH123 - a hot path
            file.write(content)
        return Draft(len(content), path)


def _print_together(press: _Press, sheets: Sequence[range], jobs: int) -> Iterator[Sheet]:
    """Print sheets in forked processes, which inherit the pages; only drafts' sizes and faults come back."""
    context: ForkContext = multiprocessing.get_context("fork")
    gc.collect()
    gc.freeze()  # a collection in a child would copy every page of memory it looks at
    turn = context.Value("i", 0)
    readers: list[Connection] = []
    processes = []
    for _ in range(jobs):
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(target=_take_turns, args=(press, sheets, turn, writer), daemon=True)
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


def _receive(readers: list[Connection]) -> Iterator[Sheet]:
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


def _take_turns(press: _Press, sheets: Sequence[range], turn: object, writer: Connection) -> None:
    """Print sheet after sheet until none is left."""
    gc.disable()
    try:
        while (number := _next(turn)) < len(sheets):
            writer.send(press.print_sheet(sheets[number]))
        writer.send(None)
    except KeyboardInterrupt:
        pass
    except BaseException as error:  # the parent raises it
        writer.send(error)


def _next(turn: object) -> int:
    with turn.get_lock():  # type: ignore[attr-defined]
        number: int = turn.value  # type: ignore[attr-defined]
        turn.value = number + 1  # type: ignore[attr-defined]
    return number
