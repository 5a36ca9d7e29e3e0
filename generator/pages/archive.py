"""The archive: all years and their months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.pages.calendar import count_month
from generator.pages.edition import Edition
from generator.pages.page import Page, last_change
from generator.pages.structured import describe_list
from generator.pages.views import ArchiveView, ArchiveYear


def plan(edition: Edition, planned: Sequence[Page]) -> Iterable[Page]:
    """Plan `/archive/`."""
    view = ArchiveView(
        head=edition.head(
            "archive/",
            "Archive",
            "All stories by day",
            section="archive/",
            structured=describe_list(edition.settings, "Archive", [("Archive", "archive/")]),
        ),
        title="Archive",
        years=tuple(
            ArchiveYear(
                text=str(year.number),
                href=edition.href(f"archive/{year.number:04d}/"),
                count=year.count,
                count_text=edition.words.stories(year.count),
                months=tuple(count_month(edition, month) for month in year.months),
            )
            for year in edition.digest.years
        ),
    )
    yield Page("archive/", "pages/archive.html", view, last_change(edition.digest.articles), listed=True)
