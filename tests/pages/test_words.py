from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.pages.words import build_words, format_rfc822, format_rfc3339
from tests.stories import settings

MOMENT = datetime(2023, 9, 2, 16, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "zone", "text", "full", "heading", "first_weekday"),
    [
        ("en-GB", "UTC", "2 Sept 2023", "2 Sept 2023, 16:03", "Saturday, 2 September 2023", "Monday"),
        ("en-US", "UTC", "Sep 2, 2023", "Sep 2, 2023, 4:03\u202fPM", "Saturday, September 2, 2023", "Sunday"),
        ("de", "Europe/Berlin", "02.09.2023", "02.09.2023, 18:03", "Samstag, 2. September 2023", "Montag"),
        ("ja", "Asia/Tokyo", "2023/09/03", "2023/09/03, 1:03", "2023年9月3日日曜日", "月曜日"),
    ],
)
def test_dates_are_in_the_words_of_the_locale(
    locale: str, zone: str, text: str, full: str, heading: str, first_weekday: str
) -> None:
    words = build_words(settings(locale=locale, timezone=zone))
    time = words.time(MOMENT)
    assert (time.text, time.full) == (text, full)
    assert words.full_date(words.local(MOMENT).date()) == heading
    assert words.weekdays()[0][1] == first_weekday


def test_days_are_of_the_time_zones_that_come_with_the_package(tmp_path: Path) -> None:
    """A machine whose own database says otherwise gives the same days."""
    script = """
import zoneinfo, datetime
from tests.stories import settings, story, digest
from generator.pages.words import build_words
site = settings(timezone="America/New_York")
print(build_words(site).zone.utcoffset(datetime.datetime(2024, 1, 1)))
print(digest([story("a", "2024-05-01T02:00")], site=site).days[0].date)
"""
    wrong = tmp_path / "America" / "New_York"
    wrong.parent.mkdir()
    wrong.write_bytes(resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes())
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["-1 day, 19:00:00", "2024-04-30"]


def test_moments_for_machines_are_utc_whatever_the_zone() -> None:
    words = build_words(settings(timezone="Asia/Tokyo"))
    assert words.time(MOMENT).iso == format_rfc3339(MOMENT) == "2023-09-02T16:03:00Z"
    assert format_rfc822(MOMENT) == "Sat, 02 Sep 2023 16:03:00 +0000"
    assert format_rfc3339(datetime(33, 4, 3, tzinfo=UTC)) == "0033-04-03T00:00:00Z"
    assert format_rfc3339(MOMENT.replace(microsecond=5)) == "2023-09-02T16:03:00Z"
    assert format_rfc3339(MOMENT.astimezone(ZoneInfo("Asia/Kathmandu"))) == "2023-09-02T16:03:00Z"


@pytest.mark.parametrize(
    ("count", "stories", "sources"),
    [(0, "no stories yet", ""), (1, "1 story", "1 source"), (12, "12 stories", "12 sources"),
     (1204, "1,204 stories", "1,204 sources")],
)  # fmt: skip
def test_counts(count: int, stories: str, sources: str) -> None:
    words = build_words(settings())
    assert (words.stories(count), words.sources(count)) == (stories, sources)


def test_months_stand_alone_and_with_their_year() -> None:
    words = build_words(settings(locale="en"))
    assert (words.month(2024, 2), words.month_name(2)) == ("February 2024", "February")
    assert words.short_date(date(2024, 2, 29)) == "Feb 29, 2024"
