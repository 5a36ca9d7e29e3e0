"""A value in a list that is no set of fields, with its place: the node side of `generator.loader.record.Entry`."""

from __future__ import annotations

from generator.loader.report import Report
from generator.loader.yaml_tree import Node, ScalarNode, offset_of


class Item:
    """A text or a list in a list."""

    __slots__ = ("_node", "_report", "scalar_text")

    def __init__(self, report: Report, node: Node) -> None:
        self._report = report
        self._node = node
        self.scalar_text: str | None = node.value if isinstance(node, ScalarNode) else None

    def record(self) -> None:
        """Give nothing: it has no fields."""

    def say(self, code: str, message: str, hint: str = "", at: str = "") -> None:
        """Add a fault at this value."""
        self._report.add(code, message, offset_of(self._node), hint)
