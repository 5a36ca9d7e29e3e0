"""Where a quote was left open.

YAML lets a quoted text run over lines, so a parser finds the fault far below, at the next quote or
at the end of the file. People look for it on the line where the quote was opened.
"""

from __future__ import annotations

import re

_OPENING = re.compile(r"(?P<indent>[ \t]*)(?:- +)*(?:(?:[\w$-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:[ \t]+|(?<=- ))(?=[\"'])")
_BLOCK = re.compile(r"(?P<indent>[ \t]*)(?:- +)*(?:[\w$-]+[ \t]*:[ \t]+)?[|>][-+0-9]*[ \t]*(?:#.*)?$")
_FIELD = re.compile(r"[ \t]*(?:- +)*[\w$-]+:(?:\s|$)")
_CLOSING = {'"': re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"(?:[^']|'')*'(?!')", re.DOTALL)}


def find_open_quote(text: str, limit: int) -> int | None:
    """Give the offset of the first quote, at or before the line of `limit`, that swallows the field after it."""
    start = 0
    block_indent = -1
    while start <= limit:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        indent = len(line) - len(line.lstrip())
        if block_indent >= 0 and (not line.strip() or indent > block_indent):
            start = end + 1
            continue
        block = _BLOCK.match(line)
        block_indent = len(block["indent"]) if block else -1
        opening = _OPENING.match(line)
        after = end
        if opening:
            quote = start + opening.end()
            after = _end_of_quoted(text, quote)
            if _swallows_field(text, quote, after):
                return quote
        line_end = text.find("\n", after)
        start = (len(text) if line_end < 0 else line_end) + 1
    return None


def _end_of_quoted(text: str, quote: int) -> int:
    closed = _CLOSING[text[quote]].match(text, quote + 1)
    return closed.end() if closed else len(text)


def _swallows_field(text: str, quote: int, after: int) -> bool:
    return any(_FIELD.match(line) for line in text[quote:after].split("\n")[1:])
