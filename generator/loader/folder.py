"""A whole content folder to `Content`, with every fault of every file."""

from __future__ import annotations

import gc
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.config import Settings
from generator.diagnostics import Diagnostic, Place, Severity, fault, sort_diagnostics
from generator.digests import digest_bytes
from generator.loader.content import Content
from generator.loader.files import SITE_FILE, FoundFiles, decode_source, find_files, read_content, shown_path
from generator.loader.held import HeldFile, find_held
from generator.loader.memory import Memory, Reading, Signature, sign_file
from generator.loader.outcome import FileBytes, Outcome, build_outcomes, read_head
from generator.loader.parse_cache import ParseCache
from generator.loader.reading import MANY_FILES, Shelf, read_articles
from generator.loader.registry import read_provider_entry, read_topic, settle_providers, settle_topics
from generator.loader.report import Report
from generator.loader.settings import override_url, read_settings
from generator.loader.source import Source
from generator.loader.standalone import read_page
from generator.model import Article
from generator.zones import find_zone

ValueT = TypeVar("ValueT")
Reader = Callable[[Source, str, ZoneInfo], tuple[ValueT | None, Report]]
_Parse = Callable[[bytes, str, ZoneInfo, bytes], Reading]
"""Makes a reading of a file's bytes, its path, its zone and the digest of the bytes."""


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Pause Python's search for garbage in cycles: it costs a third of the time, and nodes and values make none.

    What is loaded lives as long as the build, so later searches are spared it, too.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@_without_cycle_search()
def load_content(
    folder: Path,
    *,
    shown_as: str | None = None,
    url: str | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
    memory: Memory | None = None,
    whole: bool = True,
    cache: Path | None = None,
    jobs: int = 1,
    found: FoundFiles | None = None,
    unkept: list[Callable[[], None]] | None = None,
) -> Content:
    """Read a content folder; every fault of every file is a diagnostic of the result.

    `shown_as` is the folder as diagnostics show it, `url` takes the place of the one in `site.yaml`,
    `on_progress` hears the stage, how many articles are read and how many there are. Files that `memory` knows are not
    read again, `cache` is the folder of the parse cache, `jobs` processes read, and `found` are the folder's files,
    where somebody has found them already: none of these changes the result. The cache is written at once, unless there
    is a list of what is `unkept`: then that is put there which writes it, for somebody to call who has the time.
    Unless it is `whole`, or has a memory, held-back files are read no further than they must be.
    """
    reading = _ContentReading(folder, str(folder) if shown_as is None else shown_as, memory)
    if not folder.is_dir():
        return _missing(reading.shown_as, url)
    found = found or find_files(folder, reading.shown_as)
    frame = reading.frame(found, url)
    shelf = Shelf(str(folder), reading.shown_as, frame.settings.timezone, whole)
    outcomes = reading.articles(shelf, found, cache, jobs, on_progress, unkept)
    articles, held = reading.drop_twins(outcomes)
    digests = {outcome.article.source: outcome.digest for outcome in outcomes if outcome.article is not None}
    diagnostics = sort_diagnostics([*reading.diagnostics, *frame.diagnostics])
    return replace(frame, articles=tuple(articles), held=tuple(held), diagnostics=diagnostics, digests=digests)


def load_frame(folder: Path, found: FoundFiles, *, url: str | None = None) -> Content:
    """Read all of a content folder but the articles."""
    return _ContentReading(folder, str(folder), None).frame(found, url)


def _missing(shown_as: str, url: str | None) -> Content:
    place = Place(shown_path(shown_as, "").rstrip("/"))
    hint = "name the folder that holds site.yaml with --content"
    settings, faults = _with_url(Settings(), url)
    missing = fault("F103", "the content folder does not exist", place, hint)
    return Content(settings, diagnostics=sort_diagnostics([missing, *faults]))


