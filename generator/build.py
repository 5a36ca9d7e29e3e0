"""The whole pipeline on one screen: files, articles, digest, pages, bytes, folder."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from generator.computed import Later
from generator.diagnostics import Diagnostic, as_errors, has_errors, sort_diagnostics
from generator.options import BuildOptions, Progress
from generator.processes import count_cores, without_cycle_search, working_aside
from generator.publishing import (
    LastBuild,
    Ledger,
    NoDraftsError,
    Published,
    Signs,
    check_output,
    check_weight,
    explain_unwritable,
    find_displaced,
    largest_files,
    laying_ahead,
    read_ledger,
)
from generator.publishing.manifest import MANIFEST
from generator.standing import is_framed_alike, is_untouched, renew, sign_inputs, stands
from generator.survey import Survey, survey_files

if TYPE_CHECKING:
    from generator.indexer import More
    from generator.inputs import Inputs

__all__ = ["BuildOptions", "BuildReport", "Progress", "build", "check"]


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did; `failed` means that the output was left as it was, or could not be written whole.

    `files`, `total_bytes` and `largest` (names and sizes) are of the whole site, written now or before.
    """

    diagnostics: tuple[Diagnostic, ...]
    articles: int = 0
    held_back: int = 0
    pages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    total_bytes: int = 0
    files: int = 0
    largest: tuple[tuple[str, int], ...] = ()
    failed: bool = False


def build(
    options: BuildOptions,
    on_progress: Progress = lambda stage, done, total: None,
    kept: list[object] | None = None,
) -> BuildReport:
    """Build the site into the output folder, or leave that folder exactly as it was and say why.

    An error in content stops the build; with `keep_going` what is sound is published all the same. What the
    build was made of is put into `kept`, for a process that ends then, and need not wait until it is taken apart.
    """
    with without_cycle_search(for_good=kept is not None):
        try:
            return _build(options, on_progress, [] if kept is None else kept)
        except NoDraftsError as error:
            return BuildReport((explain_unwritable(error, options.output),), failed=True)


def _build(options: BuildOptions, on_progress: Progress, kept: list[object]) -> BuildReport:
    known = None if options.clean else options.cache
    ledger = read_ledger(known)
    sources = options.content, options.templates, options.static
    refused = check_output(options.output, *sources, manifest=ledger.others.get(MANIFEST))
    if refused:
        return BuildReport(refused, failed=True)
    now = options.now or datetime.now(UTC)
    options = replace(options, now=now)
    jobs = options.jobs or count_cores()
    with ExitStack() as beside:
        is_known = ledger.standing is not None
        finding = working_aside(lambda: find_displaced(ledger, options.output), list[str], jobs if is_known else 1)
        displaced = Later(beside.enter_context(finding))
        take_laid = beside.enter_context(laying_ahead(known, options.output, jobs))
        survey = survey_files(options, articles=is_known)
        if is_framed_alike(ledger, survey, now) and not displaced.value:
            if is_untouched(ledger, survey, now):
                on_progress("Reading", 1, 1)
                return _standing(ledger, options)
            amended = _amend(LastBuild(ledger, (), take_laid), survey, options, on_progress, kept)
            if amended:
                return amended
        # Imported here: a site that stands needs nothing of what makes one.
        from generator.inputs import read_inputs, select_articles  # noqa: PLC0415

        heard = on_progress if is_known else _loading(on_progress)
        inputs = read_inputs(options, heard, whole=options.unpublished or options.strict, survey=survey)
        signs = Later(sign_inputs, inputs, select_articles(inputs.content, options), options, survey)
        kept += (inputs, ledger)
        if is_known and stands(ledger, signs.value, displaced.value):
            inputs.keep()
            return _standing(renew(ledger, signs.value, known), options)
        return _make(inputs, signs, LastBuild(ledger, displaced.value, take_laid), options, on_progress, kept)


def _loading(on_progress: Progress) -> Progress:
    """Have all that makes a site imported when articles are parsed, for other processes parse meanwhile."""
    load = cache(_load_modules)

    def hear(stage: str, done: int, total: int) -> None:
        if stage == "Parsing":
            load()
        on_progress(stage, done, total)

    return hear


def _load_modules() -> None:
    import slugify  # noqa: F401, PLC0415

    from generator import neighbours, planning, printing  # noqa: F401, PLC0415
    from generator.publishing import press  # noqa: F401, PLC0415
    from generator.rendering import assets, closures, site_links  # noqa: F401, PLC0415


