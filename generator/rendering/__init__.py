"""Pages to bytes: the theme, static files, Markdown and templates.

What draws (`render`, `markdown`, `snapshot`) is imported from its own module: a build in which nothing has changed
then loads neither Jinja nor the Markdown parser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.exports import export_later

if TYPE_CHECKING:
    from generator.rendering.assets import build_assets
    from generator.rendering.closure import Closure, digest_registries, drop_layout_settings
    from generator.rendering.closures import digest_closures
    from generator.rendering.site_links import check_navigation, check_site_links
    from generator.rendering.static_files import Assets, StaticFile, read_static
    from generator.rendering.theme import Theme, builtin_theme, find_theme

__all__ = [
    "Assets",
    "Closure",
    "StaticFile",
    "Theme",
    "build_assets",
    "builtin_theme",
    "check_navigation",
    "check_site_links",
    "digest_closures",
    "digest_registries",
    "drop_layout_settings",
    "find_theme",
    "read_static",
]

__getattr__ = export_later(
    __name__,
    {
        "Assets": "static_files",
        "Closure": "closure",
        "StaticFile": "static_files",
        "Theme": "theme",
        "build_assets": "assets",
        "builtin_theme": "theme",
        "check_navigation": "site_links",
        "check_site_links": "site_links",
        "digest_closures": "closures",
        "digest_registries": "closure",
        "drop_layout_settings": "closure",
        "find_theme": "theme",
        "read_static": "static_files",
    },
)
