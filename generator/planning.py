"""A site planned: content, theme and options in, every page of the site out, none of them rendered yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.computed import Later
from generator.config import Settings
from generator.diagnostics import Diagnostic, Place, as_errors, fault, sort_diagnostics
from generator.indexer import Digest, Kin, More, Selection, build_digest
from generator.inputs import Inputs, read_inputs, select_articles
from generator.loader import Content, check_pictures
from generator.neighbours import read_kin
from generator.options import BuildOptions, Progress
from generator.pages import Edition, Page, build_edition, build_site, check_addresses, plan_pages
from generator.pages.parts import SiteView
from generator.plan_file import (
    Plan,
    build_plan,
    read_plan,
    renew_plan,
    sign_ground,
    sign_marks,
    take_over,
    write_plan,
)
from generator.publishing import Signs
from generator.rendering import (
    Assets,
    StaticFile,
    Theme,
    digest_registries,
    drop_layout_settings,
)
from generator.sharing import Pen, draw_images, find_pen, plan_images
from generator.urls import static_path

SHARE_FONTS = ("fonts/share.ttf", "fonts/share.otf")
"""The static file that has the font of share images, where a site brings its own."""


class Site(msgspec.Struct, frozen=True):
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
    page_count: int
    """How many pages it has: more than are planned here, where the others stand already."""

    @property
    def is_whole(self) -> bool:
        """Whether every page is planned."""
        return self.edition.touched is None


class Indexed(msgspec.Struct, frozen=True):
    """The articles that are shown, and those held back; and every list of the site.

    `ground` is what the lists hang on besides files (`sign_ground`), and `plan` that of the last build, where they
    were taken over from it.
    """

    selection: Selection
    digest: Digest
    ground: Later[bytes]
    plan: Plan | None = None


def plan_site(
    options: BuildOptions, on_progress: Progress = lambda stage, done, total: None, *, whole: bool = True
) -> Site:
    """Load, index and plan: all of a site but its bytes; `whole` finds the faults of held-back files, too."""
    inputs = read_inputs(options, on_progress, whole=whole)
    inputs.keep()
    indexed = index_content(inputs.content, options)
    on_progress("Indexing", 1, 1)
    return plan_inputs(inputs, indexed, options, on_progress)


def index_inputs(
    inputs: Inputs, options: BuildOptions, on_progress: Progress, begin: Callable[[More], object]
) -> Indexed:
    """Index what was read, or take over the lists of the last build, or at least what it found of neighbours.

    `begin` is called by the first moment in which neighbours can be chosen.
    """
    cache = None if options.clean else options.cache
    indexed = _take_over(inputs.content, options, cache) if cache else None
    if indexed is None:
        indexed = index_content(inputs.content, options, read_kin(cache, inputs.content.settings), begin)
    else:
        begin(indexed.digest.more)
    on_progress("Indexing", 1, 1)
    return indexed


def _take_over(content: Content, options: BuildOptions, cache: Path) -> Indexed | None:
    plan = read_plan(cache)
    if plan is None or plan.contents != content.digests:
        return None
    selection = select_articles(content, options)
    ground = Later(sign_ground, content, selection)
    if plan.ground != ground.value:
        return None
    return Indexed(selection, take_over(plan, content, selection), ground, plan)


def index_content(
    content: Content,
    options: BuildOptions,
    kin: Sequence[Kin] = (),
    begin: Callable[[More], object] = lambda more: None,
) -> Indexed:
    """Select the articles that are shown and index them."""
    selection = select_articles(content, options)
    digest = build_digest(
        selection.shown,
        content.settings,
        topics=content.topics,
        providers=content.providers,
        pages=content.pages,
        contents=content.digests,
        kin=kin,
        begin=begin,
    )
    return Indexed(selection, digest, Later(sign_ground, content, selection))


def plan_inputs(
    inputs: Inputs, indexed: Indexed, options: BuildOptions, on_progress: Progress = lambda stage, done, total: None
) -> Site:
    """Plan what was read and indexed; build no view."""
    from generator.rendering import build_assets  # noqa: PLC0415 - where few words have changed, no file is looked at

    content, files, digest, selection = inputs.content, inputs.files, indexed.digest, indexed.selection
    assets = build_assets(files, content.settings.address.base, _used_pictures(digest))
    pen = find_share_pen(files)
    shares = plan_images(digest, content.settings, pen.can_draw) if pen else {}
    edition = build_edition(digest, content.settings, assets.hrefs, shares, content.digests)
    if indexed.plan and indexed.plan.marks == sign_marks(edition):
        edition = replace(edition, planned_keys=Later(indexed.plan.story_keys))
    pages = plan_pages(edition)
    found = [
        *content.diagnostics,
        *assets.diagnostics,
        *_check_pen(content.settings, pen, str(options.content / "site.yaml")),
        *check_pictures(content, options.content, {"/" + file.name for file in files}),
        *_check_plan(content, edition, pages, assets, options.content),
    ]
    diagnostics = sort_diagnostics(as_errors(found) if options.strict else found)
    on_progress("Planning", 1, 1)
    view, held_back = build_site(content.settings, digest), len(selection.held) + len(content.held)
    return Site(
        content.settings,
        inputs.theme,
        view,
        assets,
        edition,
        pen,
        pages,
        selection,
        held_back,
        diagnostics,
        len(pages),
    )


def keep_plan(site: Site, indexed: Indexed, content: Content, signs: Signs, cache: Path | None) -> None:
    """Keep the plan of a whole site for the next build; `signs` are those of what it was made of."""
    if cache is None:
        return
    taken, edition = indexed.plan, site.edition
    if taken:
        plan = renew_plan(taken, content, edition, signs.frame, site.assets.names)
    else:
        plan = build_plan(content, indexed.ground.value, edition, signs, site.assets.names)
    if plan != taken:
        write_plan(cache, plan)


def find_share_pen(files: Iterable[StaticFile]) -> Pen | None:
    """Give the pen that draws share images, with the font of the site where it brings its own."""
    return find_pen(next((file.path for file in files if file.name in SHARE_FONTS), None))


def _check_plan(
    content: Content, edition: Edition, pages: Sequence[Page], assets: Assets, folder: Path
) -> Iterator[Diagnostic]:
    """Find what leads nowhere in the plan, and what shares an address."""
    from generator.rendering import check_navigation, check_site_links  # noqa: PLC0415 - as above

    yield from check_navigation(edition.digest, content.settings, folder)
    yield from check_site_links(edition.digest, content.settings, pages, assets, folder)
    yield from check_addresses(pages, _sources(content, folder))


def build_search_files(site: Site, cache: Path | None) -> list[tuple[str, bytes]]:
    """Build the files of the search index, where the site has one."""
    if not site.settings.search:
        return []
    from generator.search import build_search, find_search  # noqa: PLC0415 - a site that stands needs none

    if cache is None:
        return list(build_search(site.edition))
    return list(
        find_search(
            site.edition, cache, digest_registries(drop_layout_settings(site.settings), site.edition.digest)
        ).outputs()
    )


def draw_shares(
    site: Site, cache: Path | None, on_progress: Progress = lambda stage, done, total: None
) -> Iterator[tuple[str, bytes]]:
    """Draw the share images, where the site has some."""
    shares = site.edition.shares.values()
    if site.pen and shares:
        yield from draw_images(shares, site.pen, cache, lambda done: on_progress("Drawing", done, len(shares)))


def _check_pen(settings: Settings, pen: Pen | None, shown_as: str) -> tuple[Diagnostic, ...]:
    """Say that share images are wanted but nothing is there to draw them; `shown_as` is the path of `site.yaml`."""
    if pen or not settings.share_images:
        return ()
    hint = "install it: pip install broadsheet[share]"
    return (fault("R201", "share images are left out: Pillow is not installed", Place(shown_as), hint),)


def _used_pictures(digest: Digest) -> set[str]:
    """Name the static pictures that the site shows; the others of `static/pictures/` are not published."""
    articles = list(digest.articles)
    urls = [article.images[0].url for article in articles if article.images]
    urls += [image.url for topic in digest.topics for image in topic.images]
    urls += [image.url for provider in digest.providers for image in provider.images]
    used = {static_path(url) for url in urls if url.startswith("/")}
    texts = [article.body for article in articles if article.body]
    texts += [page.body for page in digest.pages if page.body]
    if not texts:
        return used
    from generator.rendering.markdown import markdown_pictures  # noqa: PLC0415 - most sites have no body to parse

    return used.union(*map(markdown_pictures, texts))


def _sources(content: Content, folder: Path) -> Callable[[Page], str]:
    """Give the function that names the file a page is made from, for people."""
    known = {article.path: article.source for article in content.articles}
    known.update((f"{page.path}/", page.source) for page in content.pages)
    return lambda page: str(folder / known[page.path]) if page.path in known else ""
