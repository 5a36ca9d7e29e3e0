"""Days, months and years of the archive, in the site's time zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

import msgspec

from generator.model import Article


class Day(msgspec.Struct, frozen=True):
    """A day on which stories were published, newest first."""

    date: date
    articles: Sequence[Article]


class Month(msgspec.Struct, frozen=True):
    """A month and its days with stories, newest first."""

    year: int
    number: int
    days: tuple[Day, ...]

    @property
    def count(self) -> int:
        """How many stories it has."""
        return sum(len(day.articles) for day in self.days)


class Year(msgspec.Struct, frozen=True):
    """A year and its months with stories, newest first."""

    number: int
    months: tuple[Month, ...]

    @property
    def count(self) -> int:
        """How many stories it has."""
        return sum(month.count for month in self.months)


def build_days(articles: Sequence[Article], zone: ZoneInfo) -> tuple[Day, ...]:
    """Group articles (newest first) by their day in a time zone, newest first."""
    return tuple(
        Day(day, tuple(stories))
        for day, stories in groupby(articles, key=lambda article: article.published_at.astimezone(zone).date())
    )


def build_years(days: Sequence[Day]) -> tuple[Year, ...]:
    """Group days (newest first) by month and year."""
    months = [
        Month(year, number, tuple(group))
        for (year, number), group in groupby(days, key=lambda day: (day.date.year, day.date.month))
    ]
    return tuple(Year(year, tuple(group)) for year, group in groupby(months, key=lambda month: month.year))
