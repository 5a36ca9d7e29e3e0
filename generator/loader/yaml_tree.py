"""YAML to a tree of nodes, each with its place and its text as written: docs/adr/0005.

PyYAML's parser in C builds the tree; its constructors, which turn scalars into Python values by
the rules of YAML 1.1, are never run. What a scalar means is for the field to say that holds it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.loader.properties import may_have_properties
from generator.loader.yaml_faults import YamlError, explain, in_quotes

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "YamlError", "offset_of",
           "parse_tree"]  # fmt: skip

if TYPE_CHECKING:
    _Base = yaml.SafeLoader
else:
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 100
"""Levels of nesting a file may have; the parser in C keeps a stack frame for each."""

_OTHER_BREAKS = ("\x85", "\u2028", "\u2029")  # line breaks in YAML 1.1, not in 1.2
_DEEP_LINE = re.compile(rf"^[ \t?:-]{{{MAX_DEPTH}}}", re.MULTILINE)


class _TreeLoader(_Base):
    """Composes nodes with their explicit tags only; looking up implicit ones is half of PyYAML's time."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, current_node: Node | None, current_index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


def parse_tree(text: str) -> Node | None:
    """Parse one YAML document; None where it is empty. Raises `YamlError` with the place of the fault.

    Anchors, aliases and tags are refused: an alias repeated within aliases grows without bound,
    and in front matter `*word`, `&word` and `!word` are unquoted text.
    """
    for other in _OTHER_BREAKS:
        text = text.replace(other, " ")
    if may_have_properties(text) or _may_be_deep(text):
        _check_events(text)
    try:
        return yaml.compose(text, _TreeLoader)
    except yaml.YAMLError as error:
        raise explain(text, error) from None


def offset_of(node: Node) -> int:
    """Give the offset of a node in the text it was parsed from, in characters."""
    index: int = node.start_mark.index
    return index


def _may_be_deep(text: str) -> bool:
    return text.count("[") + text.count("{") > MAX_DEPTH or _DEEP_LINE.search(text) is not None


def _check_events(text: str) -> None:
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_TreeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise YamlError("Y101", _start(event), "the fields are nested too deeply", "use fewer brackets")
            refused = _refused(event)
            if refused:
                hint = in_quotes(text, _start(event)) + "; or, if you mean YAML's own, write the value out"
                raise YamlError("Y101", _start(event), f"{refused} is not read here", hint)
    except yaml.YAMLError as error:
        raise explain(text, error) from None


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _refused(event: yaml.Event) -> str:
    if isinstance(event, yaml.AliasEvent):
        return f"the alias '*{event.anchor}'"
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        return f"the anchor '&{event.anchor}'"
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
        return "a tag, which begins with '!',"
    return ""
