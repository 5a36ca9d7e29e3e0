"""The diagnostics of one file while it is read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from generator.codes import CODES
from generator.diagnostics import Diagnostic, fault
from generator.loader.source import Source, hide_sealed
from generator.text import clean_line, shorten

_QUOTED = 80


class Report:
    """Collects the faults of one file, each at its offset.

    `base` is where the YAML begins in the file, for offsets are counted from there; `renamed`
    gives the codes of a file whose fields have codes of their own (`site.yaml`), and `noun` their name.
    """

    __slots__ = ("_renamed", "_said", "base", "diagnostics", "errors", "noun", "source")

    def __init__(self, source: Source, renamed: Mapping[str, str] | None = None, noun: str = "field") -> None:
        self.source = source
        self.base = 0
        self.noun = noun
        self.diagnostics: list[Diagnostic] = []
        self.errors = 0
        self._renamed = renamed or {}
        self._said: set[str] = set()

    def add(self, code: str, message: str, offset: int | None, hint: str = "") -> None:
        """Add a fault; `offset` None means the file as a whole."""
        code = self._renamed.get(code, code)
        place = self.source.whole() if offset is None else self.source.place(self.base + offset)
        self.errors += CODES[code].severity == "error"
        self.diagnostics.append(fault(code, message, place, hint))

    def add_once(self, code: str, message: str, offset: int, hint: str = "") -> None:
        """Add a fault unless the file already has one with the same words."""
        if message not in self._said:
            self._said.add(message)
            self.add(code, message, offset, hint)


def quoted(text: str) -> str:
    """Show a value in a message: on one line, cut to length, in double quotes."""
    return f'"{shorten(hide_sealed(clean_line(text)), _QUOTED)}"'


def near_miss(name: str, known: Iterable[str], also: Mapping[str, str] | None = None) -> str:
    """Give the known name that was probably meant, or nothing; `also` names words people use for a field."""
    by_form = {_form(each): each for each in sorted(known)}
    form = _form(name)
    if also and form in also:
        return also[form]
    close = difflib.get_close_matches(form, by_form, n=1, cutoff=0.75)
    return by_form[close[0]] if close else ""


def _form(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "")
