"""Views as JSON (RFC 8259): members in the order of the fields, an item a line, the same bytes for the same view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any

Naming = Callable[[str], str]
"""Gives the name of a member from the name of its field."""


class JsonWriter:
    """Writes frozen dataclasses, tuples, mappings, texts, whole numbers and truth values.

    A field that is None has no member.  An item of a list is written once, whatever number of lists hold
    it, as a card is rendered once: items are known by their identity, for they are kept as long as pages are.
    """

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._names: dict[type, tuple[tuple[str, str], ...]] = {}
        self._items: dict[int, tuple[object, str]] = {}

    def write(self, view: object) -> str:
        """Give a view as JSON, each of its members and of their items on a line of its own."""
        members = []
        for name, key in self._members(type(view)):
            value = getattr(view, name)
            if isinstance(value, tuple) and value and hasattr(value[0], "__struct_fields__"):
                members.append(key + "[\n" + ",\n".join(map(self._write_item, value)) + "\n]")
            elif value is not None:
                members.append(key + self._write(value))
        return "{\n" + ",\n".join(members) + "\n}"

    def _write_item(self, item: object) -> str:
        known = self._items.get(id(item))
        if known is None or known[0] is not item:
            known = self._items[id(item)] = item, self._write(item)
        return known[1]

    def _write(self, value: Any) -> str:
        if isinstance(value, str):
            return _write_text(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, tuple):
            return "[" + ",".join(map(self._write, value)) + "]"
        if isinstance(value, Mapping):
            return "{" + ",".join(f"{_write_text(key)}:{self._write(each)}" for key, each in value.items()) + "}"
        members = self._members(type(value))
        found = [(key, getattr(value, name)) for name, key in members]
        return "{" + ",".join([key + self._write(each) for key, each in found if each is not None]) + "}"

    def _members(self, kind: type[View]) -> tuple[tuple[str, str], ...]:
        """Give the fields of a view's class, each with the beginning of its member."""
        if kind not in self._names:
            self._names[kind] = tuple(
                (name, encode_basestring(self._naming(name)) + ":") for name in kind.__struct_fields__
            )
        return self._names[kind]


def _write_text(text: str) -> str:
    """Write a text; without `<` and `>` it is harmless even where somebody puts it in a page or serves it as one."""
    written = encode_basestring(text)
    if "<" in written or ">" in written:
        return written.replace("<", "\\u003c").replace(">", "\\u003e")
    return written


def camel_case(name: str) -> str:
    """Give a field's name as the API spells it: `published_date_time` is `publishedDateTime`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
