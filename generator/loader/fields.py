"""The fields of one mapping, read by type; what does not fit becomes a diagnostic of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.loader.item import Item
from generator.loader.nodes import build_plain, is_null, misread_as, parse_flag
from generator.loader.record import Entry
from generator.loader.report import Report, near_miss, quoted
from generator.loader.scalars import DECIMAL, MAX_DIGITS, WHOLE, is_sealed
from generator.loader.source import SEALED
from generator.loader.times import parse_time
from generator.loader.yaml_tree import MappingNode, Node, ScalarNode, SequenceNode, offset_of
from generator.model import Plain
from generator.text import clean_line, clean_text

_KEPT = "it is kept among the extra fields, which the theme does not show"
TIME_HINT = "write it as 2023-09-02T16:03:00Z"


class Fields:
    """Reads the fields of a mapping.

    `label` is put before a field's name in messages (`provider.` for the fields of a provider).
    Every getter gives the type's empty value where the field is absent, empty or faulty.
    """

    __slots__ = ("_entries", "label", "node", "report")
    scalar_text: str | None = None

    def __init__(self, report: Report, node: MappingNode, label: str = "") -> None:
        self.report = report
        self.node = node
        self.label = label
        self._entries: dict[str, tuple[Node, Node]] = {}
        for entry in node.value:
            key = entry[0]
            if type(key) is not ScalarNode or not key.value:
                report.add("Y101", "a field's name must be a text", offset_of(key), "write it as name: value")
            elif key.value in self._entries:
                self._add_twice(key)
            else:
                self._entries[key.value] = entry

    def _add_twice(self, key: ScalarNode) -> None:
        first = self.report.source.place(self.report.base + offset_of(self._entries[key.value][0]))
        message = f"{self.name(key.value)} is written twice: the first is on line {first.line}"
        self.report.add("Y103", message, offset_of(key), "keep one of the two")

    def record(self) -> Fields:
        """Give itself."""
        return self

    def name(self, field: str) -> str:
        """Show a field's name in a message."""
        return f"'{quoted(self.label + field)[1:-1]}'"

    def value(self, field: str) -> Node | None:
        """Give the node of a field's value; None where it is absent or empty."""
        entry = self._entries.get(field)
        return None if entry is None or is_null(entry[1]) else entry[1]

    def written(self) -> bytes:
        """Give none: each has its own faults in its own place."""
        return b""

    def is_empty(self) -> bool:
        """Tell whether there is no field at all."""
        return not self.node.value

    def has(self, field: str) -> bool:
        """Tell whether a field has a value, be it a sound one or not."""
        return self.value(field) is not None

    def offset(self, field: str) -> int:
        """Give where a field's value stands; where it is absent, its key or the mapping itself."""
        entry = self._entries.get(field)
        if entry is None:
            return offset_of(self.node)
        key, value = entry
        return offset_of(key if is_null(value) else value)

    def add(self, code: str, field: str, rest: str, hint: str = "") -> None:
        """Add a fault of a field at its value: `rest` follows the field's name."""
        self.report.add(code, f"{self.name(field)} {rest}", self.offset(field), hint)

    def say(self, code: str, message: str, hint: str = "", at: str = "") -> None:
        """Add a fault, at the field `at` of the mapping or at the mapping itself."""
        self.report.add(code, message, self.offset(at) if at else offset_of(self.node), hint)

    # --- texts ---

    def scalar(self, field: str, wanted: str, code: str = "A102", hint: str = "") -> ScalarNode | None:
        """Give the scalar of a field; a list or mapping is a fault."""
        node = self.value(field)
        if node is None or type(node) is ScalarNode:
            return node
        self.add(code, field, f"is {_kind(node)}, not {wanted}", hint)
        return None

    def raw(self, field: str) -> str:
        """Give a text as it is written, though YAML might read it as a number."""
        node = self.scalar(field, "a text", hint=f'write one text: {field}: "…"')
        if node is None:
            return ""
        text: str = node.value
        kind = misread_as(node)
        if kind:
            self.add("A202", field, f"would be read as a {kind}: {text}", f'put it in quotes: {field}: "{text}"')
        return text

    def line(self, field: str) -> str:
        """Give a text of one line, clean."""
        text = self.raw(field)
        return clean_line(text) if text else ""

    def text(self, field: str) -> str:
        """Give a text that may have line breaks, clean."""
        text = self.raw(field)
        return clean_text(text).strip() if text else ""

    def required_line(self, field: str, hint: str) -> str:
        """Give a text of one line that must not be empty."""
        text = self.line(field)
        node = self.value(field)
        if not text and (node is None or type(node) is ScalarNode):
            self.add_missing(field, hint)
        return text

    def add_missing(self, field: str, hint: str) -> None:
        """Add the fault that a required field is absent or empty."""
        self.add("A101", field, "is empty" if field in self._entries else "is missing", hint)

    def lines(self, field: str) -> tuple[str, ...]:
        """Give a list of texts of one line; empty ones are left out."""
        node = self.value(field)
        if node is None:
            return ()
        if not isinstance(node, SequenceNode):
            shown = quoted(node.value)[1:-1] if isinstance(node, ScalarNode) else "…"
            self.add(
                "A102", field, f"is {_kind(node)}, not a list of texts",
                f"write each on a line of its own:\n{field}:\n  - {shown}",
            )  # fmt: skip
            return ()
        texts: list[str] = []
        for item in node.value:
            if type(item) is not ScalarNode:
                message = f"{self.name(field)} holds {_kind(item)} where a text is expected"
                hint = "put a text that has ': ' or begins with [ or { in quotes"
                self.report.add("A102", message, offset_of(item), hint)
            elif not is_null(item):
                kind = misread_as(item)
                if kind:
                    message = f"an entry of {self.name(field)} would be read as a {kind}: {item.value}"
                    self.report.add("A202", message, offset_of(item), f'put it in quotes: - "{item.value}"')
                texts.append(clean_line(item.value))
        return tuple(text for text in texts if text)

    # --- other types ---

    def time(self, field: str, zone: ZoneInfo) -> datetime | None:
        """Give a moment in UTC."""
        node = self.scalar(field, "a date-time", hint=TIME_HINT)
        if node is None or not node.value.strip():
            return None
        moment = parse_time(node.value, zone)
        if moment is None:
            self.add("A104", field, f"is not a date-time: {quoted(node.value)}", TIME_HINT)
        return moment

    def required_time(self, field: str, zone: ZoneInfo) -> datetime | None:
        """Give a moment in UTC that must be there."""
        before = self.report.errors
        moment = self.time(field, zone)
        if moment is None and self.report.errors == before:
            self.add_missing(field, TIME_HINT)
        return moment

    def whole(self, field: str, default: int = 0) -> int:
        """Give a whole number of any sign."""
        node = self.scalar(field, "a whole number", "A103", f"write it as {field}: 72")
        if node is None:
            return default
        text: str = node.value
        plain = text.lstrip("+-")
        if not node.style and WHOLE.match(text) and len(plain) <= MAX_DIGITS and (plain == "0" or plain[0] != "0"):
            return int(text)
        self.add("A103", field, f"is not a whole number: {quoted(text)}", _whole_hint(field, node))
        return default

    def decimal(self, field: str, default: float) -> float:
        """Give a decimal number."""
        node = self.scalar(field, "a number", "A103", f"write it as {field}: 1.5")
        if node is None:
            return default
        if not node.style and DECIMAL.match(node.value):
            return float(node.value)
        self.add("A103", field, f"is not a number: {quoted(node.value)}", f"write it without quotes: {field}: 1.5")
        return default

    def flag(self, field: str, *, default: bool) -> bool:
        """Give a truth value."""
        node = self.scalar(field, "true or false", hint=f"write it as {field}: {str(default).lower()}")
        if node is None:
            return default
        flag = parse_flag(node)
        if flag is None:
            guess = node.value.lower() if node.value.lower() in ("true", "false") else str(default).lower()
            hint = f"write it {'without quotes' if node.style else 'as a truth value'}: {field}: {guess}"
            self.add("A102", field, f"is neither true nor false: {quoted(node.value)}", hint)
            return default
        return flag

    def nested(self, field: str, hint: str, example: str = "") -> Fields | None:
        """Give the fields of a mapping within this one; `{}` in the hint is what was written, or the example."""
        node = self.value(field)
        if node is None:
            return None
        if isinstance(node, MappingNode):
            return Fields(self.report, node, f"{self.label}{field}.")
        written = quoted(node.value)[1:-1] if isinstance(node, ScalarNode) else example
        self.add("A102", field, f"is {_kind(node)}, not fields of its own", hint.format(written) if example else hint)
        return None

    def records(self, field: str, wanted: str, hint: str) -> Iterator[Entry]:
        """Give the values of a list, empty ones left out."""
        node = self.value(field)
        if isinstance(node, SequenceNode):
            for item in node.value:
                if isinstance(item, MappingNode):
                    yield Fields(self.report, item, f"{self.label}{field}.")
                elif not is_null(item):
                    yield Item(self.report, item)
        elif node is not None:
            self.add("A102", field, f"is {_kind(node)}, not a list of {wanted}", hint)

    # --- fields nobody knows ---

    def extra(
        self, known: frozenset[str], zone: ZoneInfo, also: Mapping[str, str], silent: frozenset[str] = frozenset()
    ) -> dict[str, Plain]:
        """Give the plain values of unknown fields, with a warning for each that is not `silent`."""
        kept: dict[str, Plain] = {}
        for field, (key, value) in self._entries.items():
            if field not in known and not is_sealed(field):
                if near_miss(field, known) != SEALED:  # what is meant to be sealed is sealed
                    kept[clean_line(field)] = build_plain(value, zone)
                if field not in silent:
                    self._add_unknown(field, key, known, also, _KEPT)
        return kept

    def drop_unknown(self, known: frozenset[str], also: Mapping[str, str]) -> None:
        """Warn of unknown fields that are not kept, once in a file for each name."""
        if self._entries.keys() <= known:
            return
        for field, (key, _) in self._entries.items():
            if field not in known and not is_sealed(field):
                self._add_unknown(field, key, known, also, "nothing reads it: delete it")

    def _add_unknown(
        self, field: str, key: Node, known: frozenset[str], also: Mapping[str, str], otherwise: str
    ) -> None:
        meant = near_miss(field, known, also)
        hint = otherwise if not meant or meant in self._entries else f"did you mean '{meant}'?"
        self.report.add_once(
            "A201", f"{self.name(field)} is not a {self.report.noun} Broadsheet knows", offset_of(key), hint
        )


def _kind(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "a list"
    return "a set of fields" if isinstance(node, MappingNode) else "a text"


def _whole_hint(field: str, node: ScalarNode) -> str:
    digits = node.value.replace(",", "").replace("_", "").strip()
    if digits.count(".") == 1 and not digits.split(".")[1].strip("0"):
        digits = digits.split(".")[0]
    plain = digits.lstrip("+-")
    if not WHOLE.match(digits) or len(plain) > MAX_DIGITS:
        return "write it in digits alone, such as 72"
    sign = "-" if digits.startswith("-") else ""
    return f"write it in digits alone and without quotes: {field}: {sign}{plain.lstrip('0') or '0'}"
