"""A year of the archive, as calendars of its months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.computed import Later
from generator.digests import digest_facts
from generator.indexer.days import Year
from generator.indexer.story_list import join_stories
from generator.pages.calendar import archive_trail, build_month
from generator.pages.edition import Edition
from generator.pages.page import Page, last_change
from generator.pages.parts import Link
from generator.pages.structured import describe_list
from generator.pages.views import YearView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/archive/{year}/` of every year with a story."""
    years = edition.digest.years
    for number, year in enumerate(years):
        newer = years[number - 1] if number else None
        older = years[number + 1] if number + 1 < len(years) else None
        around = (edition, year, newer, older)
        changed = last_change(join_stories(day.articles for month in year.months for day in month.days))
        view, key = Later(_build_view, *around), Later(_build_key, *around)
        yield Page(_path(year), "pages/year.html", view, changed, True, key)


def _build_key(edition: Edition, year: Year, newer: Year | None, older: Year | None) -> bytes:
    counts = [(day.date.toordinal(), len(day.articles)) for month in year.months for day in month.days]
    return digest_facts(counts, *(each and each.number for each in (year, newer, older)))


def _build_view(edition: Edition, year: Year, newer: Year | None, older: Year | None) -> YearView:
    title = str(year.number)
    return YearView(
        head=edition.head(
            _path(year),
            title,
            f"All stories of {title}",
            section="archive/",
            structured=describe_list(edition.settings, title, archive_trail(edition, year.number)),
        ),
        title=title,
        count_text=edition.words.stories(year.count),
        weekdays=edition.words.weekdays(),
        months=tuple(build_month(edition, month) for month in reversed(year.months)),
        newer=_link(edition, newer) if newer else None,
        older=_link(edition, older) if older else None,
        up=Link("Archive", edition.href("archive/")),
    )


def _path(year: Year) -> str:
    return f"archive/{year.number:04d}/"


def _link(edition: Edition, year: Year) -> Link:
    return Link(str(year.number), edition.href(_path(year)))
