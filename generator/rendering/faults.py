"""Mistakes in templates as diagnostics: where in which template, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from traceback import walk_tb

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from generator.diagnostics import Diagnostic, Place, fault
from generator.pages import parts, views
from generator.pages.view import View
from generator.rendering.references import shown_path
from generator.rendering.two_ways import ThemeError

_NO_ATTRIBUTE = re.compile(r"'(?:[\w.]+\.)?(\w+) object' has no attribute '(\w+)'")
_UNDEFINED = re.compile(r"'(\w+)' is undefined")
_NAMES = ("view", "site", "header_html", "footer_html", "loop", "caller")


def explain_fault(error: Exception, template: str) -> Diagnostic | None:
    """Turn an exception that came while `template` was rendered into a diagnostic.

    The answer is None where no template had a part in it: then it is a bug of ours, to be raised.
    """
    places = list(_template_places(error))
    place = places[-1] if places else None
    if isinstance(error, TemplateSyntaxError):
        return fault("R101", error.message or "syntax error", _place(error.filename or template, error.lineno))
    if isinstance(error, TemplateNotFound):
        message = f"there is no template '{error.name}'"
        return fault("R101", message, place, "templates are looked up in your templates folder, then in the theme's")
    if place is None:
        return None
    return fault("R102", _message(error), place, _hint(error))


def _template_places(error: Exception) -> Iterator[Place]:
    for frame, line in walk_tb(error.__traceback__):
        # Jinja puts frames of the template's own source in place of those of its compiled code.
        if "__jinja_exception__" in frame.f_globals:
            yield _place(frame.f_code.co_filename, line)


def _place(path: str, line: int) -> Place:
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    column = len(text) - len(text.lstrip()) + 1 if text else 0
    return Place(shown_path(Path(path)), line, column, text)


def _message(error: Exception) -> str:
    text = str(error)
    if isinstance(error, UndefinedError):
        return _NO_ATTRIBUTE.sub(r"\1 has no '\2'", text)
    return text if isinstance(error, ThemeError) else f"{type(error).__name__}: {text}"


def _hint(error: Exception) -> str:
    if isinstance(error, ThemeError):
        return error.hint
    if match := _UNDEFINED.search(str(error)):
        return _near(match[1], _NAMES, "a template knows 'view' and 'site'")
    if match := _NO_ATTRIBUTE.search(str(error)):
        kind = getattr(views, match[1], None) or getattr(parts, match[1], None)
        names = kind.__struct_fields__ if isinstance(kind, type) and issubclass(kind, View) else ()
        return _near(match[2], names, f"it has: {', '.join(names)}" if names else "")
    return ""


def _near(name: str, names: tuple[str, ...], otherwise: str) -> str:
    near = get_close_matches(name, names, n=1)
    return f"did you mean '{near[0]}'?" if near else otherwise
