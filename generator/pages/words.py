"""Every word that the generator puts on a page by itself: dates and counts by the site's locale, phrases in English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from generator.config import Settings
from generator.pages.parts import TimeView
from generator.zones import find_zone

_write_time = msgspec.json.Encoder().encode  # in quotes; it takes a fifth of the time of `isoformat`


def format_rfc3339(moment: datetime) -> str:
    """Give a moment in UTC as RFC 3339, to the second."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return _write_time(utc)[1:20].decode() + "Z"


def format_rfc822(moment: datetime) -> str:
    """Give a moment in UTC as RSS 2.0 wants it (RFC 822 with a four-digit year), whatever the machine's locale."""
    utc = moment.astimezone(UTC)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[utc.weekday()]
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day}, {utc.day:02d} {names[utc.month - 1]} {utc.year:04d} {utc:%H:%M:%S} +0000"


@dataclass(frozen=True, slots=True)
class Words:
    """Dates and counts in the words of one locale and time zone."""

    locale: Locale
    zone: ZoneInfo
    _dates: dict[date, str] = field(default_factory=dict, repr=False, compare=False)
    _full_dates: dict[date, str] = field(default_factory=dict, repr=False, compare=False)
    _times: dict[tuple[int, int], str] = field(default_factory=dict, repr=False, compare=False)
    _months: dict[tuple[int, int], str] = field(default_factory=dict, repr=False, compare=False)

    def local(self, moment: datetime) -> datetime:
        """Give a moment in the site's time zone."""
        return moment.astimezone(self.zone)

    def time(self, moment: datetime) -> TimeView:
        """Give a moment for `<time>`: the day in words, and the day with the time of day."""
        local = moment.astimezone(self.zone)
        day = self.short_date(local.date())
        key = (local.hour, local.minute)
        time = self._times.get(key)
        if time is None:
            time = self._times[key] = format_time(local.time(), "short", locale=self.locale)
        return TimeView(format_rfc3339(moment), day, f"{day}, {time}")

    def short_date(self, day: date) -> str:
        """Give a date in brief, such as "Sep 2, 2023" in American English."""
        if day not in self._dates:
            self._dates[day] = format_date(day, "medium", locale=self.locale)
        return self._dates[day]

    def full_date(self, day: date) -> str:
        """Give a date in full, such as "Saturday, September 2, 2023" in American English."""
        if day not in self._full_dates:
            self._full_dates[day] = format_date(day, "full", locale=self.locale)
        return self._full_dates[day]

    def month(self, year: int, month: int) -> str:
        """Give a month and its year, such as "September 2023"."""
        key = (year, month)
        if key not in self._months:
            self._months[key] = format_skeleton("yMMMM", date(year, month, 1), locale=self.locale)
        return self._months[key]

    def month_name(self, month: int) -> str:
        """Give the name of a month as it stands alone."""
        name: str = self.locale.months["stand-alone"]["wide"][month]
        return name

    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """Give the names of the days of the week, (short, full), from the locale's first day on."""
        names = self.locale.days["stand-alone"]
        order = [(self.locale.first_week_day + number) % 7 for number in range(7)]
        return tuple((names["short"][day], names["wide"][day]) for day in order)

    def number(self, number: int) -> str:
        """Give a whole number with the locale's grouping."""
        return format_decimal(number, locale=self.locale) if number >= 1000 else str(number)

    def stories(self, count: int) -> str:
        """Count stories: "1 story", "1,204 stories", "no stories yet"."""
        if count == 0:
            return "no stories yet"
        return f"{self.number(count)} {'story' if count == 1 else 'stories'}"

    def sources(self, count: int) -> str:
        """Count coverage elsewhere: "1 source", "12 sources", nothing for none."""
        return f"{self.number(count)} {'source' if count == 1 else 'sources'}" if count else ""


def build_words(settings: Settings) -> Words:
    """Give the words of a site's settings."""
    return Words(Locale.parse(settings.locale, sep="-"), find_zone(settings.timezone))
