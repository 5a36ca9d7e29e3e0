"""What the readers of articles ask of a mapping: its fields, by type.

Two classes answer. `Fields` reads the nodes of PyYAML and says of every fault where it is; `SoundFields`
reads the plain values of a faster parser and gives up at the first thing that is not plainly sound.
docs/adr/0005 says why there are two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from generator.model import Plain


class Entry(Protocol):
    """A value in a list: a `Record` where it is a set of fields, else a text or a list."""

    @property
    def scalar_text(self) -> str | None:
        """The text, where the value is one."""

    def record(self) -> Record | None:
        """Give the value itself where it is a set of fields."""

    def say(self, code: str, message: str, hint: str = "", at: str = "") -> None:
        """Add a fault, at the field `at` of this value or at the value itself."""


class Record(Entry, Protocol):
    """The fields of one mapping; every getter gives the type's empty value where its field is absent, empty or faulty.

    `label` is put before a field's name in messages (`provider.` for the fields of a provider).
    """

    @property
    def label(self) -> str:
        """What stands before a field's name in messages."""

    def name(self, field: str) -> str:
        """Show a field's name in a message."""

    def has(self, field: str) -> bool:
        """Tell whether a field has a value, be it a sound one or not."""

    def written(self) -> bytes:
        """Give bytes that only a record of the same fields gives, where they are at hand."""

    def is_empty(self) -> bool:
        """Tell whether there is no field at all."""

    def add(self, code: str, field: str, rest: str, hint: str = "") -> None:
        """Add a fault of a field at its value: `rest` follows the field's name."""

    def raw(self, field: str) -> str:
        """Give a text as it is written, though YAML might read it as a number."""

    def line(self, field: str) -> str:
        """Give a text of one line, clean."""

    def required_line(self, field: str, hint: str) -> str:
        """Give a text of one line that must not be empty."""

    def lines(self, field: str) -> tuple[str, ...]:
        """Give a list of texts of one line; empty ones are left out."""

    def time(self, field: str, zone: ZoneInfo) -> datetime | None:
        """Give a moment in UTC."""

    def required_time(self, field: str, zone: ZoneInfo) -> datetime | None:
        """Give a moment in UTC that must be there."""

    def whole(self, field: str, default: int = 0) -> int:
        """Give a whole number of any sign."""

    def flag(self, field: str, *, default: bool) -> bool:
        """Give a truth value."""

    def nested(self, field: str, hint: str, example: str = "") -> Record | None:
        """Give the fields of a mapping within this one; `{}` in the hint is what was written, or the example."""

    def records(self, field: str, wanted: str, hint: str) -> Iterator[Entry]:
        """Give the values of a list, empty ones left out."""

    def extra(self, known: frozenset[str], zone: ZoneInfo, also: Mapping[str, str]) -> dict[str, Plain]:
        """Give the plain values of unknown fields, with a warning for each."""

    def drop_unknown(self, known: frozenset[str], also: Mapping[str, str]) -> None:
        """Warn of unknown fields that are not kept, once in a file for each name."""
