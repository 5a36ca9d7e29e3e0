"""Slugs without collisions: every name keeps an address of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from generator.text import fold
from generator.urls import build_slug


class Named(msgspec.Struct, frozen=True):
    """A name that wants an address.

    `slug` is the one it asks for, empty to derive it from the name; `since` is its oldest story's time.
    """

    key: str
    name: str
    slug: str = ""
    since: datetime | None = None


def assign_slugs(names: Iterable[Named]) -> dict[str, str]:
    """Give each key a slug that no other has.

    A slug asked for comes first, then names that read like their slug, then the one whose stories
    began first, so that a newcomer never takes an address away; the others get `-2`, `-3`, ….
    """

    def rank(item: Named) -> tuple[bool, bool, bool, float, str, str]:
        plain = fold(item.name).replace(" ", "-") == build_slug(item.name)
        since = item.since.timestamp() if item.since else 0.0
        return not item.slug, not plain, item.since is None, since, fold(item.name), item.key

    taken: set[str] = set()
    slugs: dict[str, str] = {}
    for item in sorted(names, key=rank):
        wanted = item.slug or build_slug(item.name)
        slug, number = wanted, 1
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        taken.add(slug)
        slugs[item.key] = slug
    return slugs
