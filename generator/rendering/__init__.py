"""Pages to bytes: the theme, static files, Markdown and templates."""

from __future__ import annotations

from generator.rendering.assets import Assets, StaticFile, build_assets, read_static
from generator.rendering.closure import digest_closure, digest_code
from generator.rendering.markdown import markdown_pictures
from generator.rendering.render import Renderer, render_pages
from generator.rendering.site_links import check_navigation, check_site_links
from generator.rendering.snapshot import TemplateFile, TemplateSnapshot, read_templates
from generator.rendering.theme import Theme, builtin_theme, find_theme

__all__ = [
    "Assets",
    "Renderer",
    "StaticFile",
    "TemplateFile",
    "TemplateSnapshot",
    "Theme",
    "build_assets",
    "builtin_theme",
    "check_navigation",
    "check_site_links",
    "digest_closure",
    "digest_code",
    "find_theme",
    "markdown_pictures",
    "read_static",
    "read_templates",
    "render_pages",
]
