"""Pages to bytes: the theme, static files, Markdown and templates.

What draws (`render`, `markdown`, `snapshot`) is imported from its own module: a build in which nothing has changed
then loads neither Jinja nor the Markdown parser.
"""

from __future__ import annotations

from generator.rendering.assets import Assets, StaticFile, build_assets, read_static
from generator.rendering.closure import digest_closure, digest_code, digest_registries
from generator.rendering.site_links import check_navigation, check_site_links
from generator.rendering.theme import Theme, builtin_theme, find_theme

__all__ = [
    "Assets",
    "StaticFile",
    "Theme",
    "build_assets",
    "builtin_theme",
    "check_navigation",
    "check_site_links",
    "digest_closure",
    "digest_code",
    "digest_registries",
    "find_theme",
    "read_static",
]
