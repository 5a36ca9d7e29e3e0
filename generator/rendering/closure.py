"""A closure: what the pages of a template hang on, whatever their own keys say; and parts of what it is made of."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from generator.config import Settings
from generator.fingerprint import digest_code, framed

if TYPE_CHECKING:
    from generator.indexer import Digest

LAYOUT_SETTINGS = ("api", "description", "footer", "navigation", "search", "tagline", "top")
"""Settings that pages of one planned key (`Page.planned_key`) show by `site` alone, or in a head without own words."""
_PLAIN = Settings()


class Closure(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the pages of a template hang on: a digest of 16 bytes, another one where any of it differs.

    `layout` names the template that the blocks are set in, and `blocks` digests what these hang on beside their pages'
    keys; both are empty where blocks and layout cannot be told apart.
    """

    whole: bytes
    layout: str = ""
    blocks: bytes = b""

    def has_blocks_of(self, other: Closure | None) -> bool:
        """Tell whether blocks that were kept under another closure hold under this one, if their pages' keys do."""
        return other is not None and self.blocks == other.blocks != b""


def drop_layout_settings(settings: Settings) -> Settings:
    """Give settings without those that only layouts show, and pages whose keys are made of their views."""
    return replace(settings, **{name: getattr(_PLAIN, name) for name in LAYOUT_SETTINGS})


def digest_registries(settings: Settings, digest: Digest) -> bytes:
    """Digest what all that is made of articles hangs on, drawn or not: our code, settings and registries."""
    found = blake2b(digest_code(), digest_size=16)
    entries = [topic.entry for topic in digest.topics if topic.entry]
    registries = (entries, sorted(digest.registry.by_name.items()))
    for value in (settings, registries):
        found.update(framed(repr(value)))
    return found.digest()
