"""Date-times as people and pipelines write them, to moments in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_DATE_TIME = re.compile(
    r"""(?x)
    ([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})
    (?: (?:[Tt]|[ \t]+) ([0-9]{1,2}):([0-9]{2}) (?: :([0-9]{2}) (?:[.,]([0-9]*))? )?
        (?: [ \t]* ([Zz] | [-+][0-9]{1,2}(?: :?[0-9]{2})?) )?
    )? \Z"""
)
# The form that pipelines write, of any moment that is one: read five times as fast.
_COMMON = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\Z")
# One day inside the calendar that `datetime` has, so that every moment can be shown in every zone.
_FIRST = datetime(1, 1, 2, tzinfo=UTC)
_LAST = datetime(9999, 12, 30, 23, 59, 59, 999_999, tzinfo=UTC)


def parse_time(text: str, zone: ZoneInfo) -> datetime | None:
    """Give the moment of a date-time in UTC, or None where the text is no possible one.

    Forms: RFC 3339, section 5.6, and those of YAML 1.1's timestamp type: a space for the `T`, one-digit
    months, days and hours, no seconds, a fraction of any length, an offset of hours alone.  Without an
    offset it is the time of `zone`: the earlier one where clocks go back, and counted from before the
    gap where they go forward.  A bare date is its midnight.  A leap second is the second after it.
    """
    if _COMMON.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:  # a day that its month does not have
            return None
    match = _DATE_TIME.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    leap = second == "60"
    micro = int((fraction or "")[:6].ljust(6, "0"))
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), 59 if leap else int(second or 0),
            0 if leap else micro, tzinfo=_parse_offset(offset) if offset else zone,
        )  # fmt: skip
        moment = local.astimezone(UTC) + timedelta(seconds=leap)
    except (ValueError, OverflowError):
        return None
    return moment if _FIRST <= moment <= _LAST else None


def _parse_offset(text: str) -> timezone:
    """Read `Z`, `+02:00`, `+0200` or `+2`; raises `ValueError` for one that no clock has."""
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 23 or minutes > 59:
        raise ValueError(f"not an offset: {text}")
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if text[0] == "-" else size)


def format_time(moment: datetime) -> str:
    """Write a moment in UTC as RFC 3339, with a fraction only where it has one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
