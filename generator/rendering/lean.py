"""The environment of templates that are compiled for speed, and what their code calls.

Compiling all of the theme's templates takes an eighth of a second, and each is compiled when it is first needed, or
by `prepare` before processes are forked.  It is not kept on disk: to load it would be to run what lies in a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property, partial
from inspect import isgeneratorfunction
from typing import Any, cast

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.meta import find_referenced_templates
from jinja2.runtime import Context
from jinja2.utils import missing

from generator.rendering.blocks import TakenBlocks, UnkeptError
from generator.rendering.compiling import RETURNS, LeanGenerator, UnsuitedError
from generator.rendering.output import SafeFunction, encode_output, escape_output, escape_text

_Block = Callable[[Context], Iterable[bytes]]


def map_attribute(items: Iterable[object], name: str) -> Iterator[Any]:
    """Do what the filter `map` does, which asks for an item before an attribute: so for nothing that has items."""
    if not items:
        return iter(())
    values = []
    for item in items:
        if hasattr(item, "__getitem__"):
            raise TypeError(f"'{name}' may be an item")
        values.append(getattr(item, name))
    return iter(values)


class _Modules(dict[str, TemplateModule]):
    """What templates export to those that import them, by the names of the templates."""

    def __init__(self, environment: Environment) -> None:
        super().__init__()
        self._environment = environment

    def __missing__(self, name: str) -> TemplateModule:
        found = self[name] = self._environment.get_template(name)._get_default_module()
        return found


class _Exports(dict[tuple[str, str], Any]):
    """What templates export, by the names of both."""

    def __init__(self, modules: _Modules) -> None:
        super().__init__()
        self._modules = modules

    def __missing__(self, names: tuple[str, str]) -> Any:
        template, name = names
        found = self[names] = getattr(self._modules[template], name)
        return found


class _Names(dict[str, Any]):
    """Names and what they stand for, asked for without a call in Python."""

    def __missing__(self, name: str) -> Any:
        return missing


class _LayoutNames(_Names):
    """The names that a layout has by itself; any other might be one that the page's own template gives."""

    def __missing__(self, name: str) -> Any:
        raise UnkeptError


class _PageContext(Context):
    """A page's names; unlike Jinja's it shares what says whether to escape, for lean code never changes that.

    Those that a template sets join the names that it was given, which are this page's alone.
    """

    blocks: dict[str, list[_Block]]  # type: ignore[assignment]

    def __init__(self, template: _Template, names: _Names) -> None:
        self.parent = self.vars = names
        self.resolve_or_missing = names.__getitem__  # type: ignore[assignment]
        self.environment = template.environment
        self.eval_ctx = template.eval_ctx
        self.exported_vars = set()
        self.name = template.name
        self.globals_keys = set()
        self.blocks = {name: [block] for name, block in template.blocks.items()}


class _Template(Template):
    blocks: dict[str, _Block]  # type: ignore[assignment]
    root_render_func: _Block  # type: ignore[assignment]

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002
    ) -> Template:
        made = super()._from_namespace(environment, namespace, globals)
        if namespace[RETURNS] and any(map(isgeneratorfunction, (made.root_render_func, *made.blocks.values()))):
            raise UnsuitedError(made.name)  # by another Jinja's code: what a generator returns would be lost
        return made

    @cached_property
    def eval_ctx(self) -> nodes.EvalContext:
        return nodes.EvalContext(self.environment, self.name)

    def make_module(self, *given: Any) -> TemplateModule:
        return _with_text(super().make_module(*given))

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module(None)


def _with_text(module: TemplateModule) -> TemplateModule:
    """Let a module have its text as Jinja's have it."""
    module._body_stream = [piece.decode() for piece in cast("list[bytes]", module._body_stream)]
    return module


def _join(pieces: Iterable[bytes]) -> str:
    """Give the text of a block that is asked for by name."""
    return b"".join(pieces).decode()


