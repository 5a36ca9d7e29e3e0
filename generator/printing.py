"""A planned site to a folder: what has changed is printed, all of it is published, and the ledger says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.card_file import keep_cards, read_cards
from generator.computed import Later
from generator.options import BuildOptions, Progress
from generator.pages import Page
from generator.planning import Site, build_search_files, draw_shares
from generator.processes import Errand, count_cores, working_aside
from generator.publishing import (
    Entry,
    FileContent,
    LastBuild,
    Ledger,
    Moved,
    Orders,
    Printed,
    Published,
    Signs,
    Standing,
    Stock,
    accept_laid,
    draft_folder,
    explain_unwritable,
    follow_moved,
    publish,
    take_orders,
    write_ledger,
)
from generator.rendering import Closure
from generator.standing import stamp_others

if TYPE_CHECKING:
    from generator.rendering.render import Renderer

SearchFile = tuple[str, bytes]
"""The name and the content of a file of the search index."""
_MANY = 1_000  # pages; while fewer are printed, doing things ahead or aside does not pay


def print_and_publish(
    site: Site,
    last: LastBuild,
    signs: Signs,
    options: BuildOptions,
    on_progress: Progress,
    keep: Callable[[], None] = lambda: None,
) -> Published:
    """Print the pages that the output folder does not hold yet, and lay all files of the site into it.

    `signs` are those of all inputs; `keep` keeps for the next build what holds whatever becomes of the output.
    """
    closures = _digest_closures(site) if site.is_whole else last.ledger.closures
    renderer = Later(_build_renderer, site, closures)
    orders = _take_orders(site, last, closures, signs)
    cache, jobs = options.cache, options.jobs or count_cores()
    _work_ahead(site, orders, renderer, options)
    with ExitStack() as beside:
        keeping = beside.enter_context(Errand(keep))
        take_search_files = beside.enter_context(_searching(site, cache, orders, jobs, on_progress))
        laid = accept_laid(orders, last.take_laid, options.output)
        on_progress("Rendering", len(laid.entries), len(laid.entries) + len(orders.wanted))
        drafts = beside.enter_context(draft_folder(options.output, keep=bool(laid.entries)))
        printed = laid.joined(_print(renderer, orders, options, drafts, on_progress, keeping))
        if printed.diagnostics:  # a template's fault is on every page of its kind: nothing to keep going with
            return Published(diagnostics=printed.diagnostics)
        jobs = jobs if site.is_whole and site.page_count > _MANY else 1
        keeping.begin(jobs)
        entries = orders.settled | printed.entries
        take_moved = beside.enter_context(_moving(cache, entries, jobs))
        others = list(_other_files(site, take_search_files, cache, on_progress))
        published = _publish([*printed.outputs(), *others], orders, site, last, options, on_progress)
        keeping.finish()
        entries = follow_moved(entries, take_moved())
    if cache is not None and not published.diagnostics:
        standing = _describe_standing(site, signs, options.output, [name for name, _ in others], entries, published)
        _keep_ledger(cache, Ledger(closures, entries, standing))
    return published


def _take_orders(site: Site, last: LastBuild, closures: Mapping[str, Closure], signs: Signs) -> Orders:
    standing = last.ledger.standing
    have_same_keys = standing is not None and signs.give_keys_of(standing.signs)
    pages, whole = _list_pages(site), site.is_whole
    return take_orders(pages, last.ledger, closures, last.displaced, is_whole=whole, have_same_keys=have_same_keys)


def _keep_ledger(cache: Path, ledger: Ledger) -> None:
    """Write what a build left, and remove from the stock what is of no use any more: in this order."""
    write_ledger(cache, ledger)
    Stock(cache).sweep(ledger.entries)


def _publish(
    outputs: Iterable[tuple[str, FileContent]],
    orders: Orders,
    site: Site,
    last: LastBuild,
    options: BuildOptions,
    on_progress: Progress,
) -> Published:
    settled = {file: entry.stamp.size for file, entry in orders.settled.items()}
    settled |= {name: last.ledger.others[name].size for name in site.assets.in_place}
    listed = None if last.displaced else last.ledger.find_listed()  # the manifest may be among those
    return publish(
        outputs, options.output, settled=settled, listed=listed, clean=options.clean, on_progress=on_progress
    )


def _list_pages(site: Site) -> list[Page]:
    """List the pages, but for those whose places a site's own files for its root take."""
    taken = set(site.assets.names)
    return [page for page in site.pages if page.file not in taken]


