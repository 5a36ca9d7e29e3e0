"""The whole pipeline on one screen: files, articles, digest, pages, bytes, folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from generator.config import Settings
from generator.diagnostics import Diagnostic, Place, as_errors, fault, has_errors, sort_diagnostics
from generator.indexer import Digest, Selection, build_digest, select_due
from generator.loader import Content, Memory, check_pictures, load_content
from generator.model import Picture
from generator.pages import Edition, Page, build_edition, build_site, check_addresses, plan_pages
from generator.pages.parts import SiteView
from generator.publishing import (
    FileContent,
    Published,
    check_output,
    check_weight,
    count_cores,
    draft_folder,
    print_pages,
    publish,
)
from generator.rendering import (
    Assets,
    Renderer,
    StaticFile,
    Theme,
    build_assets,
    check_navigation,
    check_site_links,
    find_theme,
    markdown_pictures,
    read_static,
)
from generator.search import build_records, build_search
from generator.sharing import Pen, draw_images, find_pen, plan_images
from generator.urls import static_path

Progress = Callable[[str, int, int], None]
"""Hears of long work: its name, how much is done, how much there is; and, at its end, of each phase of a build."""
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
    renderer = Renderer(site.theme.templates, site.view, site.assets.hrefs, site.settings)
    jobs = options.jobs or count_cores()
    with draft_folder(options.output) as drafts:
        printed = print_pages(renderer, site.pages, options.output, drafts, jobs=jobs, on_progress=on_progress)
        if printed.diagnostics:  # a template's fault is on every page of its kind: nothing to keep going with
            found = sort_diagnostics([*site.diagnostics, *printed.diagnostics])
            return replace(report, diagnostics=found, failed=True)
        extras = build_extras(site, options.cache, on_progress)
        outputs: list[tuple[str, FileContent]] = [*printed.drafts, *extras, *site.assets.outputs, (".nojekyll", b"")]
        published = publish(outputs, options.output, clean=options.clean, on_progress=on_progress)
    on_progress("Writing", 1, 1)
    return _published(report, published, options)


def check(options: BuildOptions, on_progress: Progress = lambda stage, done, total: None) -> BuildReport:
    """Find the faults of the content; nothing is rendered and nothing written."""
    report = _report(plan_site(options, on_progress))
    return replace(report, failed=has_errors(report.diagnostics))


def plan_site(
    options: BuildOptions, on_progress: Progress = lambda stage, done, total: None, *, whole: bool = True
) -> Site:
    """Load, index and plan: all of a site but its bytes; `whole` finds the faults of held-back files, too."""
    theme = find_theme(options.templates, options.static)
    content, files = read_site(options, on_progress, whole=whole), read_static(theme.static)
    on_progress("Reading", 1, 1)
    return plan_content(content, theme, files, options, on_progress)


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
    content: Content,
    theme: Theme,
    files: Sequence[StaticFile],
    options: BuildOptions,
    on_progress: Progress = lambda stage, done, total: None,
) -> Site:
    """Index and plan what was loaded; `files` are the theme's static files.

    Views are built when a page is first drawn, so that planning a site costs little.
    """
    selection = select_due(
        content.articles, options.now or datetime.now(UTC), unpublished=options.unpublished, future=options.future
    )
    digest = build_digest(
        selection.shown, content.settings, topics=content.topics, providers=content.providers, pages=content.pages
    )
    on_progress("Indexing", 1, 1)
    assets = build_assets(files, content.settings.address.base, _used_pictures(digest))
    pen = find_pen(next((file.path for file in files if file.name in SHARE_FONTS), None))
    shares = plan_images(digest, content.settings, pen.can_draw) if pen else {}
    edition = build_edition(digest, content.settings, assets.hrefs, shares)
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
    on_progress("Planning", 1, 1)
    return Site(content.settings, theme, view, assets, edition, pen, pages, selection, held_back, diagnostics)


def build_extras(
    site: Site, cache: Path | None, on_progress: Progress = lambda stage, done, total: None
) -> Iterator[tuple[str, bytes]]:
    """Build the files that no template draws: the search index and share images."""
    if site.settings.search:
        on_progress("Searching", 0, 1)
        yield from build_search(build_records(site.edition), cache)
        on_progress("Searching", 1, 1)
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
