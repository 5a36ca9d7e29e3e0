"""A whole content folder to one value, with every fault of every file."""

from __future__ import annotations

import gc
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from generator.config import Settings
from generator.diagnostics import Diagnostic, Place, fault, sort_diagnostics
from generator.loader.articles import read_article
from generator.loader.files import SITE_FILE, find_files, read_source, shown_path
from generator.loader.registry import read_provider_entry, read_topic, settle_providers, settle_topics
from generator.loader.report import Report
from generator.loader.settings import override_url, read_settings
from generator.loader.source import Source
from generator.loader.standalone import read_page
from generator.model import Article, ProviderEntry, StandalonePage, TopicEntry
from generator.zones import find_zone

ValueT = TypeVar("ValueT")
Reader = Callable[[Source, str, ZoneInfo], tuple[ValueT | None, Report]]


@dataclass(frozen=True, slots=True)
class Content:
    """A content folder once it is read.

    `articles` holds all of them in path order, held-back ones too; a file with an error gives no
    value, only diagnostics.
    """

    settings: Settings
    articles: tuple[Article, ...] = ()
    topics: tuple[TopicEntry, ...] = ()
    providers: tuple[ProviderEntry, ...] = ()
    pages: tuple[StandalonePage, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def load_content(
    folder: Path,
    *,
    shown_as: str | None = None,
    url: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Content:
    """Read a content folder; every fault of every file is a diagnostic of the result.

    `shown_as` is the folder as diagnostics show it, `url` takes the place of the one in `site.yaml`, and
    `on_progress` hears how many articles are read and how many there are.
    """
    reading = _Reading(folder, str(folder) if shown_as is None else shown_as)
    if not folder.is_dir():
        place = Place(shown_path(reading.shown_as, "").rstrip("/"))
        hint = "name the folder that holds site.yaml with --content"
        settings, faults = _with_url(Settings(), url)
        missing = fault("F103", "the content folder does not exist", place, hint)
        return Content(settings, diagnostics=sort_diagnostics([missing, *faults]))
    settings = reading.settings(url)
    found = find_files(folder, reading.shown_as)
    reading.diagnostics.extend(found.diagnostics)
    zone = find_zone(settings.timezone)
    topics, topic_faults = settle_topics(reading.values(found.topics, read_topic, zone))
    providers, provider_faults = settle_providers(reading.values(found.providers, read_provider_entry, zone))
    pages = reading.values(found.pages, read_page, zone)
    with _without_cycle_search():
        articles = reading.values(found.articles, read_article, zone, on_progress)
    reading.diagnostics += [*topic_faults, *provider_faults]
    return Content(
        settings,
        tuple(reading.drop_twins(articles)),
        tuple(topics),
        tuple(providers),
        tuple(pages),
        sort_diagnostics(reading.diagnostics),
    )


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Pause Python's search for garbage in cycles: it costs a third of the time, and nodes and values make none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Reading:
    """One run over a content folder: where it is, how it is shown and what was found wrong."""

    def __init__(self, folder: Path, shown_as: str) -> None:
        self.folder = folder
        self.shown_as = shown_as
        self.diagnostics: list[Diagnostic] = []

    def settings(self, url: str | None) -> Settings:
        settings = Settings()
        if not (self.folder / SITE_FILE).exists():
            hint = "create it with the lines title: … and url: https://…"
            place = Place(shown_path(self.shown_as, SITE_FILE))
            self.diagnostics.append(fault("S202", "there is no site.yaml: every setting has its default", place, hint))
        else:
            source = read_source(self.folder, SITE_FILE, self.shown_as)
            if isinstance(source, Source):
                settings, report = read_settings(source)
                self.diagnostics.extend(report.diagnostics)
            else:
                self.diagnostics.append(source)
        settings, faults = _with_url(settings, url)
        self.diagnostics.extend(faults)
        return settings

    def values(
        self,
        paths: Sequence[str],
        read: Reader[ValueT],
        zone: ZoneInfo,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[ValueT]:
        """Read the files of one kind, in path order; what cannot be read is left out with its faults."""
        values: list[ValueT] = []
        for done, path in enumerate(paths, start=1):
            source = read_source(self.folder, path, self.shown_as)
            if isinstance(source, Source):
                value, report = read(source, path, zone)
                self.diagnostics.extend(report.diagnostics)
                if value is not None:
                    values.append(value)
            else:
                self.diagnostics.append(source)
            if on_progress is not None:
                on_progress(done, len(paths))
        return values

    def drop_twins(self, articles: Sequence[Article]) -> list[Article]:
        """Keep the first article of each address; two that differ in case alone share one on many disks."""
        first: dict[tuple[str, str], Article] = {}
        for article in articles:
            key = article.category, unicodedata.normalize("NFC", article.stem).casefold()
            owner = first.setdefault(key, article)
            if owner is not article:
                place = Place(shown_path(self.shown_as, article.source))
                other = shown_path(self.shown_as, owner.source)
                message = f"the stem '{article.stem}' is taken in the category '{article.category}' by {other}"
                self.diagnostics.append(fault("A106", message, place, "rename one of the two files"))
        return list(first.values())


def _with_url(settings: Settings, url: str | None) -> tuple[Settings, tuple[Diagnostic, ...]]:
    return (settings, ()) if url is None else override_url(settings, url)
