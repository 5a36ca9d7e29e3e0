"""YAML to plain values by a fast parser, for texts that it and PyYAML are known to read alike: docs/adr/0005."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from generator.loader.source import SEALED
from generator.loader.yaml_tree import may_have_properties

_Parse = Callable[..., object]


def _find_parser() -> _Parse | None:
    try:
        import yaml_rs  # noqa: PLC0415 - a wheel may be missing on a rare platform; then PyYAML reads all
    except ImportError:
        return None
    return cast("_Parse", yaml_rs.loads)


_parse = _find_parser()

_MAX_BRACKETS = 100
# What PyYAML refuses or the two read differently: a tab, control characters, a directive, line breaks of YAML 1.1.
_CONTROLS = bytes(set(range(32)) - {10}) + b"\x7f"
_OTHER_CHARACTERS = (
    re.compile(rb"\xc2[\x80-\x9f]"),  # C1 controls, next line among them
    re.compile(rb"\xe2\x80[\xa8\xa9]"),  # line and paragraph separator
    re.compile(rb"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])"),  # byte order mark, noncharacters
)
# A number that is not written in plain digits (012, 0x1F, 1_000): the value does not tell how it was written.
_ODD_NUMBER = r"[-+]?(?:0\w|[0-9]+_)"
_ODD_VALUE = re.compile(rf":(?:\s+|(?<=[\"']:)){_ODD_NUMBER}")
_ODD_AFTER_COMMENT = re.compile(rf"#[^\n]*\n\s*{_ODD_NUMBER}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # half of a character in UTF-16: one joins the halves, one does not
_DEEP_LINE = re.compile(r"\n[ ?:-]{40}")


def parse_values(text: str) -> dict[object, object] | None:
    """Give the fields of a text that is plainly sound; None where PyYAML should look at it, or where it has none."""
    if _parse is None or not _is_ordinary(text):
        return None
    try:
        values = _parse(text, parse_datetime=False)
    except (ValueError, OverflowError, RecursionError):
        return None
    if type(values) is not dict or (SEALED in values) != (text.startswith(SEALED) or f"\n{SEALED}" in text):
        return None
    return values


def _is_ordinary(text: str) -> bool:
    content = text.encode()
    return not (
        len(content.translate(None, _CONTROLS)) != len(content)
        or any(pattern.search(content) for pattern in _OTHER_CHARACTERS)
        or text.startswith("%")
        or "\n%" in text
        or text.count("[") + text.count("{") > _MAX_BRACKETS
        or _DEEP_LINE.search(f"\n{text[:40]}") is not None
        or _DEEP_LINE.search(text) is not None
        or _SURROGATE.search(text) is not None
        or _ODD_VALUE.search(text) is not None
        or _ODD_AFTER_COMMENT.search(text) is not None
        or may_have_properties(text)
    )
