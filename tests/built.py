"""Reads a built site as a browser would follow it: pages, links, ids, pictures, cards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_LOADS = {"img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}


@dataclass(slots=True)
class BuiltPage:
    """What a test asks of a page: links and loads as they are written, ids, headings, and the cards of `<main>`."""

    path: str
    text: str
    links: list[str] = field(default_factory=list)
    loads: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    robots: str = ""


class _Reader(HTMLParser):
    def __init__(self, page: BuiltPage) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.stack: list[str] = []
        self.wants_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._collect(tag, found)
        if tag not in _VOID:
            self.stack.append(tag)

    def _collect(self, tag: str, found: dict[str, str]) -> None:
        page = self.page
        if "id" in found:
            page.ids.append(found["id"])
        if tag in {"a", "link"} and "href" in found:
            relation = found.get("rel", "")
            if tag == "a" or relation in {"canonical", "alternate", "prev", "next"}:
                page.links.append(found["href"])
            else:
                page.loads.append((tag, found["href"]))
        if tag in _LOADS and found.get(_LOADS[tag]):
            page.loads.append((tag, found[_LOADS[tag]]))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            page.headings.append(int(tag[1]))
        if tag == "meta" and found.get("name") == "robots":
            page.robots = found.get("content", "")
        self._collect_card(tag, found)

    def _collect_card(self, tag: str, found: dict[str, str]) -> None:
        if tag == "article" and "main" in self.stack:
            self.wants_link = True
        in_heading = any(name in {"h1", "h2", "h3", "h4"} for name in self.stack)
        if tag == "a" and self.wants_link and in_heading and "article" in self.stack:
            self.page.cards.append(found.get("href", ""))
            self.wants_link = False

    def handle_endtag(self, tag: str) -> None:
        while tag in self.stack and self.stack.pop() != tag:
            pass


def read_page(folder: Path, path: str) -> BuiltPage:
    """Read one page; `path` is its file inside the folder."""
    page = BuiltPage(path, (folder / path).read_text("utf-8"))
    _Reader(page).feed(page.text)
    return page


def read_site(folder: Path) -> dict[str, BuiltPage]:
    """Read every HTML page of a site by its file's path."""
    found = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html") if file.is_file())
    return {path: read_page(folder, path) for path in found}


def read_tree(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """A site's links as the deployed site would answer them."""

    folder: Path
    pages: dict[str, BuiltPage]
    origin: str
    base: str

    def target(self, page: BuiltPage, href: str) -> tuple[str, str] | None:
        """Give the file inside the site and the fragment that a link leads to, or None where it leads out of it."""
        here = self.origin + self.base + quote(page.path.removesuffix("index.html"))
        parts = urlsplit(urljoin(here, href))
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            return None
        if not parts.path.startswith(self.base):
            return f"(outside the base path) {parts.path}", ""
        path = unquote(parts.path[len(self.base) :])
        return path + "index.html" if path.endswith("/") or not path else path, unquote(parts.fragment)

    def broken(self) -> Iterator[tuple[str, str]]:
        """Give every link or load inside the site that nothing answers, with its page."""
        for page in self.pages.values():
            for href in {*page.links, *(load for _, load in page.loads)}:
                target = self.target(page, href)
                if target is None:
                    continue
                path, fragment = target
                lost = not (self.folder / path).is_file()
                if lost or (fragment and path in self.pages and fragment not in self.pages[path].ids):
                    yield page.path, href

    def unreachable(self) -> set[str]:
        """Give the pages that no chain of links leads to from home."""
        seen: set[str] = set()
        waiting = ["index.html"]
        while waiting:
            path = waiting.pop()
            if path in seen or path not in self.pages:
                continue
            seen.add(path)
            for href in self.pages[path].links:
                target = self.target(self.pages[path], href)
                if target:
                    waiting.append(target[0])
        return set(self.pages) - seen

    def foreign_loads(self) -> set[tuple[str, str]]:
        """Give the elements that load something from another origin."""
        return {
            (tag, load) for page in self.pages.values() for tag, load in page.loads if self.target(page, load) is None
        }


def check_links(folder: Path, url: str) -> LinkCheck:
    """Read a built site that lives at `url`."""
    parts = urlsplit(url)
    return LinkCheck(folder, read_site(folder), f"{parts.scheme}://{parts.netloc}", parts.path)
