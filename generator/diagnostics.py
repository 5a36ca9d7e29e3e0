"""What Broadsheet tells a person about their files: values, not exceptions.

A `Diagnostic` names a fault by a stable code (`generator.codes`), says where it is and offers
a way out.  Every stage returns diagnostics beside its result, so that one run reports them all.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

import msgspec

from generator.codes import CODES


class Severity(enum.StrEnum):
    """How grave a diagnostic is: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(msgspec.Struct, frozen=True):
    """A position in a text file.

    `path` is shown as the person typed it; `line` and `column` count from 1, columns in characters;
    `text` is the source line without its line break; a `line` of 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0
    text: str = ""


class Diagnostic(msgspec.Struct, frozen=True):
    """One fault: its code, its severity, a sentence, its place and a hint (a way out)."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str = ""


def fault(code: str, message: str, place: Place | None = None, hint: str = "") -> Diagnostic:
    """Build the diagnostic of a registered code; its severity is the code's own.

    Raises `KeyError` for a code that `generator.codes` does not list: that is a bug of ours.
    """
    return Diagnostic(code, Severity(CODES[code].severity), message, place, hint)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Order diagnostics by path, line, column and code, each once, so that reports never depend on file order."""

    def key(item: Diagnostic) -> tuple[str, int, int, str, str]:
        place = item.place or Place("")
        return place.path, place.line, place.column, item.code, item.message

    return tuple(sorted(dict.fromkeys(diagnostics), key=key))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any diagnostic is an error."""
    return any(item.severity is Severity.ERROR for item in diagnostics)


def as_errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Turn warnings into errors, as `--strict` asks."""
    return tuple(Diagnostic(item.code, Severity.ERROR, item.message, item.place, item.hint) for item in diagnostics)
