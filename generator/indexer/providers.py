"""Providers: the registry's entries and the names that articles use, each with its stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from generator.indexer.slugs import Named, assign_slugs
from generator.model import Article, Picture, ProviderEntry, Related
from generator.text import fold
from generator.urls import url_domain


class ProviderGroup(msgspec.Struct, frozen=True):
    """A provider with its stories, newest first; `entry` is the registry's, None where there is none."""

    slug: str
    name: str
    domain: str
    articles: Sequence[Article]
    entry: ProviderEntry | None

    @property
    def description(self) -> str:
        """What the registry says of it."""
        return self.entry.description if self.entry else ""

    @property
    def images(self) -> tuple[Picture, ...]:
        """The registry's pictures of it."""
        return self.entry.images if self.entry else ()


class ProviderRegistry(msgspec.Struct, frozen=True):
    """Who is who: entries by folded name, and by other names."""

    by_name: Mapping[str, ProviderEntry]

    def find(self, name: str) -> ProviderEntry | None:
        """Give the entry of a name or other name, ignoring case."""
        return self.by_name.get(fold(name))

    def key_of(self, name: str) -> str:
        """Give the identity of a provider named so: one key for all names of an entry."""
        entry = self.find(name)
        return fold(entry.name if entry else name)


def build_registry(entries: Sequence[ProviderEntry]) -> ProviderRegistry:
    """Index the registry; a name wins over another entry's other name, the first entry over a later one."""
    by_name: dict[str, ProviderEntry] = {}
    for entry in entries:
        by_name.setdefault(fold(entry.name), entry)
    for entry in entries:
        for other in entry.other_names:
            by_name.setdefault(fold(other), entry)
    return ProviderRegistry(by_name)


def name_provider(story: Article | Related) -> str:
    """Give the name a story's provider goes by: its own, or the domain of its link."""
    if story.provider is not None:
        return story.provider.name
    return url_domain(story.link_out if isinstance(story, Article) else story.web_url)


def build_providers(articles: Sequence[Article], registry: ProviderRegistry) -> tuple[ProviderGroup, ...]:
    """Group articles (newest first) by provider, in the order of their names; only providers with a story."""
    stories: dict[str, list[Article]] = {}
    for article in articles:
        stories.setdefault(registry.key_of(name_provider(article)), []).append(article)
    found = {key: registry.by_name.get(key) for key in stories}
    names = {key: entry.name if entry else name_provider(stories[key][-1]) for key, entry in found.items()}
    slugs = assign_slugs(
        Named(key, names[key], entry.slug if entry else "", stories[key][-1].published_at)
        for key, entry in found.items()
    )
    return tuple(
        ProviderGroup(slugs[key], names[key], _domain(found[key], stories[key][-1]), tuple(stories[key]), found[key])
        for key in sorted(stories, key=lambda key: (_sort_name(names[key]), key))
    )


def _sort_name(name: str) -> str:
    return fold(name).removeprefix("the ")


def _domain(entry: ProviderEntry | None, oldest: Article) -> str:
    if entry and entry.domain:
        return entry.domain
    return (oldest.provider.domain if oldest.provider else "") or url_domain(oldest.link_out)
