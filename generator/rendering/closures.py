"""The closures: all that the pages of a template hang on, whatever their own keys say.

The template and all that it uses, the theme's static files, settings, registries, what all pages share, the libraries
that draw, and our own code. They err on the side of change: where in doubt, a page is drawn again, and only what then
differs is written.

The blocks that a page's template gives to its layout (`layouts.py`) hang on less: neither on the layout nor on what it
alone shows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Set
from hashlib import blake2b
from typing import TYPE_CHECKING

from generator.config import Settings
from generator.fingerprint import framed, read_files
from generator.model import Picture
from generator.rendering.closure import Closure, digest_registries, drop_layout_settings
from generator.rendering.layouts import find_layouts, find_site_facts, mentions, show_static_files
from generator.rendering.template_uses import find_direct_uses, find_reached
from generator.urls import static_path

if TYPE_CHECKING:
    from generator.indexer import Digest
    from generator.pages.parts import SiteView
    from generator.rendering.theme import Theme

_CONTENT_PICTURES = "/pictures/"


def digest_closures(
    theme: Theme, settings: Settings, site: SiteView, digest: Digest, assets: Mapping[str, str]
) -> dict[str, Closure]:
    """Digest what the pages of each template hang on, by the template's name."""
    sources = _read_templates(theme)
    shared = _Shared(sources, settings, site, digest, assets)
    direct = find_direct_uses(sources)
    layouts = find_layouts(sources, direct)
    closures: dict[str, Closure] = {}
    for name in sources:
        whole = shared.digest_page(find_reached(name, direct))
        layout = layouts.get(name)
        closures[name] = Closure(whole, layout.name, shared.digest_blocks(layout.made_by)) if layout else Closure(whole)
    return closures


class _Shared:
    """What templates share, in the form that is digested."""

    def __init__(
        self,
        sources: Mapping[str, bytes],
        settings: Settings,
        site: SiteView,
        digest: Digest,
        assets: Mapping[str, str],
    ) -> None:
        from generator.pages.edition import describe_site  # noqa: PLC0415 - a site that stands needs nothing of it

        self._sources = sources
        self._site = site
        self._about = describe_site(settings)
        self._base = repr(digest_registries(drop_layout_settings(settings), digest))
        logos = _name_logos(digest)
        self._logos = repr(sorted((name, href) for name, href in assets.items() if name in logos))
        self._pictures = repr(sorted(assets.items()))
        self._assets = repr(
            sorted(
                (name, href) for name, href in assets.items() if name in logos or not name.startswith(_CONTENT_PICTURES)
            )
        )

    def digest_page(self, used: Set[str]) -> bytes:
        """Digest what pages hang on that use some templates; a head may say what the site says of itself."""
        sources = [self._sources[name] for name in used]
        about = self._about if mentions(sources, b"head") else ""
        return self._digest(used, self._base, self._find_facts(sources), about, self._find_assets(used))

    def digest_blocks(self, used: Set[str]) -> bytes:
        """Digest what blocks hang on that are made by some templates."""
        sources = [self._sources[name] for name in used]
        assets = self._find_assets(used) if show_static_files(sources) else self._logos
        return self._digest(used, self._base, self._find_facts(sources), assets)

    def _find_facts(self, sources: Iterable[bytes]) -> str:
        """Give what templates may show of `site`."""
        fields = find_site_facts(sources)
        if fields is None:
            return repr(self._site)
        return repr([(name, getattr(self._site, name, None)) for name in sorted(fields)])

    def _find_assets(self, used: Set[str]) -> str:
        """Give the static files that templates may show; a story's own pictures are in its key."""
        is_pictured = any(_CONTENT_PICTURES[1:].encode() in self._sources[name] for name in used)
        return self._pictures if is_pictured else self._assets

    def _digest(self, used: Set[str], *parts: str) -> bytes:
        found = blake2b(digest_size=16)
        for part in (*parts, *(part for name in sorted(used) for part in (name, self._sources[name]))):
            found.update(framed(part))
        return found.digest()


def _read_templates(theme: Theme) -> dict[str, bytes]:
    """Read the templates that count; the first folder that has one of a name wins."""
    sources: dict[str, bytes] = {}
    for folder in reversed(theme.templates):
        sources.update((name.replace(os.sep, "/"), content) for name, content in read_files(folder))
    return sources


def _name_logos(digest: Digest) -> frozenset[str]:
    """Name the static files that registries have for their pictures."""
    logos: list[Picture] = []
    for topic in digest.topics:
        logos.extend(topic.images)
    for entry in digest.registry.by_name.values():
        logos.extend(entry.images)
    return frozenset(static_path(picture.url) for picture in logos)
