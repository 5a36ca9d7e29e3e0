"""What templates put out, compiled to UTF-8.

The pieces of a page, of its blocks and of macros are bytes: texts of the template by themselves, values as soon as they
are escaped, and what another macro gives, or a filter that has its answer in memory, is not made a text between.
Where a template catches what is put out (`{% set %}`, `{% filter %}`, `{% call %}`, recursive loops), pieces are text,
as in Jinja's code.
"""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, find_undeclared

from generator.rendering.output import SafeFunction

HELPERS = "escape_text", "escape_output", "encode_output", "SafeFunction"
"""The names that the code asks of its environment."""
_SPECIAL = "caller", "kwargs", "varargs"


class Utf8Generator(CodeGenerator):
    """Compiles a template to code whose pieces are UTF-8; a filter or a call that is put out is for `puts_out`."""

    puts_out: nodes.Expr | None = None
    """The expression that is put out and may have UTF-8 to give: whoever visits it is to write how."""
    _begins_macro = False
    """Whether the next list of pieces is that of a macro that gives UTF-8."""
    _in_bytes = False
    """Whether what is put out now goes to a list of UTF-8."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._lists: set[str | None] = set()
        """The names of lists whose pieces are UTF-8."""

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        """Write the function of a macro, which gives UTF-8 unless it asks for what Jinja's own macros know."""
        self._begins_macro = _is_lean(node)
        return super().macro_body(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the value of a macro whose body stands above as the function `macro`."""
        macro = macro_ref.node
        if not _is_lean(macro):
            super().macro_def(macro_ref, frame)
            return
        names = [argument.name for argument in macro.args]
        needed = len(names) - len(macro.defaults)
        parameters = [name if place < needed else f"{name}=_missing" for place, name in enumerate(names)]
        self.write(
            f"SafeFunction((lambda _macro, _missing: lambda {', '.join(parameters)}: _macro({', '.join(names)}))"
            "(macro, missing))"
        )

    def buffer(self, frame: Frame) -> None:
        """Begin a list of pieces: of text, unless it is that of a macro which begins here."""
        super().buffer(frame)
        if self._begins_macro:
            self._lists.add(frame.buffer)
            self._begins_macro = False

    def buffer_utf8(self, frame: Frame) -> None:
        """Begin a list of pieces that are UTF-8."""
        super().buffer(frame)
        self._lists.add(frame.buffer)

    def is_utf8(self, frame: Frame) -> bool:
        """Tell whether what is put out is UTF-8 here; without a list of pieces it is yielded, and is."""
        return frame.buffer is None or frame.buffer in self._lists

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """End a list of pieces."""
        if self.is_utf8(frame):
            self.writeline(f"return b''.join({frame.buffer})")
        else:
            super().return_buffer_contents(frame, force_unescaped)

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        """Begin a piece that is text, and safe."""
        super().start_write(frame, node)
        self.write("(")

    def end_write(self, frame: Frame) -> None:
        """End it."""
        self.write(").encode()" if self.is_utf8(frame) else ")")
        super().end_write(frame)

    def simple_write(self, s: str, frame: Frame, node: nodes.Node | None = None) -> None:
        """Write a piece of a block or of another template, which is UTF-8."""
        super().start_write(frame, node)
        self.write(s if self.is_utf8(frame) else f"{s}.decode()")
        super().end_write(frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write what is put out."""
        self._in_bytes = self.is_utf8(frame)
        super().visit_Output(node, frame)

    def _output_const_repr(self, group: Iterable[object]) -> str:
        text = "".join(map(str, group))
        return repr(text.encode() if self._in_bytes else text)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.puts_out = node if self._in_bytes and self._gives_bytes(node) else None
        if self.puts_out is None:
            coding = ".encode()" if self._in_bytes else ""
            value = "_value" if isinstance(node, nodes.Call | nodes.Filter) else "escape_text(_value)"
            self.write(f"({value}{coding} if type(_value := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if self.puts_out is None:
            kind = "Markup" if isinstance(node, nodes.Call | nodes.Filter) else "str"
            self.write(f") is {kind} else {'encode' if self._in_bytes else 'escape'}_output(_value))")
        self.puts_out = None

    def _gives_bytes(self, node: nodes.Expr) -> bool:
        """Tell whether an expression is the call of a name, or a filter, that may have UTF-8 to give."""
        if isinstance(node, nodes.Filter):
            asks_for_more = node.args or node.kwargs or node.dyn_args or node.dyn_kwargs
            return type(self.environment.filters.get(node.name)) is SafeFunction and not asks_for_more
        return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)


def is_plain(name: str) -> bool:
    """Tell whether a name may stand in the code as it is."""
    is_name = name.isascii() and name.isidentifier() and not iskeyword(name)
    return is_name and not name.startswith("_") and name != "encoded"  # that is for lean code alone


def _is_lean(macro: nodes.Macro | nodes.CallBlock) -> bool:
    """Tell whether a macro has nothing that Jinja's own are needed for."""
    is_macro = isinstance(macro, nodes.Macro) and not find_undeclared(macro.body, _SPECIAL)
    return is_macro and all(is_plain(argument.name) for argument in macro.args)