class _ContentReading:
    """One run over a content folder: where it is, how it is shown and what was found wrong."""

    def __init__(self, folder: Path, shown_as: str, memory: Memory | None) -> None:
        self.folder = folder
        self.shown_as = shown_as
        self.memory = memory
        self.diagnostics: list[Diagnostic] = []

    def frame(self, found: FoundFiles, url: str | None) -> Content:
        """Read the settings, the registries and the stand-alone pages, with the faults of all that was found."""
        settings = self.settings(url)
        self.diagnostics.extend(found.diagnostics)
        zone = find_zone(settings.timezone)
        topics, topic_faults = settle_topics(self.values(found.topics, read_topic, zone))
        providers, provider_faults = settle_providers(self.values(found.providers, read_provider_entry, zone))
        pages = self.values(found.pages, read_page, zone)
        faults, self.diagnostics = [*self.diagnostics, *topic_faults, *provider_faults], []
        return Content(
            settings, topics=tuple(topics), providers=tuple(providers), pages=tuple(pages), diagnostics=tuple(faults)
        )

    def settings(self, url: str | None) -> Settings:
        settings = Settings()
        if not (self.folder / SITE_FILE).exists():
            hint = "create it with the lines title: … and url: https://…"
            place = Place(shown_path(self.shown_as, SITE_FILE))
            self.diagnostics.append(fault("S202", "there is no site.yaml: every setting has its default", place, hint))
        else:
            parse = partial(self._parse, lambda source, path, zone: read_settings(source))
            reading = self._read(SITE_FILE, parse, find_zone("UTC"))
            self.diagnostics.extend(reading.diagnostics)
            settings = cast("Settings | None", reading.value) or settings
        settings, faults = _with_url(settings, url)
        self.diagnostics.extend(faults)
        return settings

    def values(
        self,
        paths: Sequence[str],
        read: Reader[ValueT],
        zone: ZoneInfo,
    ) -> list[ValueT]:
        """Read the files of one kind, in path order; what cannot be read is left out with its faults."""
        values: list[ValueT] = []
        for path in paths:
            reading = self._read(path, partial(self._parse, read), zone)
            self.diagnostics.extend(reading.diagnostics)
            if reading.value is not None:
                values.append(cast("ValueT", reading.value))
        return values

    def _read(self, path: str, parse: _Parse, zone: ZoneInfo) -> Reading:
        """Read one file, or remember it."""
        signature = sign_file(f"{self.folder}/{path}", zone.key) if self.memory else None
        known = self.memory.get(path, signature) if self.memory and signature else None
        if known:
            return known
        content = read_content(self.folder, path, self.shown_as)
        if isinstance(content, Diagnostic):
            return Reading(None, (content,))
        if self.memory is None or signature is None:
            return parse(content, path, zone, digest_bytes(content))
        signature = replace(signature, digest=digest_bytes(content))
        known = self.memory.get(path, signature)
        if known is None:
            known = parse(content, path, zone, signature.digest)
            self.memory.put(path, signature, known)
        return known

    def _parse(self, read: Reader[ValueT], content: bytes, path: str, zone: ZoneInfo, digest: bytes) -> Reading:
        source = decode_source(content, shown_path(self.shown_as, path))
        if isinstance(source, Diagnostic):
            return Reading(None, (source,), digest)
        value, report = read(source, path, zone)
        return Reading(value, tuple(report.diagnostics), digest)

    def _parse_article(self, content: bytes, path: str, zone: ZoneInfo, digest: bytes) -> Reading:
        reads = {path: FileBytes(content, digest, None, whole=True)}
        (outcome,) = build_outcomes(reads, partial(shown_path, self.shown_as), zone).values()
        return Reading(outcome.article, outcome.diagnostics, digest)

    def articles(
        self,
        shelf: Shelf,
        found: FoundFiles,
        cache: Path | None,
        jobs: int,
        on_progress: Callable[[str, int, int], None] | None,
        unkept: list[Callable[[], None]] | None,
    ) -> list[Outcome]:
        """Read all articles; those held-back files that need not be are read no further."""
        paths = found.articles
        signatures = self._sign(shelf, paths)  # before they are read, so that a later change shows
        outcomes = self._remember(shelf, paths, signatures, on_progress)
        if outcomes is None:
            kept = None if cache is None else ParseCache.read(cache, shelf.zone)
            # What is remembered is the whole file: a preview shows held-back articles, too.
            reading_shelf = shelf if self.memory is None else replace(shelf, whole=True)
            outcomes = read_articles(reading_shelf, found, kept, jobs, on_progress)
            if kept is not None:
                write = partial(kept.write, paths)
                write() if unkept is None else unkept.append(write)
            self._learn(signatures, paths, outcomes)
        if shelf.whole:
            return outcomes
        return [
            outcome if outcome.article is not None else _excuse(shelf, path, outcome)
            for path, outcome in zip(paths, outcomes, strict=True)
        ]

    def _sign(self, shelf: Shelf, paths: Sequence[str]) -> dict[str, Signature]:
        signed = ((path, sign_file(f"{self.folder}/{path}", shelf.zone)) for path in paths if self.memory)
        return {path: signature for path, signature in signed if signature}

    def _remember(
        self,
        shelf: Shelf,
        paths: Sequence[str],
        signatures: Mapping[str, Signature],
        on_progress: Callable[[str, int, int], None] | None,
    ) -> list[Outcome] | None:
        """Read the few articles that the memory does not know; None where it has no memory, or not of most."""
        if self.memory is None:
            return None
        known = {path: self.memory.get(path, signature) for path, signature in signatures.items()}
        if len(paths) - sum(map(bool, known.values())) > MANY_FILES:
            return None
        zone = find_zone(shelf.zone)
        outcomes: list[Outcome] = []
        for done, path in enumerate(paths, start=1):
            reading = known.get(path) or self._read(path, self._parse_article, zone)
            outcomes.append(Outcome(cast("Article | None", reading.value), None, reading.diagnostics, reading.digest))
            if on_progress is not None:
                on_progress("Reading", done, len(paths))
        return outcomes

    def _learn(self, signatures: Mapping[str, Signature], paths: Sequence[str], outcomes: Sequence[Outcome]) -> None:
        """Let the memory know of files that were read without it."""
        for path, outcome in zip(paths, outcomes, strict=True):
            if self.memory and path in signatures:
                signature = replace(signatures[path], digest=outcome.digest)
                self.memory.put(path, signature, Reading(outcome.article, outcome.diagnostics, outcome.digest))

    def drop_twins(self, outcomes: Sequence[Outcome]) -> tuple[list[Article], list[HeldFile]]:
        """Keep the first article of each address; two that differ in case alone share one on many disks."""
        first: dict[tuple[str, str], Article | HeldFile] = {}
        for outcome in outcomes:
            article = outcome.article or outcome.held
            if outcome.diagnostics:
                self.diagnostics.extend(outcome.diagnostics)
                if any(item.severity is Severity.ERROR for item in outcome.diagnostics):
                    continue
            if article is None:
                continue
            stem = article.stem
            key = article.category, (stem.lower() if stem.isascii() else unicodedata.normalize("NFC", stem).casefold())
            owner = first.setdefault(key, article)
            if owner is not article:
                place = Place(shown_path(self.shown_as, article.source))
                other = shown_path(self.shown_as, owner.source)
                message = f"the stem '{stem}' is taken in the category '{article.category}' by {other}"
                self.diagnostics.append(fault("A106", message, place, "rename one of the two files"))
        kept = first.values()
        return [each for each in kept if type(each) is Article], [each for each in kept if type(each) is HeldFile]


def _excuse(shelf: Shelf, path: str, outcome: Outcome) -> Outcome:
    """Leave the faults of a held-back file unknown where it need not have been read whole, however it was read."""
    if outcome.held and not outcome.diagnostics:
        return outcome
    held = outcome.held or find_held(read_head(shelf.folder, path), path)
    return Outcome(None, held) if held else outcome


def _with_url(settings: Settings, url: str | None) -> tuple[Settings, tuple[Diagnostic, ...]]:
    return (settings, ()) if url is None else override_url(settings, url)
