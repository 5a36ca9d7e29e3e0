"""The whole pipeline on one screen: files, articles, digest, pages, bytes, folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from generator.config import Settings
from generator.diagnostics import Diagnostic, Place, as_errors, fault, has_errors, sort_diagnostics
from generator.indexer import Digest, Kin, Selection, build_digest, pack_kin, select_due, unpack_kin
from generator.kept import read_kept, write_kept
from generator.loader import Content, Memory, check_pictures, load_content
from generator.model import Picture
from generator.pages import Edition, Page, build_edition, build_site, check_addresses, plan_pages
from generator.pages.parts import SiteView
from generator.publishing import (
    Draft,
    FileContent,
    Ledger,
    Published,
    Stock,
    check_output,
    draft_folder,
    print_pages,
    publish,
    read_ledger,
    take_orders,
    write_ledger,
)
from generator.processes import count_cores, share_work
from generator.rendering import (
    Assets,
    Renderer,
    StaticFile,
    Theme,
    build_assets,
    check_navigation,
    check_site_links,
    digest_closure,
    digest_code,
    find_theme,
    markdown_pictures,
    read_static,
)
from generator.search import build_search, find_search
from generator.sharing import Pen, draw_images, find_pen, plan_images
from generator.urls import static_path

Progress = Callable[[str, int, int], None]
"""Hears of long work: its name, how much is done, how much there is."""
_KIN_FILE = "neighbours.bin"
_MANY_NEIGHBOURS = 1_000
SHARE_FONTS = ("fonts/share.ttf", "fonts/share.otf")
"""The static file that has the font of share images, where a site brings its own."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build works on and how.

    `templates` and `static` are the site's own folders, laid over the built-in theme; `now` is the
    clock (aware; None for the machine's), which decides only which articles are due; `jobs` is the
    number of processes, 0 for one on each core; `cache` is the folder of what a later build need not
    do again, None for no cache.
    """

    content: Path
    output: Path = Path("_site")
    cache: Path | None = None
    templates: Path | None = None
    static: Path | None = None
    url: str | None = None
    now: datetime | None = None
    unpublished: bool = False
    future: bool = False
    strict: bool = False
    keep_going: bool = False
    clean: bool = False
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `failed` means that the output was left as it was, or could not be written whole."""

    diagnostics: tuple[Diagnostic, ...]
    articles: int = 0
    held_back: int = 0
    pages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    total_bytes: int = 0
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A site planned but not yet rendered, with every fault found so far."""

    settings: Settings
    theme: Theme
    view: SiteView
    assets: Assets
    edition: Edition
    pen: Pen | None
    pages: tuple[Page, ...]
    selection: Selection
    held_back: int
    diagnostics: tuple[Diagnostic, ...]


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
    return replace(
        report,
        diagnostics=sort_diagnostics([*site.diagnostics, *published.diagnostics]),
        written=published.written,
        unchanged=published.unchanged,
        removed=published.removed,
        total_bytes=published.total_bytes,
        failed=has_errors(published.diagnostics),
    )


def _print_and_publish(site: Site, options: BuildOptions, on_progress: Progress) -> Published:
    """Print the pages that the output folder does not hold yet, and lay all files of the site into it."""
    closure = digest_closure(site.theme, site.settings, site.view, site.edition.digest, site.assets.hrefs)
    ledger = Ledger() if options.clean else read_ledger(options.cache)
    taken = {name for name, _ in site.assets.outputs}  # a site's own file for its root takes a page's place
    pages = [page for page in site.pages if page.file not in taken]
    _choose_neighbours(site, options)
    orders = take_orders(pages, ledger, closure, options.output)
    stock = Stock(options.cache)
    with draft_folder(options.output) as drafts:
        printed = print_pages(
            lambda: Renderer(site.theme.templates, site.view, site.assets.hrefs, site.settings),
            orders.wanted,
            options.output,
            drafts,
            jobs=options.jobs or count_cores(),
            on_progress=on_progress,
            stock=stock,
        )
        if printed.diagnostics:  # a template's fault is on every page of its kind: nothing to keep going with
            return Published(diagnostics=printed.diagnostics)
        outputs: list[tuple[str, FileContent]] = [
            *((file, Draft(entry.stamp.size, file not in printed.drafts)) for file, entry in printed.entries.items()),
            *build_extras(site, options.cache, closure, on_progress),
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


def check(options: BuildOptions, on_progress: Progress = lambda stage, done, total: None) -> BuildReport:
    """Find the faults of the content; nothing is rendered and nothing written."""
    report = _report(plan_site(options, on_progress))
    return replace(report, failed=has_errors(report.diagnostics))


def plan_site(
    options: BuildOptions, on_progress: Progress = lambda stage, done, total: None, *, whole: bool = True
) -> Site:
    """Load, index and plan: all of a site but its bytes; `whole` finds the faults of held-back files, too."""
    theme = find_theme(options.templates, options.static)
    content = read_site(options, on_progress, whole=whole)
    return plan_content(content, theme, read_static(theme.static), options, _read_kin(options, content))


def read_site(
    options: BuildOptions,
    on_progress: Progress = lambda stage, done, total: None,
    memory: Memory | None = None,
    *,
    whole: bool = True,
) -> Content:
    """Load the content folder; files that `memory` or the cache knows are not read again."""
    return load_content(
        options.content,
        url=options.url,
        on_progress=lambda done, total: on_progress("Reading", done, total),
        memory=memory,
        whole=whole,
        cache=options.cache,
        # A server with a memory reads by itself: processes started from its threads would outlive a Ctrl-C.
        jobs=1 if memory is not None else options.jobs or count_cores(),
    )


def plan_content(
    content: Content, theme: Theme, files: Sequence[StaticFile], options: BuildOptions, kin: Sequence[Kin] = ()
) -> Site:
    """Index and plan what was loaded; `files` are the theme's static files, `kin` what is known of neighbours.

    Views are built when a page is first drawn, so that planning a site costs little.
    """
    selection = select_due(
        content.articles, options.now or datetime.now(UTC), unpublished=options.unpublished, future=options.future
    )
    contents = _temporary(content)
    digest = build_digest(
        selection.shown,
        content.settings,
        topics=content.topics,
        providers=content.providers,
        pages=content.pages,
        contents=contents,
        kin=kin,
    )
    assets = build_assets(files, content.settings.address.base, _used_pictures(digest))
    pen = find_pen(next((file.path for file in files if file.name in SHARE_FONTS), None))
    shares = plan_images(digest, content.settings, pen.can_draw) if pen else {}
    edition = build_edition(digest, content.settings, assets.hrefs, shares, contents)
    pages = plan_pages(edition)
    found = [
        *content.diagnostics,
        *assets.diagnostics,
        *check_pictures(content, options.content, {"/" + file.name for file in files}),
        *_check_pen(content.settings, pen, str(options.content / "site.yaml")),
        *check_navigation(digest, content.settings, options.content),
        *check_site_links(digest, content.settings, pages, assets, options.content),
        *check_addresses(pages, _sources(content, options.content)),
    ]
    diagnostics = sort_diagnostics(as_errors(found) if options.strict else found)
    view = build_site(content.settings, digest)
    held_back = len(selection.held) + len(content.held)
    return Site(content.settings, theme, view, assets, edition, pen, pages, selection, held_back, diagnostics)


def build_extras(
    site: Site, cache: Path | None, closure: bytes = b"", on_progress: Progress = lambda stage, done, total: None
) -> Iterator[tuple[str, bytes]]:
    """Build the files that no template draws: the search index and share images."""
    if site.settings.search:
        on_progress("Indexing", 0, 1)
        if cache is None:
            yield from build_search(site.edition)
        else:
            yield from find_search(site.edition, cache, closure).outputs()
        on_progress("Indexing", 1, 1)
    shares = site.edition.shares.values()
    if site.pen and shares:
        yield from draw_images(shares, site.pen, cache, lambda done: on_progress("Drawing", done, len(shares)))


def _check_pen(settings: Settings, pen: Pen | None, shown_as: str) -> tuple[Diagnostic, ...]:
    """Say that share images are wanted but nothing is there to draw them; `shown_as` is the path of `site.yaml`."""
    if pen or not settings.share_images:
        return ()
    hint = "install it: pip install broadsheet[share]"
    return (fault("R201", "share images are left out: Pillow is not installed", Place(shown_as), hint),)


def _report(site: Site) -> BuildReport:
    return BuildReport(
        site.diagnostics,
        articles=len(site.selection.shown),
        held_back=site.held_back,
        pages=len(site.pages),
    )


def _used_pictures(digest: Digest) -> set[str]:
    """Name the static pictures that the site shows; the others of `static/pictures/` are not published."""
    pictures: list[Picture] = []
    texts: list[str] = [page.body for page in digest.pages]
    for article in digest.articles:
        pictures.extend(article.images[:1])
        texts.append(article.body)
    for topic in digest.topics:
        pictures.extend(topic.images)
    for provider in digest.providers:
        pictures.extend(provider.images)
    used = {static_path(picture.url) for picture in pictures}
    return used.union(*(markdown_pictures(text) for text in texts if text))


def _sources(content: Content, folder: Path) -> Callable[[Page], str]:
    """Give the function that names the file a page is made from, for people."""
    known = {article.path: article.source for article in content.articles}
    known.update((f"{page.path}/", page.source) for page in content.pages)
    return lambda page: str(folder / known[page.path]) if page.path in known else ""


def _read_kin(options: BuildOptions, content: Content) -> list[Kin]:
    """Read what an earlier build found of stories' neighbours."""
    if options.cache is None or options.clean:
        return []
    kept = read_kept(options.cache / _KIN_FILE, _kin_purpose(content.settings))
    return [] if kept is None else unpack_kin(kept)


def _choose_neighbours(site: Site, options: BuildOptions) -> None:
    """Choose the neighbours that are not known yet, by several processes, and keep all for the next build."""
    more = site.edition.digest.more
    missing = more.missing()
    jobs = (options.jobs or count_cores()) if len(missing) > _MANY_NEIGHBOURS else 1
    more.fill(missing, share_work(more.choose, missing, jobs))
    if options.cache is not None and (missing or len(more) != more.taken_over):
        write_kept(options.cache / _KIN_FILE, _kin_purpose(site.settings), pack_kin(more.kin()))


def _kin_purpose(settings: Settings) -> bytes:
    """Name what neighbours hang on besides the articles' files: our code, and two settings."""
    return f"Broadsheet neighbours 1 {digest_code().hex()} {settings.timezone} {settings.related.more}\n".encode()


def _temporary(content):
    import hashlib
    return {a.source: hashlib.blake2b(repr(a).encode("utf-8","surrogatepass"), digest_size=16).digest() for a in content.articles}
