"""The one order of stories: newest first, ties by higher heat, then by stem."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Article


def sort_newest_first(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Order articles newest first; equal times by higher heat, then by stem, then by category."""
    by_name = sorted(articles, key=lambda article: (-article.heat, article.stem, article.category))
    return tuple(sorted(by_name, key=lambda article: article.published_at, reverse=True))
