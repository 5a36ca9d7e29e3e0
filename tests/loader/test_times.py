from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.loader.times import format_time, parse_time
from generator.zones import find_zone, zone_names

PARIS = find_zone("Europe/Paris")
UTC_ZONE = find_zone("UTC")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-09-02T16:03:00Z", "2023-09-02T16:03:00Z"),
        ("2023-09-02t16:03:00z", "2023-09-02T16:03:00Z"),
        ("  2023-09-02T16:03:00Z  ", "2023-09-02T16:03:00Z"),
        ("2023-09-02T16:03:00+02:00", "2023-09-02T14:03:00Z"),
        ("2023-09-02T16:03:00-0330", "2023-09-02T19:33:00Z"),
        ("2023-09-02 16:03:00 +2", "2023-09-02T14:03:00Z"),
        ("2023-09-02T16:03:00-00:00", "2023-09-02T16:03:00Z"),
        ("2023-09-02T16:03:00.5Z", "2023-09-02T16:03:00.500000Z"),
        ("2023-09-02T16:03:00.123456789Z", "2023-09-02T16:03:00.123456Z"),
        ("2023-09-02T16:03Z", "2023-09-02T16:03:00Z"),
        ("2001-1-2 3:04:05 Z", "2001-01-02T03:04:05Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        # without a zone: the site's
        ("2023-09-02T16:03:00", "2023-09-02T14:03:00Z"),
        ("2023-12-02 16:03", "2023-12-02T15:03:00Z"),
        ("2023-09-02", "2023-09-01T22:00:00Z"),
        # 02:30 does not exist on this day, and happens twice on that one (the earlier counts)
        ("2024-03-31T02:30:00", "2024-03-31T01:30:00Z"),
        ("2024-10-27T02:30:00", "2024-10-27T00:30:00Z"),
        ("0001-01-02T00:00:00Z", "0001-01-02T00:00:00Z"),
        ("9999-12-30T23:59:59Z", "9999-12-30T23:59:59Z"),
    ],
)
def test_date_times(text: str, expected: str) -> None:
    moment = parse_time(text, PARIS)
    assert moment is not None
    assert moment.tzinfo is UTC
    assert format_time(moment) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "2023", "2023-13-02", "2023-02-29", "2023-00-01", "2023-09-32", "0000-01-01", "10000-01-01", "20230902",
        "2023-09-02T", "2023-09-02T16", "2023-09-02T24:00:00Z", "2023-09-02T16:60:00Z", "2023-09-02T16:03:61Z",
        "2023-09-02T16:03:00+24:00", "2023-09-02T16:03:00+02:60", "2023-09-02T16:03:00 CET", "2023-09-02Z",
        "2023/09/02", "02.09.2023", "2 September 2023", "yesterday", "٢٠٢٣-٠٩-٠٢", "2023-09-02T16:03:00Z\n2",
        "0001-01-01T00:00:00+14:00", "0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T12:00:00Z",
        "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:60Z",
    ],
)  # fmt: skip
def test_not_date_times(text: str) -> None:
    assert parse_time(text, PARIS) is None


@given(st.text(alphabet="0123456789-+:.TtZz ", max_size=30), st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]))
def test_no_text_breaks_it_and_every_moment_can_be_shown_anywhere(text: str, zone: str) -> None:
    moment = parse_time(text, find_zone(zone))
    if moment is not None:
        assert (
            moment.astimezone(find_zone("Pacific/Kiritimati")) == moment == moment.astimezone(find_zone("Etc/GMT+12"))
        )


@given(st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)))  # noqa: DTZ001 - a zone is added
def test_what_is_written_is_read(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    assert parse_time(format_time(moment), PARIS) == moment
    assert parse_time(moment.astimezone(PARIS).isoformat(), UTC_ZONE) == moment or moment.year < 1912


def test_zones_come_from_the_packaged_database() -> None:
    assert {"UTC", "Europe/Paris", "America/Argentina/Buenos_Aires"} <= zone_names()
    assert isinstance(PARIS, ZoneInfo)
    assert PARIS.key == "Europe/Paris"
    for name in ("", "localtime", "../zones", "/etc/localtime", "europe/paris", "Europe"):
        with pytest.raises(KeyError):
            find_zone(name)
