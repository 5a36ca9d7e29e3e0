"""The index as files: a catalogue, the shards of the terms, and blocks of stories (docs/search.md has the format).

The same records give the same bytes.  Stories are numbered from the oldest, so a new one is added
at the end of lists and changes the last block, the shards of its own words and the catalogue.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from generator.search.postings import encode_numbers
from generator.search.records import Choice, SearchRecord, SearchRecords
from generator.search.shards import shard_name, split_shards
from generator.search.terms import split_terms

FORMAT = 1
"""Goes up with every change of the format or of how terms are made, so that no old cache is taken for it."""
FOLDER = "search/"
BLOCK = 16
"""Stories in a block: a page of results loads a block for each story at worst, and a site has this many times fewer
files than stories."""
_TOPIC, _PROVIDER = "t:", "p:"  # no word has a colon
_BETWEEN = "|"
_VERSION_LETTERS = 4

Output = tuple[str, bytes]
"""A file of the site: its name inside the output folder, and its content."""


def build_index(found: SearchRecords) -> Iterator[Output]:
    """Build the files of the index, the catalogue last."""
    entries = _index_terms(found.records)
    shards = {}
    for prefix, terms in split_shards(entries).items():
        content = _json_bytes(terms)
        shards[prefix] = _version(content)
        yield f"{FOLDER}terms/{shard_name(prefix)}.json", content
    versions = []
    for number, start in enumerate(range(0, len(found.records), BLOCK)):
        content = _json_bytes([_story_row(record) for record in found.records[start : start + BLOCK]])
        versions.append(_version(content))
        yield f"{FOLDER}stories/{number}.json", content
    catalogue = {
        "format": FORMAT,
        "count": len(found.records),
        "block": BLOCK,
        "topics": _choice_rows(found.topics),
        "providers": _choice_rows(found.providers),
        "spans": found.spans,
        "years": found.years,
        "shards": shards,
        "blocks": "".join(versions),
    }
    yield f"{FOLDER}index.json", _json_bytes(catalogue)


def _index_terms(records: Sequence[SearchRecord]) -> dict[str, str]:
    """Give each term its entry: the stories with it in the headline, and those with it elsewhere only."""
    titles: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        in_title = set(split_terms(record.title))
        elsewhere = {term for text in (*record.words, *record.dates) for term in split_terms(text)}
        elsewhere.update(_TOPIC + slug for slug in record.topics)
        elsewhere.add(_PROVIDER + record.provider)
        for term in in_title:
            titles[term].append(number)
        for term in elsewhere - in_title:
            others[term].append(number)
    return {
        term: encode_numbers(titles.get(term, ())) + _BETWEEN + encode_numbers(others.get(term, ()))
        for term in titles.keys() | others.keys()
    }


def _story_row(record: SearchRecord) -> list[str | int]:
    row: list[str | int] = [record.href, record.title, record.excerpt, record.kicker, record.provider_name]
    return [*row, record.iso, record.date_text, int(record.is_video)]


def _choice_rows(choices: Iterable[Choice]) -> list[list[str | int]]:
    return [[each.value, each.name, each.count] for each in choices]


def _version(content: bytes) -> str:
    """Give the letters that a file's address carries, so that a browser never keeps an old one: 24 bits are enough."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest())[:_VERSION_LETTERS].decode()


def _json_bytes(value: object) -> bytes:
    """Give a value as JSON in UTF-8; `<` is written as its code, so that no browser can take a headline for markup."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .encode()
    )
