"""A planned site to a folder: what has changed is printed, all of it is published, and the ledger says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.computed import Later
from generator.options import BuildOptions, Progress
from generator.planning import Site, build_search_files, draw_shares
from generator.processes import count_cores, working_aside
from generator.publishing import (
    Entry,
    FileContent,
    LastBuild,
    Ledger,
    Orders,
    Printed,
    Published,
    Signs,
    Standing,
    Stock,
    accept_laid,
    draft_folder,
    explain_unwritable,
    publish,
    take_orders,
    write_ledger,
)
from generator.rendering import Closure, digest_closures
from generator.standing import stamp_others

if TYPE_CHECKING:
    from generator.rendering.render import Renderer

SearchFile = tuple[str, bytes]
"""The name and the content of a file of the search index."""
_MANY = 1_000  # pages; while fewer are printed, doing things ahead or aside does not pay


def print_and_publish(
    site: Site, last: LastBuild, signs: Signs, options: BuildOptions, on_progress: Progress
) -> Published:
    """Print the pages that the output folder does not hold yet, and lay all files of the site into it.

    `signs` are those of all inputs.
    """
    closures = _digest_closures(site) if site.is_whole else last.ledger.closures
    layouts = {name: closure.layout for name, closure in closures.items() if closure.layout}
    taken = {name for name, _ in site.assets.outputs}  # a site's own file for its root takes a page's place
    pages = [page for page in site.pages if page.file not in taken]
    renderer = Later(_build_renderer, site, layouts)
    orders = take_orders(pages, last.ledger, closures, last.displaced, is_whole=site.is_whole)
    _work_ahead(site, orders, renderer)
    stock = Stock(options.cache)
    jobs = options.jobs or count_cores()
    with _searching(site, options.cache, jobs if len(orders.wanted) > _MANY else 1, on_progress) as take_search_files:
        laid = accept_laid(orders, last.take_laid, options.output)
        on_progress("Rendering", len(laid.entries), len(laid.entries) + len(orders.wanted))
        with draft_folder(options.output, keep=bool(laid.entries)) as drafts:
            printed = laid.joined(_print(renderer, orders, stock, options.output, drafts, jobs, on_progress))
            if printed.diagnostics:  # a template's fault is on every page of its kind: nothing to keep going with
                return Published(diagnostics=printed.diagnostics)
            others = list(_other_files(site, take_search_files, options.cache, on_progress))
            outputs = [*printed.outputs(), *others]
            settled = {file: entry.stamp.size for file, entry in orders.settled.items()}
            published = publish(outputs, options.output, settled=settled, clean=options.clean, on_progress=on_progress)
    if options.cache is not None and not published.diagnostics:
        entries = stock.tidy({**orders.settled, **printed.entries})
        standing = _describe_standing(site, signs, options.output, [name for name, _ in others], entries)
        write_ledger(options.cache, Ledger(closures, entries, standing))
        stock.sweep(entries)
    return published


def _digest_closures(site: Site) -> dict[str, Closure]:
    return digest_closures(site.theme, site.settings, site.view, site.edition.digest, site.assets.hrefs)


def _other_files(
    site: Site, take_search_files: Callable[[], Iterable[SearchFile]], cache: Path | None, on_progress: Progress
) -> Iterator[tuple[str, FileContent]]:
    """Give the files of a site that are no pages."""
    yield from take_search_files()
    yield from draw_shares(site, cache, on_progress)
    yield from site.assets.outputs
    yield ".nojekyll", b""


def _describe_standing(
    site: Site, signs: Signs, output: Path, others: Iterable[str], entries: Mapping[str, Entry]
) -> Standing | None:
    """Say what a whole build left, with its files that are no pages; None where one of them is missing already."""
    stamps = stamp_others(output, others, entries)
    counts = len(site.selection.shown), site.held_back, site.page_count
    return None if stamps is None else Standing(signs, stamps, *counts, site.diagnostics)


def _work_ahead(site: Site, orders: Orders, renderer: Later[Renderer]) -> None:
    """Do what all processes that print would do, before they are forked; neighbours may be chosen meanwhile."""
    fresh = [order for order in orders.wanted if order.is_fresh]
    if len(fresh) > _MANY:
        renderer.value.prepare({order.template for order in fresh})
    if sum(not order.layout for order in fresh) > _MANY:
        site.edition.draw_up()
    site.edition.digest.more.complete(range(len(site.edition.digest.more)))


@contextmanager
def _searching(
    site: Site, cache: Path | None, jobs: int, on_progress: Progress
) -> Iterator[Callable[[], Iterable[SearchFile]]]:
    """Build the search index, beside this process where `jobs` is not 1; what is given is called for its files."""
    if not site.settings.search:
        yield tuple
        return

    def build() -> list[SearchFile]:
        return build_search_files(site, cache)

    def take() -> Sequence[SearchFile]:
        on_progress("Searching", 0, 1)
        files = take_files()
        on_progress("Searching", 1, 1)
        return files

    with working_aside(build, list[SearchFile], jobs) as take_files:
        yield take


def _build_renderer(site: Site, layouts: Mapping[str, str]) -> Renderer:
    # Imported here: where no page has changed, nobody needs the templates' engine.
    from generator.rendering.render import Renderer  # noqa: PLC0415

    return Renderer(site.theme.templates, site.view, site.assets.hrefs, site.settings, layouts)


def _print(
    renderer: Later[Renderer],
    orders: Orders,
    stock: Stock,
    output: Path,
    drafts: Path,
    jobs: int,
    on_progress: Progress,
) -> Printed:
    """Print the pages that are wanted."""
    if not orders.wanted:
        return Printed()
    from generator.publishing.press import print_pages  # noqa: PLC0415 - as above

    try:
        return print_pages(
            renderer.value, orders.wanted, output, drafts, jobs=jobs, on_progress=on_progress, stock=stock
        )
    except OSError as error:
        return Printed(diagnostics=(explain_unwritable(error, output),))
