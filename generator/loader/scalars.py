"""What a scalar without quotes means to YAML: nothing, a truth value, a number or a date-time.

The rules are those of YAML 1.1 and 1.2 together: wherever one of the two would not read a text as
a text, a person is told to put it in quotes.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.loader.source import SEALED
from generator.loader.times import format_time, parse_time
from generator.model import Plain
from generator.text import clean_text

NULLS = frozenset(("", "~", "null", "Null", "NULL"))
"""What stands for an absent value."""
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
FLAGS = {form: flag for word, flag in _WORDS.items() for form in (word, word.capitalize(), word.upper())}
"""What YAML 1.1 takes for a truth value, and which."""
WHOLE = re.compile(r"[-+]?[0-9]+\Z")
"""A whole number in digits."""
DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")
"""A decimal number."""
MAX_DIGITS = 300
"""Digits a whole number may have, so that it can be compared with any decimal one."""

_NUMBER = re.compile(
    r"""(?x) (?:
    [-+]? (?: 0b[01_]+ | 0o[0-7_]+ | 0x[0-9a-fA-F_]+
            | [0-9][0-9_]* (?:\.[0-9_]*)? (?:[eE][-+]?[0-9]+)?
            | \.[0-9][0-9_]* (?:[eE][-+]?[0-9]+)?
            | [0-9][0-9_]* (?::[0-5]?[0-9])+ (?:\.[0-9_]*)?     # base 60: 12:30 is 750
            | \.(?:inf|Inf|INF) )
    | \.(?:nan|NaN|NAN) ) \Z"""
)
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}.*)?\Z")
FIRST_CHARACTERS = frozenset("-+.0123456789ytnofYTNOF")
"""What a text begins with that may be misread."""


def misreads(text: str) -> str:
    """Say what YAML takes a text for if it is written without quotes; empty where that is a text."""
    if text[:1] not in FIRST_CHARACTERS:
        return ""
    if text in FLAGS:
        return "truth value"
    if text[0].isalpha():
        return ""
    if _NUMBER.match(text):
        return "number"
    return "date" if _TIMESTAMP.match(text) else ""


def is_sealed(name: str) -> bool:
    """Tell whether a field of this name is sealed, however it is spelt."""
    return name.strip().casefold() == SEALED


def read_plain(text: str, zone: ZoneInfo) -> Plain:
    """Give the plain value of a scalar without quotes."""
    if text in NULLS:
        return None
    if text in FLAGS:
        return FLAGS[text]
    if WHOLE.match(text) and len(text) <= MAX_DIGITS and not text.lstrip("+-").startswith("0", 0, -1):
        return int(text)
    if DECIMAL.match(text) and "." in text and math.isfinite(float(text)):
        return float(text)
    moment: datetime | None = parse_time(text, zone) if _TIMESTAMP.match(text) else None
    return format_time(moment) if moment else clean_text(text)
