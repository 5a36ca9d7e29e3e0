"""Front matter: the YAML between two `---` lines at the top of a file, and the body after it."""

from __future__ import annotations

import re

from yaml import Mark

from generator.loader.fences import CLOSING, OPENING, SEALED_LINE, trim_body
from generator.loader.fields import Fields
from generator.loader.report import Report
from generator.loader.source import SEALED, Source
from generator.loader.yaml_tree import MappingNode, Node, ScalarNode, YamlError, offset_of, parse_tree

_NEAR_CLOSING = re.compile(r"^[ \t]*(?:[-–—]{2,}|\.{2,})[ \t]*$", re.MULTILINE)
_HINT = "begin the file with a line ---, then the fields, then a line --- again"


def read_fields(report: Report, text: str) -> Fields | None:
    """Parse the YAML that begins at the report's base; None where it has no fields to read."""
    try:
        tree = parse_tree(text)
    except YamlError as error:
        _add_yaml_fault(report, error)
        return None
    if tree is None:  # nothing but comments or empty lines
        tree = MappingNode("", [], Mark("", 0, 0, 0, "", 0), None)
    if not isinstance(tree, MappingNode):
        report.add("Y106", "the fields are not a list of 'name: value'", offset_of(tree), "write each as name: value")
        return None
    fields = Fields(report, tree)
    swallowed = _swallowed_seal(text, tree)
    if swallowed is not None:
        report.add("Y102", "the quote opened here is never closed", swallowed, "close it after the text")
        return None
    return fields


def _add_yaml_fault(report: Report, error: YamlError) -> None:
    message, hint = error.message, error.hint
    if report.source.is_sealed(report.base + error.offset) and error.code == "Y101":
        message, hint = f"the YAML of '{SEALED}' cannot be understood", "put the text in quotes"
    report.add(error.code, message, error.offset, hint)


def _swallowed_seal(text: str, tree: MappingNode) -> int | None:
    """Give the offset of a quoted text that runs on into the sealed field; sound YAML, and a leak."""
    keys = {offset_of(key) for key, _ in tree.value}
    sealed = next((match for match in SEALED_LINE.finditer(text) if match.start() not in keys), None)
    if sealed is None:
        return None
    pending: list[Node] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ScalarNode):
            if node.start_mark.index < sealed.start() < node.end_mark.index and node.style in ("'", '"'):
                return offset_of(node)
        elif isinstance(node, MappingNode):
            pending.extend(part for pair in node.value for part in pair)
        else:
            pending.extend(node.value)
    return None


def read_front_matter(source: Source) -> tuple[Report, Fields | None, str]:
    """Read a file with front matter: its report, its fields and its body."""
    report = Report(source)
    parts = _split(report)
    if parts is None:
        return report, None, ""
    front, body = parts
    report.base = front.start
    return report, read_fields(report, source.text[front.start : front.stop]), body


def _split(report: Report) -> tuple[slice, str] | None:
    """Tell where the YAML stands in a file, and give its body; what is missing becomes a fault of the file."""
    text = report.source.text
    opening = OPENING.match(text)
    if opening is None:
        report.add("Y105", "the file does not begin with front matter", 0, _HINT)
        return None
    start = opening.end()
    closing = CLOSING.search(text, start - 1)
    if closing is None:
        near = _NEAR_CLOSING.search(text, start - 1)
        line = text.count("\n", 0, near.start()) + 1 if near else 0
        hint = f"write line {line} as ---" if near else "put a line --- after the last field"
        fence = text.index("---")
        report.add("Y104", "the front matter opened here is never closed", fence, hint)
        return None
    body = text[closing.end() :]
    sealed = SEALED_LINE.search(body)
    if sealed:
        hint = f"delete the line {closing[0].strip()} above it that ends the front matter"
        report.add("Y101", f"'{SEALED}' stands after the front matter", closing.end() + sealed.start(), hint)
        return None
    return slice(start, closing.start() + 1), trim_body(body)
