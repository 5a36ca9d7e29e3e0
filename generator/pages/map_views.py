"""What crawlers read: sitemaps and robots.txt.  URLs are absolute, times are W3C date-times."""

from __future__ import annotations

from generator.pages.view import View


class SitemapView(View, frozen=True):
    """A sitemap: URLs, each with its last change or nothing."""

    entries: tuple[tuple[str, str], ...]


class SitemapIndexView(View, frozen=True):
    """A list of sitemaps, each with its last change or nothing."""

    parts: tuple[tuple[str, str], ...]


class NewsMapView(View, frozen=True):
    """A news sitemap: the publication's name and language (ISO 639), and its stories."""

    name: str
    language: str
    entries: tuple[tuple[str, str, str], ...]
    """URL, publication time, title."""


class RobotsView(View, frozen=True):
    """What robots.txt says: where the sitemaps are."""

    sitemaps: tuple[str, ...]
