"""The static files of a theme's folders, those of the site itself in place of the built-in ones; and as published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostic

_HIDDEN_BUT_MEANT = ".well-known"  # RFC 8615


class StaticFile(msgspec.Struct, frozen=True):
    """A static file: its name inside the static folder, with forward slashes, and where it is on disk."""

    name: str
    path: Path


class Assets(msgspec.Struct, frozen=True):
    """Static files ready to publish.

    `hrefs` leads from the path in the static folder, with a leading slash (`/css/main.css`), to the
    link (`/digest/static/css/main.3fa9c1d2e4.css`).  `outputs` are the files of the site with their
    content: bytes, or the file on disk that is published as it is.  `in_place` names further ones,
    which the output folder holds already.
    """

    hrefs: Mapping[str, str]
    outputs: tuple[tuple[str, bytes | Path], ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    in_place: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of all of them in the site."""
        return [*(name for name, _ in self.outputs), *self.in_place]


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
