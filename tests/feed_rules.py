"""The rules of feeds, maps and JSON, as far as they can be checked without a network.

Atom by the RELAX NG schema of RFC 4287 and the rules that a schema cannot say; RSS by the rules of
the RSS Advisory Board's profile that the W3C Feed Validation Service reports, errors and warnings
alike; JSON Feed and the API by JSON Schema; sitemaps by the sitemaps.org protocol.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
API_SCHEMA = Path(__file__).parents[1] / "docs" / "json-api.schema.json"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_GUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_RFC822 = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000")
_SAFE = {"p", "a", "img", "br", "small"}


def parse_xml(content: bytes) -> Any:
    """Read a document strictly: no entity, no recovery; raises on what XML 1.0 forbids."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, recover=False))


@cache
def _atom_schema() -> Any:
    return etree.RelaxNG(etree.parse(str(SCHEMAS / "atom.rng")))


@cache
def _json_schema(path: Path) -> Draft202012Validator:
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _schema_faults(path: Path, value: object) -> Iterator[str]:
    for error in _json_schema(path).iter_errors(value):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def feed_faults(path: str, content: bytes) -> list[str]:
    """Find what is wrong with a feed; `path` ends with `feed.xml`, `atom.xml` or `feed.json`."""
    if path.endswith("feed.json"):
        feed = json.loads(content)
        ids = [item["id"] for item in feed["items"]]
        faults = [*_schema_faults(SCHEMAS / "json-feed.schema.json", feed), *_repeated(ids)]
        return [*faults, *(fault for item in feed["items"] for fault in html_faults(item["content_html"]))]
    root = parse_xml(content)
    return [*(_atom_faults(root) if path.endswith("atom.xml") else _rss_faults(root))]


def api_faults(content: bytes) -> list[str]:
    """Find what is wrong with a file of the API."""
    return list(_schema_faults(API_SCHEMA, json.loads(content)))


def _repeated(ids: list[str]) -> Iterator[str]:
    if len(ids) != len(set(ids)):
        yield "an id stands twice"
    yield from (f"not a UUID of version 5: {each}" for each in ids if not _GUID.fullmatch(each))


def _url_fault(url: str | None) -> Iterator[str]:
    parts = urlsplit(url or "")
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or re.search(r"[\s<>\"{}|\\^`]|[^\x00-\x7f]", url or "")
    ):
        yield f"not an absolute URL: {url}"


def _atom_faults(root: Any) -> Iterator[str]:
    schema = _atom_schema()
    if not schema.validate(root):
        yield from (str(error) for error in schema.error_log)
    for owner in (root, *root.iter(ATOM + "entry")):
        links = {link.get("rel"): link.get("href") for link in owner.iter(ATOM + "link")}
        if "alternate" not in links or (owner is root and "self" not in links):
            yield "no alternate or self link"
        for url in links.values():
            yield from _url_fault(url)
    yield from _repeated([entry.findtext(ATOM + "id") for entry in root.iter(ATOM + "entry")])
    yield from _url_fault(root.findtext(ATOM + "id"))
    for entry in root.iter(ATOM + "entry"):
        yield from html_faults(entry.findtext(ATOM + "content"))
        if entry.findtext(ATOM + "updated") < entry.findtext(ATOM + "published"):
            yield "updated before it was published"


def _rss_faults(root: Any) -> Iterator[str]:
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        yield "not RSS 2.0"
        return
    for name in ("title", "link", "description", "language", "generator"):
        if not channel.findtext(name):
            yield f"channel without {name}"
    own = channel.find(ATOM + "link")
    if own is None or own.get("rel") != "self" or own.get("type") != "application/rss+xml":
        yield "no atom:link to itself"
    else:
        yield from _url_fault(own.get("href"))
    yield from _url_fault(channel.findtext("link"))
    items = list(channel.iter("item"))
    yield from _repeated([item.findtext("guid") for item in items])
    for item in items:
        yield from _item_faults(item)


def _item_faults(item: Any) -> Iterator[str]:
    names = [child.tag for child in item]
    once = {"title", "link", "guid", "pubDate", "description", "source", CONTENT, CREATOR, MEDIA + "content"}
    yield from (f"{name} stands twice" for name in once if names.count(name) > 1)
    yield from (
        f"{name} is missing" for name in ("title", "link", "guid", "pubDate", "description") if name not in names
    )
    yield from (f"{name} is not of RSS 2.0" for name in names if name not in {*once, "category"})
    if CONTENT in names and names.index("description") > names.index(CONTENT):
        yield "content:encoded stands before description"
    yield from _url_fault(item.findtext("link"))
    yield from _url_fault(item.find("source").get("url"))
    if item.find("guid").get("isPermaLink") != "false":
        yield "a URN is no permalink"
    moment = item.findtext("pubDate")
    if not _RFC822.fullmatch(moment) or parsedate_to_datetime(moment).strftime("%a") != moment[:3]:
        yield f"not a date: {moment}"
    yield from (f"empty {child.tag}" for child in item if child.tag == "category" and not (child.text or "").strip())
    for text in (item.findtext("description"), item.findtext(CONTENT)):
        yield from html_faults(text or "")
    picture = item.find(MEDIA + "content")
    if picture is not None:
        yield from _url_fault(picture.get("url"))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SAFE:
            self.faults.append(f"<{tag}> in HTML of a feed")
        for name, value in attrs:
            if name not in {"href", "src", "alt", "width", "height"}:
                self.faults.append(f"{name}= in HTML of a feed")
            if name in {"href", "src"}:
                self.faults += _url_fault(value)

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment in HTML of a feed")


def html_faults(text: str) -> list[str]:
    """Find what a feed's HTML must not hold: scripts, styles, handlers, relative addresses."""
    reader = _Tags()
    reader.feed(text)
    reader.close()
    return reader.faults


def map_faults(content: bytes) -> list[str]:
    """Find what is wrong with a sitemap, an index of sitemaps or a news sitemap."""
    root = parse_xml(content)
    kind = {"urlset": "url", "sitemapindex": "sitemap"}[root.tag.removeprefix(SITEMAP)]
    faults: list[str] = []
    addresses = [entry.findtext(SITEMAP + "loc") for entry in root]
    if len(addresses) != len(set(addresses)):
        faults.append("an address stands twice")
    if not 0 < len(addresses) <= 50_000 or len(content) > 50 * 1024 * 1024:
        faults.append(f"{len(addresses)} addresses, {len(content)} bytes")
    for entry in root:
        if entry.tag != SITEMAP + kind:
            faults.append(f"{entry.tag} in {root.tag}")
        faults += _url_fault(entry.findtext(SITEMAP + "loc"))
        changed = entry.findtext(SITEMAP + "lastmod")
        if changed is not None:
            datetime.fromisoformat(changed)
        faults += _news_faults(entry)
    return faults


def _news_faults(entry: Any) -> Iterator[str]:
    news = entry.find(NEWS + "news")
    if news is None:
        return
    for path in ("publication/name", "publication/language", "publication_date", "title"):
        if not news.findtext("/".join(NEWS + part for part in path.split("/"))):
            yield f"news without {path}"
    datetime.fromisoformat(news.findtext(NEWS + "publication_date"))
    language = news.findtext(f"{NEWS}publication/{NEWS}language")
    if not re.fullmatch(r"[a-z]{2,3}|zh-cn|zh-tw", language):
        yield f"not a language: {language}"
