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
    """What all cards hang on besides their stories; and the cards by the stories' paths, each with the story's key.

    They stay packed until it is known that the ground is the same.
    """

    ground: bytes
    cards: msgspec.Raw


_DECODER = msgspec.msgpack.Decoder(KeptCards)
_CARDS_DECODER = msgspec.msgpack.Decoder(dict[str, tuple[bytes, Card]])


def read_cards(cache: Path, edition: Edition) -> dict[str, Card]:
    """Give those cards in a cache folder, by their stories' paths, that are as this edition would draw them up."""
    payload = read_kept(cache / CARDS_FILE, _PURPOSE)
    if payload is None:
        return {}
    try:
        kept = _DECODER.decode(payload)
        cards = _CARDS_DECODER.decode(kept.cards) if kept.ground == _sign_ground(edition) else {}
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    wanted = _keys_by_path(edition)
    return {path: card for path, (key, card) in cards.items() if wanted.get(path) == key}


def keep_cards(cache: Path, edition: Edition) -> None:
    """Keep the cards of all stories."""
    cards = {path: (key, edition.cards[path]) for path, key in _keys_by_path(edition).items()}
    try:
        packed = msgspec.Raw(msgspec.msgpack.encode(cards))
    except UnicodeEncodeError:  # a text that is not Unicode
        (cache / CARDS_FILE).unlink(missing_ok=True)
        return
    write_kept(cache / CARDS_FILE, _PURPOSE, msgspec.msgpack.encode(KeptCards(_sign_ground(edition), packed)))


def _sign_ground(edition: Edition) -> bytes:
    return digest_registries(edition.settings, edition.digest) + sign_marks(edition)


def _keys_by_path(edition: Edition) -> dict[str, bytes]:
    keys, digest = edition.story_keys, edition.digest
    return {path: keys[source] for path, source in zip(digest.by_path, sources_of(digest.articles), strict=True)}
