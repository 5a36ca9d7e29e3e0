"""The plan of the last build, kept in the cache folder: its lists hold where nothing has moved, story or ground.

It holds for certain contents of articles' files. On the same ground, a build takes all its lists over
(`generator.planning`); in the same frame, one after a few other words does (`generator.amending`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.digests import digest_facts
from generator.fingerprint import digest_code
from generator.indexer import (
    Digest,
    KeptDigest,
    ListedFeatures,
    Registries,
    Selection,
    find_features,
    keep_digest,
    restore_digest,
)
from generator.kept import read_decoded, write_kept
from generator.loader import Content
from generator.pages import Edition
from generator.publishing import Signs
from generator.rendering import drop_layout_settings

PLAN_FILE = "plan.bin"
"""The plan's file in the cache folder."""
LATER_FILE = "plan-later.bin"
"""What a few words have changed since that file was written: writing it takes longer than all else that they change."""
KEY = 16
"""Bytes of a key."""
_MANY = 500  # stories with other words; then the plan is written again


class Plan(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A digest, with its stories' keys in one row, each file's digest by its path, and the site's static files.

    `frame` is that of the build, and `signed` what it signed of the `contents` (`generator.publishing.Signs`). `ground`
    digests what the lists hang on besides files, and `marks` what the keys do. `hrefs` are those of the static files
    (`generator.rendering.Assets`), and `assets` their names in the site. `rest` is all that was read but the articles;
    None where the file cannot say it.
    """

    frame: bytes
    signed: bytes
    ground: bytes
    marks: bytes
    contents: dict[str, bytes]
    digest: KeptDigest
    keys: bytes
    hrefs: dict[str, str]
    assets: list[str]
    rest: Content | None

    @property
    def identity(self) -> tuple[bytes, ...]:
        """What tells it from the plan of any other site."""
        return self.frame, self.signed, self.ground, self.marks

    def story_keys(self) -> dict[str, bytes]:
        """Give each story's key, by its source."""
        keys = self.keys
        return {source: keys[KEY * number : KEY * number + KEY] for number, source in enumerate(self.digest.sources)}

    def changed_by(self, words: OtherWords) -> Plan:
        """Give the plan as it is with other words."""
        sources, keys, chosen = self.digest.sources, bytearray(self.keys), list(self.digest.chosen)
        for number, key in words.keys.items():
            keys[KEY * number : KEY * number + KEY] = key
        for number, neighbours in words.chosen.items():
            chosen[number] = neighbours
        contents = {**self.contents, **{sources[number]: digest for number, digest in words.contents.items()}}
        digest = replace(self.digest, chosen=chosen)
        return replace(self, signed=words.signed, contents=contents, keys=bytes(keys), digest=digest)


class OtherWords(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a few words change of a plan.

    `signed` is that of all contents as they are then; the digests of files, the keys and the neighbours that are others
    are by the numbers of stories.
    """

    signed: bytes
    contents: dict[int, bytes]
    keys: dict[int, bytes]
    chosen: dict[int, tuple[int, ...]]

    def followed_by(self, words: OtherWords) -> OtherWords:
        """Give what both change, one after the other."""
        contents, keys = {**self.contents, **words.contents}, {**self.keys, **words.keys}
        return OtherWords(words.signed, contents, keys, {**self.chosen, **words.chosen})


_Later = tuple[tuple[bytes, ...], OtherWords]
"""The identity of the plan that was written, and what is other now."""
_DECODER = msgspec.msgpack.Decoder(Plan)
_LATER = msgspec.msgpack.Decoder(_Later)
_REST = msgspec.msgpack.Decoder(Content)


def read_plan(cache: Path) -> Plan | None:
    """Read the plan in a cache folder; None where there is none that can be used."""
    plan = read_decoded(cache / PLAN_FILE, _purpose(), _DECODER)
    later = read_decoded(cache / LATER_FILE, _purpose(), _LATER)
    return plan.changed_by(later[1]) if plan and later and later[0] == plan.identity else plan


def write_plan(cache: Path, plan: Plan) -> None:
    """Keep a plan; one with a text that is not Unicode is not kept."""
    try:
        payload = msgspec.msgpack.encode(plan)
    except UnicodeEncodeError:
        (cache / PLAN_FILE).unlink(missing_ok=True)
        return
    write_kept(cache / PLAN_FILE, _purpose(), payload)
    with suppress(OSError):
        (cache / LATER_FILE).unlink(missing_ok=True)


def amend_plan(cache: Path, plan: Plan, words: OtherWords) -> None:
    """Keep what a few words change of the plan that was read."""
    base, later = plan.identity, read_decoded(cache / LATER_FILE, _purpose(), _LATER)
    if later and replace(plan, signed=later[0][1]).identity == later[0] and later[1].signed == plan.signed:
        base, words = later[0], later[1].followed_by(words)
    if len(words.contents) > _MANY:
        write_plan(cache, plan.changed_by(words))
    else:
        write_kept(cache / LATER_FILE, _purpose(), msgspec.msgpack.encode((base, words)))


def sign_ground(content: Content, selection: Selection) -> bytes:
    """Digest what every list of a site hangs on but the bytes of articles' files: which are shown, and how."""
    settings = replace(drop_layout_settings(content.settings), top=content.settings.top)
    shown = "\0".join([article.source for article in selection.shown])
    held_back = [(article.source, article.hold) for article in selection.shown if article.hold]
    return digest_facts(settings, content.topics, content.providers, shown, held_back)


def sign_marks(edition: Edition) -> bytes:
    """Digest what stories' keys hang on beside the digest."""
    return digest_facts(
        sorted(edition.assets.items()), sorted((path, each.file) for path, each in edition.shares.items())
    )


def sign_keys(content: Content, ground: bytes, edition: Edition) -> bytes:
    """Digest what planned keys of pages hang on besides the bytes of articles' files; `ground` by `sign_ground`."""
    return digest_facts(digest_code(), (ground, sign_marks(edition)), content.settings, content.pages)


def take_over(plan: Plan, content: Content, selection: Selection) -> Digest:
    """Give the digest of a plan that has the same ground and the same contents."""
    stories = {article.source: article for article in selection.shown}
    return restore_digest(
        plan.digest,
        Registries(content.topics, content.providers, content.pages),
        content.settings,
        stories.__getitem__,
        dict(enumerate(plan.digest.chosen)),
        lambda: ListedFeatures(find_features(stories[source]) for source in plan.digest.sources),
    )


def build_plan(content: Content, ground: bytes, edition: Edition, signs: Signs, assets: list[str]) -> Plan:
    """Build the plan of a whole site on its ground (`sign_ground`), of whose static files the names are given."""
    kept, marks = keep_digest(edition.digest, content.topics, content.providers), sign_marks(edition)
    keys = join_keys(edition.story_keys, kept.sources)
    contents, hrefs, rest = dict(content.digests), dict(edition.assets), _find_rest(content)
    return Plan(signs.frame, signs.contents, ground, marks, contents, kept, keys, hrefs, assets, rest)


def renew_plan(plan: Plan, content: Content, edition: Edition, frame: bytes, assets: list[str]) -> Plan:
    """Give the plan of a whole site whose lists were taken over from one."""
    marks, rest = sign_marks(edition), _find_rest(content)
    keys = plan.keys if plan.marks == marks else join_keys(edition.story_keys, plan.digest.sources)
    return replace(plan, frame=frame, marks=marks, keys=keys, hrefs=dict(edition.assets), assets=assets, rest=rest)


def _find_rest(content: Content) -> Content | None:
    """Give content without articles and faults, if it comes back the same: a list of an unknown field would not."""
    rest = replace(content, articles=(), held=(), diagnostics=(), digests={})
    try:
        return rest if _REST.decode(msgspec.msgpack.encode(rest)) == rest else None
    except (msgspec.MsgspecError, UnicodeError, OverflowError):
        return None


def join_keys(keys: Mapping[str, bytes], sources: list[str]) -> bytes:
    """Give stories' keys in one row, in the order of their sources."""
    return b"".join([keys[source] for source in sources])


def _purpose() -> bytes:
    return f"Broadsheet plan 5 {digest_code().hex()}\n".encode()