def _no_function(obj: Any) -> Any:
    """Refuse what stands for a macro: Jinja's own have other attributes."""
    if type(obj) is SafeFunction:
        raise TypeError("it can only be called, as in name(…)")
    return obj


class LeanEnvironment(Environment):
    """An environment whose templates render the same text with less work, or raise."""

    code_generator_class = LeanGenerator
    template_class = _Template
    escape_text = staticmethod(escape_text)
    escape_output = staticmethod(escape_output)
    encode_output = staticmethod(encode_output)
    concat = staticmethod(_join)  # type: ignore[assignment]
    SafeFunction = SafeFunction
    map_attribute = staticmethod(map_attribute)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.modules = _Modules(self)
        self.exports = _Exports(self.modules)
        self._known: dict[str, _Template] = {}
        self._references: dict[str, set[str]] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give an attribute where there may be none."""
        return super().getattr(_no_function(obj), attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Give an item where there may be none."""
        return super().getitem(_no_function(obj), argument)

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> _Template:  # noqa: A002
        """Give a template; templates never change while an environment lives."""
        found = self._known.get(name) if isinstance(name, str) else None
        if found is None:
            found = cast(_Template, super().get_template(name, parent, globals))
            self._known[found.name or ""] = found
        return found

    def prepare(self, name: str) -> None:
        """Compile a template and all that it extends, imports or includes by name."""
        if name not in self._known:
            self.get_template(name)
            for each in self._references.get(name, ()):  # of one that was compiled before they are not known
                self.prepare(each)

    def _generate(self, source: nodes.Template, name: str, filename: str | None, defer_init: bool = False) -> str:  # type: ignore[override]
        self._references[name] = {each for each in find_referenced_templates(source) if each}
        return super()._generate(source, name, filename, defer_init)

    def render(self, name: str, values: Mapping[str, object]) -> bytes:
        """Give a page's text, without the care of `Template.render` for errors: those are for Jinja's own code."""
        template = self.get_template(name)
        return b"".join(template.root_render_func(_PageContext(template, _Names(self.globals, **values))))

    def render_blocks(
        self, name: str, values: Mapping[str, object], layout: str, mark: Callable[[str], bytes]
    ) -> TakenBlocks | None:
        """Give a page's text with marks, by their names, for the blocks of its own template that the layout shows.

        None where that is not the layout.
        """
        template = self.get_template(name)
        context = _PageContext(template, _Names(self.globals, **values))
        taken = TakenBlocks(dict.fromkeys(context.blocks))
        for block, (render,) in context.blocks.items():
            context.blocks[block] = [partial(_take_down, taken, mark, block, render)]
        taken.text = b"".join(template.root_render_func(context))
        slots = self.get_template(layout).blocks
        is_extended = slots and all(context.blocks.get(block, [None])[-1] is slot for block, slot in slots.items())
        return taken if is_extended else None

    def render_layout(self, name: str, values: Mapping[str, object], blocks: Mapping[str, bytes | None]) -> bytes:
        """Give a layout's text with the texts of a page's blocks; raises where it asks for more of the page."""
        layout = self.get_template(name)
        context = _PageContext(layout, _LayoutNames(self.globals, **values))
        for block, text in blocks.items():
            context.blocks[block] = [partial(_give, text)]
        return b"".join(layout.root_render_func(context))


def _take_down(
    taken: TakenBlocks, mark: Callable[[str], bytes], name: str, render: _Block, context: Context
) -> Iterable[bytes]:
    if taken.is_inside:
        text = taken.texts[name] = b"".join(render(context))
        return (text,)
    taken.is_inside = True
    taken.texts[name] = b"".join(render(context))
    taken.is_inside = False
    taken.marked.append(name)
    return (mark(name),)


def _give(text: bytes | None, context: Context) -> Iterable[bytes]:
    if text is None:
        raise UnkeptError
    return (text,)
