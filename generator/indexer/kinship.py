"""What an earlier build found of stories' neighbours, and for which stories it must hold still.

A story's neighbours hang on what lies within reach of it in the lists of its features, and on nothing else.  So where a
story has come, gone or changed, only those within reach of its old and its new place, in the lists of its old
and its new features, may have other neighbours.  A choice is taken over for all others, and
`tests/indexer/test_kinship.py` holds the result equal to choosing anew, on random histories.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import TypeVar

import msgspec

from generator.indexer.features import (
    TOPICS,
    WORDS,
    Features,
    FeatureTable,
    KeptFeatures,
    ListedFeatures,
    PackedFeatures,
    pack_postings,
)
from generator.model import Article

REACH = 4
"""Candidates on each side in time, for each feature."""

_Order = tuple[float, int, str, str]
PlaceT = TypeVar("PlaceT", _Order, int)


class Kin(msgspec.Struct, frozen=True, gc=False):
    """What an earlier build found of a story.

    Its `path`, the digest of its file, when it was published (seconds since 1970), its heat, its features, the paths
    that were not to be repeated (`already`), and its neighbours as numbers in the list of kin.
    """

    path: str
    content: bytes
    published: float
    heat: int
    topics: tuple[str, ...]
    words: tuple[str, ...]
    already: tuple[str, ...]
    chosen: tuple[int, ...]


_Rest = tuple[float, int, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...]]
"""What kin have besides their paths and contents."""
_WHOLE = msgspec.msgpack.Decoder(tuple[list[str], list[bytes], list[_Rest], msgspec.Raw])
_PACKED = msgspec.msgpack.Decoder(tuple[list[str], list[bytes], list[msgspec.Raw], PackedFeatures])
_REST = msgspec.msgpack.Decoder(_Rest)


def pack_kin(kin: Sequence[Kin]) -> bytes:
    """Write kin as MessagePack, by columns, and who has which features."""
    return msgspec.msgpack.encode(
        (
            [each.path for each in kin],
            [each.content for each in kin],
            [(each.published, each.heat, each.topics, each.words, each.already, each.chosen) for each in kin],
            pack_postings((each.topics, each.words) for each in kin),
        )
    )


def unpack_kin(content: bytes | memoryview) -> list[Kin]:
    """Read kin back; nobody where the bytes say something else."""
    try:
        paths, contents, rows, _ = _WHOLE.decode(content)
        return [Kin(path, content, *rest) for path, content, rest in zip(paths, contents, rows, strict=True)]
    except ValueError:  # of msgspec, of Unicode, or of columns that are not equally long
        return []


def restore_features(
    content: bytes | memoryview, paths: Sequence[str], contents: Sequence[bytes], find: Callable[[int], Features]
) -> FeatureTable:
    """Give the features of stories with these paths and digests of their files, mostly as packed kin have them.

    They are unpacked when somebody looks at them; `find` finds those of a story, by its number, that kin do not have.
    """
    try:
        kin_paths, kin_contents, rows, packed = _PACKED.decode(content)
        now = {path: number for number, path in enumerate(paths)}
        places = range(len(paths)) if kin_paths == paths else [now.get(path, -1) for path in kin_paths]
        known = {place: content for place, content, _ in zip(places, kin_contents, rows, strict=True)}
    except ValueError:  # as above
        return ListedFeatures(map(find, range(len(paths))))
    fresh = {number: find(number) for number, content in enumerate(contents) if known.get(number) != content}

    def read(row: int) -> Features:
        _, _, topics, words, _, _ = _REST.decode(rows[row])
        return topics, words

    return KeptFeatures(read, packed, places, fresh)


def settle(
    articles: Sequence[Article],
    contents: Mapping[str, bytes],
    already: Mapping[str, Set[str]],
    known: Sequence[Kin],
    find_features: Callable[[Article], Features],
) -> tuple[ListedFeatures, dict[int, tuple[int, ...]]]:
    """Give the features of all articles (newest first), and the neighbours of those for which the known ones hold."""
    by_path = {kin.path: kin for kin in known}
    paths = [article.path for article in articles]
    changed: list[int] = []
    same: dict[int, Kin] = {}
    features = ListedFeatures()
    for number, article in enumerate(articles):
        kin = by_path.get(paths[number])
        if kin is not None and kin.content == contents[article.source]:
            features.append((kin.topics, kin.words))
            shown = already.get(kin.path)
            if kin.already == (() if shown is None else tuple(sorted(shown))):
                same[number] = kin
        else:
            features.append(find_features(article))
            changed.append(number)
    now = {path: number for number, path in enumerate(paths)}
    left = [kin for kin in known if now.get(kin.path) not in same] if len(same) < len(known) else []
    affected: set[int] = set(changed)
    if changed or left:
        order = [_order(article.published_at.timestamp(), article.heat, article.path) for article in articles]
        moves = [(order[number], features[number]) for number in affected]
        moves += [(_order(kin.published, kin.heat, kin.path), (kin.topics, kin.words)) for kin in left]
        affected |= find_within_reach(order, features, moves)
    settled = {number: kin.chosen for number, kin in same.items() if number not in affected}
    places = [now.get(kin.path, -1) for kin in known]
    if places != list(range(len(known))):  # else every story has the number that it had
        settled = {number: tuple([places[each] for each in chosen]) for number, chosen in settled.items()}
    return features, settled


def find_within_reach(
    order: Sequence[PlaceT], features: FeatureTable, moves: Iterable[tuple[PlaceT, Features]]
) -> set[int]:
    """Give the numbers of the articles within reach of any that came or left: of its place, in its features' lists.

    `order` has the places of all articles, rising, and `features` theirs as they are now.
    """
    moves = list(moves)
    affected: set[int] = set()
    for kind in (TOPICS, WORDS):
        postings = features.find_postings(kind, {name for _, each in moves for name in each[kind]})
        for place, each in moves:
            for name in each[kind]:
                near = bisect_left(postings[name], place, key=order.__getitem__)
                affected.update(postings[name][max(0, near - REACH) : near + REACH + 1])
    return affected


def _order(published: float, heat: int, path: str) -> _Order:
    """Give the place of a story among others, newest first (`generator.indexer.ordering`)."""
    category, _, stem = path.removesuffix("/").partition("/")
    return -published, -heat, stem, category
