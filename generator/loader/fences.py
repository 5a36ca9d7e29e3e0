"""Where front matter begins and ends in a file, and the body after it."""

from __future__ import annotations

import re

from generator.loader.source import SEALED

OPENING = re.compile(r"(?:\s*\n)?---[ \t]*(?:\n|\Z)")
"""The line above front matter, at the beginning of a file."""
CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")  # begins with a literal: found four times sooner than with ^
"""The line below it, with the end of the line before."""
SEALED_LINE = re.compile(rf"^{SEALED}[ \t]*:", re.MULTILINE)
"""The beginning of a line of sealed text."""
_EMPTY_LINES = re.compile(r"\A(?:[ \t]*\n)+")


def trim_body(text: str) -> str:
    """Give what stands below front matter without the empty lines around it."""
    return _EMPTY_LINES.sub("", text).rstrip() if text.strip() else ""
