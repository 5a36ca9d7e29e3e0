"""Held-back files, known from their first lines: what a build will not show, it need not read.

In the files of feeds nine tenths of the bytes may belong to articles that are not published. A file counts as held
back only where nothing in it could make it shown: every line from the fence down to `published: false`
is so plain that no quote, bracket or block can reach over it. Anything else is read whole.
"""

from __future__ import annotations

import re

import msgspec

from generator.loader.articles import build_category, build_stem
from generator.loader.files import BOM
from generator.model import Hold

HEAD = 4096
"""Bytes from the beginning of a file in which the answer is looked for."""

_QUOTED = rb"""(?:"(?:[^"\\\r]|\\[^\r])*"|'(?:[^'\r]|'')*')"""
_PLAIN = rb"(?:(?:[A-Za-z0-9/]|-[0-9])(?:[^\r\t:#]|:(?! |\Z)|(?<! )#)*)"
_LIST = rb"(?:\[[^\[\]{}\"'#\r]*\])"
_VALUE = rb"(?:" + _QUOTED + rb"|" + _PLAIN + rb"|" + _LIST + rb"|)"
_LINE = re.compile(
    rb" *(?:- +)?[A-Za-z_]\w*:(?: +" + _VALUE + rb")?"  # a field, in the list or not
    rb"| *-(?: +" + _VALUE + rb")?"  # an entry of a list
    rb"| *(?:#[^\r]*)?"  # a comment, or nothing
)
_REASON = re.compile(
    rb"\n(?:(?P<unpublished>published: +(?:false|False|FALSE|no|No|NO|off|Off|OFF))"
    rb"|removed: +(?:true|True|TRUE|yes|Yes|YES|on|On|ON)) *\r?\n"  # what follows the last line break may be cut
)
_CATEGORY = b"category:"
_SIMPLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*\Z")


class HeldFile(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An article's file that was not read: its path in the content folder, its address and why it is held back."""

    source: str
    category: str
    hold: Hold

    @property
    def stem(self) -> str:
        """The file's stem, the last part of the article's address."""
        return build_stem(self.source)


def find_held(head: bytes, path: str) -> HeldFile | None:
    """Tell from a file's first bytes that its article cannot be shown; None where that is not beyond doubt.

    The category must be known by then too, for the address of the article is taken all the same.
    """
    reason = _REASON.search(head)  # first what most files have not
    if reason is None:
        return None
    lines = head[: reason.start()].removeprefix(BOM).split(b"\n")
    if lines[0].removesuffix(b"\r") != b"---":
        return None
    names: list[bytes] = []
    before = b""  # the line before, but for empty ones
    for whole_line in lines[1:]:
        line = whole_line.removesuffix(b"\r").rstrip(b" ")
        if not _LINE.fullmatch(line) or (line.startswith(b" ") and before.startswith(_CATEGORY)):  # it may go on there
            return None
        if line.startswith(_CATEGORY):
            names.append(line.removeprefix(_CATEGORY).strip(b" "))
        before = line or before
    return _build_held(path, names, Hold.UNPUBLISHED if reason["unpublished"] else Hold.REMOVED)


def _build_held(path: str, names: list[bytes], hold: Hold) -> HeldFile | None:
    """Build the value of a held-back file whose category is named once, and simply."""
    name = names[0].decode("utf-8", "replace").strip("\"'") if len(names) == 1 else ""
    return HeldFile(path, build_category(name, path), hold) if _SIMPLE.match(name) else None
