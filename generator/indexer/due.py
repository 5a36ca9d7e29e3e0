"""Which articles are shown: the one decision that the clock takes part in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from generator.model import Article, Hold


class Selection(msgspec.Struct, frozen=True):
    """The articles to show, and the ones held back with the reason."""

    shown: Sequence[Article]
    held: tuple[tuple[Article, Hold], ...]


def find_hold(article: Article, now: datetime) -> Hold | None:
    """Tell why an article is held back at the time `now` (aware), or None where it is due."""
    if article.removed:
        return Hold.REMOVED
    if not article.published:
        return Hold.UNPUBLISHED
    if article.expires_at is not None and article.expires_at <= now:
        return Hold.EXPIRED
    if article.published_at > now:
        return Hold.FUTURE
    return None


def select_due(
    articles: Iterable[Article], now: datetime, *, unpublished: bool = False, future: bool = False
) -> Selection:
    """Separate what is shown from what is held back.

    `unpublished` also shows articles that are not published yet, `future` those dated after `now`;
    both are marked with the reason they would be held back for.  What was removed or has expired
    is never shown.
    """
    allowed = {hold for hold, wanted in ((Hold.UNPUBLISHED, unpublished), (Hold.FUTURE, future)) if wanted}
    shown: list[Article] = []
    held: list[tuple[Article, Hold]] = []
    for article in articles:
        hold = find_hold(article, now)
        if hold is None:
            shown.append(article)
            continue
        if not allowed:
            held.append((article, hold))
            continue
        others = {find_hold(article, now), find_hold(replace(article, published=True), now)} - {None}
        if others <= allowed:
            shown.append(replace(article, hold=hold))
        else:
            held.append((article, hold))
    return Selection(tuple(shown), tuple(held))
