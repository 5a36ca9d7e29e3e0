"""Templates compiled for speed: each step does what it nearly always comes to, and does not ask whether it might not.

Jinja's code asks a lot: whether `x.y` means an attribute or an item or nothing, whether what is called wants the
context, which arguments of a macro came by name.  `LeanEnvironment` compiles

* `x.y` and `x[y]` to just that in Python;
* a call to a call, and a macro to a function with the macro's parameters (`SafeFunction`);
* `{{ text }}` to an escape that copies nothing where there is nothing to escape;
* a block, or a page, to a function that returns the list of its pieces, where Jinja's is a generator of them;
* what they, and macros, put out to UTF-8: texts of the template to bytes, and a macro that is called there gives bytes;
* `{% from "..." import ... %}` to a look in a table, for pages bring no names of their own that an import would see.

**Where such code answers, it answers as Jinja's would; where Jinja's would do something else, it raises**, whatever
exception that comes to: `x.y` where y is a key, `x.y is defined` where it is not, a macro that is given too much.
Then the same text is rendered anew by Jinja's own code (`two_ways.py`), which knows what is meant or what is wrong.
What could differ without an exception is compiled as Jinja does it, or refused as a whole (`UnsuitedError`).
"""

from __future__ import annotations

from io import StringIO

from jinja2 import nodes
from jinja2.compiler import Frame
from jinja2.exceptions import TemplateError

from generator.rendering.utf8_code import HELPERS, Utf8Generator, is_plain

_FORGIVING_FILTERS = {"default", "d"}
_FORGIVING_TESTS = {"defined", "undefined"}
# Lines of Jinja's that make a function a generator; `blockvisit` has what the second does in the list of pieces.
_YIELDS = {"if 0: yield None", "yield from parent_template.root_render_func(context)"}
RETURNS = "returns"
"""The name that tells in a template's code whether its blocks and pages are functions that return their pieces."""
_EXTEND = ".extend(("
_OTHERWISE = {
    "finally: gen.close()": "finally: pass",  # a list cannot be closed
    "concat = environment.concat": "concat = ''.join",  # that is for the blocks of a page, which are UTF-8
    "yield from template._get_default_module()._body_stream": (
        "yield from map(str.encode, template._get_default_module()._body_stream)"
    ),
}
"""Lines of Jinja's, and what is written for them."""


class UnsuitedError(TemplateError):
    """A template has what lean code cannot do: escaping that is off, or goes on and off."""


