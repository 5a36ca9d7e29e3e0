"""Pages to bytes by templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar, TypeVarTuple, Unpack

from generator.config import Settings
from generator.diagnostics import Diagnostic
from generator.pages.edition import describe_site
from generator.pages.page import Page
from generator.pages.parts import Head, SiteView
from generator.rendering.blocks import HeadView, Marks, TakenBlocks, unpack_blocks
from generator.rendering.environment import build_templates
from generator.rendering.faults import explain_fault
from generator.rendering.shared_parts import SHARED
from generator.rendering.snapshot import TemplateSnapshot

Given = TypeVarTuple("Given")
Answer = TypeVar("Answer")


class Rendered(NamedTuple):
    """A page's file: UTF-8, lines ended by LF, the last one too; and what is kept of its blocks (`blocks.py`)."""

    content: bytes
    blocks: bytes = b""


class Renderer:
    """Renders the pages of one site; cards, header and footer are rendered once and reused.

    Blocks are kept of pages whose templates are in `layouts`, with the names of their layouts, unless a page's head
    says what that of the site says: this is no page's own.
    """

    def __init__(
        self,
        folders: Sequence[Path] | TemplateSnapshot,
        site: SiteView,
        assets: Mapping[str, str],
        settings: Settings,
        layouts: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._layouts = dict(layouts)
        self._about = describe_site(settings)
        self._marks = Marks(site)
        self._templates = build_templates(folders, site, assets, settings)

    def prepare(self, templates: Iterable[str]) -> None:
        """Compile templates and all they use, so that processes which are forked from this one need not."""
        self._templates.prepare(dict.fromkeys([*templates, *SHARED]))

    def render(self, page: Page) -> Rendered:
        """Render a page; a mistake in a template raises, and `render_pages` reports it."""
        view = page.take_view()
        return self.finish(page, view, self.write(page, view))

    def write(self, page: Page, view: object) -> bytes | TakenBlocks:
        """Give a page's text, with marks for its blocks where they are to be kept."""
        layout, head = self._layouts.get(page.template), getattr(view, "head", None)
        if layout is not None and type(head) is Head and head.description != self._about:
            taken = self._templates.render_blocks(page.template, {"view": view}, layout, self._marks.mark)
            if taken is not None:
                return taken
            self._layouts.pop(page.template)  # it would be so again: all its pages are rendered whole from now on
        return self._templates.render(page.template, {"view": view})

    def finish(self, page: Page, view: object, written: bytes | TakenBlocks) -> Rendered:
        """Give the bytes of a page that is written."""
        if isinstance(written, bytes):
            return Rendered(_finish(written))
        head = getattr(view, "head", None)
        rendered = self._marks.set_taken(head, written) if isinstance(head, Head) else None
        if rendered is not None:
            return Rendered(*rendered)
        self._layouts.pop(page.template, None)  # as above
        return Rendered(_finish(self._templates.render(page.template, {"view": view})))

    def set_blocks(self, layout: str, known: Rendered) -> Rendered | None:
        """Set what is kept of a page in a layout, as that is now; None where more of the page is needed."""
        found = unpack_blocks(known.blocks)
        if found is None:
            return None
        head, kept = found
        text = self._templates.render_layout(layout, {"view": HeadView(head)}, self._marks.mark_kept(kept))
        rendered = None if text is None else self._marks.set_kept(text, kept, known.content)
        return None if rendered is None else Rendered(*rendered)


def _finish(text: bytes) -> bytes:
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text.strip(b"\n") + b"\n"


def render_pages(
    renderer: Renderer, pages: Sequence[Page]
) -> tuple[list[tuple[Page, Rendered]], tuple[Diagnostic, ...]]:
    """Render pages in order; a mistake in a template is reported once, whichever pages it breaks.

    All views are built, then all texts, then all bytes: so the code of one stage stays in the processor's caches, and
    a page takes a tenth less time. Give some dozens of pages at once, for all that lies between is kept.
    """
    guard = _Guard()
    views = [(page, page.take_view()) for page in pages]
    written = [(page, view, guard.call(page.template, renderer.write, page, view)) for page, view in views]
    rendered = [
        (page, done)
        for page, view, text in written
        if text is not None and (done := guard.call(page.template, renderer.finish, page, view, text))
    ]
    return rendered, tuple(guard.faults.values())


class _Guard:
    """Calls what renders pages, and notes the mistakes in templates that it meets."""

    def __init__(self) -> None:
        self.faults: dict[tuple[object, ...], Diagnostic] = {}
        self._unreadable: set[str] = set()

    def call(self, template: str, work: Callable[[Unpack[Given]], Answer], *given: *Given) -> Answer | None:
        """Give what a call for a page of a template gives; None where that has a mistake."""
        if template in self._unreadable:
            return None
        try:
            return work(*given)
        except Exception as error:
            found = explain_fault(error, template)
            if found is None:
                raise
            self.faults.setdefault((found.code, found.place or found.message), found)
            if found.code == "R101":
                self._unreadable.add(template)
            return None
