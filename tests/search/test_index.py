from __future__ import annotations

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from generator.pages import Edition
from generator.search import build_search
from generator.search.encoding import encode_json
from generator.search.files import BLOCK, FOLDER
from generator.search.postings import ALPHABET, BITS, decode_numbers, encode_numbers
from generator.search.shards import shard_name, split_shards
from generator.search.stories import list_stories
from tests.stories import edition, entry, settings, story

CATALOGUE = f"{FOLDER}index.json"
NAMES = ["Aarhus", "Bergen", "Cork", "Delft", "Évora", "Faro", "Graz", "日本"]


def decode(text: str) -> list[int]:
    """Decode numbers as static/js/search/engine.js does."""
    if text.startswith(BITS):
        return [at * 6 + bit for at, char in enumerate(text[1:]) for bit in range(6) if ALPHABET.index(char) >> bit & 1]
    numbers: list[int] = []
    last, gap, unit = -1, 0, 1
    for char in text:
        value = ALPHABET.index(char)
        gap += value % 32 * unit
        unit *= 32
        if value < 32:
            last += gap + 1
            numbers.append(last)
            gap, unit = 0, 1
    return numbers


@given(st.sets(st.integers(0, 5000) | st.integers(0, 60)))
def test_numbers_come_back(numbers: set[int]) -> None:
    assert decode(encode_numbers(sorted(numbers))) == sorted(numbers)
    assert decode_numbers(encode_numbers(sorted(numbers))) == sorted(numbers)


@given(st.sets(st.integers(0, 40)), st.integers(0, 60))
def test_long_lists_come_back(missing: set[int], end: int) -> None:
    numbers = sorted({*range(end)} - missing)
    text = encode_numbers(numbers)
    assert decode(text) == decode_numbers(text) == numbers
    assert not text.startswith(BITS) or len(text) == 1 + numbers[-1] // 6 + 1, "the last letter has the last number"


def test_a_term_of_every_story_is_a_row_of_bits() -> None:
    assert len(encode_numbers(range(6000))) == 1001


@given(st.dictionaries(st.text(alphabet="abcé日", min_size=1, max_size=6), st.just("x" * 3000), max_size=40))
def test_the_longest_prefix_of_a_term_names_its_shard(entries: dict[str, str]) -> None:
    shards = split_shards(entries)
    for term, value in entries.items():
        own = next(term[:end] for end in range(len(term), -1, -1) if term[:end] in shards)
        assert shards[own][term] == value
    assert sum(map(len, shards.values())) == len(entries)
    assert len({shard_name(prefix) for prefix in shards}) == len(shards)
    for terms in shards.values():
        assert len(terms) == 1 or sum(len(value) for value in terms.values()) <= 24_000


@given(
    st.dictionaries(st.text(alphabet="abcé日", max_size=4), st.text("x", max_size=30), max_size=30), st.integers(1, 300)
)
def test_groups_of_terms_get_shards_of_their_own_from_the_largest_on(entries: dict[str, str], limit: int) -> None:
    shards = split_shards(entries, limit)
    assert list(shards) == sorted(shards)
    for prefix, terms in shards.items():
        assert list(terms) == sorted(terms)
        below = {term: value for term, value in entries.items() if term.startswith(prefix)}
        own = {longer for longer in shards if len(longer) == len(prefix) + 1 and longer.startswith(prefix)}
        assert own == expected_splits(prefix, below, limit)


def expected_splits(prefix: str, entries: dict[str, str], limit: int) -> set[str]:
    """Tell in the plainest way which longer prefixes get shards of their own."""
    sizes: dict[str, int] = {}
    for term, value in entries.items():
        if term != prefix:
            longer = term[: len(prefix) + 1]
            sizes[longer] = sizes.get(longer, 0) + len(term) + len(value) + 6
    left = sum(len(term) + len(value) + 6 for term, value in entries.items())
    chosen = set()
    while left > limit and sizes:
        largest = min(sizes, key=lambda longer: (-sizes[longer], longer))
        left -= sizes.pop(largest)
        chosen.add(largest)
    return chosen


