"""Templates compiled for speed: two things that Jinja does at every step are done only where they are needed.

Every `{{ text }}` calls `markupsafe.escape`, which makes a new `Markup` even of a text without
anything to escape, and of a finished page part it copies the whole; here both pass as they are.
Every `{% from ... import ... %}` compares all global names with those of the importing page, which
matters only where pages bring globals of their own; ours never do.
"""

from __future__ import annotations

import re

from jinja2 import Environment, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.nodes import Expr
from jinja2.runtime import Context
from markupsafe import Markup, escape

_needs_escape = re.compile("[&<>'\"]").search


def escape_output(value: object) -> str:
    """Escape a value for HTML or XML as `markupsafe.escape` does; what is safe already is not copied."""
    if type(value) is str:
        return escape(value) if _needs_escape(value) else value
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """Compiles outputs of escaped templates to `environment.escape_output(...)`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escape_output(")


class _Template(Template):
    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module(None)


class LeanEnvironment(Environment):
    """An environment whose templates render the same text with less work."""

    code_generator_class = _Generator
    template_class = _Template
    escape_output = staticmethod(escape_output)
