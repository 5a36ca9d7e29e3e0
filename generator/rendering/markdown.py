"""Markdown bodies to HTML: CommonMark 0.31 with GitHub's tables and strikethrough, and links made safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.urls import UnsafeURLError, build_slug, parse_web_url, static_path

_MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+$", re.IGNORECASE)
_ID = "text-"  # keeps a heading's id apart from those of the page around it
_PAGE_HEADING = 1
_LAST_HEADING = 6


def is_safe_link(url: str) -> bool:
    """Tell whether a link may stand in a body: http(s), `mailto:`, a path of the site (`/about/`), or a fragment."""
    if url.startswith(("/", "#")):
        return not url.startswith(("//", "/\\"))
    if _MAIL.match(url):
        return True
    try:
        parse_web_url(url)
    except UnsafeURLError:
        return False
    return not url.startswith("//")


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return is_safe_link(url)


class Markdown:
    """Renders Markdown for one site.

    `assets` are the links of static files by path (`/pictures/x.svg`), `base` is the site's base
    path, and `html` lets raw HTML through.
    """

    def __init__(self, assets: Mapping[str, str], base: str, html: bool = False) -> None:
        self._assets = assets
        self._base = base
        self._parser = _Parser("commonmark", {"html": html, "xhtmlOut": False}).enable(["table", "strikethrough"])
        self._parser.add_render_rule("table_open", _render_table_open)
        self._parser.add_render_rule("table_close", _render_table_close)

    def render(self, text: str) -> str:
        """Give the HTML of a body: its highest heading becomes an h2, under the one h1 of the page."""
        tokens = self._parser.parse(text)
        anchors = _mark_headings(tokens)
        _label_tables(tokens)
        for token in _inline_tokens(tokens):
            if token.type == "link_open":
                self._aim_link(token, anchors)
            elif token.type == "image":
                self._aim_picture(token)
        rendered: str = self._parser.renderer.render(tokens, self._parser.options, {})
        return rendered

    def _aim_link(self, token: Token, anchors: Mapping[str, str]) -> None:
        href = str(token.attrs["href"])
        if href.startswith("/"):
            token.attrs["href"] = self._site_link(href)
        elif href.startswith("#"):
            token.attrs["href"] = "#" + anchors.get(href[1:], href[1:])
        elif not _MAIL.match(href):
            token.attrs["rel"] = "noopener"

    def _aim_picture(self, token: Token) -> None:
        source = str(token.attrs["src"])
        token.attrs["loading"] = "lazy"
        if source.startswith("/"):
            token.attrs["src"] = self._assets.get(static_path(source)) or self._site_link(source)
        else:
            token.attrs["referrerpolicy"] = "no-referrer"

    def _site_link(self, path: str) -> str:
        return self._assets.get(unquote(path)) or self._base + path.removeprefix("/")


@lru_cache(maxsize=8192)
def markdown_pictures(text: str) -> frozenset[str]:
    """Name the static pictures that a body shows, as paths that begin with `/`, so that they are published."""
    if "![" not in text:
        return frozenset()
    tokens = _inline_tokens(_plain_parser().parse(text))
    sources = (str(token.attrs["src"]) for token in tokens if token.type == "image")
    return frozenset(static_path(source) for source in sources if source.startswith("/"))


@lru_cache(maxsize=8192)
def markdown_links(text: str) -> frozenset[str]:
    """Name the links of a body to places inside the site, as they are written: `/about/`, `/feed.xml`."""
    if "/" not in text or "[" not in text:  # an autolink begins with a scheme
        return frozenset()
    tokens = _inline_tokens(_plain_parser().parse(text))
    targets = (str(token.attrs["href"]) for token in tokens if token.type == "link_open")
    return frozenset(target for target in targets if target.startswith("/"))


@cache
def _plain_parser() -> _Parser:
    """Give the parser that finds links and pictures: building one takes as long as parsing a body."""
    return _Parser("commonmark")


def _inline_tokens(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        for child in token.children or ():
            yield child
            yield from _inline_tokens([child])


def _mark_headings(tokens: Sequence[Token]) -> dict[str, str]:
    """Move headings below the page's own and give each an id; the answer leads from anchors as written to ids."""
    headings = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    highest = min((int(tokens[place].tag[1:]) for place in headings), default=_LAST_HEADING)
    shift = max(0, _PAGE_HEADING + 1 - highest)
    anchors: dict[str, str] = {}
    for place in headings:
        level = min(_LAST_HEADING, int(tokens[place].tag[1:]) + shift)
        tokens[place].tag = tokens[place + 2].tag = f"h{level}"
        slug = build_slug(_plain(tokens[place + 1]))
        number = 1
        anchor = slug
        while anchor in anchors:
            number += 1
            anchor = f"{slug}-{number}"
        anchors[anchor] = tokens[place].attrs["id"] = _ID + anchor
    return anchors


def _label_tables(tokens: Sequence[Token]) -> None:
    """Name each table by its column heads: a box that scrolls takes the focus, and must have a name (WCAG 4.1.2)."""
    table: Token | None = None
    heads: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "table_open":
            table, heads = token, []
        elif token.type == "th_open":
            heads.append(_plain(tokens[place + 1]))
        elif token.type == "thead_close" and table:
            table.meta["label"] = ", ".join(filter(None, heads)) or "Table"


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type in {"text", "code_inline"}).strip()


def _render_table_open(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    box = Token("table_box_open", "div", 1, block=True)
    box.attrs = {"class": "table", "role": "region", "tabindex": "0", "aria-label": tokens[place].meta["label"]}
    return renderer.renderToken([box], 0, options, env).rstrip("\n") + "<table>\n"


def _render_table_close(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    return "</table></div>\n"
