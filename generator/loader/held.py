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

_QUOTED = rb"""(?: "(?: [^"\\\r\n]++ | \\[^\r\n] )*" | '(?: [^'\r\n]++ | '' )*' )"""
_PLAIN = rb"(?: (?: [A-Za-z0-9/] | -[0-9] ) (?: [^\r\n\t:#]++ | :(?![ \r\n]|\Z) | (?<![ ])[#] )* )"
_LIST = rb"(?: \[ [^\[\]{}\"'#\r\n]*+ \] )"
_VALUE = b"(?: [ ]++ (?: " + b"|".join([_QUOTED, _PLAIN, _LIST]) + b") )?"
_CATEGORY = rb"category: [ ]+ (?P<category> [A-Za-z0-9] [A-Za-z0-9 _-]*+ | \"[^\"\r\n]*+\" | '[^'\r\n]*+' )"
_GOES_ON = rb"(?: \n [ ]* \r? )* \n [ ]+ [^ \r\n]"
_LINES = (
    rb"(?: \n (?!category:) (?: [ ]*+ (?: -[ ]++ )? [A-Za-z_]\w*+:" + _VALUE  # a field, in the list or not
    + rb"| [ ]*+ -" + _VALUE  # an entry of a list
    + rb"| [ ]*+ (?: [#][^\r\n]*+ )? ) [ ]*+ \r? )*"  # a comment, or nothing
)  # fmt: skip
_PLAINLY = re.compile(rb"(?x) ---\r?" + _LINES + rb"\n" + _CATEGORY + rb"[ ]*+ \r? (?! " + _GOES_ON + rb" )" + _LINES)
"""Plain lines from the fence on, of which one names the category, whose name does not go on below it."""
_REASON = re.compile(
    rb"\n(?:(?P<unpublished>published: +(?:false|False|FALSE|no|No|NO|off|Off|OFF))"
    rb"|removed: +(?:true|True|TRUE|yes|Yes|YES|on|On|ON)) *\r?\n"  # what follows the last line break may be cut
)
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
    start = len(BOM) if head.startswith(BOM) else 0
    plainly = _PLAINLY.fullmatch(head, start, reason.start())
    if plainly is None:
        return None
    name = plainly["category"].decode("ascii", "replace").strip("\"' ")
    hold = Hold.UNPUBLISHED if reason["unpublished"] else Hold.REMOVED
    return HeldFile(path, build_category(name, path), hold) if _SIMPLE.match(name) else None
