"""The environment of templates that are compiled for speed, and what their code calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, NoReturn

import markupsafe
from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator.rendering.compiling import LeanGenerator

escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(escape(text)))
"""Escape a text; one without anything to escape is given back as it is, so that nothing is copied."""


def escape_output(value: object) -> str:
    """Escape a value for HTML or XML as `markupsafe.escape` does; what is safe already is not copied."""
    if type(value) is str:
        return escape_text(value)
    return value if type(value) is Markup else escape(value)


class LeanMacro(partial[str]):
    """A macro as a function of its parameters; it can be called, and whatever else one asks of it, raises."""

    __slots__ = ()

    def _refuse(self) -> NoReturn:
        raise TypeError("a lean macro can only be called")

    func = args = keywords = property(_refuse)  # type: ignore[assignment]
    __repr__ = __str__ = __html__ = _refuse


def lean_macro(macro: Callable[..., str], wrap: Callable[..., Callable[..., str]]) -> LeanMacro:
    """Make a macro of its body; what it gives is safe, and made so without `Markup`'s own look at it."""
    return LeanMacro(wrap(str.__new__, Markup, macro, missing))


class _Modules(dict[str, TemplateModule]):
    """What templates export to those that import them, by the names of the templates."""

    def __init__(self, environment: Environment) -> None:
        super().__init__()
        self._environment = environment

    def __missing__(self, name: str) -> TemplateModule:
        found = self[name] = self._environment.get_template(name)._get_default_module()
        return found


class _Template(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module(None)


class LeanEnvironment(Environment):
    """An environment whose templates render the same text with less work, or raise."""

    code_generator_class = LeanGenerator
    template_class = _Template
    escape_text = staticmethod(escape_text)
    escape_output = staticmethod(escape_output)
    lean_macro = staticmethod(lean_macro)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.modules = _Modules(self)
        self._known: dict[str, Template] = {}

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """Give a template; templates never change while an environment lives."""
        found = self._known.get(name) if isinstance(name, str) else None
        if found is None:
            found = super().get_template(name, parent, globals)
            self._known[found.name or ""] = found
        return found
