"""A day's digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.indexer.days import Day
from generator.pages.calendar import archive_trail, month_path
from generator.pages.edition import Edition, day_path
from generator.pages.page import Page, last_change
from generator.pages.parts import Link
from generator.pages.structured import describe_list
from generator.pages.views import DayView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/archive/{year}/{month}/{day}/` of every day with a story."""
    days = edition.digest.days
    for number, day in enumerate(days):
        if not edition.may_differ(day.articles):
            continue
        newer = days[number - 1] if number else None
        older = days[number + 1] if number + 1 < len(days) else None
        around = (edition, day, newer, older)
        listed = len(day.articles) >= edition.settings.index_from
        yield Page(
            day_path(day.date),
            "pages/day.html",
            Later(_build_view, *around),
            last_change(day.articles),
            listed,
            Later(_build_key, *around),
        )


def _build_key(edition: Edition, day: Day, newer: Day | None, older: Day | None) -> bytes:
    return edition.key(day.articles, *(each and each.date.toordinal() for each in (day, newer, older)))


def _build_view(edition: Edition, day: Day, newer: Day | None, older: Day | None) -> DayView:
    words, settings = edition.words, edition.settings
    cards = edition.cards_of(day.articles)
    path, title = day_path(day.date), edition.days[day.date].text
    trail = [*archive_trail(edition, day.date.year, day.date.month), (title, path)]
    return DayView(
        head=edition.head(
            path,
            title,
            f"The news of {title}",
            indexed=len(day.articles) >= settings.index_from,
            section="archive/",
            structured=describe_list(settings, title, trail, cards),
        ),
        title=title,
        iso=day.date.isoformat(),
        count_text=words.stories(len(day.articles)),
        cards=cards,
        newer=edition.days[newer.date] if newer else None,
        older=edition.days[older.date] if older else None,
        up=Link(
            words.month(day.date.year, day.date.month),
            edition.href(month_path(day.date.year, day.date.month)),
        ),
    )