@given(
    st.recursive(st.text() | st.integers(-9, 10**12), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_json_has_no_spaces_and_no_markup(value: object) -> None:
    content = encode_json(value)
    assert not set(b"<>") & set(content)
    assert json.loads(content) == value
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert content.decode() == plain.replace("<", "\\u003c").replace(">", "\\u003e")


def site(count: int, *, last_title: str = "") -> Edition:
    """Make a site of so many stories, an hour apart."""
    stories = [
        story(
            f"s{number:04d}",
            f"2024-{1 + number // 200:02d}-{1 + number // 8 % 25:02d}T{number % 8:02d}:00",
            title=last_title if last_title and number == count - 1 else f"Story of {NAMES[number % 8]} {number}",
            excerpt=f"What the {NAMES[number % 7].lower()} workshop did",
            provider=f"Provider {number % 3}",
            topics=[f"Topic {number % 2}"],
        )
        for number in range(count)
    ]
    return edition(stories, [entry("All"), entry("Topic 1", parent="All")])


def find(files: dict[str, bytes], term: str) -> tuple[list[int], list[int]]:
    """Look a term up as the browser does: the stories with it in the headline, and the others."""
    catalogue = json.loads(files[CATALOGUE])
    own = next(term[:end] for end in range(len(term), -1, -1) if term[:end] in catalogue["shards"])
    shard = json.loads(files[f"{FOLDER}terms/{shard_name(own)}.json"])
    titles, others = shard.get(term, "|").split("|")
    return decode(titles), decode(others)


def test_stories_are_found_by_headline_excerpt_provider_topic_and_date() -> None:
    files = dict(build_search(site(50)))
    assert find(files, "evora") == (list(range(4, 50, 8)), [n for n in range(50) if n % 7 == 4 and n % 8 != 4])
    assert find(files, "workshop") == ([], list(range(50)))
    assert find(files, "t:topic-1") == ([], list(range(1, 50, 2)))
    assert find(files, "t:all") == find(files, "t:topic-1")
    assert find(files, "p:provider-2") == ([], list(range(2, 50, 3)))
    assert find(files, "20240102") == ([], list(range(8, 16)))
    assert find(files, "januari") == ([], list(range(50)))
    assert find(files, "nothing") == ([], [])


def test_the_catalogue_counts_and_every_block_is_there() -> None:
    found = site(50)
    files = dict(build_search(found))
    catalogue = json.loads(files[CATALOGUE])
    assert catalogue["count"] == 50
    assert len(catalogue["blocks"]) == 4 * math.ceil(50 / BLOCK)
    rows = [row for number in range(4) for row in json.loads(files[f"{FOLDER}stories/{number}.json"])]
    assert [row[1] for row in rows] == [article.title for article in list_stories(found)]
    assert catalogue["topics"][:2] == [["all", "All", 25], ["topic-1", "Topic 1", 25]]
    assert [name for name, *_ in catalogue["spans"]] == ["day", "week", "month", "year"]
    assert catalogue["spans"][0][1:] == [41, 50], "a day back from the newest story, not from the clock"
    assert catalogue["years"] == [["2024", 0, 50]]


def test_one_new_story_changes_few_files() -> None:
    before = dict(build_search(site(1200)))
    after = dict(build_search(site(1201, last_title="A quite unheard-of zeppelin")))
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert len(after) > 70
    assert len([name for name in changed if "/stories/" in name]) == 1
    assert len(changed) < 20, sorted(changed)


def test_a_site_without_stories_has_an_index() -> None:
    files = dict(build_search(site(0)))
    assert json.loads(files[CATALOGUE])["count"] == 0


def test_a_row_says_what_the_card_says() -> None:
    stories = [
        story("plain"),
        story("video", kind="video", topics=["Films", "Arts"], excerpt="A <film> " * 40),
        story("short", topics=["Arts"], provider="Évora & Co"),
    ]
    found = edition(stories, [entry("Arts", short_name="Art"), entry("Films", parent="Arts")])
    rows = json.loads(dict(build_search(found))[f"{FOLDER}stories/0.json"])
    for article, row in zip(list_stories(found), rows, strict=True):
        card = found.cards[article.path]
        kicker = card.topic.text if card.topic else ""
        assert row[:2] == [card.href, card.title]
        assert row[3:] == [kicker, card.provider.name, card.time.iso, card.time.text, int(card.is_video)]
        assert len(row[2]) <= 200


def test_no_search_where_the_settings_want_none() -> None:
    from generator.pages import build_site, plan_pages  # noqa: PLC0415

    chosen = settings(search=False)
    layout = edition([story("one")], site=chosen)
    assert not [page.path for page in plan_pages(layout) if page.path.startswith("search/")]
    assert build_site(chosen, layout.digest).search == ""
