"""What lean code calls to put values out: as text in expressions, as UTF-8 wherever a page's pieces are gathered.

Nearly all pieces are ASCII.  Encoded one by one they are copied; a page that is encoded as a whole is gone through sign
by sign, where a single one in it is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import markupsafe
from markupsafe import Markup, escape

escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(escape(text)))
"""Escape a text; one without anything to escape is given back as it is, so that nothing is copied."""


def escape_output(value: object) -> str:
    """Escape a value for HTML or XML as `markupsafe.escape` does; what is safe already is not copied."""
    kind = type(value)
    if kind is str:
        return escape_text(value)  # type: ignore[arg-type]
    if kind is int:
        return str(value)
    return value if type(value) is Markup else escape(value)


def encode_output(value: object) -> bytes:
    """Escape a value as `escape_output` does, and give its UTF-8."""
    return escape_output(value).encode()


class SafeFunction:
    """A function that gives safe text for expressions, and by `encoded` its UTF-8, for what is put out at once.

    It can be called, and whatever else one asks of it, raises: Jinja's own macros would have an answer.
    """

    __slots__ = ("encoded",)

    def __init__(self, encoded: Callable[..., bytes]) -> None:
        self.encoded = encoded

    def __call__(self, *arguments: Any, **named: Any) -> Markup:
        """Give the text that stands in an expression."""
        return Markup(self.encoded(*arguments, **named).decode())

    def _refuse(self) -> NoReturn:
        raise TypeError("it can only be called, as in name(…)")

    __repr__ = __str__ = __html__ = _refuse
