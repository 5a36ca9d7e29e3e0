"""A digest as it is kept for the next build: every list of the site as numbers of stories, the newest one's being 0.

Where nothing has moved a story (its time, heat, topics, provider, addresses, coverage), the lists of the last build
hold. So they are taken over, with stories that are read when somebody looks at them (`generator.indexer.story_list`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date
from itertools import accumulate

import msgspec

from generator.computed import Computed, Later
from generator.config import Settings
from generator.indexer.coverage import build_coverage
from generator.indexer.days import Day
from generator.indexer.digest import Digest, gather_digest
from generator.indexer.features import FeatureTable
from generator.indexer.more import Lineup, More
from generator.indexer.providers import ProviderGroup, build_registry
from generator.indexer.story_list import Archive, StoryList, StoryMap, sources_of
from generator.indexer.topics import Topic
from generator.model import Article, ProviderEntry, StandalonePage, TopicEntry

_NO_ENTRY = -1


class KeptTopic(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A topic: `entry` is its place in the taxonomy, or -1."""

    slug: str
    name: str
    parent: str
    children: tuple[str, ...]
    entry: int
    stories: list[int]


class KeptProvider(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A provider with stories: `entry` is its place in the registry, or -1."""

    slug: str
    name: str
    domain: str
    entry: int
    stories: list[int]


class KeptDigest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A digest: of each story its source, its path, when it was published (seconds since 1970) and its neighbours.

    `days` are ordinals of days with the number of their stories, `shown` has the paths of stories that others show as
    coverage, by theirs, and `owners` the numbers of the stories that own URLs.
    """

    sources: list[str]
    paths: list[str]
    published: list[float]
    chosen: list[tuple[int, ...]]
    topics: list[KeptTopic]
    providers: list[KeptProvider]
    days: list[tuple[int, int]]
    top: list[int]
    shown: dict[str, tuple[str, ...]]
    owners: msgspec.Raw

    def showing(self, numbers: Iterable[int]) -> list[int]:
        """Give the numbers of the stories that show any of some others as coverage."""
        wanted = {self.paths[number] for number in numbers}
        found = {path for path, shown in self.shown.items() if not wanted.isdisjoint(shown)}
        return [number for number, path in enumerate(self.paths) if path in found] if found else []


class Registries(msgspec.Struct, frozen=True, gc=False):
    """What a curator has said of topics and providers, and the stand-alone pages."""

    topics: Sequence[TopicEntry]
    providers: Sequence[ProviderEntry]
    pages: Sequence[StandalonePage]


def keep_digest(digest: Digest, topics: Sequence[TopicEntry], providers: Sequence[ProviderEntry]) -> KeptDigest:
    """Give what is to be kept of a digest that was built with these registries."""
    sources = sources_of(digest.articles)
    number_of = {source: number for number, source in enumerate(sources)}

    def numbers(stories: Sequence[Article]) -> list[int]:
        return [number_of[source] for source in sources_of(stories)]

    places = {id(entry): place for entries in (topics, providers) for place, entry in enumerate(entries)}
    lineup = digest.more.lineup
    return KeptDigest(
        sources,
        list(lineup.paths),
        list(lineup.published),
        digest.more.choices(),
        [
            KeptTopic(
                each.slug, each.name, each.parent, each.children, places.get(id(each.entry), _NO_ENTRY),
                numbers(each.articles),
            )
            for each in digest.topics
        ],
        [
            KeptProvider(
                each.slug, each.name, each.domain, places.get(id(each.entry), _NO_ENTRY), numbers(each.articles)
            )
            for each in digest.providers
        ],
        [(day.date.toordinal(), len(day.articles)) for day in digest.days],
        numbers(digest.top),
        {path: tuple(sorted(shown)) for path, shown in digest.more.already.items()},
        msgspec.Raw(msgspec.msgpack.encode({url: number_of[story.source] for url, story in digest.owners.items()})),
    )  # fmt: skip


def restore_digest(
    kept: KeptDigest,
    registries: Registries,
    settings: Settings,
    read: Callable[[str], Article],
    chosen: Mapping[int, tuple[int, ...]],
    find_features: Callable[[], FeatureTable],
) -> Digest:
    """Give a kept digest back, of the same registries and settings; `read` gives a story by its source.

    `chosen` has the neighbours that hold; those of other stories are chosen with `find_features`.
    """
    archive = Archive(kept.sources, read)
    everything = StoryList(archive, range(len(kept.sources)))
    by_path = StoryMap(archive, {path: number for number, path in enumerate(kept.paths)})
    owners = StoryMap(archive, msgspec.msgpack.decode(kept.owners, type=dict[str, int]))
    already: Later[Mapping[str, Set[str]]] = Later(
        lambda: {path: frozenset(shown) for path, shown in kept.shown.items()}
    )
    lineup = Lineup(kept.paths, kept.published)
    return gather_digest(
        everything,
        topics=tuple([_restore_topic(each, registries.topics, archive) for each in kept.topics]),
        providers=tuple([_restore_provider(each, registries.providers, archive) for each in kept.providers]),
        days=_restore_days(kept.days, everything),
        top=StoryList(archive, kept.top),
        coverage=Computed(by_path, lambda path: build_coverage(by_path[path], owners, settings.related.order)),
        more=More(everything, lineup, already, settings.related.more, find_features, chosen=chosen),
        owners=owners,
        by_path=by_path,
        pages=tuple(registries.pages),
        registry=build_registry(registries.providers),
    )


def _restore_days(days: Sequence[tuple[int, int]], articles: StoryList) -> tuple[Day, ...]:
    ends = accumulate([count for _, count in days])
    return tuple(
        [Day(date.fromordinal(day), articles[end - count : end]) for (day, count), end in zip(days, ends, strict=True)]
    )


def _restore_topic(kept: KeptTopic, entries: Sequence[TopicEntry], archive: Archive) -> Topic:
    entry = None if kept.entry == _NO_ENTRY else entries[kept.entry]
    return Topic(kept.slug, kept.name, StoryList(archive, kept.stories), entry, kept.parent, kept.children)


def _restore_provider(kept: KeptProvider, entries: Sequence[ProviderEntry], archive: Archive) -> ProviderGroup:
    entry = None if kept.entry == _NO_ENTRY else entries[kept.entry]
    return ProviderGroup(kept.slug, kept.name, kept.domain, StoryList(archive, kept.stories), entry)
