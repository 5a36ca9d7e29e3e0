"""A year of the archive, as calendars of its months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.indexer.days import Year
from generator.pages.calendar import archive_trail, build_month
from generator.pages.edition import Edition
from generator.pages.page import Page, last_change
from generator.pages.parts import Link
from generator.pages.structured import describe_list
from generator.pages.views import YearView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/archive/{year}/` of every year with a story."""
    years = edition.digest.years

    def link(year: Year) -> Link:
        return Link(str(year.number), edition.href(f"archive/{year.number:04d}/"))

    for number, year in enumerate(years):
        path, title = f"archive/{year.number:04d}/", f"{year.number}"
        stories = [article for month in year.months for day in month.days for article in day.articles]
        view = YearView(
            head=edition.head(
                path,
                title,
                f"All stories of {title}",
                section="archive/",
                structured=describe_list(edition.settings, title, archive_trail(edition, year.number)),
            ),
            title=title,
            count_text=edition.words.stories(year.count),
            weekdays=edition.words.weekdays(),
            months=tuple(build_month(edition, month) for month in reversed(year.months)),
            newer=link(years[number - 1]) if number else None,
            older=link(years[number + 1]) if number + 1 < len(years) else None,
            up=Link("Archive", edition.href("archive/")),
        )
        yield Page(path, "pages/year.html", view, last_change(stories), listed=True)
