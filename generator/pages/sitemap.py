"""Sitemaps: every page that search engines may list (sitemaps.org protocol 0.9), and the latest news.

News: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice, takewhile

from generator.computed import Later
from generator.model import Article
from generator.pages.edition import Edition
from generator.pages.map_views import NewsMapView, SitemapIndexView, SitemapView
from generator.pages.page import Page
from generator.pages.words import format_rfc3339

PATH = "sitemap.xml"
NEWS_PATH = "news-sitemap.xml"
PART = 40_000
"""Addresses in one sitemap; the protocol allows 50,000 and 50 MB."""
_NEWS_SPAN = timedelta(days=2)
_NEWS_LIMIT = 1_000
_CHINESE = {"Hans": "zh-cn", "Hant": "zh-tw"}  # what news sitemaps call them; all others by ISO 639 alone


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/sitemap.xml` with all listed pages planned before it, whole or in parts, and `/news-sitemap.xml`."""
    if edition.touched is None:  # else all addresses and times are as they were, and nothing else is in it
        yield from _plan_maps(edition, [page for page in planned if page.listed])
    news = select_news(edition)
    if news:
        yield Page(NEWS_PATH, "feeds/news_sitemap.xml", Later(_build_news, edition, news))


def _plan_maps(edition: Edition, listed: Sequence[Page]) -> Iterable[Page]:
    if len(listed) <= PART:
        view, key = Later(_build_part, edition, listed), Later(_build_key, edition, listed)
        yield Page(PATH, "feeds/sitemap.xml", view, planned_key=key)
    else:
        yield from _plan_parts(edition, listed)


def _plan_parts(edition: Edition, listed: Sequence[Page]) -> Iterable[Page]:
    parts: dict[str, Sequence[Page]] = {}
    for number, start in enumerate(range(0, len(listed), PART), 1):
        path = f"sitemap-{number}.xml"
        parts[path] = listed[start : start + PART]
        view, key = Later(_build_part, edition, parts[path]), Later(_build_key, edition, parts[path])
        yield Page(path, "feeds/sitemap.xml", view, planned_key=key)
    yield Page(PATH, "feeds/sitemap_index.xml", Later(_build_index, edition, parts))


def _build_part(edition: Edition, pages: Sequence[Page]) -> SitemapView:
    address = edition.settings.address
    return SitemapView(tuple((address.absolute(page.path), page.changed) for page in pages))


def _build_key(edition: Edition, pages: Sequence[Page]) -> bytes:
    # Times are those of stories, and which stories a page has, they say themselves: to find out all times takes longer.
    return edition.key(edition.digest.articles, [page.path for page in pages])


def _build_index(edition: Edition, parts: Mapping[str, Sequence[Page]]) -> SitemapIndexView:
    address = edition.settings.address
    return SitemapIndexView(
        tuple((address.absolute(path), max(page.changed for page in pages)) for path, pages in parts.items())
    )


def select_news(edition: Edition) -> Sequence[Article]:
    """Give the stories of the last two days, counted from the newest one, at most a thousand of them."""
    shown = (article for article in edition.digest.articles if not article.hold)
    newest = next(shown, None)
    if newest is None:
        return []
    # A difference, for nothing is two days older than a story of the first day of the year 1.
    recent = takewhile(lambda each: newest.published_at - each.published_at <= _NEWS_SPAN, shown)
    return [newest, *islice(recent, _NEWS_LIMIT - 1)]


def _build_news(edition: Edition, news: Sequence[Article]) -> NewsMapView:
    locale, address = edition.words.locale, edition.settings.address
    script = locale.script or ("Hant" if locale.territory in {"TW", "HK", "MO"} else "Hans")
    return NewsMapView(
        name=edition.settings.title,
        language=_CHINESE.get(script, "zh-cn") if locale.language == "zh" else locale.language,
        entries=tuple((address.absolute(each.path), format_rfc3339(each.published_at), each.title) for each in news),
    )
