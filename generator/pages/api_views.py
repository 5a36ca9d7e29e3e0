"""The lists as JSON: `docs/json-api.md` documents each member, `docs/json-api.schema.json` its type.

A member has the field's name in camel case; one that is None is left out.  `path`s are links inside
the site with its base path, URLs are absolute, times are RFC 3339 in UTC.
"""

from __future__ import annotations

from generator.pages.view import View


class ApiPicture(View, frozen=True):
    """A picture; width and height are in CSS pixels."""

    url: str
    width: int | None
    height: int | None
    title: str | None
    attribution: str | None
    is_cached: bool | None


class ApiProvider(View, frozen=True):
    """Who published a story."""

    name: str
    domain: str | None
    images: tuple[ApiPicture, ...]


class ApiArticle(View, frozen=True):
    """A story; `source_url` is where it is, the web URL or else the original one."""

    path: str
    title: str
    type: str
    heat: int
    source_url: str
    web_url: str | None
    original_url: str | None
    amp_web_url: str | None
    cdn_amp_web_url: str | None
    excerpt: str
    published_date_time: str
    updated_date_time: str | None
    provider: ApiProvider
    images: tuple[ApiPicture, ...]
    locale: str
    categories: tuple[str, ...]
    topics: tuple[str, ...]


class ApiArticles(View, frozen=True):
    """A page of a list of stories: page 1 holds the newest; `next_page` is the link of the page with older ones."""

    title: str
    path: str
    page: int
    value: tuple[ApiArticle, ...]
    next_page: str | None


class ApiTopic(View, frozen=True):
    """A topic; `parent` is a topic's title, `news` the link of its stories as JSON."""

    path: str
    title: str
    short_name: str | None
    parent: str | None
    description: str | None
    keywords: tuple[str, ...]
    hashtags: tuple[str, ...]
    images: tuple[ApiPicture, ...]
    count: int
    news: str


class ApiTopics(View, frozen=True):
    """All topics."""

    title: str
    path: str
    value: tuple[ApiTopic, ...]


class ApiProviderEntry(View, frozen=True):
    """A provider with a story on the site."""

    path: str
    title: str
    domain: str | None
    description: str | None
    images: tuple[ApiPicture, ...]
    count: int


class ApiProviders(View, frozen=True):
    """All providers."""

    title: str
    path: str
    value: tuple[ApiProviderEntry, ...]
