"""Articles: one file of front matter and body to one `Article`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from generator.loader.embeds import find_frame, parse_embed
from generator.loader.fast_yaml import parse_file
from generator.loader.links import read_other_url, read_pictures
from generator.loader.record import Record
from generator.loader.report import Report, quoted
from generator.loader.sound import DoubtError, SoundFields
from generator.loader.source import Source
from generator.loader.stories import STORY_WORDS, read_excerpt, read_kind, read_links, read_provider, read_related
from generator.model import Article, Embed
from generator.text import clean_text
from generator.urls import build_slug

DEFAULT_CATEGORY = "news"
"""Category of an article that stands in the content folder itself and names none."""

_FIELDS = frozenset(
    ("title", "publishedDateTime", "updatedDateTime", "excerpt", "webUrl", "originalUrl", "ampWebUrl", "cdnAmpWebUrl",
     "category", "type", "quality", "heat", "published", "removed", "expiryDateTime", "provider", "topics", "images",
     "related", "featuredContent", "tags", "secured")
)  # fmt: skip
_WORDS = {
    **STORY_WORDS, "updated": "updatedDateTime", "lastmod": "updatedDateTime", "modified": "updatedDateTime",
    "categories": "category", "section": "category", "keywords": "tags", "expires": "expiryDateTime",
    "video": "featuredContent", "embed": "featuredContent", "draft": "published",
}  # fmt: skip

_EMBED_HINT = "allowed are the iframes of YouTube and Vimeo, such as https://www.youtube.com/embed/…"
_NEVER = datetime.min.replace(tzinfo=UTC)  # stands in for a missing time; that article is dropped for its error


def read_article(source: Source, path: str, zone: ZoneInfo) -> tuple[Article | None, Report]:
    """Read one article by PyYAML, which finds words for each fault; `path` is inside the content folder.

    A file with an error gives no article.
    """
    from generator.loader.frontmatter import read_front_matter  # noqa: PLC0415 - PyYAML is loaded for the first such file

    report, fields, body = read_front_matter(source)
    article = None if fields is None else _read(fields, path, body, zone)
    return None if report.errors else article, report


def read_sound(files: Sequence[tuple[bytes, str]], zone: ZoneInfo) -> list[Article | None]:
    """Read articles by the fast parser, of the bytes of their files and their paths; None for one that needs words.

    Each stage is done for all files before the next one: so its code stays in the processor's caches, and a file takes
    less time.
    """
    found = [parse_file(content) for content, _ in files]
    return [
        None if parsed is None else _read_sound(*parsed, path, zone)
        for (_, path), parsed in zip(files, found, strict=True)
    ]


def _read_sound(values: dict[object, object], body: str, path: str, zone: ZoneInfo) -> Article | None:
    try:
        return _read(SoundFields(values), path, body, zone)
    except DoubtError:
        return None


def _read(fields: Record, path: str, body: str, zone: ZoneInfo) -> Article:
    published_at = fields.required_time("publishedDateTime", zone) or _NEVER
    title = fields.required_line("title", 'write the headline: title: "…"')
    web_url, original_url = read_links(fields)
    return Article(
        stem=build_stem(path),
        category=_read_category(fields, path),
        source=path,
        title=title,
        published_at=published_at,
        web_url=web_url,
        original_url=original_url,
        updated_at=fields.time("updatedDateTime", zone),
        excerpt=read_excerpt(fields),
        amp_url=read_other_url(fields, "ampWebUrl"),
        cdn_amp_url=read_other_url(fields, "cdnAmpWebUrl"),
        kind=read_kind(fields),
        quality=fields.whole("quality"),
        heat=fields.whole("heat"),
        published=fields.flag("published", default=True),
        removed=fields.flag("removed", default=False),
        expires_at=fields.time("expiryDateTime", zone),
        provider=read_provider(fields),
        topics=fields.lines("topics"),
        images=read_pictures(fields),
        related=read_related(fields, zone),
        embed=_read_embed(fields),
        tags=fields.lines("tags"),
        body=clean_text(body),
        extra=fields.extra(_FIELDS, zone, _WORDS),
    )


def _read_category(fields: Record, path: str) -> str:
    name = fields.line("category")
    if name and not any(map(str.isalnum, name)):
        fields.add("A108", "category", f"gives no address: {quoted(name)}", "name it with letters or digits")
    return build_category(name, path)


def build_category(name: str, path: str) -> str:
    """Give the first segment of an article's address, from its category or, where it names none, from its folder."""
    folder = path.split("/", 1)[0] if "/" in path else DEFAULT_CATEGORY
    return build_slug(name or folder)


def build_stem(path: str) -> str:
    """Give the last segment of an article's address: its file's name without the extension."""
    return path.rpartition("/")[2].rpartition(".")[0]


def _read_embed(fields: Record) -> Embed | None:
    text = fields.raw("featuredContent").strip()
    if not text:
        return None
    embed = parse_embed(text)
    if embed is None:
        frame = find_frame(text)
        found = f"no video of an allowed host is in {quoted(frame)}" if frame else "it has no <iframe>"
        fields.add("A204", "featuredContent", f"is left out: {found}", _EMBED_HINT)
    return embed
