"""The whole pipeline on one screen: files, articles, digest, pages, bytes, folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from generator.diagnostics import Diagnostic, as_errors, has_errors, sort_diagnostics
from generator.neighbours import choose_neighbours
from generator.planning import (
    BuildOptions,
    Progress,
    Site,
    build_extras,
    plan_inputs,
    plan_site,
    read_inputs,
    select_articles,
)
from generator.processes import count_cores, without_cycle_search
from generator.publishing import (
    Draft,
    FileContent,
    Ledger,
    Orders,
    Printed,
    Published,
    Standing,
    Stock,
    check_output,
    check_weight,
    draft_folder,
    explain_unwritable,
    largest_files,
    publish,
    read_ledger,
    take_orders,
    write_ledger,
)
from generator.publishing.manifest import MANIFEST
from generator.rendering import digest_closure
from generator.standing import digest_inputs, stamp_others, stands

__all__ = ["BuildOptions", "BuildReport", "Progress", "build", "check"]


@dataclass(frozen=True, slots=True)
class BuildReport:
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


def build(options: BuildOptions, on_progress: Progress = lambda stage, done, total: None) -> BuildReport:
    """Build the site into the output folder, or leave that folder exactly as it was and say why.

    An error in content stops the build; with `keep_going` what is sound is published all the same.
    """
    with without_cycle_search():
        return _build(options, on_progress)


def _build(options: BuildOptions, on_progress: Progress) -> BuildReport:
    refused = check_output(options.output, options.content, options.templates, options.static)
    if refused:
        return BuildReport(refused, failed=True)
    options = replace(options, now=options.now or datetime.now(UTC))
    inputs = read_inputs(options, on_progress, whole=options.unpublished or options.strict)
    digest = digest_inputs(inputs, select_articles(inputs.content, options), options)
    ledger = Ledger() if options.clean else read_ledger(options.cache)
    if stands(ledger, digest, options.output):
        return _standing(ledger, options)
    site = plan_inputs(inputs, options, on_progress)
    report = BuildReport(site.diagnostics, len(site.selection.shown), site.held_back, len(site.pages))
    if has_errors(site.diagnostics) and not options.keep_going:
        return replace(report, failed=True)
    published = _print_and_publish(site, ledger, digest, options, on_progress)
    on_progress("Writing", 1, 1)
    return _published(report, published, options)


def _print_and_publish(
    site: Site, ledger: Ledger, inputs: bytes, options: BuildOptions, on_progress: Progress
) -> Published:
    """Print the pages that the output folder does not hold yet, and lay all files of the site into it."""
    closure = digest_closure(site.theme, site.settings, site.view, site.edition.digest, site.assets.hrefs)
    taken = {name for name, _ in site.assets.outputs}  # a site's own file for its root takes a page's place
    pages = [page for page in site.pages if page.file not in taken]
    choose_neighbours(site.edition.digest, site.settings, options.cache, options.jobs or count_cores())
    orders = take_orders(pages, ledger, closure, options.output)
    stock = Stock(options.cache)
    with draft_folder(options.output) as drafts:
        printed = _print(site, orders, stock, options, drafts, on_progress)
        if printed.diagnostics:  # a template's fault is on every page of its kind: nothing to keep going with
            return Published(diagnostics=printed.diagnostics)
        others = [*build_extras(site, options.cache, on_progress), *site.assets.outputs, (".nojekyll", b"")]
        outputs: list[tuple[str, FileContent]] = [
            *((file, Draft(entry.stamp.size, file not in printed.drafts)) for file, entry in printed.entries.items()),
            *others,
        ]
        settled = {file: entry.stamp.size for file, entry in orders.settled.items()}
        published = publish(outputs, options.output, settled=settled, clean=options.clean, on_progress=on_progress)
    if options.cache is not None and not published.diagnostics:
        entries = stock.tidy({**orders.settled, **printed.entries})
        stamps = stamp_others(options.output, [name for name, _ in others], entries)
        counts = len(site.selection.shown), site.held_back, len(site.pages)
        standing = None if stamps is None else Standing(inputs, stamps, *counts, site.diagnostics)
        write_ledger(options.cache, Ledger(closure, entries, standing))
        stock.sweep(entries)
    return published


def _print(
    site: Site, orders: Orders, stock: Stock, options: BuildOptions, drafts: Path, on_progress: Progress
) -> Printed:
    """Print the pages that are wanted."""
    if not orders.wanted:
        return Printed()
    # Imported here: where nothing has changed, nobody needs the templates' engine.
    from generator.publishing.press import print_pages  # noqa: PLC0415
    from generator.rendering.render import Renderer  # noqa: PLC0415

    renderer = Renderer(site.theme.templates, site.view, site.assets.hrefs, site.settings)
    jobs = options.jobs or count_cores()
    try:
        return print_pages(
            renderer, orders.wanted, options.output, drafts, jobs=jobs, on_progress=on_progress, stock=stock
        )
    except OSError as error:
        return Printed(diagnostics=(explain_unwritable(error, options.output),))


def check(options: BuildOptions, on_progress: Progress = lambda stage, done, total: None) -> BuildReport:
    """Find the faults of the content; nothing is rendered and nothing written."""
    site = plan_site(options, on_progress)
    counts = len(site.selection.shown), site.held_back, len(site.pages)
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
