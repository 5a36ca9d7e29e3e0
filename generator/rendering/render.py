"""Pages to bytes by templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from generator.config import Settings
from generator.diagnostics import Diagnostic
from generator.pages.page import Page
from generator.pages.parts import SiteView
from generator.rendering.environment import build_templates
from generator.rendering.faults import explain_fault
from generator.rendering.shared_parts import SHARED
from generator.rendering.snapshot import TemplateSnapshot

OnProgress = Callable[[str, int, int], None]
"""Is told the stage, how much is done, and how much there is."""


class Renderer:
    """Renders the pages of one site; cards, header and footer are rendered once and reused."""

    def __init__(
        self,
        folders: Sequence[Path] | TemplateSnapshot,
        site: SiteView,
        assets: Mapping[str, str],
        settings: Settings,
    ) -> None:
        self._templates = build_templates(folders, site, assets, settings)

    def prepare(self, templates: Iterable[str]) -> None:
        """Compile templates and all they use, so that processes which are forked from this one need not."""
        self._templates.prepare(dict.fromkeys([*templates, *SHARED]))

    def render(self, page: Page) -> bytes:
        """Give a page's file: UTF-8, lines ended by LF, the last one too.

        A mistake in a template raises; `render_pages` reports it.
        """
        text = self._templates.render(page.template, {"view": page.view})
        if not text or text[0] == "\n" or text[-1] == "\n":
            text = text.strip("\n")
        text += "\n"  # done in place, unlike the same to bytes
        content = text.encode()
        if b"\r" in content:
            content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip(b"\n") + b"\n"
        return content


def render_pages(
    renderer: Renderer, pages: Sequence[Page], on_progress: OnProgress = lambda stage, done, total: None
) -> tuple[list[tuple[Page, bytes]], tuple[Diagnostic, ...]]:
    """Render pages in order; a mistake in a template is reported once, whichever pages it breaks."""
    rendered: list[tuple[Page, bytes]] = []
    faults: dict[tuple[object, ...], Diagnostic] = {}
    unreadable: set[str] = set()
    for done, page in enumerate(pages, 1):
        if page.template not in unreadable:
            try:
                rendered.append((page, renderer.render(page)))
            except Exception as error:
                found = explain_fault(error, page.template)
                if found is None:
                    raise
                faults.setdefault((found.code, found.place or found.message), found)
                if found.code == "R101":
                    unreadable.add(page.template)
        on_progress("Rendering", done, len(pages))
    return rendered, tuple(faults.values())
