"""A planned site to a folder: what has changed is printed, all of it is published, and the ledger says so."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.neighbours import choose_neighbours
from generator.options import BuildOptions, Progress
from generator.planning import Site, build_extras
from generator.processes import count_cores
from generator.publishing import (
    Draft,
    FileContent,
    Ledger,
    Orders,
    Printed,
    Published,
    Standing,
    Stock,
    draft_folder,
    explain_unwritable,
    publish,
    take_orders,
    write_ledger,
)
from generator.rendering import digest_closure
from generator.standing import stamp_others


def print_and_publish(
    site: Site,
    ledger: Ledger,
    displaced: Collection[str],
    inputs: bytes,
    options: BuildOptions,
    on_progress: Progress,
) -> Published:
    """Print the pages that the output folder does not hold yet, and lay all files of the site into it.

    `displaced` names the files of the ledger that are not there as they were left; `inputs` digests all inputs.
    """
    closure = digest_closure(site.theme, site.settings, site.view, site.edition.digest, site.assets.hrefs)
    taken = {name for name, _ in site.assets.outputs}  # a site's own file for its root takes a page's place
    pages = [page for page in site.pages if page.file not in taken]
    choose_neighbours(site.edition.digest, site.settings, options.cache, options.jobs or count_cores())
    orders = take_orders(pages, ledger, closure, displaced)
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
    # Imported here: where no page has changed, nobody needs the templates' engine.
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
