"""Coverage elsewhere: an article's own `related` entries, each story once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from generator.model import Article, Related
from generator.urls import url_key


class Coverage(msgspec.Struct, frozen=True, gc=False):
    """One entry of coverage; `story` is the article of this site that it points to, if it is one of ours."""

    related: Related
    story: Article | None = None


def index_urls(articles: Sequence[Article]) -> dict[str, Article]:
    """Map each article's URLs to it by `url_key`, given newest first; of two with one URL the older owns it."""
    owners: dict[str, Article] = {}
    for article in reversed(articles):
        for url in (article.web_url, article.original_url, article.amp_url):
            if url:
                owners.setdefault(url_key(url), article)
    return owners


def build_coverage(article: Article, owners: Mapping[str, Article], order: str) -> tuple[Coverage, ...]:
    """Give the coverage of an article without repeats, in order (`newest` or `best`).

    Two entries with one `url_key` are one, and so are two that lead to the same article of this
    site; an entry that is the article itself is left out.
    """
    if not article.related:
        return ()
    urls = (article.web_url, article.original_url, article.amp_url, article.cdn_amp_url)
    seen = {url_key(url) for url in urls if url} | {article.path}
    found: list[Coverage] = []
    for related in article.related:
        key = url_key(related.web_url)
        story = owners.get(key)
        path = story.path if story else key
        if key not in seen and path not in seen:
            found.append(Coverage(related, story))
        seen.add(key)
        seen.add(path)
    return tuple(sorted(found, key=_by_quality if order == "best" else _by_time))


def _by_time(item: Coverage) -> tuple[float, int]:
    published = item.related.published_at
    return -published.timestamp() if published else float("inf"), -item.related.quality


def _by_quality(item: Coverage) -> tuple[int, float]:
    return -item.related.quality, _by_time(item)[0]
