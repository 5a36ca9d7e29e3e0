"""Diagnostics as people and machines read them: text with the line and a caret, GitHub's annotations, records."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from generator.diagnostics import Diagnostic, Place, Severity

MAX_COLUMNS = 120
"""Columns a source line may take before it is cut around the caret."""

_BEFORE_CARET = 60
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33"}
_HARMLESS = frozenset("\t\u200d\ufe0f")


def format_text(diagnostic: Diagnostic, color: bool = False) -> str:
    """Write a diagnostic for a terminal: a line to click, the source line, a caret, a hint; no line break at the end.

    The caret stands under its character whatever is before it, for tabs are repeated and wide
    characters (East Asian Width, UAX #11) count twice; nothing in it can steer the terminal.
    """

    def paint(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if color and text else text

    place = diagnostic.place
    severity = paint(f"{diagnostic.severity} {diagnostic.code}:", "1;" + _COLORS[diagnostic.severity])
    where = paint(format_place(place) + ":", "1") + " " if place else ""
    lines = [f"{where}{severity} {_visible(diagnostic.message, ' ')}"]
    if place and place.line and place.text.strip():
        shown, padding = _window(place)
        margin = paint("  |", "2")
        lines += [f"{margin} {shown.rstrip()}", f"{margin} {padding}{paint('^', '1;32')}"]
    if diagnostic.hint:
        first, *rest = diagnostic.hint.split("\n")
        lines += [f"  {paint('hint:', '36')} {_visible(first)}", *(f"        {_visible(line)}" for line in rest)]
    return "\n".join(lines)


def format_excerpt(place: Place) -> str:
    """Write the source line of a place, cut where it is long, and a caret under its column; empty without a line."""
    if not place.line or not place.text.strip():
        return ""
    shown, padding = _window(place)
    return f"{shown.rstrip()}\n{padding}^"


def format_github(diagnostic: Diagnostic) -> str:
    """Write a diagnostic as a workflow command of GitHub Actions, which shows it beside the line it speaks of."""
    place = diagnostic.place
    properties: dict[str, str] = {}
    if place:
        properties["file"] = place.path
        if place.line:
            properties |= {"line": str(place.line), "col": str(place.column)}
    properties["title"] = diagnostic.code
    written = ",".join(f"{name}={_escape(value, properties=True)}" for name, value in properties.items())
    message = diagnostic.message + (f"\nhint: {diagnostic.hint}" if diagnostic.hint else "")
    return f"::{diagnostic.severity} {written}::{_escape(message)}"


def diagnostic_record(diagnostic: Diagnostic) -> Mapping[str, str | int | None]:
    """Give a diagnostic as a record for JSON; what it does not have is null."""
    place = diagnostic.place
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "path": place.path if place else None,
        "line": place.line if place and place.line else None,
        "column": place.column if place and place.line else None,
        "hint": diagnostic.hint or None,
    }


def format_place(place: Place) -> str:
    """Write a place as `path:line:column`, on which terminals and editors let people click."""
    path = _visible(place.path, "?")
    return f"{path}:{place.line}:{place.column}" if place.line else path


def format_bytes(size: int) -> str:
    """Write a size for people, with two digits at least: `421 MB`, `4.2 MB`, `999 bytes`; a kilobyte is 1,000."""
    if size < 1000:
        return "1 byte" if size == 1 else f"{size} bytes"
    amount, unit = size / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"


def _escape(text: str, properties: bool = False) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if properties else escaped


def _visible(text: str, control: str = "\ufffd") -> str:
    """Replace characters that would steer a terminal: controls, and those that turn the direction of text."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in _HARMLESS or unicodedata.category(char) == "Zs" else control
        for char in text
    )


def _window(place: Place) -> tuple[str, str]:
    """Give the source line, cut around the caret where it is long, and what stands before the caret."""
    text = _visible(place.text)
    index = min(max(place.column - 1, 0), len(text))
    start, end = 0, len(text)
    if _columns(text) > MAX_COLUMNS:
        start = index
        while start > 0 and _columns(text[start - 1 : index]) <= _BEFORE_CARET:
            start -= 1
        cut = 1 if start else 0
        end = start
        while end < len(text) and _columns(text[start : end + 1]) + cut < MAX_COLUMNS:
            end += 1
    head = "…" if start else ""
    before = head + text[start:index]
    shown = head + text[start:end] + ("…" if end < len(text) else "")
    padding = "".join("\t" if char == "\t" else " " * _columns(char) for char in before)
    return shown, padding


def _columns(text: str) -> int:
    """Count the columns of a terminal that a text takes; a tab counts as one, for it is repeated under itself."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) or char in "\u200d\ufe0f" else
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )  # fmt: skip
