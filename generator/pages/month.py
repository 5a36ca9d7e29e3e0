"""A month of the archive: its calendar, and each day's headlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.indexer.days import Day, Month
from generator.pages.calendar import archive_trail, build_month, month_path
from generator.pages.edition import Edition, day_path
from generator.pages.page import Page, last_change
from generator.pages.parts import Link
from generator.pages.structured import describe_list
from generator.pages.views import MonthView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/archive/{year}/{month}/` of every month with a story."""
    months = [month for year in edition.digest.years for month in year.months]

    def link(month: Month) -> Link:
        return Link(edition.words.month(month.year, month.number), edition.href(month_path(month.year, month.number)))

    for number, month in enumerate(months):
        path, title = month_path(month.year, month.number), edition.words.month(month.year, month.number)
        stories = [article for day in month.days for article in day.articles]
        view = MonthView(
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
            newer=link(months[number - 1]) if number else None,
            older=link(months[number + 1]) if number + 1 < len(months) else None,
            up=Link(str(month.year), edition.href(f"archive/{month.year:04d}/")),
        )
        yield Page(path, "pages/month.html", view, last_change(stories), listed=True)


def _headlines(edition: Edition, day: Day) -> tuple[Link, str, tuple[Link, ...]]:
    return (
        Link(edition.words.full_date(day.date), edition.href(day_path(day.date))),
        edition.words.stories(len(day.articles)),
        tuple(Link(article.title, edition.href(article.path)) for article in day.articles),
    )
