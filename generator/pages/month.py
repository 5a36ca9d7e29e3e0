"""A month of the archive: its calendar, and each day's headlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.indexer.days import Day, Month
from generator.indexer.story_list import join_stories
from generator.model import Article
from generator.pages.calendar import archive_trail, build_month, month_path
from generator.pages.edition import Edition
from generator.pages.page import Page, last_change
from generator.pages.parts import Link
from generator.pages.structured import describe_list
from generator.pages.views import MonthView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/archive/{year}/{month}/` of every month with a story."""
    months = [month for year in edition.digest.years for month in year.months]
    for number, month in enumerate(months):
        if not edition.may_differ(_stories(month)):
            continue
        newer = months[number - 1] if number else None
        older = months[number + 1] if number + 1 < len(months) else None
        around = (edition, month, newer, older)
        changed = last_change(_stories(month))
        path = month_path(month.year, month.number)
        yield Page(path, "pages/month.html", Later(_build_view, *around), changed, True, Later(_build_key, *around))


def _stories(month: Month) -> Sequence[Article]:
    return join_stories(day.articles for day in month.days)


def _build_key(edition: Edition, month: Month, newer: Month | None, older: Month | None) -> bytes:
    return edition.key(_stories(month), *(each and (each.year, each.number) for each in (month, newer, older)))


def _build_view(edition: Edition, month: Month, newer: Month | None, older: Month | None) -> MonthView:
    path, title = month_path(month.year, month.number), edition.words.month(month.year, month.number)
    return MonthView(
        head=edition.head(
            path,
            title,
            f"All stories of {title}",
            section="archive/",
            structured=describe_list(edition.settings, title, archive_trail(edition, month.year, month.number)),
        ),
        title=title,
        count_text=edition.words.stories(month.count),
        weekdays=edition.words.weekdays(),
        month=build_month(edition, month),
        days=tuple(_headlines(edition, day) for day in month.days),
        newer=_link(edition, newer) if newer else None,
        older=_link(edition, older) if older else None,
        up=Link(str(month.year), edition.href(f"archive/{month.year:04d}/")),
    )


def _link(edition: Edition, month: Month) -> Link:
    return Link(edition.words.month(month.year, month.number), edition.href(month_path(month.year, month.number)))


def _headlines(edition: Edition, day: Day) -> tuple[Link, str, tuple[Link, ...]]:
    return (
        edition.days[day.date],
        edition.words.stories(len(day.articles)),
        tuple(Link(article.title, edition.href(article.path)) for article in day.articles),
    )
