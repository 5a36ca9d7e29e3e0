"""Lists of stories, each of which is read when somebody looks at it: for a build that looks at few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import overload

from generator.model import Article


class Archive:
    """All stories of a site, newest first, known by their numbers; `read` gives one by its source."""

    __slots__ = ("_read", "_stories", "sources")

    def __init__(self, sources: Sequence[str], read: Callable[[str], Article]) -> None:
        self.sources = sources
        self._read = read
        self._stories: dict[int, Article] = {}

    def __getitem__(self, number: int) -> Article:
        story = self._stories.get(number)
        if story is None:
            story = self._stories[number] = self._read(self.sources[number])
        return story


class StoryList(Sequence[Article]):
    """Some stories of an archive, by their numbers."""

    __slots__ = ("_archive", "_numbers")

    def __init__(self, archive: Archive, numbers: Sequence[int]) -> None:
        self._archive = archive
        self._numbers = numbers

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> StoryList: ...
    def __getitem__(self, place: int | slice) -> Article | StoryList:
        if isinstance(place, slice):
            return StoryList(self._archive, self._numbers[place])
        return self._archive[self._numbers[place]]

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Article]:
        return map(self._archive.__getitem__, self._numbers)

    @property
    def sources(self) -> list[str]:
        """The sources of the stories, none of which is read for it."""
        sources = self._archive.sources
        return [sources[number] for number in self._numbers]

    def has_any(self, numbers: Set[int]) -> bool:
        """Tell whether it has one of some stories, by their numbers."""
        return not numbers.isdisjoint(self._numbers)

    def joined(self, others: Iterable[StoryList]) -> StoryList:
        """Give these stories and after them those of other lists of the same archive."""
        return StoryList(self._archive, [*self._numbers, *chain.from_iterable(other._numbers for other in others)])


class StoryMap(Mapping[str, Article]):
    """Stories of an archive under names; `numbers` has their numbers by name."""

    __slots__ = ("_archive", "_numbers")

    def __init__(self, archive: Archive, numbers: Mapping[str, int]) -> None:
        self._archive = archive
        self._numbers = numbers

    def __getitem__(self, name: str) -> Article:
        return self._archive[self._numbers[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, name: object) -> bool:
        return name in self._numbers


def sources_of(stories: Iterable[Article]) -> list[str]:
    """Give the sources of stories, in order, and read none that is not read."""
    return stories.sources if isinstance(stories, StoryList) else [story.source for story in stories]


def may_have_any(stories: Sequence[Article], numbers: Set[int]) -> bool:
    """Tell whether a list may have one of some stories by number; of stories that are read nobody knows theirs."""
    return stories.has_any(numbers) if isinstance(stories, StoryList) else True


def join_stories(lists: Iterable[Sequence[Article]]) -> Sequence[Article]:
    """Give the stories of some lists as one, and read none that is not read."""
    lists = list(lists)
    unread = [each for each in lists if isinstance(each, StoryList)]
    if unread and len(unread) == len(lists):
        return unread[0].joined(unread[1:])
    return tuple(chain.from_iterable(lists))
