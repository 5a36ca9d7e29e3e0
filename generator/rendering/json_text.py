"""Views as JSON (RFC 8259): members in the order of the fields, an item a line, the same bytes for the same view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from generator.pages.view import View

Naming = Callable[[str], str]
"""Gives the name of a member from the name of its field."""
Write = Callable[[Any], str]


class JsonWriter:
    """Writes views, tuples, mappings, texts, whole numbers and truth values.

    A field that is None has no member.  An item of a list is written once, whatever number of lists hold
    it, as a card is rendered once: items are known by their identity, for they are kept as long as pages are.
    """

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._ways = _Ways(self._way)
        self._views: dict[type, Callable[[Any], Iterable[tuple[str, Any]]]] = {}
        self._items: dict[int, tuple[object, str]] = {}

    def write(self, view: View) -> str:
        """Give a view as JSON, each of its members and of their items on a line of its own."""
        read_members = self._views.get(type(view))
        if read_members is None:
            read_members = self._views[type(view)] = self._members(type(view))
        members = []
        for key, value in read_members(view):
            if isinstance(value, tuple) and value and isinstance(value[0], View):
                members.append(key + "[\n" + ",\n".join(map(self._write_item, value)) + "\n]")
            elif value is not None:
                members.append(key + _without_markup(self._ways[type(value)](value)))
        return "{\n" + ",\n".join(members) + "\n}"

    def _write_item(self, item: object) -> str:
        known = self._items.get(id(item))
        if known is None or known[0] is not item:
            known = self._items[id(item)] = item, _without_markup(self._ways[type(item)](item))
        return known[1]

    def _way(self, kind: type) -> Write:
        """Give the way to write values of a type."""
        ways = self._ways
        if issubclass(kind, str):
            return encode_basestring
        if issubclass(kind, bool):
            return lambda value: "true" if value else "false"
        if issubclass(kind, int):
            return str
        if issubclass(kind, tuple):
            return lambda items: "[" + ",".join([ways[type(each)](each) for each in items]) + "]"
        if issubclass(kind, Mapping):
            return lambda members: (
                "{"
                + ",".join([f"{encode_basestring(key)}:{ways[type(each)](each)}" for key, each in members.items()])
                + "}"
            )
        if issubclass(kind, View):
            return self._view_way(kind)
        raise TypeError(f"no value of a view: {kind.__name__}")

    def _view_way(self, kind: type[View]) -> Write:
        read_members, ways, encode = self._members(kind), self._ways, encode_basestring

        def write(value: object) -> str:
            # Most members are texts, and most of the work is done here.
            written = [
                key + (encode(each) if type(each) is str else ways[type(each)](each))
                for key, each in read_members(value)
                if each is not None
            ]
            return "{" + ",".join(written) + "}"

        return write

    def _members(self, kind: type[View]) -> Callable[[Any], Iterable[tuple[str, Any]]]:
        """Give what reads the fields of a view's class, each with the beginning of its member."""
        names = kind.__struct_fields__
        keys = [encode_basestring(self._naming(name)) + ":" for name in names]
        if len(names) == 1:  # an `attrgetter` of one name gives no tuple
            return lambda value: ((keys[0], getattr(value, names[0])),)
        read = attrgetter(*names)
        return lambda value: zip(keys, read(value))  # noqa: B905 - as many as there are names


class _Ways(dict[type, Write]):
    """The ways to write values by their types, each found when it is first needed."""

    def __init__(self, find: Callable[[type], Write]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, kind: type) -> Write:
        way = self[kind] = self._find(kind)
        return way


def _without_markup(written: str) -> str:
    """Write `<` and `>` as codes: a text is harmless then even where somebody puts it in a page or serves it as one.

    They stand nowhere but in texts, for JSON itself has neither.
    """
    if "<" in written or ">" in written:
        return written.replace("<", "\\u003c").replace(">", "\\u003e")
    return written


def camel_case(name: str) -> str:
    """Give a field's name as the API spells it: `published_date_time` is `publishedDateTime`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
