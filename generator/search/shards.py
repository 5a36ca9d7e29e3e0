"""The terms of the index in files: by their first letters, so that a query loads the few that it needs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

_LIMIT = 24_000  # characters: half of what a page's own script and style sheet may weigh
_PLAIN = re.compile(r"[a-z0-9]+\Z")
_OVERHEAD = 6  # quotes, colon and comma of an entry


def split_shards(entries: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Split the entries of terms into shards, each by a prefix: no shard is large unless one term is.

    The shard of a prefix holds every term that begins with it and with no longer prefix in the
    list, so the longest prefix of a word names its shard.  The empty prefix is always there.
    """
    shards: dict[str, dict[str, str]] = {}
    _split("", dict(sorted(entries.items())), shards)
    return {prefix: shards[prefix] for prefix in sorted(shards)}


def _split(prefix: str, entries: dict[str, str], shards: dict[str, dict[str, str]]) -> None:
    size = sum(map(_size, entries.items()))
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    if size > _LIMIT:
        for term, entry in entries.items():
            if len(term) > len(prefix):
                groups[term[: len(prefix) + 1]][term] = entry
    sizes = {longer: sum(map(_size, group.items())) for longer, group in groups.items()}
    rest = dict(entries)
    for longer in sorted(sizes, key=lambda each: (-sizes[each], each)):
        if size <= _LIMIT:
            break
        for term in groups[longer]:
            del rest[term]
        size -= sizes[longer]
        _split(longer, groups[longer], shards)
    shards[prefix] = rest


def _size(entry: tuple[str, str]) -> int:
    return len(entry[0]) + len(entry[1]) + _OVERHEAD


def shard_name(prefix: str) -> str:
    """Name the file of a prefix: the prefix itself where it is plain letters and digits, else its code points."""
    return prefix if _PLAIN.match(prefix) else "_" + "-".join(f"{ord(char):x}" for char in prefix)