def _amend(
    last: LastBuild, survey: Survey | None, options: BuildOptions, on_progress: Progress, kept: list[object]
) -> BuildReport | None:
    """Print and publish what a few changed words ask for; None where more has changed, or it cannot be told."""
    from generator.amending import amend_site, find_amendment, keep_amended  # noqa: PLC0415 - as above
    from generator.printing import print_and_publish  # noqa: PLC0415

    standing, cache = last.ledger.standing, options.cache
    if standing is None or survey is None or cache is None:
        return None
    amendment = find_amendment(standing, survey, cache, options)
    if amendment is None:
        return None
    on_progress("Reading", 1, 1)
    if not amendment.changed:
        return _standing(renew(last.ledger, amendment.signs, cache), options)
    site = amend_site(amendment, cache, options)
    kept.append(site)
    on_progress("Planning", 1, 1)
    published = print_and_publish(site, last, amendment.signs, options, on_progress)
    if not published.diagnostics:
        keep_amended(amendment, site, cache)
    on_progress("Writing", 1, 1)
    report = BuildReport(site.diagnostics, len(site.selection.shown), site.held_back, site.page_count)
    return _published(report, published, options)


def _make(
    inputs: Inputs,
    signs: Later[Signs],
    last: LastBuild,
    options: BuildOptions,
    on_progress: Progress,
    kept: list[object],
) -> BuildReport:
    """Index, plan, print and publish what was read; `signs` are found before the theme's files are read, too."""
    from generator.neighbours import choosing_neighbours  # noqa: PLC0415 - as above
    from generator.plan_file import sign_keys  # noqa: PLC0415
    from generator.planning import index_inputs, keep_plan, plan_inputs  # noqa: PLC0415
    from generator.printing import print_and_publish  # noqa: PLC0415

    content, jobs = inputs.content, options.jobs or count_cores()
    with ExitStack() as beside:

        def begin(more: More) -> None:
            choosing = choosing_neighbours(more, content.digests, content.settings, options.cache, jobs, inputs.keep)
            beside.enter_context(choosing)

        indexed = index_inputs(inputs, options, on_progress, begin)
        signed = signs.value
        site = plan_inputs(inputs, indexed, options, on_progress)
        signed = replace(signed, ground=sign_keys(content, indexed.ground.value, site.edition))
        kept.append(site)
        report = BuildReport(site.diagnostics, len(site.selection.shown), site.held_back, site.page_count)
        if has_errors(site.diagnostics) and not options.keep_going:
            return replace(report, failed=True)
        keep = partial(keep_plan, site, indexed, content, signed, options.cache)
        published = print_and_publish(site, last, signed, options, on_progress, keep)
    on_progress("Writing", 1, 1)
    return _published(report, published, options)


def check(options: BuildOptions, on_progress: Progress = lambda stage, done, total: None) -> BuildReport:
    """Find the faults of the content; nothing is rendered and nothing written."""
    from generator.planning import plan_site  # noqa: PLC0415 - as above

    site = plan_site(options, on_progress)
    counts = len(site.selection.shown), site.held_back, site.page_count
    return BuildReport(site.diagnostics, *counts, failed=has_errors(site.diagnostics))


def _standing(ledger: Ledger, options: BuildOptions) -> BuildReport:
    """Give the report of a build that found its site standing."""
    standing = ledger.standing
    assert standing is not None
    sizes = {file: entry.stamp.size for file, entry in ledger.entries.items()}
    sizes.update((file, stamp.size) for file, stamp in standing.others.items() if file != MANIFEST)
    report = BuildReport(standing.diagnostics, standing.articles, standing.held_back, standing.pages)
    published = Published(
        unchanged=len(sizes), total_bytes=sum(sizes.values()), files=len(sizes), largest=largest_files(sizes.items())
    )
    return _published(report, published, options)


def _published(report: BuildReport, published: Published, options: BuildOptions) -> BuildReport:
    """Give the report of a build whose site was published."""
    heavy = check_weight(published.total_bytes, published.files, published.largest, options.output)
    found = [*published.diagnostics, *(as_errors(heavy) if options.strict else heavy)]
    return replace(
        report,
        diagnostics=sort_diagnostics([*report.diagnostics, *found]),
        written=published.written,
        unchanged=published.unchanged,
        removed=published.removed,
        total_bytes=published.total_bytes,
        files=published.files,
        largest=published.largest,
        failed=has_errors(published.diagnostics),
    )
