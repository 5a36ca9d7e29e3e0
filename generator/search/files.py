"""The index as files: a catalogue, the shards of the terms, and blocks of stories (docs/search.md has the format).

The same stories give the same bytes.  They are numbered from the oldest, so a new one is added
at the end of lists and changes the last block, the shards of its own words and the catalogue.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

import msgspec

from generator.search.encoding import encode_json
from generator.search.lists import SearchLists
from generator.search.shards import shard_name, split_shards

FORMAT = 1
"""Goes up with every change of the format or of how terms are made, so that no old cache is taken for it."""
FOLDER = "search/"
BLOCK = 16
"""Stories in a block: a page of results loads a block for each story at worst, and a site has this many times fewer
files than stories."""
_TERMS, _STORIES = f"{FOLDER}terms/", f"{FOLDER}stories/"
_VERSION_LETTERS = 4

Row = bytes | msgspec.Raw
"""A story's row, as JSON."""


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """The files of an index by their names in the output folder, the catalogue last, and the SHA-256 of each."""

    contents: dict[str, bytes] = field(default_factory=dict)
    digests: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, content: bytes, before: IndexFiles) -> str:
        """Add a file, and give its version; what was the same before is not digested again.

        A version is the letters that a file's address carries, so that a browser never keeps an old one: 24 bits are
        enough.
        """
        known = before.contents.get(name) == content
        digest = before.digests[name] if known else hashlib.sha256(content).digest()
        self.contents[name] = content
        self.digests[name] = digest
        return base64.urlsafe_b64encode(digest)[:_VERSION_LETTERS].decode()

    def entries(self) -> dict[str, str]:
        """Give the entries of all terms."""
        decoder = msgspec.json.Decoder(dict[str, str])
        shards = (decoder.decode(content) for name, content in self.contents.items() if name.startswith(_TERMS))
        return {term: entry for shard in shards for term, entry in shard.items()}

    def rows(self) -> list[Row]:
        """Give the rows of all stories, in the order of their numbers."""
        decoder = msgspec.json.Decoder(list[msgspec.Raw])
        names = (f"{_STORIES}{number}.json" for number in count())
        return [row for content in _while_there(self.contents, names) for row in decoder.decode(content)]


def compose_files(
    entries: Mapping[str, str], rows: Sequence[Row], lists: SearchLists, before: IndexFiles | None = None
) -> IndexFiles:
    """Compose the files of an index from the entries of terms, the rows of stories, and the lists of the catalogue.

    `before` has the files of an index that may be much the same: it saves time and changes nothing.
    """
    files = IndexFiles()
    before = before or IndexFiles()
    shards = {
        prefix: files.add(f"{_TERMS}{shard_name(prefix)}.json", encode_json(terms), before)
        for prefix, terms in split_shards(entries).items()
    }
    versions = [
        files.add(f"{_STORIES}{number}.json", b"[" + b",".join(rows[start : start + BLOCK]) + b"]", before)
        for number, start in enumerate(range(0, len(rows), BLOCK))
    ]
    catalogue = {
        "format": FORMAT,
        "count": len(rows),
        "block": BLOCK,
        "topics": lists.topics,
        "providers": lists.providers,
        "spans": lists.spans,
        "years": lists.years,
        "shards": shards,
        "blocks": "".join(versions),
    }
    files.add(f"{FOLDER}index.json", encode_json(catalogue), before)
    return files


def _while_there(contents: Mapping[str, bytes], names: Iterator[str]) -> Iterator[bytes]:
    for name in names:
        if name not in contents:
            return
        yield contents[name]
