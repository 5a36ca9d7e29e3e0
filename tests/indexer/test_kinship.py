"""What is taken over from an earlier build must be what choosing anew gives, whatever happened in between."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.msgpack import encode

from generator.computed import Later
from generator.indexer.features import TOPICS as TOPIC_FEATURES
from generator.indexer.features import WORDS as WORD_FEATURES
from generator.indexer.features import FeatureTable, ListedFeatures
from generator.indexer.kinship import Kin, pack_kin, restore_features, unpack_kin
from generator.indexer.more import More, build_more, find_features
from generator.indexer.ordering import sort_newest_first
from generator.model import Article
from tests.stories import NOON, story

WORDS = ["harbour", "bridge", "zeppelin", "orchard", "valley", "lantern"]
TOPICS = ["Air", "Sea", "Land"]


@dataclass(frozen=True)
class Told:
    """A story as a history tells it."""

    hour: int
    heat: int
    words: tuple[str, ...]
    topics: tuple[str, ...]
    barred: tuple[int, ...]


STORIES = st.builds(
    Told,
    st.integers(0, 40),
    st.integers(0, 1),
    st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
    st.lists(st.sampled_from(TOPICS), max_size=2).map(tuple),
    st.lists(st.integers(0, 30), max_size=2).map(tuple),
)
STATES = st.dictionaries(st.integers(0, 30), STORIES, min_size=1, max_size=31)


@st.composite
def histories(draw: st.DrawFn) -> list[dict[int, Told]]:
    """Draw a site and what becomes of it by a few edits at a time."""
    states = [draw(STATES)]
    for _ in range(draw(st.integers(1, 3))):
        edits = draw(st.dictionaries(st.integers(0, 30), st.one_of(st.none(), STORIES), max_size=4))
        after = {**states[-1], **{number: told for number, told in edits.items() if told}}
        states.append({number: told for number, told in after.items() if edits.get(number, told) is not None})
    return states


def article_of(number: int, told: Told) -> Article:
    title = " ".join(told.words)
    published = NOON + timedelta(hours=told.hour)
    return story(f"s{number}", title=title, topics=told.topics, heat=told.heat, published_at=published)


def articles_of(state: dict[int, Told]) -> tuple[Article, ...]:
    return sort_newest_first(article_of(number, told) for number, told in state.items())


def contents_of(state: dict[int, Told]) -> dict[str, bytes]:
    return {f"news/s{number}.md": hashlib.md5(repr(told).encode()).digest() for number, told in state.items()}


def barred_of(state: dict[int, Told]) -> Later[Mapping[str, Set[str]]]:
    return Later(lambda: {f"news/s{n}/": {f"news/s{each}/" for each in told.barred} for n, told in state.items()})


def choose(state: dict[int, Told], known: list[Kin]) -> More:
    more = build_more(articles_of(state), barred_of(state), 4, contents_of(state), known)
    missing = more.missing()
    more.fill(missing, more.choose(missing))
    return more


@given(histories())
def test_what_is_taken_over_is_what_would_be_chosen(states: list[dict[int, Told]]) -> None:
    known: list[Kin] = []
    for state in states:
        more = choose(state, known)
        assert dict(more) == dict(choose(state, []))
        known = unpack_kin(pack_kin(more.kin(contents_of(state))))
        assert known == more.kin(contents_of(state))


def test_most_is_taken_over_after_one_edit() -> None:
    words = [f"word{number}" for number in range(60)]
    state = {n: Told(n, 0, (words[n % 60], words[(n + 7) % 60]), (TOPICS[n % 3],), ()) for n in range(600)}
    first = choose(state, [])
    assert len(first) == 600
    assert first.news == 600
    assert choose(state, first.kin(contents_of(state))).news == 0
    edited = {**state, 300: Told(300, 0, ("word1", "word2"), ("Air",), ())}
    second = build_more(articles_of(edited), barred_of(edited), 4, contents_of(edited), first.kin(contents_of(state)))
    assert 0 < len(second.missing()) < 60


def restore(packed: bytes, state: dict[int, Told]) -> tuple[FeatureTable, list[int]]:
    """Give the features of a state by the kin of another, and the numbers of the stories that had to be looked at."""
    articles, contents, found = articles_of(state), contents_of(state), list[int]()

    def find(number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found.append(number)
        return find_features(articles[number])

    paths = [article.path for article in articles]
    return restore_features(packed, paths, [contents[article.source] for article in articles], find), found


@given(histories())
def test_features_that_are_kept_are_those_of_the_stories(states: list[dict[int, Told]]) -> None:
    packed = pack_kin(choose(states[0], []).kin(contents_of(states[0])))
    for state in states:
        features, looked_at = restore(packed, state)
        expected = ListedFeatures(map(find_features, articles_of(state)))
        assert [features[number] for number in range(len(state))] == expected
        for kind in (TOPIC_FEATURES, WORD_FEATURES):
            postings = features.find_postings(kind)
            assert {name: postings[name] for name in ("no story has it", *expected.find_postings(kind))} == {
                "no story has it": [],
                **expected.find_postings(kind),
            }
        known = contents_of(states[0]).items() & contents_of(state).items()
        assert len(looked_at) == len(state) - len(known)


def test_postings_have_what_is_wanted_and_nothing_else() -> None:
    features = ListedFeatures([(("air",), ("lantern", "valley")), ((), ("valley",)), (("air", "sea"), ())])
    assert features.find_postings(TOPIC_FEATURES) == {"air": [0, 2], "sea": [2]}
    assert features.find_postings(WORD_FEATURES, {"valley", "orchard"}) == {"valley": [0, 1], "orchard": []}


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xc1", pack_kin([])[:-1], encode((["news/s1/"], [b"", b""], [], ({}, {})))]
)
def test_kin_that_cannot_be_read_are_nobody(content: bytes) -> None:
    assert unpack_kin(content) == []
    features, looked_at = restore(content, {number: Told(number, 0, ("harbour",), (), ()) for number in range(3)})
    assert features[1] == ((), ("harbour",))
    assert looked_at == [0, 1, 2]
