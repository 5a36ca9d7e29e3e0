"""Where templates and static files come from: the built-in theme, and a site's own files laid over it."""

from __future__ import annotations

from pathlib import Path

import msgspec

_PACKAGE = Path(__file__).resolve().parents[1]


class Theme(msgspec.Struct, frozen=True):
    """The folders of a theme.

    A template is taken from the first of `templates` that has it, a static file from the last of
    `static`: either way a site's own file takes the place of the built-in one of the same name.
    """

    templates: tuple[Path, ...]
    static: tuple[Path, ...]


def builtin_theme() -> Theme:
    """Give the theme that comes with Broadsheet: inside the installed package, else at the top of the checkout."""
    inside = _PACKAGE / "theme"
    home = inside if inside.is_dir() else _PACKAGE.parent
    return Theme((home / "templates",), (home / "static",))


def find_theme(templates: Path | None, static: Path | None, builtin: Theme | None = None) -> Theme:
    """Lay a site's own folders over the built-in theme; None, or a folder that does not exist, changes nothing."""
    base = builtin or builtin_theme()
    return Theme(
        (*_own(templates, base.templates), *base.templates),
        (*base.static, *_own(static, base.static)),
    )


def _own(folder: Path | None, builtin: tuple[Path, ...]) -> tuple[Path, ...]:
    if folder is None or not folder.is_dir():
        return ()
    # In a checkout the default folders are the built-in ones.
    return () if folder.resolve() in builtin else (folder,)
