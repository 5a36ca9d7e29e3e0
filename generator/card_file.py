"""The cards of the last build, kept in the cache folder: where a template changes and no story does, none is drawn up.

A card holds where its story has the same key and what no key tells of is the same: settings, registries, static files.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from generator.indexer.story_list import sources_of
from generator.kept import read_decoded, write_kept
from generator.pages import Edition
from generator.pages.parts import Card
from generator.plan_file import sign_marks
from generator.rendering import digest_registries

CARDS_FILE = "cards.bin"
"""The cards' file in the cache folder."""

_DECODER = msgspec.msgpack.Decoder(dict[str, tuple[bytes, Card]])
"""Of cards by the stories' paths, each with the story's key."""


def read_cards(cache: Path, edition: Edition) -> dict[str, Card]:
    """Give those cards in a cache folder, by their stories' paths, that are as this edition would draw them up."""
    cards = read_decoded(cache / CARDS_FILE, _purpose(edition), _DECODER)
    if cards is None:
        return {}
    wanted = _keys_by_path(edition)
    return {path: card for path, (key, card) in cards.items() if wanted.get(path) == key}


def keep_cards(cache: Path, edition: Edition) -> None:
    """Keep the cards of all stories."""
    cards = {path: (key, edition.cards[path]) for path, key in _keys_by_path(edition).items()}
    try:
        payload = msgspec.msgpack.encode(cards)
    except UnicodeEncodeError:  # a text that is not Unicode
        (cache / CARDS_FILE).unlink(missing_ok=True)
        return
    write_kept(cache / CARDS_FILE, _purpose(edition), payload)


def _purpose(edition: Edition) -> bytes:
    """Name what all cards hang on besides their stories."""
    ground = digest_registries(edition.settings, edition.digest) + sign_marks(edition)
    return f"Broadsheet cards 2 {ground.hex()}\n".encode()


def _keys_by_path(edition: Edition) -> dict[str, bytes]:
    keys, digest = edition.story_keys, edition.digest
    return {path: keys[source] for path, source in zip(digest.by_path, sources_of(digest.articles), strict=True)}
