"""The one order of stories: newest first, ties by higher heat, then by stem."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from generator.model import Article

_published_at = attrgetter("published_at")


def sort_newest_first(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Order articles newest first; equal times by higher heat, then by stem, then by category."""
    by_time = sorted(articles, key=_published_at, reverse=True)
    ordered: list[Article] = []
    for _, group in groupby(by_time, key=_published_at):
        alike = list(group)  # nearly always one
        ordered += sorted(alike, key=_by_name) if len(alike) > 1 else alike
    return tuple(ordered)


def _by_name(article: Article) -> tuple[int, str, str]:
    return -article.heat, article.stem, article.category
