"""What a node of YAML means, by the rules of `generator.loader.scalars`."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from generator.loader.scalars import FLAGS, NULLS, is_sealed, misreads, read_plain
from generator.loader.yaml_tree import MappingNode, Node, ScalarNode, SequenceNode
from generator.model import Plain
from generator.text import clean_text


def is_null(node: Node) -> bool:
    """Tell whether a node is an absent value: nothing, an empty text or `null`."""
    return type(node) is ScalarNode and (not node.value or (not node.style and node.value in NULLS))


def parse_flag(node: ScalarNode) -> bool | None:
    """Give the truth value of a scalar without quotes (YAML 1.1: `yes` and `on` too), or None."""
    return None if node.style else FLAGS.get(node.value)


def misread_as(node: ScalarNode) -> str:
    """Say what YAML takes a scalar without quotes for where it is not a text; empty where it is one."""
    return "" if node.style else misreads(node.value)


def build_plain(node: Node, zone: ZoneInfo) -> Plain:
    """Give the plain value of an unknown field; sealed fields inside it are left out."""
    if isinstance(node, SequenceNode):
        return tuple(build_plain(item, zone) for item in node.value)
    if isinstance(node, MappingNode):
        return {
            clean_text(key.value): build_plain(value, zone)
            for key, value in node.value
            if isinstance(key, ScalarNode) and not is_sealed(key.value)
        }
    if isinstance(node, ScalarNode):
        return clean_text(node.value) if node.style else read_plain(node.value, zone)
    return None
