"""The cards of the last build, kept in the cache folder: where a template changes and no story does, none is drawn up.

A card holds where its story has the same key and what no key tells of is the same: settings, registries, static files.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from generator.indexer.story_list import sources_of
from generator.kept import read_kept, write_kept
from generator.pages import Edition
from generator.pages.parts import Card
from generator.plan_file import sign_marks
from generator.rendering import digest_registries

CARDS_FILE = "cards.bin"
"""The cards' file in the cache folder."""
_PURPOSE = b"Broadsheet cards 1\n"


class KeptCards(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Cards by the paths of their stories, each with the story's key, and what all of them hang on besides."""

    ground: bytes
    cards: dict[str, tuple[bytes, Card]]


_DECODER = msgspec.msgpack.Decoder(KeptCards)


def read_cards(cache: Path, edition: Edition) -> dict[str, Card]:
    """Give those cards in a cache folder, by their stories' paths, that are as this edition would draw them up."""
    kept = _read(cache)
    if kept is None or kept.ground != _sign_ground(edition):
        return {}
    wanted = _keys_by_path(edition)
    return {path: card for path, (key, card) in kept.cards.items() if wanted.get(path) == key}


def keep_cards(cache: Path, edition: Edition) -> None:
    """Keep the cards of all stories."""
    keys = _keys_by_path(edition)
    cards = KeptCards(_sign_ground(edition), {path: (key, edition.cards[path]) for path, key in keys.items()})
    try:
        payload = msgspec.msgpack.encode(cards)
    except UnicodeEncodeError:  # a text that is not Unicode
        (cache / CARDS_FILE).unlink(missing_ok=True)
        return
    write_kept(cache / CARDS_FILE, _PURPOSE, payload)


def _read(cache: Path) -> KeptCards | None:
    payload = read_kept(cache / CARDS_FILE, _PURPOSE)
    try:
        return None if payload is None else _DECODER.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _sign_ground(edition: Edition) -> bytes:
    return digest_registries(edition.settings, edition.digest) + sign_marks(edition)


def _keys_by_path(edition: Edition) -> dict[str, bytes]:
    keys, digest = edition.story_keys, edition.digest
    return {path: keys[source] for path, source in zip(digest.by_path, sources_of(digest.articles), strict=True)}
