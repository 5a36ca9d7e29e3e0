"""The static files of a theme's folders: those of the site itself in place of the built-in ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

_HIDDEN_BUT_MEANT = ".well-known"  # RFC 8615


class StaticFile(msgspec.Struct, frozen=True):
    """A static file: its name inside the static folder, with forward slashes, and where it is on disk."""

    name: str
    path: Path


def read_static(folders: Sequence[Path]) -> tuple[StaticFile, ...]:
    """List the static files of all folders by name; a later folder's file takes the place of an earlier one's.

    Hidden files and folders are left out, but `.well-known` for the site's root (RFC 8615).
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            parts = path.relative_to(folder).parts
            hidden = any(part.startswith(".") and part != _HIDDEN_BUT_MEANT for part in parts)
            if not hidden and path.is_file():
                found["/".join(parts)] = path
    return tuple(StaticFile(name, found[name]) for name in sorted(found))
