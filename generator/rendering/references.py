"""References from one static file to another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from generator.diagnostics import Diagnostic, Place, fault

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def resolve(name: str, reference: str) -> str | None:
    """Give the name in the static folder that a reference in the file `name` means; None where it leads elsewhere.

    A leading `/` means the static folder itself, as in content files.
    """
    path = unquote(re.split("[?#]", reference, maxsplit=1)[0])
    if not path or _ELSEWHERE.match(reference):
        return None
    return normpath(path.lstrip("/") if path.startswith("/") else join(dirname(name), path))


def shown_path(path: Path) -> str:
    """Give a path as a person would type it: from the working folder where it is inside."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def place_at(path: str, text: str, offset: int) -> Place:
    """Give the place of an offset in a file's text."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Place(path, text.count("\n", 0, offset) + 1, offset - start + 1, text[start : end if end >= 0 else None])


def near_miss(name: str, names: Iterable[str]) -> str:
    """Give a hint that names the nearest of the names, or nothing."""
    near = get_close_matches(name, list(names), n=1)
    return f"did you mean '{near[0]}'?" if near else ""


def missing_file(path: str, text: str, offset: int, name: str, names: Iterable[str]) -> Diagnostic:
    """Report a reference, at an offset of a file's text, to a static file that does not exist."""
    hint = near_miss(name, names) or "file names are looked up in the theme's static folder and in yours"
    return fault("R103", f"there is no static file '{name}'", place_at(path, text, offset), hint)
