"""What a site is made of, read: the content, and the theme's files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from generator.indexer import Selection, select_due
from generator.loader import Content, Memory
from generator.options import BuildOptions, Progress
from generator.processes import count_cores
from generator.rendering import StaticFile, Theme, find_theme, read_static
from generator.survey import Survey


class Inputs(msgspec.Struct, frozen=True):
    """What a site is made of, as it was read; `unkept` is what writes of it into the cache what is not there yet."""

    content: Content
    theme: Theme
    files: tuple[StaticFile, ...]
    unkept: list[Callable[[], None]] = msgspec.field(default_factory=list)

    def keep(self) -> None:
        """Write into the cache what is not there yet."""
        while self.unkept:
            self.unkept.pop()()


def read_inputs(options: BuildOptions, on_progress: Progress, *, whole: bool, survey: Survey | None = None) -> Inputs:
    """Read the content, and find the theme; `whole` as in `plan_site`, `survey` where the files were looked at.

    The cache is left to `Inputs.keep`.
    """
    theme = find_theme(options.templates, options.static)
    unkept: list[Callable[[], None]] = []
    content = read_site(options, on_progress, whole=whole, survey=survey, unkept=unkept)
    on_progress("Reading", 1, 1)
    return Inputs(content, theme, read_static(theme.static), unkept)


def read_site(
    options: BuildOptions,
    on_progress: Progress = lambda stage, done, total: None,
    memory: Memory | None = None,
    *,
    whole: bool = True,
    survey: Survey | None = None,
    unkept: list[Callable[[], None]] | None = None,
) -> Content:
    """Load the content folder; files that `memory` or the cache knows are not read again; `unkept` as there."""
    from generator.loader import load_content  # noqa: PLC0415 - where a few words have changed, no folder is read

    return load_content(
        options.content,
        url=options.url,
        on_progress=on_progress,
        memory=memory,
        whole=whole,
        cache=options.cache,
        # A server with a memory reads by itself: processes started from its threads would outlive a Ctrl-C.
        jobs=1 if memory is not None else options.jobs or count_cores(),
        found=None if survey is None else survey.found,
        unkept=unkept,
    )


def select_articles(content: Content, options: BuildOptions) -> Selection:
    """Select the articles that are shown at the options' time, or now."""
    now = options.now or datetime.now(UTC)
    return select_due(content.articles, now, unpublished=options.unpublished, future=options.future)
