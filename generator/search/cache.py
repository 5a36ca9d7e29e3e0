"""The index is built anew only when a record has changed: the last one is kept beside the digest of its records."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from generator import __version__
from generator.search.index import FORMAT, Output, build_index
from generator.search.records import SearchRecords

_FILE = "search.json"


def build_search(found: SearchRecords, cache: Path | None = None) -> tuple[Output, ...]:
    """Give the files of the search index, from the folder `cache` where it has the ones of these very records.

    A cache that is damaged, old or cannot be written costs time and nothing else.
    """
    key = _key(found)
    if cache is None:
        return tuple(build_index(found))
    kept = _read_kept(cache / _FILE, key)
    if kept is not None:
        return kept
    outputs = tuple(build_index(found))
    with suppress(OSError):
        _write_kept(cache / _FILE, key, outputs)
    return outputs


def _key(found: SearchRecords) -> str:
    return hashlib.sha256(f"{__version__} {FORMAT} {found!r}".encode()).hexdigest()


def _read_kept(path: Path, key: str) -> tuple[Output, ...] | None:
    try:
        with path.open("rb") as file:
            asked, _, digest = file.readline().decode("ascii").strip().partition(" ")
            if asked != key:  # told by one line, before megabytes are read
                return None
            text = file.read()
        if hashlib.sha256(text).hexdigest() != digest:
            return None
        kept = json.loads(text)
        return tuple((str(name), str(text).encode()) for name, text in kept)
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _write_kept(path: Path, key: str, outputs: tuple[Output, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = json.dumps([(name, content.decode()) for name, content in outputs], ensure_ascii=False).encode()
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    scratch.write_bytes(f"{key} {hashlib.sha256(kept).hexdigest()}\n".encode() + kept)
    scratch.replace(path)