class LeanGenerator(Utf8Generator):
    """Compiles a template for a `LeanEnvironment`."""

    _forgiving = 0
    """How many filters and tests we are in that take what is not there for an answer."""
    _returns = True
    """Whether blocks and pages are functions that return their pieces."""
    # Statements

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Refuse a template whose escaping is off or changes, and compile any other."""
        if not nodes.EvalContext(self.environment, self.name).autoescape or node.find(nodes.EvalContextModifier):
            raise UnsuitedError(self.name)
        self._returns = not _streams(node) and all(each in node.body for each in node.find_all(nodes.Extends))
        super().visit_Template(node, frame)
        self.writeline(f"{RETURNS} = {self._returns}")
        for name in HELPERS:
            self.writeline(f"{name} = environment.{name}")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line, but none that makes a generator of a function that returns its pieces, or asks for one."""
        x = _OTHERWISE.get(x, x)
        if self._returns and x in _YIELDS:
            x = "pass"
        elif x.endswith(_EXTEND):
            x = f"{x.removesuffix(_EXTEND)} += (("  # without a call: a page has a hundred of them
        super().writeline(x, node, extra)

    def blockvisit(self, nodes_: list[nodes.Node], frame: Frame) -> None:  # type: ignore[override]
        """Write the body of a page or block so that it returns its pieces; a plain include would not wait for them."""
        outermost = frame.rootlevel or (frame.block_frame and not frame.soft_frame)
        if frame.buffer is not None or not outermost or not self._returns:
            super().blockvisit(nodes_, frame)
            return
        self.buffer_utf8(frame)
        super().blockvisit(nodes_, frame)
        if frame.rootlevel and self.has_known_extends:
            self.writeline(f"{frame.buffer} += parent_template.root_render_func(context)")
        self.writeline(f"return {frame.buffer}")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Write a block's place so that its pieces are taken at once."""
        is_text = frame.buffer is None or not self.is_utf8(frame)
        if is_text or node.scoped or node.required or (frame.toplevel and self.extends_so_far):
            super().visit_Block(node, frame)
            return
        context = self.get_context_ref()
        self.writeline(f"{frame.buffer} += context.blocks[{node.name!r}][0]({context})", node)

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        """Write names that a template imports as looks in a table; for one that is not exported there, that raises."""
        if not isinstance(node.template, nodes.Const) or node.with_context or not frame.toplevel:
            super().visit_FromImport(node, frame)
            return
        for each in node.names:
            name, alias = each if isinstance(each, tuple) else (each, each)
            self.writeline(f"{frame.symbols.ref(alias)} = context.vars[{alias!r}] = ", node)
            self.write(f"environment.exports[{node.template.value!r}, {name!r}]")
            if not alias.startswith("_"):
                self.writeline(f"context.exported_vars.discard({alias!r})")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if isinstance(node.template, nodes.Const) and not node.with_context:
            self.write(f"environment.modules[{node.template.value!r}]")
        else:
            super()._import_common(node, frame)

    # Expressions

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write an attribute as one; where Jinja finds an attribute, it asks for nothing else."""
        # The blocks of `self` are items.
        itself = isinstance(node.node, nodes.Name) and node.node.name == "self"
        if self._forgiving or itself or not is_plain(node.attr) or isinstance(node.node, nodes.Const):
            super().visit_Getattr(node, frame)
        else:
            self._visit_bare(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Write an item as one, for the same reason."""
        if self._forgiving or isinstance(node.arg, nodes.Slice) or isinstance(node.node, nodes.Const):
            super().visit_Getitem(node, frame)
        else:
            self._visit_bare(node.node, frame)
            self.write("[")
            self.visit(node.arg, frame)
            self.write("]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call as one; nothing that our templates can reach asks for Jinja's context."""
        if forward_caller:
            super().visit_Call(node, frame, forward_caller=True)
            return
        if node is self.puts_out and isinstance(node.node, nodes.Name):
            name = frame.symbols.ref(node.node.name)
            self.write(f"({name}.encoded(")
            arguments = self._written_arguments(node, frame)
            self.write(f"{arguments}) if type({name}) is SafeFunction else encode_output({name}({arguments})))")
            return
        self._visit_bare(node.node, frame)
        self.write(f"({self._written_arguments(node, frame)})")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        """Write a filter; one that takes what is not there for an answer must get that as Jinja gives it."""
        if node.name == "map" and node.node is not None and (attribute := _mapped_attribute(node)):
            self.write("environment.map_attribute(")
            self.visit(node.node, frame)
            self.write(f", {attribute!r})")
            return
        if node is self.puts_out and node.node is not None:
            self.write(f"{self.filters[node.name]}.encoded(")
            self.visit(node.node, frame)
            self.write(")")
            return
        self._forgiving += node.name in _FORGIVING_FILTERS
        super().visit_Filter(node, frame)
        self._forgiving -= node.name in _FORGIVING_FILTERS

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802
        """Write a test; the same holds for `is defined`."""
        self._forgiving += node.name in _FORGIVING_TESTS
        super().visit_Test(node, frame)
        self._forgiving -= node.name in _FORGIVING_TESTS

    def _written_arguments(self, node: nodes.Call, frame: Frame) -> str:
        """Give the arguments as `signature` writes them, but for the comma before: Jinja's calls have one more."""
        stream, self.stream = self.stream, StringIO()
        try:
            self.signature(node, frame)
            return self.stream.getvalue().removeprefix(", ")
        finally:
            self.stream = stream

    def _visit_bare(self, node: nodes.Expr, frame: Frame) -> None:
        """Write what is asked for an attribute, or called; what stands for a missing name has neither: it raises."""
        if isinstance(node, nodes.Name) and node.ctx == "load":
            self.write(frame.symbols.ref(node.name))
        else:
            self.write("(")
            self.visit(node, frame)
            self.write(")")


def _mapped_attribute(node: nodes.Filter) -> str | None:
    """Give the name in `map(attribute="name")`, where the filter has nothing else."""
    if node.args or len(node.kwargs) != 1 or node.dyn_args or node.dyn_kwargs or node.kwargs[0].key != "attribute":
        return None
    value = node.kwargs[0].value
    name = value.value if isinstance(value, nodes.Const) else None
    return name if isinstance(name, str) and is_plain(name) else None


def _streams(node: nodes.Template) -> bool:
    return any(not each.with_context for each in node.find_all(nodes.Include))
