"""A day's digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.indexer.days import Day
from generator.pages.calendar import archive_trail, month_path
from generator.pages.edition import Edition, day_path
from generator.pages.page import Page, last_change
from generator.pages.parts import Link
from generator.pages.structured import describe_list
from generator.pages.views import DayView


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/archive/{year}/{month}/{day}/` of every day with a story."""
    days, words = edition.digest.days, edition.words

    def link(day: Day) -> Link:
        return Link(words.full_date(day.date), edition.href(day_path(day.date)))

    for number, day in enumerate(days):
        path, title = day_path(day.date), words.full_date(day.date)
        view = DayView(
            head=edition.head(
                path,
                title,
                f"The news of {title}",
                indexed=len(day.articles) >= edition.settings.index_from,
                section="archive/",
                structured=describe_list(
                    edition.settings,
                    title,
                    [*archive_trail(edition, day.date.year, day.date.month), (title, path)],
                    day.articles,
                ),
            ),
            title=title,
            iso=day.date.isoformat(),
            count_text=words.stories(len(day.articles)),
            cards=edition.cards_of(day.articles),
            newer=link(days[number - 1]) if number else None,
            older=link(days[number + 1]) if number + 1 < len(days) else None,
            up=Link(
                words.month(day.date.year, day.date.month),
                edition.href(month_path(day.date.year, day.date.month)),
            ),
        )
        yield Page(path, "pages/day.html", view, last_change(day.articles), listed=view.head.indexed)