def _digest_closures(site: Site) -> dict[str, Closure]:
    from generator.rendering import digest_closures  # noqa: PLC0415 - where few words have changed, they are known

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
    site: Site,
    signs: Signs,
    output: Path,
    others: Iterable[str],
    entries: Mapping[str, Entry],
    published: Published,
) -> Standing | None:
    """Say what a whole build left, with its files that are no pages; None where one of them is missing already."""
    stamps = stamp_others(output, [*others, *site.assets.in_place], entries)
    counts = len(site.selection.shown), site.held_back, site.page_count
    return None if stamps is None else Standing(signs, stamps, *counts, site.diagnostics, published.are_ours)


def _work_ahead(site: Site, orders: Orders, renderer: Later[Renderer], options: BuildOptions) -> None:
    """Do what all processes that print would do, before they are forked; neighbours may be chosen meanwhile."""
    fresh = [order for order in orders.wanted if order.is_fresh]
    if len(fresh) > _MANY:
        renderer.value.prepare({order.template for order in fresh})
    if sum(not order.layout for order in fresh) > _MANY:
        _draw_up(site, options)
    site.edition.digest.more.complete(range(len(site.edition.digest.more)))


def _draw_up(site: Site, options: BuildOptions) -> None:
    """Draw up all cards, and keep them; they are good whatever becomes of the output."""
    edition, cache = site.edition, options.cache
    known = read_cards(cache, edition) if cache is not None and not options.clean else {}
    edition.draw_up(known)
    if cache is not None and len(known) < len(edition.cards):
        keep_cards(cache, edition)


@contextmanager
def _searching(
    site: Site, cache: Path | None, orders: Orders, jobs: int, on_progress: Progress
) -> Iterator[Callable[[], Iterable[SearchFile]]]:
    """Build the search index, beside this process where that pays; what is given is called for its files."""
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

    with working_aside(build, list[SearchFile], jobs if len(orders.wanted) > _MANY else 1) as take_files:
        yield take


def _moving(
    cache: Path | None, entries: Mapping[str, Entry], jobs: int
) -> AbstractContextManager[Callable[[], Sequence[Moved]]]:
    """Move what the stock holds out of packs that it should leave, beside this process where `jobs` is not 1."""
    stock = Stock(cache)
    leaving = stock.find_leaving(entries)
    return working_aside(lambda: stock.move(entries, leaving), list[Moved], jobs if leaving else 1)


def _build_renderer(site: Site, closures: Mapping[str, Closure]) -> Renderer:
    # Imported here: where no page has changed, nobody needs the templates' engine.
    from generator.rendering.render import Renderer  # noqa: PLC0415

    layouts = {name: closure.layout for name, closure in closures.items() if closure.layout}
    return Renderer(site.theme.templates, site.view, site.assets.hrefs, site.settings, layouts)


def _print(
    renderer: Later[Renderer],
    orders: Orders,
    options: BuildOptions,
    drafts: Path,
    on_progress: Progress,
    errand: Errand,
) -> Printed:
    """Print the pages that are wanted."""
    if not orders.wanted:
        return Printed()
    from generator.publishing.press import print_pages  # noqa: PLC0415 - as above

    try:
        return print_pages(
            renderer.value,
            orders.wanted,
            options.output,
            drafts,
            jobs=options.jobs or count_cores(),
            on_progress=on_progress,
            stock=Stock(options.cache),
            errand=errand,
        )
    except OSError as error:
        return Printed(diagnostics=(explain_unwritable(error, options.output),))
