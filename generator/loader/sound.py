"""The fields of a mapping that a fast parser has read, as long as nothing about them needs a second look.

Any doubt (a wrong type, an unknown field, a text that YAML 1.1 and 1.2 read differently, an address that is
refused) raises `DoubtError`, and the file is read again by the slower way, which finds the words for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

import msgspec

from generator.loader.record import Entry, Record
from generator.loader.scalars import FIRST_CHARACTERS, MAX_DIGITS, misreads
from generator.loader.times import parse_time
from generator.model import Plain
from generator.text import clean_line

_LARGEST = 10**MAX_DIGITS
_write = msgspec.msgpack.Encoder().encode


class DoubtError(Exception):
    """Something in a file is not plainly sound."""


class SoundFields:
    """The getters of `Fields` over plain values (`generator.loader.record.Record`)."""

    __slots__ = ("_values", "label")
    scalar_text: str | None = None

    def __init__(self, values: dict[object, object], label: str = "") -> None:
        self._values = values
        self.label = label

    def record(self) -> Record:
        """Give itself."""
        return self

    def name(self, field: str) -> str:
        """Show a field's name in a message."""
        return field

    def has(self, field: str) -> bool:
        """Tell whether a field has a value."""
        value = self._values.get(field)
        return value is not None and value != ""

    def written(self) -> bytes:
        """Give all that is in it, packed."""
        try:
            return _write(self._values)
        except (OverflowError, TypeError, UnicodeEncodeError):  # such as a number of 20 digits
            return b""

    def is_empty(self) -> bool:
        """Tell whether there is no field at all."""
        return not self._values

    def add(self, code: str, field: str, rest: str, hint: str = "") -> NoReturn:
        """Give up."""
        raise DoubtError(code)

    def say(self, code: str, message: str, hint: str = "", at: str = "") -> NoReturn:
        """Give up."""
        raise DoubtError(code)

    def raw(self, field: str) -> str:
        """Give a text as it is written."""
        value = self._values.get(field)
        if value is None:
            return ""
        if type(value) is not str or (value[:1] in FIRST_CHARACTERS and misreads(value)):
            raise DoubtError(field)
        return value

    def line(self, field: str) -> str:
        """Give a text of one line, clean."""
        value = self._values.get(field)
        if value is None:
            return ""
        if type(value) is not str or (value[:1] in FIRST_CHARACTERS and misreads(value)):
            raise DoubtError(field)
        return clean_line(value)

    def required_line(self, field: str, hint: str) -> str:
        """Give a text of one line that is not empty."""
        text = self.line(field)
        if not text:
            raise DoubtError(field)
        return text

    def lines(self, field: str) -> tuple[str, ...]:
        """Give a list of texts of one line; empty ones are left out."""
        value = self._values.get(field)
        if value is None or value == "":
            return ()
        if type(value) is not list:
            raise DoubtError(field)
        texts: list[str] = []
        for item in value:
            if item is not None:
                if type(item) is not str or (item[:1] in FIRST_CHARACTERS and misreads(item)):
                    raise DoubtError(field)
                text = clean_line(item)
                if text:
                    texts.append(text)
        return tuple(texts)

    def time(self, field: str, zone: ZoneInfo) -> datetime | None:
        """Give a moment in UTC."""
        value = self._values.get(field)
        if value is None:
            return None
        if type(value) is not str:
            raise DoubtError(field)
        if not value.strip():
            return None
        moment = parse_time(value, zone)
        if moment is None:
            raise DoubtError(field)
        return moment

    def required_time(self, field: str, zone: ZoneInfo) -> datetime | None:
        """Give a moment in UTC that is there."""
        moment = self.time(field, zone)
        if moment is None:
            raise DoubtError(field)
        return moment

    def whole(self, field: str, default: int = 0) -> int:
        """Give a whole number of any sign."""
        value = self._values.get(field)
        if value is None or value == "":
            return default
        if type(value) is not int or not -_LARGEST < value < _LARGEST:
            raise DoubtError(field)
        return value

    def flag(self, field: str, *, default: bool) -> bool:
        """Give a truth value."""
        value = self._values.get(field)
        if value is None or value == "":
            return default
        if type(value) is not bool:
            raise DoubtError(field)
        return value

    def nested(self, field: str, hint: str, example: str = "") -> Record | None:
        """Give the fields of a mapping within this one."""
        value = self._values.get(field)
        if value is None or value == "":
            return None
        if type(value) is not dict:
            raise DoubtError(field)
        return SoundFields(value, f"{self.label}{field}.")

    def records(self, field: str, wanted: str, hint: str) -> Iterator[Entry]:
        """Give the values of a list, empty ones left out; all of them are texts or sets of fields."""
        value = self._values.get(field)
        if value is None or value == "":
            return
        if type(value) is not list:
            raise DoubtError(field)
        label = f"{self.label}{field}."
        for item in value:
            if type(item) is dict:
                yield SoundFields(item, label)
            elif type(item) is str:
                if item:
                    yield SoundText(item)
            elif item is not None:
                raise DoubtError(field)

    def extra(self, known: frozenset[str], zone: ZoneInfo, also: Mapping[str, str]) -> dict[str, Plain]:
        """Give nothing: a field nobody knows deserves a warning."""
        self.drop_unknown(known, also)
        return {}

    def drop_unknown(self, known: frozenset[str], also: Mapping[str, str]) -> None:
        """Make sure that every field is known."""
        if not self._values.keys() <= known:
            raise DoubtError("unknown field")


class SoundText:
    """A text in a list (`generator.loader.record.Entry`)."""

    __slots__ = ("scalar_text",)

    def __init__(self, text: str) -> None:
        self.scalar_text: str | None = text

    def record(self) -> None:
        """Give nothing: a text has no fields."""

    def say(self, code: str, message: str, hint: str = "", at: str = "") -> NoReturn:
        """Give up."""
        raise DoubtError(code)
