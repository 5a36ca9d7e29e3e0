"""The fields that an article and its coverage elsewhere have in common."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from generator.loader.links import read_other_url, read_pictures, read_web_url
from generator.loader.record import Entry, Record
from generator.model import Provider, Related
from generator.text import clean_text, decode_entities

_PROVIDER = frozenset(("name", "domain", "images"))
_PROVIDER_WORDS = {"title": "name", "url": "domain", "host": "domain", "logo": "images", "image": "images"}
_PROVIDER_HINT = "write it as fields of its own:\nprovider:\n  name: {}"
_RELATED = frozenset(
    (
        "title",
        "excerpt",
        "publishedDateTime",
        "webUrl",
        "ampWebUrl",
        "cdnAmpWebUrl",
        "type",
        "provider",
        "quality",
        "images",
    )
)
_LEFT_OUT_HINT = "add what it lacks, or delete the entry"
_RELATED_HINT = "write it as a list:\nrelated:\n  - title: …\n    webUrl: https://example.org/story"

_KNOWN: dict[bytes, Provider] = {}  # by what is written of them: thousands of stories name the same few
_MOST_KNOWN = 4096

STORY_WORDS: Mapping[str, str] = {
    "headline": "title", "name": "title", "date": "publishedDateTime", "pubdate": "publishedDateTime",
    "publishedat": "publishedDateTime", "datetime": "publishedDateTime", "summary": "excerpt",
    "description": "excerpt", "subtitle": "excerpt", "url": "webUrl", "link": "webUrl", "href": "webUrl",
    "source": "provider", "publisher": "provider", "image": "images", "picture": "images", "pictures": "images",
}  # fmt: skip
"""Words people use for a field, folded, and the field's own name."""


def read_kind(fields: Record) -> str:
    """Give what a story is, in lower case: `article` where the file does not say."""
    return sys.intern(fields.line("type").lower() or "article")


def read_excerpt(fields: Record) -> str:
    """Give the excerpt as plain text, with the entities that feeds type into it decoded."""
    text = fields.raw("excerpt")
    return clean_text(decode_entities(text)).strip() if text else ""


def read_provider(fields: Record) -> Provider | None:
    """Give the provider, by its domain where it has no name; None where it has neither."""
    provider = fields.nested("provider", _PROVIDER_HINT, example="The Guardian")
    if provider is None:
        return None
    written = provider.written()
    known = _KNOWN.get(written)
    if known is not None:
        return known
    provider.drop_unknown(_PROVIDER, _PROVIDER_WORDS)
    name, domain = provider.line("name"), provider.line("domain").lower()
    images = read_pictures(provider)
    if not (name or domain):
        if not provider.is_empty():
            fields.add(
                "A203", "provider", "has no name and no domain and is left out", "name the provider: name: The Guardian"
            )
        return None
    built = Provider(sys.intern(name or domain), sys.intern(domain), images)
    if written and len(_KNOWN) < _MOST_KNOWN:
        _KNOWN[written] = built
    return built


def read_related(fields: Record, zone: ZoneInfo) -> tuple[Related, ...]:
    """Give the coverage elsewhere; an entry without a title or a sound link is left out."""
    if not fields.has("related"):
        return ()
    read = (_read_entry(item, zone) for item in fields.records("related", "entries", _RELATED_HINT))
    return tuple(entry for entry in read if entry is not None)


def _read_entry(item: Entry, zone: ZoneInfo) -> Related | None:
    entry = item.record()
    if entry is None:
        item.say("A102", "'related' holds an entry without fields", _RELATED_HINT)
        return None
    entry.drop_unknown(_RELATED, STORY_WORDS)
    title, web_url = entry.line("title"), read_other_url(entry, "webUrl", left_out="an entry of 'related'")
    published_at = entry.time("publishedDateTime", zone)
    built = Related(title, web_url, published_at, read_kind(entry), read_provider(entry), entry.whole("quality"))
    _check_unshown(entry)
    if title and web_url:
        return built
    missing = " and ".join(field for field in ("title", "webUrl") if not entry.has(field))
    if missing:
        entry.say("A203", f"an entry of 'related' is left out: it has no {missing}", _LEFT_OUT_HINT)
    return None


def _check_unshown(entry: Record) -> None:
    """Find the faults of those fields of an entry that nobody is shown: most of its bytes, and so they are not kept."""
    entry.raw("excerpt")
    read_other_url(entry, "ampWebUrl")
    read_other_url(entry, "cdnAmpWebUrl")
    read_pictures(entry)


def read_links(fields: Record) -> tuple[str, str]:
    """Give an article's own links, `webUrl` and `originalUrl`; neither is a fault."""
    if not fields.has("webUrl") and not fields.has("originalUrl"):
        hint = "say where the story is: webUrl: https://example.org/story"
        fields.say("A107", "the article has neither 'webUrl' nor 'originalUrl'", hint)
        return "", ""
    return read_web_url(fields, "webUrl"), read_web_url(fields, "originalUrl")
