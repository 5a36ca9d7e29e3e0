"""The plan of the last build, kept in the cache folder for one after which nothing has moved (`generator.amending`).

It holds for one frame and certain contents (`generator.publishing.Signs`), which the ledger of the same build names.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from generator.indexer import KeptDigest, keep_digest
from generator.kept import read_kept, write_kept
from generator.loader import Content
from generator.planning import Site
from generator.rendering import digest_code

PLAN_FILE = "plan.bin"
"""The plan's file in the cache folder."""
KEY = 16
"""Bytes of a key."""


class Plan(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A digest, with its stories' keys in one row, each file's digest by its path, and the static pictures it shows."""

    frame: bytes
    contents: dict[str, bytes]
    digest: KeptDigest
    keys: bytes
    pictures: list[str]

    def story_keys(self) -> dict[str, bytes]:
        """Give each story's key, by its source."""
        keys = self.keys
        return {source: keys[KEY * number : KEY * number + KEY] for number, source in enumerate(self.digest.sources)}


_DECODER = msgspec.msgpack.Decoder(Plan)


def read_plan(cache: Path) -> Plan | None:
    """Read the plan in a cache folder; None where there is none that can be used."""
    kept = read_kept(cache / PLAN_FILE, _purpose())
    try:
        return None if kept is None else _DECODER.decode(kept)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def write_plan(cache: Path, plan: Plan) -> None:
    """Keep a plan; one with a text that is not Unicode is not kept."""
    try:
        payload = msgspec.msgpack.encode(plan)
    except UnicodeEncodeError:
        (cache / PLAN_FILE).unlink(missing_ok=True)
        return
    write_kept(cache / PLAN_FILE, _purpose(), payload)


def keep_plan(site: Site, content: Content, frame: bytes, cache: Path) -> None:
    """Keep the plan of a whole site, planned from some content and of some frame, for a build that amends it."""
    kept = keep_digest(site.edition.digest, content.topics, content.providers)
    keys = join_keys(site.edition.story_keys, kept.sources)
    write_plan(cache, Plan(frame, dict(content.digests), kept, keys, sorted(site.pictures)))


def join_keys(keys: Mapping[str, bytes], sources: list[str]) -> bytes:
    """Give stories' keys in one row, in the order of their sources."""
    return b"".join([keys[source] for source in sources])


def _purpose() -> bytes:
    return f"Broadsheet plan 1 {digest_code().hex()}\n".encode()
