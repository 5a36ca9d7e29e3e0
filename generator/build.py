"""The whole pipeline on one screen: files, articles, digest, pages, bytes, folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from generator.diagnostics import Diagnostic, as_errors, has_errors, sort_diagnostics
from generator.neighbours import choose_neighbours
from generator.planning import BuildOptions, Progress, Site, build_extras, plan_site
from generator.processes import count_cores
from generator.publishing import (
    Draft,
    FileContent,
    Ledger,
    Orders,
    Printed,
    Published,
    Stock,
    check_output,
    check_weight,
    draft_folder,
    explain_unwritable,
    publish,
    read_ledger,
    take_orders,
    write_ledger,
)
from generator.rendering import digest_closure

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
    refused = check_output(options.output, options.content, options.templates, options.static)
    if refused:
        return BuildReport(refused, failed=True)
    site = plan_site(options, on_progress, whole=options.unpublished or options.strict)
    report = _report(site)
    if has_errors(site.diagnostics) and not options.keep_going:
        return replace(report, failed=True)
    published = _print_and_publish(site, options, on_progress)
    on_progress("Writing", 1, 1)
    return _published(report, published, options)


def _print_and_publish(site: Site, options: BuildOptions, on_progress: Progress) -> Published:
    """Print the pages that the output folder does not hold yet, and lay all files of the site into it."""
    closure = digest_closure(site.theme, site.settings, site.view, site.edition.digest, site.assets.hrefs)
    ledger = Ledger() if options.clean else read_ledger(options.cache)
    taken = {name for name, _ in site.assets.outputs}  # a site's own file for its root takes a page's place
    pages = [page for page in site.pages if page.file not in taken]
    choose_neighbours(site.edition.digest, site.settings, options.cache, options.jobs or count_cores())
    orders = take_orders(pages, ledger, closure, options.output)
    stock = Stock(options.cache)
    with draft_folder(options.output) as drafts:
        printed = _print(site, orders, stock, options, drafts, on_progress)
        if printed.diagnostics:  # a template's fault is on every page of its kind: nothing to keep going with
            return Published(diagnostics=printed.diagnostics)
        outputs: list[tuple[str, FileContent]] = [
            *((file, Draft(entry.stamp.size, file not in printed.drafts)) for file, entry in printed.entries.items()),
            *build_extras(site, options.cache, on_progress),
            *site.assets.outputs,
            (".nojekyll", b""),
        ]
        settled = {file: entry.stamp.size for file, entry in orders.settled.items()}
        published = publish(outputs, options.output, settled=settled, clean=options.clean, on_progress=on_progress)
    if options.cache is not None and not published.diagnostics:
        entries = stock.tidy({**orders.settled, **printed.entries})
        write_ledger(options.cache, closure, entries)
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
    report = _report(plan_site(options, on_progress))
    return replace(report, failed=has_errors(report.diagnostics))


def _report(site: Site) -> BuildReport:
    return BuildReport(
        site.diagnostics,
        articles=len(site.selection.shown),
        held_back=site.held_back,
        pages=len(site.pages),
    )


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
