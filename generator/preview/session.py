"""The preview's state: the last sound site, what is wrong now, and who waits for news.

Two numbers rule it, as in mkdocs: the bell says that something may have changed, the state's
number says what is shown. A rebuild begins by taking the bell's paths, so that a change while it runs rings
again and is never lost.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition

from generator.diagnostics import Diagnostic, has_errors, sort_diagnostics
from generator.inputs import Inputs, read_site
from generator.options import BuildOptions, Progress
from generator.planning import index_content, plan_inputs
from generator.preview.generation import DrawnPages, Failed, Generation, build_generation, may_fail_anew
from generator.preview.memory import SessionMemory
from generator.processes import without_cycle_search
from generator.rendering import StaticFile, find_theme, read_static
from generator.rendering.snapshot import TemplateFile, TemplateSnapshot, read_templates


@dataclass(frozen=True, slots=True)
class State:
    """What a browser sees at one moment.

    `faults` are those of the files as they are now; `generation` is made of the last ones that were sound.
    """

    number: int
    generation: Generation
    faults: tuple[Diagnostic, ...]
    page_faults: tuple[tuple[str, Diagnostic], ...] = ()
    """Faults that came up when a page was drawn, with its file."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All faults there are, in order."""
        return sort_diagnostics([*self.faults, *(found for _, found in self.page_faults)])

    @property
    def is_sound(self) -> bool:
        """Whether what is shown is what the files say."""
        return not has_errors(self.diagnostics)


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that a site is made of, with what tells its files from others; where it is equal, so is the site."""

    inputs: Inputs
    signatures: tuple[tuple[int, int, int], ...]
    templates: Mapping[str, TemplateFile]


@dataclass(slots=True)
class Session:
    """A preview while it runs; one thread at a time refreshes it, any number of threads look."""

    options: BuildOptions
    run: str = field(default_factory=lambda: f"{time.time_ns():x}")
    """Tells this run of the server from an earlier one."""
    _memory: SessionMemory = field(default_factory=SessionMemory)
    _drawn: DrawnPages = field(default_factory=DrawnPages)
    _seen: _Seen | None = None
    _state: State | None = None
    _good: bool = False
    _before: Generation | None = None
    """The generation before the templates or what they share changed: it draws the pages that they fail on now."""
    _news: Condition = field(default_factory=Condition)
    _stopped: bool = False

    @property
    def state(self) -> State:
        """The state now; there is one from the first refresh on."""
        if self._state is None:
            raise RuntimeError("the session was not begun")
        return self._state

    def folders(self) -> tuple[Path, ...]:
        """Give the folders that the site is made from, those too that do not exist."""
        theme = find_theme(self.options.templates, self.options.static)
        own = [folder for folder in (self.options.templates, self.options.static) if folder]
        return (self.options.content, *own, *theme.templates, *theme.static)

    def refresh(self, changed: Collection[str] = (), on_progress: Progress = lambda stage, done, total: None) -> bool:
        """Look at the files and show what they say; tell whether anything is different.

        `changed` are the paths that are known to have been written, absolute.
        """
        self._memory.doubt(self._inside_content(changed))
        with without_cycle_search():
            seen = self._read(on_progress)
            if seen == self._seen:
                return False
            last = self._state.generation if self._state else None
            site = plan_inputs(seen.inputs, index_content(seen.inputs.content, self.options), self.options)
            candidate = build_generation(site, TemplateSnapshot(seen.templates), last, self._drawn)
            faults = site.diagnostics
            if last and may_fail_anew(candidate, last):
                faults = sort_diagnostics([*faults, *candidate.try_templates()])
            sound = not has_errors(faults)
            shown = last if last and self._good and not sound else candidate
            if last and shown.renderer is not last.renderer:
                self._before = last
            self._seen = seen
            self._good = self._good or sound
            self._show(State(self.number + 1, shown, faults))
        if last is None:
            gc.freeze()  # what was read at the start stays: no collection need look at it again
        return True

    def draw(self, generation: Generation, file: str) -> bytes | Failed | None:
        """Draw a page, as it last was where that fails; a fault that comes up is shown to all until the next change."""
        drawn = generation.draw(file)
        if isinstance(drawn, Failed):
            before = self._before.draw(file) if self._before and drawn.last is None else None
            if isinstance(before, bytes):
                drawn = Failed(drawn.fault, before)
            with self._news:
                state = self.state
                entry = (file, drawn.fault)
                if state.generation is generation and entry not in state.page_faults:
                    self._show(replace(state, number=state.number + 1, page_faults=(*state.page_faults, entry)))
        return drawn

    @property
    def number(self) -> int:
        """The state's number; 0 before the first."""
        return self._state.number if self._state else 0

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until the state's number is another one, or the session ends; tell whether it came to that in time."""
        with self._news:
            return self._news.wait_for(lambda: self._stopped or self.number != number, seconds)

    @property
    def stopped(self) -> bool:
        """Whether the preview is at its end."""
        return self._stopped

    def stop(self) -> None:
        """End the session: everybody who waits is sent home."""
        with self._news:
            self._stopped = True
            self._news.notify_all()

    def _show(self, state: State) -> None:
        with self._news:
            self._state = state
            self._news.notify_all()

    def _read(self, on_progress: Progress) -> _Seen:
        # As a build does: a fault in what is held back stops nothing, unless it is shown.
        whole = self.options.unpublished or self.options.strict
        content = read_site(self.options, on_progress, self._memory, whole=whole)
        theme = find_theme(self.options.templates, self.options.static)
        files = read_static(theme.static)
        inputs = Inputs(content, theme, files)
        return _Seen(inputs, tuple(map(_sign, files)), read_templates(theme.templates).files)

    def _inside_content(self, paths: Collection[str]) -> Iterator[str]:
        content = self.options.content
        for folder in {content.absolute(), content.resolve()}:
            prefix = f"{folder}{os.sep}"
            for path in paths:
                if path.startswith(prefix):
                    yield path.removeprefix(prefix).replace(os.sep, "/")


def _sign(file: StaticFile) -> tuple[int, int, int]:
    try:
        status = file.path.stat()
    except OSError:
        return (0, 0, 0)
    return status.st_mtime_ns, status.st_size, status.st_ino
