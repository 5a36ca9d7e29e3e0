"""Articles for tests, in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from generator.config import Settings
from generator.indexer import Digest, build_digest
from generator.model import Article, Provider, ProviderEntry, Related, StandalonePage, TopicEntry
from generator.pages import Edition, build_edition
from generator.urls import parse_site_address

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def moment(text: str) -> datetime:
    """Read `2024-05-01` or `2024-05-01T12:00` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def story(stem: str, at: str = "2024-05-01T12:00", **fields: Any) -> Article:
    """Make an article; `provider` may be a name, `topics` and `related` any iterable."""
    if isinstance(fields.get("provider"), str):
        fields["provider"] = Provider(fields["provider"])
    fields["topics"] = tuple(fields.get("topics", ()))
    fields["related"] = tuple(fields.get("related", ()))
    base = Article(
        stem=stem,
        category="news",
        source=f"news/{stem}.md",
        title=f"Story {stem}",
        published_at=moment(at),
        web_url=f"https://example.org/{stem}",
        provider=Provider("Example Times", "example.org"),
    )
    return replace(base, **fields)


def coverage(url: str, title: str = "Elsewhere", at: str | None = None, **fields: Any) -> Related:
    """Make an entry of related coverage."""
    return Related(title, url, published_at=moment(at) if at else None, **fields)


def entry(name: str, parent: str = "", **fields: Any) -> TopicEntry:
    """Make an entry of the taxonomy."""
    return TopicEntry(name=name, source=f"topics/{name}.yaml", parent=parent, **fields)


def settings(url: str = "https://example.org/digest/", **fields: Any) -> Settings:
    """Make settings with a parsed address."""
    return Settings(url=url, address=parse_site_address(url), **fields)


def digest(
    articles: Iterable[Article],
    topics: Iterable[TopicEntry] = (),
    providers: Iterable[ProviderEntry] = (),
    pages: Iterable[StandalonePage] = (),
    site: Settings | None = None,
) -> Digest:
    """Index articles."""
    return build_digest(
        tuple(articles), site or settings(), topics=tuple(topics), providers=tuple(providers), pages=tuple(pages)
    )


def edition(
    articles: Iterable[Article],
    topics: Iterable[TopicEntry] = (),
    providers: Iterable[ProviderEntry] = (),
    pages: Iterable[StandalonePage] = (),
    site: Settings | None = None,
    assets: Mapping[str, str] | None = None,
) -> Edition:
    """Lay out articles."""
    chosen = site or settings()
    return build_edition(digest(articles, topics, providers, pages, chosen), chosen, assets or {})
