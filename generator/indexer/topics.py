"""Topics: the taxonomy's entries and the names that articles use, each with its stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from generator.indexer.slugs import Named, assign_slugs
from generator.model import Article, Picture, TopicEntry
from generator.text import clean_line, fold


class Topic(msgspec.Struct, frozen=True):
    """A topic with its stories, newest first; a parent's include its children's, each once.

    `parent` and `children` are slugs; `entry` is the taxonomy's, None for a topic that only articles name.
    """

    slug: str
    name: str
    articles: Sequence[Article]
    entry: TopicEntry | None
    parent: str = ""
    children: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What the taxonomy says of it."""
        return self.entry.description if self.entry else ""

    @property
    def images(self) -> tuple[Picture, ...]:
        """The taxonomy's pictures of it."""
        return self.entry.images if self.entry else ()


def build_topics(articles: Sequence[Article], entries: Sequence[TopicEntry]) -> tuple[Topic, ...]:
    """Group articles (newest first) by topic: the taxonomy's topics in its order, then all others by name."""
    registered = _registered(entries)
    names, direct = _collect(articles, registered)
    slugs = assign_slugs(
        Named(
            key,
            name,
            registered[key].slug if key in registered else "",
            articles[direct[key][-1]].published_at if direct[key] else None,
        )
        for key, name in names.items()
    )
    parents = _parents(registered, names)
    children: dict[str, list[str]] = {}
    for key in names:
        if key in parents:
            children.setdefault(parents[key], []).append(key)
    return tuple(
        Topic(
            slug=slugs[key],
            name=name,
            articles=tuple(articles[number] for number in _roll_up(key, direct, children)),
            entry=registered.get(key),
            parent=slugs[parents[key]] if key in parents else "",
            children=tuple(slugs[child] for child in children.get(key, ())),
        )
        for key, name in names.items()
    )


def _registered(entries: Sequence[TopicEntry]) -> dict[str, TopicEntry]:
    """The entries by folded name; the first of two with one name counts."""
    registered: dict[str, TopicEntry] = {}
    for entry in entries:
        registered.setdefault(fold(entry.name), entry)
    return registered


def _collect(
    articles: Sequence[Article], registered: Mapping[str, TopicEntry]
) -> tuple[dict[str, str], dict[str, list[int]]]:
    """Names by folded name in their final order, and the numbers of the articles that name them.

    A topic without an entry is spelt as its oldest article spells it, so that a new article cannot rename it.
    """
    direct: dict[str, list[int]] = {key: [] for key in registered}
    spelt: dict[str, str] = {}
    for number, article in enumerate(articles):
        for key, name in {fold(name): name for name in reversed(article.topics)}.items():
            direct.setdefault(key, []).append(number)
            spelt[key] = clean_line(name)
    names = {key: entry.name for key, entry in registered.items()}
    names.update((key, spelt[key]) for key in sorted(spelt) if key not in names)
    return names, direct


def _parents(registered: Mapping[str, TopicEntry], names: Mapping[str, str]) -> dict[str, str]:
    """Each topic's parent, where it exists and is not the topic's own descendant."""
    parents: dict[str, str] = {}
    for key, entry in registered.items():
        parent = fold(entry.parent)
        if not parent or parent not in names:
            continue
        above, seen = parent, {key}
        while above and above not in seen:
            seen.add(above)
            above = fold(registered[above].parent) if above in registered else ""
        if above != key:
            parents[key] = parent
    return parents


def _roll_up(key: str, direct: Mapping[str, list[int]], children: Mapping[str, list[str]]) -> list[int]:
    """The numbers of a topic's articles and of all topics under it, each once, in order."""
    if key not in children:
        return direct[key]
    numbers: set[int] = set()
    waiting, seen = [key], {key}
    while waiting:
        current = waiting.pop()
        numbers.update(direct[current])
        waiting.extend(child for child in children.get(current, ()) if child not in seen)
        seen.update(children.get(current, ()))
    return sorted(numbers)
