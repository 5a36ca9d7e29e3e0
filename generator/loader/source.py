"""A text file as it was read, and places in it.

Sealed text (`secured`) never leaves this module: a place on its line shows `secured: …`.
"""

from __future__ import annotations

import re

from generator.diagnostics import Place

SEALED = "secured"
"""The field whose value is in no output, log or message."""

_SEALED_KEY = re.compile(
    r"""(?mix)
    (?: ^ [ \t]* (?: [-?] [ \t]+ )* ["']? secure\w*      # a field of its own line, however it is mistyped
      | (?<= [{,] ) [ \t]* ["']? secure\w* ["']? (?= [ \t]* : )   # a field of {a: 1, secured: ...}
    )"""
)
_FENCE = re.compile(r"(?:---|\.\.\.)\s*$")
_QUOTED_SEAL = re.compile(r"(?is)\bsecured\b.*")


class Source:
    """The text of a file, with LF line breaks and no byte order mark; `path` is shown as the person typed it."""

    __slots__ = ("_sealed", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._sealed: dict[int, str] | None = None

    def place(self, offset: int) -> Place:
        """Give the line and column of an offset into the text."""
        start = self.text.rfind("\n", 0, offset) + 1
        line = self.text.count("\n", 0, start) + 1
        return Place(self.path, line, offset - start + 1, self._line(start))

    def whole(self) -> Place:
        """Give the place that means the whole file."""
        return Place(self.path)

    def is_sealed(self, offset: int) -> bool:
        """Tell whether the line of an offset holds sealed text, so that nothing of it may be quoted."""
        return self.text.rfind("\n", 0, offset) + 1 in self._sealed_lines()

    def _line(self, start: int) -> str:
        end = self.text.find("\n", start)
        return self._sealed_lines().get(start, self.text[start : len(self.text) if end < 0 else end])

    def _sealed_lines(self) -> dict[int, str]:
        if self._sealed is None:
            self._sealed = dict(_sealed_lines(self.text)) if "secure" in self.text.casefold() else {}
        return self._sealed


def hide_sealed(text: str) -> str:
    """Cut a text that is quoted in a message where sealed text may follow, as after an unclosed quote."""
    return _QUOTED_SEAL.sub("secured: …", text)


def _sealed_lines(text: str) -> list[tuple[int, str]]:
    """Pair the start of every line that holds sealed text with what is shown in its stead."""
    found: list[tuple[int, str]] = []
    for match in _SEALED_KEY.finditer(text):
        start = text.rfind("\n", 0, match.end()) + 1
        line = text[start : match.end()]
        if not found or found[-1][0] < start:
            found.append((start, line.rstrip("\"'") + ": …"))
            found.extend((later, "…") for later in _continuation(text, start, len(line) - len(line.lstrip())))
    return found


def _continuation(text: str, start: int, indent: int) -> list[int]:
    """Give the starts of the lines after a sealed field's first that may belong to its value."""
    next_field = re.compile(f" {{0,{indent}}}" + r"(?:- +)?[\"']?[A-Za-z_$][\w $.-]*[\"']?[ \t]*:(?:\s|$)")
    lines: list[int] = []
    while (start := text.find("\n", start) + 1) > 0 and start < len(text):
        end = text.find("\n", start)
        line = text[start : len(text) if end < 0 else end]
        if next_field.match(line) or _FENCE.match(line):
            break
        lines.append(start)
    return lines
