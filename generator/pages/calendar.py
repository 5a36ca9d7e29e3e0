"""Months as calendars, for the archive's pages."""

from __future__ import annotations

from calendar import Calendar
from datetime import date

from generator.indexer.days import Month
from generator.pages.edition import Edition
from generator.pages.parts import Count
from generator.pages.views import ArchiveDay, ArchiveMonth


def month_path(year: int, month: int) -> str:
    """Give the address of a month inside the site."""
    return f"archive/{year:04d}/{month:02d}/"


def archive_trail(edition: Edition, year: int, month: int = 0) -> list[tuple[str, str]]:
    """Give the steps from the archive to a year, or to one of its months (1 to 12), as names and paths."""
    trail = [("Archive", "archive/"), (str(year), f"archive/{year:04d}/")]
    return [*trail, (edition.words.month(year, month), month_path(year, month))] if month else trail


def build_month(edition: Edition, month: Month) -> ArchiveMonth:
    """Lay a month out in weeks, from the locale's first day of the week on."""
    counts = {day.date: len(day.articles) for day in month.days}
    # By number, not by date: the first and the last week of the calendar reach beyond its years.
    weeks = Calendar(edition.words.locale.first_week_day).monthdayscalendar(month.year, month.number)

    def cell(number: int) -> ArchiveDay:
        if not number:
            return ArchiveDay(0, "", "", "", 0, blank=True)
        day = date(month.year, month.number, number)
        count = counts.get(day, 0)
        href = edition.days[day].href if count else ""
        label = f"{edition.words.short_date(day)}: {edition.words.stories(count)}"
        return ArchiveDay(number, day.isoformat(), href, label, count)

    return ArchiveMonth(
        text=edition.words.month(month.year, month.number),
        href=edition.href(month_path(month.year, month.number)),
        count=month.count,
        count_text=edition.words.stories(month.count),
        weeks=tuple(tuple(cell(number) for number in week) for week in weeks),
    )


def count_month(edition: Edition, month: Month) -> Count:
    """Give a month's line in a list, by its name alone."""
    return Count(
        text=edition.words.month_name(month.number),
        href=edition.href(month_path(month.year, month.number)),
        count=month.count,
        count_text=edition.words.stories(month.count),
    )
