"""The words of the domain: what a content folder means once it is read.

Every value is frozen.  Texts are clean (`generator.text.clean_text`), URLs are safe to stand in
an attribute (`generator.urls`), and times are aware and in UTC.

A story and its parts are msgspec structs, because a site has tens of thousands: they are built faster than data
classes, and the parse cache is decoded to them without a step between. As arrays: the order of the fields is the
format. They hold no value that could refer back to them, so the search for cycles passes them over (`gc=False`).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    Plain = str | int | float | bool | None | tuple["Plain", ...] | Mapping[str, "Plain"]
else:
    Plain = Any  # msgspec knows no type that names itself
"""A value of an unknown field, kept for templates: a scalar, a tuple or a mapping of such values."""


class Picture(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture: an absolute http(s) `url`, or the path of a static file that begins with `/`.

    `width` and `height` are in CSS pixels, None where the file does not say.
    """

    url: str
    width: int | None = None
    height: int | None = None
    title: str = ""
    attribution: str = ""
    is_cached: bool = False


class Provider(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who published a story, as the story's own file names them."""

    name: str
    domain: str = ""
    images: tuple[Picture, ...] = ()


class Embed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A video player of an allow-listed host: `player` is the host's kind, `video_id` the video's id there."""

    player: str
    video_id: str


class Related(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Coverage of the same story elsewhere: what is shown of it, and not its excerpt, its pictures and its variants."""

    title: str
    web_url: str
    published_at: datetime | None = None
    kind: str = "article"
    provider: Provider | None = None
    quality: int = 0


class Hold(enum.StrEnum):
    """Why an article is held back; the values are words for people."""

    UNPUBLISHED = "not published"
    REMOVED = "removed"
    FUTURE = "dated in the future"
    EXPIRED = "expired"


class Article(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One story.

    `stem` and `category` are its identity and address; `source` is its file's path inside the
    content folder, with forward slashes.  At least one of `web_url` and `original_url` is set.
    `hold` is set only on an article that is shown although it would be held back.
    """

    stem: str
    category: str
    source: str
    title: str
    published_at: datetime
    web_url: str = ""
    original_url: str = ""
    updated_at: datetime | None = None
    excerpt: str = ""
    amp_url: str = ""
    cdn_amp_url: str = ""
    kind: str = "article"
    quality: int = 0
    heat: int = 0
    published: bool = True
    removed: bool = False
    expires_at: datetime | None = None
    provider: Provider | None = None
    topics: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    related: tuple[Related, ...] = ()
    embed: Embed | None = None
    tags: tuple[str, ...] = ()
    body: str = ""
    extra: Mapping[str, Plain] = msgspec.field(default_factory=dict)
    hold: Hold | None = None
    path: str = ""
    """The address of its page inside the site, without a leading slash: its identity, whatever is given here."""

    def __post_init__(self) -> None:
        """Set the path, for it is asked for more often than anything else."""
        msgspec.structs.force_setattr(self, "path", f"{self.category}/{self.stem}/")

    @property
    def link_out(self) -> str:
        """Where the story is: its web URL, else its original URL."""
        return self.web_url or self.original_url

    @property
    def changed_at(self) -> datetime:
        """The last time that it was published or changed."""
        return self.published_at if self.updated_at is None else max(self.published_at, self.updated_at)


class TopicEntry(msgspec.Struct, frozen=True):
    """An entry of the taxonomy (`topics/*.yaml`); `slug` is its `_id`, empty where it has none."""

    name: str
    source: str
    slug: str = ""
    short_name: str = ""
    parent: str = ""
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    description: str = ""
    extra: Mapping[str, Plain] = msgspec.field(default_factory=dict)


class ProviderEntry(msgspec.Struct, frozen=True):
    """An entry of the provider registry (`providers/*.md` or `.yaml`)."""

    name: str
    source: str
    slug: str = ""
    domain: str = ""
    other_names: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    description: str = ""
    extra: Mapping[str, Plain] = msgspec.field(default_factory=dict)


class StandalonePage(msgspec.Struct, frozen=True):
    """A stand-alone Markdown page (`pages/about.md`); `path` is its address inside the site, such as `about`."""

    path: str
    source: str
    title: str
    body: str = ""
    description: str = ""
