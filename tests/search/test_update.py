"""An index that is brought up to date equals a clean one, and costs no more than what has changed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Article
from generator.pages import Edition, build_edition
from generator.search import build_search, files, find_search, index
from generator.search.postings import BITS
from generator.search.shards import split_shards
from generator.search.state import FILE, KeptState
from generator.search.stories import StoryReader
from tests.stories import digest, entry, settings, story

WORDS = ["otter", "otters", "oat", "boat", "C++", "Évora", "日本", "<b>", ""]
SITE = settings()


def edition_of(stories: Sequence[Article], parent: str = "All") -> Edition:
    """Lay out articles, with a key for each; `parent` is the name of the topic above Arts."""
    contents = {each.source: blake2b(repr(each).encode(), digest_size=16).digest() for each in stories}
    taxonomy = [entry(parent, slug="all"), entry("Arts", parent=parent)]
    return build_edition(digest(stories, taxonomy, site=SITE), SITE, {}, {}, contents)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    pick = partial(draw, st.sampled_from(WORDS))
    return story(
        f"s{draw(st.integers(0, 30))}",
        f"2024-0{draw(st.integers(1, 3))}-0{draw(st.integers(1, 9))}",
        title=f"{pick()} {pick()}",
        excerpt=f"{pick()} {pick()} {pick()}",
        provider=draw(st.sampled_from(["Times", "Post", "Otter Weekly"])),
        topics=draw(st.lists(st.sampled_from(["Arts", "Boats", "All"]), max_size=2)),
        tags=(pick() or "tag",),
    )


sites = st.lists(articles(), max_size=40, unique_by=lambda each: each.stem)


@st.composite
def histories(draw: st.DrawFn) -> list[list[Article]]:
    """Draw a site as it is at one build after another: each has most stories of the one before, or none."""
    builds = [draw(sites)]
    for more in draw(st.lists(sites, max_size=4)):
        kept = draw(st.lists(st.sampled_from(builds[-1]), unique_by=lambda each: each.stem)) if builds[-1] else []
        by_stem = {each.stem: each for each in [*(builds[-1] if draw(st.booleans()) else kept), *more[:3]]}
        builds.append(list(by_stem.values()))
    return builds


@given(histories(), st.sampled_from([0, 0.3, 1]), st.sampled_from([40, 200, 24_000]))
def test_an_index_brought_up_to_date_equals_a_clean_one(builds: list[list[Article]], few: float, limit: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_FEW", few)
        patch.setattr(files, "split_shards", partial(split_shards, limit=limit))
        for stories in builds:
            edition = edition_of(stories)
            clean = build_search(edition)
            found = find_search(edition, Path(folder), b"closure")
            assert found.outputs() == clean
            assert found.digests() == {name: sha256(content).digest() for name, content in clean}
            assert find_search(edition, Path(folder), b"closure").outputs() == clean


def plain_stories(count: int) -> list[Article]:
    return [
        story(f"s{number:03d}", f"2024-01-{1 + number // 20:02d}", title=f"Aarhus {number}") for number in range(count)
    ]


def watch_reading(patch: pytest.MonkeyPatch) -> list[str]:
    """Give the list of stories that are read from now on."""
    read: list[str] = []
    original: Callable[..., object] = StoryReader.read

    def noting(reader: StoryReader, article: Article) -> object:
        read.append(article.stem)
        return original(reader, article)

    patch.setattr(StoryReader, "read", noting)
    return read


def test_only_changed_stories_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stories = plain_stories(200)
    first = dict(find_search(edition_of(stories), tmp_path).outputs())
    read = watch_reading(monkeypatch)
    assert dict(find_search(edition_of(stories), tmp_path).outputs()) == first
    assert read == []
    stories[30] = story("s030", "2024-01-02", title="Bergen")
    second = dict(find_search(edition_of(stories), tmp_path).outputs())
    assert read == ["s030"]
    changed = {name for name in second if second[name] != first.get(name)}
    assert changed == {"search/stories/1.json", "search/terms/_.json", "search/index.json"}
    find_search(edition_of(stories[10:]), tmp_path).outputs()
    assert read == ["s030"], "numbers shift, but no story is read for it"


def test_an_unchanged_index_is_known_without_its_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = edition_of(plain_stories(40))
    first = find_search(edition, tmp_path)
    outputs = first.outputs()
    monkeypatch.setattr(index, "update_state", lambda *given: pytest.fail("it was built again"))
    monkeypatch.setattr(KeptState, "files", lambda kept: pytest.fail("contents were looked at"))
    again = find_search(edition, tmp_path)
    assert again.key == first.key
    assert again.digests() == {name: sha256(content).digest() for name, content in outputs}


def test_the_key_stands_for_stories_their_addresses_lists_and_the_closure(tmp_path: Path) -> None:
    stories = plain_stories(5)
    keys = {
        find_search(edition_of(changed), tmp_path, closure).key
        for changed, closure in (
            (stories, b""),
            (stories, b"other"),
            (stories[1:], b""),
            ([*stories, story("s900", "2024-02-01")], b""),
            ([story("s000", "2024-01-01", title="Another"), *stories[1:]], b""),
        )
    }
    assert len(keys) == 5
    assert find_search(edition_of(stories[::-1]), tmp_path).key in keys, "the order of files on disk is no matter"


def test_a_renamed_choice_is_in_the_key_though_no_story_names_it(tmp_path: Path) -> None:
    stories = [story("one", topics=["Arts"])]
    before, after = edition_of(stories), edition_of(stories, parent="Everything")
    assert before.story_keys == after.story_keys
    find_search(before, tmp_path).outputs()
    assert find_search(after, tmp_path).outputs() == build_search(after) != build_search(before)


def test_two_stories_of_one_content_are_two(tmp_path: Path) -> None:
    """A file that is renamed has the digest that it had, and another address."""
    before, after = story("before"), story("after")
    for stories in ([before], [after]):
        contents = {each.source: bytes(16) for each in stories}
        edition = build_edition(digest(stories), SITE, {}, {}, contents)
        assert find_search(edition, tmp_path).outputs() == build_search(edition)


def test_another_closure_takes_nothing_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = edition_of(plain_stories(5))
    find_search(edition, tmp_path, b"one").outputs()
    read = watch_reading(monkeypatch)
    find_search(edition, tmp_path, b"two").outputs()
    assert len(read) == 5


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "not a file"])
def test_a_damaged_cache_costs_time_alone(tmp_path: Path, damage: str) -> None:
    edition = edition_of(plain_stories(40))
    first = find_search(edition, tmp_path).outputs()
    kept = tmp_path / FILE
    content = kept.read_bytes()
    if damage == "not a file":
        kept.unlink()
        kept.mkdir()
    else:
        broken = {"cut": content[:-9], "bit": content.replace(b"Aarhus", b"Aarhuz", 1), "empty": b""}[damage]
        assert broken != content
        kept.write_bytes(broken)
    assert find_search(edition, tmp_path).outputs() == first


def test_a_list_turns_into_a_row_of_bits_and_back(tmp_path: Path) -> None:
    """A term of every story, then of few, then of every story again: both forms are changed in place."""
    for title in ("otter", "oat", "otter"):
        stories = [
            story(f"s{at:02d}", f"2024-01-{1 + at // 10:02d}", title=title if at % 20 else "otter") for at in range(60)
        ]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(index, "_FEW", 1)
            edition = edition_of(stories)
            outputs = find_search(edition, tmp_path).outputs()
        assert outputs == build_search(edition)
        shard = dict(outputs)["search/terms/_.json"].decode()
        assert (f'"otter":"{BITS}' in shard) == (title == "otter")
