"""Held-back files, known from their first lines: what a build will not show, it need not read.

In the files of feeds nine tenths of the bytes may belong to articles that are not published. A file counts as held
back only where nothing in it could make it shown: every line from the fence down to `published: false`
is so plain that no quote, bracket or block can reach over it. Anything else is read whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.loader.articles import build_category, build_stem
from generator.model import Hold

HEAD = 4096
"""Bytes from the beginning of a file in which the answer is looked for."""

_QUOTED = rb"""(?:"(?:[^"\\\r\n]|\\[^\r\n])*+"|'(?:[^'\r\n]|'')*+')"""
_PLAIN = rb"(?:(?:[A-Za-z0-9/]|-[0-9])(?:[^\r\n\t:#]|:(?! |\r?\n)|(?<! )#)*+)"
_LIST = rb"(?:\[[^\[\]{}\"'#\r\n]*+\])"
_VALUE = rb"(?:" + _QUOTED + rb"|" + _PLAIN + rb"|" + _LIST + rb"|)"
_LINE = (
    rb"(?: *+(?:- ++)?+[A-Za-z_]\w*+:(?: ++" + _VALUE + rb")?+"  # a field, in the list or not
    rb"| *+-(?: ++" + _VALUE + rb")?+"  # an entry of a list
    rb"| *+(?:#[^\r\n]*+)?+)"  # a comment, or nothing
    rb" *+\r?\n"
)
_FALSE = rb"(?:false|False|FALSE|no|No|NO|off|Off|OFF)"
_TRUE = rb"(?:true|True|TRUE|yes|Yes|YES|on|On|ON)"
_REASON = rb"(?:(?P<unpublished>published: ++" + _FALSE + rb")|removed: ++" + _TRUE + rb") *+\r?\n"
_HELD = re.compile(
    rb"(?:\xef\xbb\xbf)?---\r?\n"
    rb"(?P<before>(?:(?!published: ++"
    + _FALSE
    + rb" *+\r?\n|removed: ++"
    + _TRUE
    + rb" *+\r?\n)"
    + _LINE
    + rb")*+)"
    + _REASON
)
_CATEGORY = re.compile(rb"^category:(?: ++(?P<value>[^\r\n]*?))? *+\r?$", re.MULTILINE)
_SIMPLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*\Z")


@dataclass(frozen=True, slots=True)
class HeldFile:
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
    match = _HELD.match(head)
    if match is None:
        return None
    found = _CATEGORY.findall(match["before"])
    name = found[0].decode("utf-8", "replace").strip("\"'") if len(found) == 1 else ""
    if not _SIMPLE.match(name):
        return None
    hold = Hold.UNPUBLISHED if match["unpublished"] else Hold.REMOVED
    return HeldFile(path, build_category(name, path), hold)
