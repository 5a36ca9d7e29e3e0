"""The web app manifest (W3C Web Application Manifest): name, colours and icons for a phone's home screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.edition import Edition
from generator.pages.page import Page
from generator.pages.views import ManifestView

_SHORT = 12  # what phones show under an icon


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/manifest.webmanifest`."""
    settings = edition.settings
    view = ManifestView(settings.title, _shorten_name(settings.title), settings.description or settings.tagline)
    yield Page("manifest.webmanifest", "feeds/manifest.webmanifest", view)


def _shorten_name(name: str) -> str:
    """Give the first words of a name that fit under an icon; a long first word is left whole, phones cut it."""
    words = name.split()
    short = words[0] if words else name
    for word in words[1:]:
        if len(f"{short} {word}") > _SHORT:
            break
        short = f"{short} {word}"
    return short.rstrip(" &-–—:,")
