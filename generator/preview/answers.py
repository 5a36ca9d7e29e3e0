"""A request and the site's state in, an answer out: everything that a browser is told, but the stream of news."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from generator.preview.generation import Failed, Generation, linked_styles
from generator.preview.media import media_type
from generator.preview.messages import Answer, HostRule, Request, apply_conditions, entity_tag, parse_path
from generator.preview.nearest import find_nearest
from generator.preview.screens import (
    FOLDER,
    RESERVED,
    render_failure,
    render_nearest,
    render_overlay,
    render_status,
)
from generator.preview.session import Session, State
from generator.rendering.assets import FOLDER as STATIC

EVENTS = RESERVED + "events"
"""The stream of news; the server answers it, for it never ends."""
_HTML = media_type("x.html")
_ASSETS = ("reload.js", "worker.js", "preview.css")
_ALWAYS = (("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff"))
_SAFE = "/:@!$&'()*+,;=~-._"


def answer(request: Request, session: Session, hosts: HostRule) -> Answer:
    """Answer a request; every rule of HTTP is in here or in `messages`."""
    if not hosts.allows(request.headers.get("host")):
        return _plain(421, "This preview answers to its own host names only.")
    if request.method not in ("GET", "HEAD"):
        return _plain(405, "Only GET and HEAD are understood here.").with_headers(("Allow", "GET, HEAD"))
    found = parse_path(request.target)
    if found is None:
        return _plain(400, "There can be no such address.")
    return apply_conditions(request, _Visit(session, session.state, *found).answer())


@dataclass(frozen=True, slots=True)
class _Visit:
    """A look at one address of one state; `path` is decoded, `query` has its `?`."""

    session: Session
    state: State
    path: str
    query: str

    @property
    def generation(self) -> Generation:
        return self.state.generation

    def answer(self) -> Answer:
        base = self.generation.base
        if self.path.startswith(RESERVED) or self.path + "/" == RESERVED:
            return self._reserved(self.path[len(RESERVED) :])
        if not self.path.startswith(base):
            outside = self.path == "/" or self.path + "/" == base
            return self._redirect("", 302) if outside else self._not_found(self.path)
        inside = unicodedata.normalize("NFC", self.path[len(base) :])
        return self._file(self.path[len(base) :]) or self._file(inside) or self._not_found(inside)

    def _reserved(self, name: str) -> Answer:
        if name in _ASSETS:
            return _answer(200, media_type(name), _asset(name))
        if name == "overlay":
            return _answer(200, _HTML, render_overlay(self.state))
        if name == "":
            options = self.session.options
            return self._html(200, render_status(self.state, options.unpublished or options.future))
        return _plain(404, "The preview has no such page.")

    def _file(self, path: str) -> Answer | None:
        """Answer with a file of the site, or lead to the folder that is meant; None where there is neither."""
        name = path + "index.html" if path.endswith("/") or not path else path
        # A static file for the site's root takes the place of a page, as in a build.
        if name in self.generation.files:
            return self._static(name)
        content = self.session.draw(self.generation, name)
        if isinstance(content, Failed):
            if content.last is None:
                return self._html(500, render_failure(self.session.state))
            content = content.last
        if content is not None:
            return self._page(200, name, content)
        extra = self.generation.find_extra(name)
        if extra is not None:
            return self._page(200, name, extra)
        folder = f"{name}/index.html"
        if name != path or not (folder in self.generation.pages or folder in self.generation.files):
            return None
        return self._redirect(path + "/", 308)

    def _static(self, name: str) -> Answer:
        content = self.generation.files[name]
        if isinstance(content, Path):
            if not _is_inside(content, self.generation.site.theme.static):
                return _plain(403, "The file is a link that leads out of the static folder.")
            try:
                content = content.read_bytes()
            except OSError:
                return _plain(404, "The file has gone.")
        answered = self._page(200, name, content)
        # Its name changes with its content: the browser need not ask again, which a reload would wait for.
        return answered.kept_for_ever() if name.startswith(f"{STATIC}/") else answered

    def _page(self, status: int, name: str, content: bytes) -> Answer:
        kind = media_type(name)
        return self._html(status, content) if kind == _HTML else _answer(status, kind, content)

    def _html(self, status: int, content: bytes) -> Answer:
        """Put the script that reloads into a page, with what tells this page from its next state."""
        plain, links = content, []
        for href in linked_styles(self.generation):
            if (link := href.encode()) in content:
                plain = plain.replace(link, b"")
                links.append(link)
        page, styles = entity_tag(plain)[1:-1], entity_tag(b"\n".join(links))[1:-1]
        script = (
            f'<script src="{RESERVED}reload.js" data-page="{page}" data-styles="{styles}"'
            f' data-status="{status}"></script>'
        ).encode()
        before, end, after = content.rpartition(b"</body>")
        body = before + script + end + after if end else content + script
        return _answer(status, _HTML, body).with_headers(("Broadsheet-Page", page), ("Broadsheet-Styles", styles))

    def _not_found(self, path: str) -> Answer:
        """Answer with the site's own 404 page and the nearest addresses there are."""
        generation = self.generation
        content = self.session.draw(generation, "404.html")
        page = content if isinstance(content, bytes) else content.last if content else None
        addresses = (each.path for each in generation.pages.values() if each.listed or each.path.endswith("/"))
        href = generation.site.settings.address.href
        nearest = render_nearest([("/" + each, href(each)) for each in find_nearest(path, addresses)])
        if page is None:
            page = f"<!doctype html><title>Not found</title><h1>Not found</h1><p>{escape(path)}</p></body>".encode()
        before, end, after = page.rpartition(b"</main>")
        if not end:
            before, end, after = page.rpartition(b"</body>")
        return self._html(404, before + nearest + end + after)

    def _redirect(self, path: str, status: int) -> Answer:
        location = quote(self.generation.base + path, safe=_SAFE) + self.query
        answer = _plain(status, f"The page is at {location}")
        # A permanent redirect would be remembered longer than this preview runs.
        return Answer(status, (("Location", location), ("Cache-Control", "no-store")), answer.body)


def _answer(status: int, kind: str, body: bytes) -> Answer:
    headers = (("Content-Type", kind), ("ETag", entity_tag(body)), ("Accept-Ranges", "bytes"), *_ALWAYS)
    return Answer(status, headers, body)


def _plain(status: int, text: str) -> Answer:
    return Answer(status, (("Content-Type", media_type("x.txt")), *_ALWAYS), f"{text}\n".encode())


@cache
def _asset(name: str) -> bytes:
    return (FOLDER / "assets" / name).read_bytes()


def _is_inside(path: Path, folders: Iterable[Path]) -> bool:
    """Tell whether a file is really in one of the folders, links followed."""
    real = path.resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in folders)
