"""One state of the previewed site: its pages, drawn when somebody looks at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from generator.computed import Later
from generator.diagnostics import Diagnostic
from generator.pages import Page
from generator.planning import Site, build_search_files, draw_shares
from generator.rendering.render import Renderer, render_pages
from generator.rendering.snapshot import TemplateSnapshot
from generator.search import SEARCH_FOLDER
from generator.sharing import SHARE_FOLDER

_EXTRA_FOLDERS = (SEARCH_FOLDER, SHARE_FOLDER)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that was drawn, with all that its bytes hang on."""

    renderer: Renderer
    template: str
    view: object
    content: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """A page that could not be drawn: why, and its last bytes that were sound, if there are any."""

    fault: Diagnostic
    last: bytes | None


@dataclass(slots=True)
class DrawnPages:
    """Every page looked at so far, by its file: after a change, one whose view is the same is not drawn again."""

    by_file: dict[str, Drawn] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)


@dataclass(frozen=True, slots=True)
class Generation:
    """A planned site with the means to draw it; a template's text is that of the moment it was planned."""

    site: Site
    templates: TemplateSnapshot
    renderer: Renderer
    pages: Mapping[str, Page]
    """By file, such as `news/x/index.html`; of two with one address the first."""
    files: Mapping[str, bytes | Path]
    """Static files, by their name inside the site."""
    drawn: DrawnPages
    extras: Later[Mapping[str, bytes]]
    """The search index and share images, by file; built when the first of them is asked for."""

    @property
    def base(self) -> str:
        """The base path, such as `/digest/`."""
        return self.site.settings.address.base

    def draw(self, file: str) -> bytes | Failed | None:
        """Give a page's bytes as a build would write them; None where there is no such page."""
        page = self.pages.get(file)
        if page is None:
            return None
        with self.drawn.lock:
            known = self.drawn.by_file.get(file)
            view = page.view
            if known and known.renderer is self.renderer and known.template == page.template and known.view == view:
                return known.content
            rendered, faults = render_pages(self.renderer, (page,))
            if faults:
                return Failed(faults[0], known.content if known else None)
            content = rendered[0][1].content
            self.drawn.by_file[file] = Drawn(self.renderer, page.template, view, content)
            return content

    def find_extra(self, file: str) -> bytes | None:
        """Give a file of the search index or a share image; None for any other."""
        if not file.startswith(_EXTRA_FOLDERS):
            return None
        with self.drawn.lock:
            return self.extras.value.get(file)

    def try_templates(self) -> tuple[Diagnostic, ...]:
        """Draw one page of each template, so that a fault in one is found before anybody meets it."""
        first: dict[str, Page] = {}
        for page in self.pages.values():
            first.setdefault(page.template, page)
        looked_at = [self.pages[file] for file in list(self.drawn.by_file)[-3:] if file in self.pages]
        with self.drawn.lock:
            _, faults = render_pages(self.renderer, [*first.values(), *looked_at])
        return faults


def build_generation(site: Site, templates: TemplateSnapshot, last: Generation | None, drawn: DrawnPages) -> Generation:
    """Join a planned site with a renderer: the last generation's, where nothing it hangs on has changed."""
    renderer = None
    if last and _renders_alike(site, templates, last):
        renderer, templates = last.renderer, last.templates
    if renderer is None:
        renderer = Renderer(templates, site.view, site.assets.hrefs, site.settings)
    pages: dict[str, Page] = {}
    for page in site.pages:
        pages.setdefault(page.file, page)
    extras: Later[Mapping[str, bytes]] = Later(
        lambda: dict([*build_search_files(site, None), *draw_shares(site, None)])
    )
    return Generation(site, templates, renderer, pages, dict(site.assets.outputs), drawn, extras)


def _renders_alike(site: Site, templates: TemplateSnapshot, last: Generation) -> bool:
    before = last.site
    return (
        site.view == before.view
        and site.settings == before.settings
        and site.assets.hrefs == before.assets.hrefs
        and templates.files == last.templates.files
    )


def may_fail_anew(candidate: Generation, last: Generation) -> bool:
    """Tell whether templates may fail that did not before: they changed, or the settings, or a static file has gone."""
    return (
        candidate.templates.files != last.templates.files
        or candidate.site.settings != last.site.settings
        or not last.site.assets.hrefs.keys() <= candidate.site.assets.hrefs.keys()
    )


def linked_styles(generation: Generation) -> Sequence[str]:
    """Give the links of the site's style sheets: a page that differs in them alone needs no reload."""
    return [href for path, href in generation.site.assets.hrefs.items() if path.endswith(".css")]
