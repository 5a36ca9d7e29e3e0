"""The preview's own pages, and what it lays over the site's: the panel of faults, the bar at the foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.diagnostics import Diagnostic, Severity
from generator.model import Article
from generator.preview.session import State
from generator.reporting import format_excerpt, format_place

FOLDER = Path(__file__).parent
RESERVED = "/__broadsheet__/"
"""Everything under this address is the preview's; no slug begins with an underscore."""
_PANEL = 100


@dataclass(frozen=True, slots=True)
class FaultView:
    """A diagnostic ready to print; `excerpt` is the source line with the caret under it."""

    severity: str
    code: str
    message: str
    place: str
    excerpt: str
    hint: str


@dataclass(frozen=True, slots=True)
class HeldView:
    """A held-back article; `href` is empty where it is not shown."""

    title: str
    reason: str
    day: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """What a curator has to know: counts, faults, held-back articles, newest first."""

    title: str
    home: str
    reserved: str
    published: int
    held_count: int
    shows_held: bool
    is_sound: bool
    error_count: int
    warning_count: int
    faults: tuple[FaultView, ...]
    held: tuple[HeldView, ...] = ()
    left_out: int = 0


def render_overlay(state: State) -> bytes:
    """Render the bar at the foot, and over the page the panel of all faults while there are errors."""
    return _render("overlay.html", build_status(state, limit=_PANEL))


def render_status(state: State, shows_held: bool) -> bytes:
    """Render the page of all diagnostics and all held-back articles."""
    return _render("status.html", build_status(state, shows_held=shows_held))


def render_failure(state: State) -> bytes:
    """Render what is shown in the place of a page that cannot be drawn and never was."""
    return _render("failure.html", build_status(state))


def render_nearest(addresses: Sequence[tuple[str, str]]) -> bytes:
    """Render the section of nearest addresses, (text, link), for the site's own 404 page."""
    return _render("nearest.html", addresses) if addresses else b""


def build_status(state: State, *, shows_held: bool | None = None, limit: int | None = None) -> StatusView:
    """Build the view of the preview's own pages; held-back articles are listed where `shows_held` is not None."""
    site = state.generation.site
    shown_held = [article for article in site.selection.shown if article.hold]
    faults = sorted(state.diagnostics, key=lambda each: each.severity is not Severity.ERROR)
    errors = sum(each.severity is Severity.ERROR for each in faults)
    return StatusView(
        title=site.settings.title,
        home=site.settings.address.base,
        reserved=RESERVED,
        published=len(site.selection.shown) - len(shown_held),
        held_count=len(shown_held) + len(site.selection.held),
        shows_held=bool(shows_held),
        is_sound=state.is_sound,
        error_count=errors,
        warning_count=len(faults) - errors,
        faults=tuple(_build_fault(each) for each in faults[:limit]),
        held=_build_held(state, shown_held) if shows_held is not None else (),
        left_out=max(0, len(faults) - limit) if limit is not None else 0,
    )


def _build_fault(found: Diagnostic) -> FaultView:
    place = found.place
    return FaultView(
        severity=str(found.severity),
        code=found.code,
        message=found.message,
        place=format_place(place) if place else "",
        excerpt=format_excerpt(place) if place else "",
        hint=found.hint,
    )


def _build_held(state: State, shown: Iterable[Article]) -> tuple[HeldView, ...]:
    href = state.generation.site.settings.address.href
    found = [(article, str(article.hold), href(article.path)) for article in shown]
    found += [(article, str(hold), "") for article, hold in state.generation.site.selection.held]
    found.sort(key=lambda item: (item[0].published_at, item[0].source), reverse=True)
    return tuple(
        HeldView(article.title, reason, article.published_at.date().isoformat(), article.source, link)
        for article, reason, link in found
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["reserved"] = RESERVED
    return environment


def _render(template: str, view: object) -> bytes:
    return _environment().get_template(template).render(view=view).encode()
