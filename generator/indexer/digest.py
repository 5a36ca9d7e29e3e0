"""The digest: every list of the site, computed from the articles once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from generator.computed import Computed, Later
from generator.config import Settings
from generator.indexer.coverage import Coverage, build_coverage, index_urls
from generator.indexer.days import Day, Year, build_days, build_years
from generator.indexer.kinship import Kin
from generator.indexer.more import More, build_more
from generator.indexer.ordering import sort_newest_first
from generator.indexer.providers import ProviderGroup, ProviderRegistry, build_providers, build_registry, name_provider
from generator.indexer.top import choose_top
from generator.indexer.topics import Topic, build_topics
from generator.model import Article, ProviderEntry, Related, StandalonePage, TopicEntry
from generator.text import fold
from generator.urls import url_key
from generator.zones import find_zone


class Digest(msgspec.Struct, frozen=True):
    """What the pages are planned from.

    Lists are newest first; `coverage` and `more` are by `Article.path`, and computed when they are looked at.
    """

    articles: Sequence[Article]
    topics: tuple[Topic, ...]
    providers: tuple[ProviderGroup, ...]
    days: tuple[Day, ...]
    years: tuple[Year, ...]
    top: Sequence[Article]
    coverage: Mapping[str, tuple[Coverage, ...]]
    more: More
    owners: Mapping[str, Article]
    """The article that owns a URL, by `generator.urls.url_key`."""
    by_path: Mapping[str, Article]
    pages: tuple[StandalonePage, ...] = ()
    registry: ProviderRegistry = msgspec.field(default_factory=lambda: ProviderRegistry({}))
    topic_by_name: Mapping[str, Topic] = msgspec.field(default_factory=dict)
    topic_by_slug: Mapping[str, Topic] = msgspec.field(default_factory=dict)
    provider_by_key: Mapping[str, ProviderGroup] = msgspec.field(default_factory=dict)
    _named: dict[tuple[str, ...], tuple[Topic, ...]] = msgspec.field(default_factory=dict)

    def topics_of(self, article: Article) -> tuple[Topic, ...]:
        """Give an article's topics in its own order, the main topic first."""
        return self.topics_named(article.topics)

    def topics_named(self, names: tuple[str, ...]) -> tuple[Topic, ...]:
        """Give the topics of some names, each once; the same few names stand in thousands of stories."""
        topics = self._named.get(names)
        if topics is None:
            keys = dict.fromkeys([fold(name) for name in names])
            topics = self._named[names] = tuple([self.topic_by_name[key] for key in keys])
        return topics

    def is_owner(self, article: Article) -> bool:
        """Tell whether an article owns the URL it is known by; of two with one URL the older does."""
        owner = self.owners.get(url_key(article.original_url or article.web_url))
        return owner is not None and owner.source == article.source

    def provider_of(self, story: Article | Related) -> ProviderGroup | None:
        """Give the provider of a story, or None for coverage by one that has no story here."""
        return self.provider_named(name_provider(story))

    def provider_named(self, name: str) -> ProviderGroup | None:
        """Give the provider of a name, or None where it has no story here."""
        return self.provider_by_key.get(self.registry.key_of(name))


def build_digest(
    articles: Sequence[Article],
    settings: Settings,
    *,
    topics: Sequence[TopicEntry] = (),
    providers: Sequence[ProviderEntry] = (),
    pages: Sequence[StandalonePage] = (),
    contents: Mapping[str, bytes] | None = None,
    kin: Sequence[Kin] = (),
    begin: Callable[[More], object] = lambda more: None,
) -> Digest:
    """Index the articles to show; their order does not matter.

    `contents` has the digest of each article's file by its source; `kin` is what an earlier build found of neighbours.
    `begin` is called before the lists are made, by somebody who has neighbours chosen meanwhile.
    """
    ordered = sort_newest_first(articles)
    registry = build_registry(providers)
    owners = index_urls(ordered)
    by_path = {article.path: article for article in ordered}
    coverage = Computed(by_path, lambda path: build_coverage(by_path[path], owners, settings.related.order))
    more = build_more(ordered, Later(_find_shown, ordered, owners, coverage), settings.related.more, contents, kin)
    begin(more)
    return gather_digest(
        ordered,
        topics=build_topics(ordered, topics),
        providers=build_providers(ordered, registry),
        days=build_days(ordered, find_zone(settings.timezone)),
        top=choose_top(ordered, settings.top, lambda article: registry.key_of(name_provider(article))),
        coverage=coverage,
        more=more,
        owners=owners,
        by_path=by_path,
        pages=tuple(pages),
        registry=registry,
    )


def gather_digest(
    articles: Sequence[Article],
    *,
    topics: tuple[Topic, ...],
    providers: tuple[ProviderGroup, ...],
    days: tuple[Day, ...],
    top: Sequence[Article],
    coverage: Mapping[str, tuple[Coverage, ...]],
    more: More,
    owners: Mapping[str, Article],
    by_path: Mapping[str, Article],
    pages: tuple[StandalonePage, ...],
    registry: ProviderRegistry,
) -> Digest:
    """Put the parts of a digest together, with what leads to them by name."""
    return Digest(
        articles=articles,
        topics=topics,
        providers=providers,
        days=days,
        years=build_years(days),
        top=top,
        coverage=coverage,
        more=more,
        owners=owners,
        by_path=by_path,
        pages=pages,
        registry=registry,
        topic_by_name={fold(topic.name): topic for topic in topics},
        topic_by_slug={topic.slug: topic for topic in topics},
        provider_by_key={registry.key_of(group.name): group for group in providers},
    )


def _find_shown(
    articles: Sequence[Article], owners: Mapping[str, Article], coverage: Mapping[str, tuple[Coverage, ...]]
) -> dict[str, frozenset[str]]:
    """Name the articles that each article's page shows as coverage, by its path; those that show none are left out."""
    shown: dict[str, frozenset[str]] = {}
    for article in articles:
        for related in article.related:
            if url_key(related.web_url) in owners:
                shown[article.path] = frozenset(item.story.path for item in coverage[article.path] if item.story)
                break
    return shown
