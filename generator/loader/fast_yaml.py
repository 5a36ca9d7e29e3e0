"""Files to plain values by fast YAML parsers, where they and PyYAML are known to read them alike: docs/adr/0005.

All is looked for in bytes: most texts have a character or two beyond Latin-1, and are twice as long then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from generator.loader.fences import CLOSING, OPENING, SEALED_LINE, trim_body
from generator.loader.files import normalise_bytes
from generator.loader.plain_yaml import parse_plain
from generator.loader.properties import may_have_properties
from generator.loader.source import SEALED

_Parse = Callable[..., object]


def _find_parser() -> _Parse | None:
    try:
        import yaml_rs  # noqa: PLC0415 - a wheel may be missing on a rare platform; then PyYAML reads all
    except ImportError:
        return None
    return cast("_Parse", yaml_rs.loads)


_parse = _find_parser()

_OPENING, _CLOSING = (re.compile(pattern.pattern.encode()) for pattern in (OPENING, CLOSING))
_MAX_BRACKETS = 100
# What PyYAML refuses or the two read differently: a tab, control characters, a directive, line breaks of YAML 1.1.
_CONTROLS = bytes(set(range(32)) - {10}) + b"\x7f"
# Each with a byte of its matches: to look for one byte costs next to nothing, and most texts lack it.
_OTHER_CHARACTERS = (
    (b"\xc2", re.compile(rb"\xc2[\x80-\x9f]")),  # C1 controls, next line among them
    (b"\xa8", re.compile(rb"\xe2\x80\xa8")),  # line separator
    (b"\xa9", re.compile(rb"\xe2\x80\xa9")),  # paragraph separator
    (b"\xef", re.compile(rb"\xef(?:\xbb\xbf|\xbf[\xbe\xbf])")),  # byte order mark, noncharacters
    (b"%", re.compile(rb"\n%")),  # a directive, but for one at the very beginning
    (b"\\", re.compile(rb"\\u[dD][89a-fA-F]")),  # half of a character in UTF-16: one joins the halves, one does not
)
# A number that is not written in plain digits (012, 0x1F, 1_000, _1): the value does not tell how it was written.
# Nothing here is worth a second try: hence the `++` and `*+`.
_ODD_NUMBER = rb"[-+]?+(?:0[\w\x80-\xff]|[0-9]++_|_++[0-9])"
_ODD_VALUE = re.compile(rb":(?:[\s\x80-\xff]++|(?<=[\"']:))" + _ODD_NUMBER)
_ODD_AFTER_COMMENT = re.compile(rb"#[^\n]*+\n[\s\x80-\xff]*+" + _ODD_NUMBER)
# The signs of a block scalar where none can be, within brackets: one parser takes them for text, one refuses them.
_BLOCK_IN_BRACKETS = re.compile(rb"[\[{,?][\s\x80-\xff]*[|>]")
_BLOCK_IN_LINE = re.compile(rb"[\[{].*:[\s\x80-\xff]*[|>]")
_BLOCK = re.compile(rb":[\s\x80-\xff]*[|>]")
# A colon or a question mark that begins something within brackets, or both together: to one parser a text.
_SIGN_IN_BRACKETS = re.compile(rb"[:?](?:(?<=:\?)|(?<=[\[{,:?\s][:?])\S)")
# Forty of the signs that nest without brackets at the beginning of a line are too many; all are made spaces first.
_TO_SPACES = bytes.maketrans(b"?:-", b"   ")
_DEEP = b" " * 40
_DEEP_LINE = b"\n" + _DEEP
_SEALED = SEALED.encode()
_SEAL = b"\n" + _SEALED + b': "'
_SEALED_BYTES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=;"


def parse_file(content: bytes) -> tuple[dict[object, object], str] | None:
    """Give the fields and the body of a file that is plainly sound; None where PyYAML should look at it."""
    content = normalise_bytes(content)
    opening = _OPENING.match(content)
    closing = opening and _CLOSING.search(content, opening.end() - 1)
    if not opening or not closing:
        return None
    values = parse_values(content[opening.end() : closing.start() + 1])
    try:
        body = trim_body(content[closing.end() :].decode())
    except UnicodeDecodeError:
        return None
    return None if values is None or (body and SEALED_LINE.search(body)) else (values, body)


def parse_values(content: bytes) -> dict[object, object] | None:
    """Give the fields of a YAML text that is plainly sound; None where PyYAML should look at it, or it has none."""
    content = _leave_out_seal(content)
    if _has_other_characters(content):
        return None
    values = parse_plain(content)
    if values is None:
        values = _parse_ordinary(content)
    if type(values) is not dict or (SEALED in values) != (content.startswith(_SEALED) or b"\n" + _SEALED in content):
        return None
    # What one parser alone takes, such as an empty name, shows in any other field; nobody looks into this one.
    return None if type(values.get(SEALED)) in (dict, list) else values


def _parse_ordinary(content: bytes) -> object:
    if _parse is None or not _is_ordinary(content):
        return None
    try:
        text = content.decode()
        return None if may_have_properties(text) else _parse(text, parse_datetime=False)
    except (ValueError, TypeError, OverflowError, RecursionError):  # TypeError: a list in a list, or the like, as a key
        return None


def _leave_out_seal(content: bytes) -> bytes:
    """Take a sealed text out of its quotes: half of many a file, and nobody reads it.

    Only where it is Base64 in one line: so nothing in it could have been a sign of YAML.
    """
    start = content.find(_SEAL)
    if start < 0:
        return content
    start += len(_SEAL)
    end = content.find(b'"', start)
    is_plain = end > start and not content[start:end].translate(None, _SEALED_BYTES)
    return content[:start] + content[end:] if is_plain else content


def _is_ordinary(content: bytes) -> bool:
    spaced = content.translate(_TO_SPACES, _CONTROLS)
    return not (
        len(spaced) != len(content)
        or content.startswith(b"%")
        or spaced.startswith(_DEEP)
        or _DEEP_LINE in spaced
        or _ODD_VALUE.search(content) is not None
        or (b"#" in content and _ODD_AFTER_COMMENT.search(content) is not None)
        or ((b"[" in content or b"{" in content) and _has_doubtful_brackets(content))
    )


def _has_other_characters(content: bytes) -> bool:
    for mark, pattern in _OTHER_CHARACTERS:  # noqa: SIM110 - a generator costs as much as the search
        if mark in content and pattern.search(content) is not None:
            return True
    return False


def _has_doubtful_brackets(content: bytes) -> bool:
    return (
        content.count(b"[") + content.count(b"{") > _MAX_BRACKETS
        or _SIGN_IN_BRACKETS.search(content) is not None
        or _may_have_block_in_brackets(content)
    )


def _may_have_block_in_brackets(content: bytes) -> bool:
    if b"|" not in content and b">" not in content:
        return False
    if _BLOCK_IN_BRACKETS.search(content) or _BLOCK_IN_LINE.search(content):
        return True
    # Brackets that are closed in their line are done with when a block scalar begins in another one.
    return _BLOCK.search(content) is not None and not all(map(_is_balanced, content.split(b"\n")))


def _is_balanced(line: bytes) -> bool:
    return line.count(b"[") == line.count(b"]") and line.count(b"{") == line.count(b"}")
