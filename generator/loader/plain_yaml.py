"""YAML of the plainest form, a field a line, as pipelines write it: read by a parser that knows little else.

TurboYAML takes a third of the time of yaml-rs, but it takes what is no YAML, too, and passes over what it does not
expect: of `a:` and `b: 1` in the next line it keeps `b` alone.  So it is given nothing but texts of a form that leaves
no such doubt; within that form it reads as PyYAML does: docs/adr/0005.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

_Load = Callable[..., object]


def _find_load() -> _Load | None:
    try:
        import turboyaml  # noqa: PLC0415 - it has wheels for fewer systems than yaml-rs, which then reads these, too
    except ImportError:
        return None
    return cast("_Load", turboyaml.load)


_load = _find_load()

# Python before 3.11.5 takes too much by a possessive group that fails half way (gh-106052): none here is.
_NO_SPACE = rb"(?<![ ]) (?<!\xc2\xa0) (?<!\xe1\x9a\x80) (?<!\xe2[\x80\x81][\x80-\x8a\x9f\xaf]) (?<!\xe3\x80\x80)"
"""Not after any space that Unicode knows: one parser drops it at a text's end, and one does not."""
# Bytes that may be are named, not those that may not: else it takes half as long again.
_REST = rb"""[ -"$-9;-~\x80-\xff]*+"""
_BARE = rb"(?: [A-Za-z(] | [\xc3-\xdf] )" + _REST + rb"(?: : (?=[!-~])" + _REST + b")*" + _NO_SPACE
_WHOLE = rb"-?+ (?: 0 | [1-9][0-9]{0,17}+ ) (?=\n)"
_ZONE = rb"(?: Z | [-+][0-9]{2}:[0-9]{2} )?"
_TIME = rb"[0-9]{4}-[0-9]{2}-[0-9]{2} (?: T [0-9]{2} (?: :[0-9]{2} ){2} (?: \.[0-9]++ )? " + _ZONE + rb" )? (?=\n)"
_QUOTED = rb"[ !#-\[\]-~\x80-\xff]*+"
_DOUBLE = b'"' + _QUOTED + rb"""(?: \\["\\/n]""" + _QUOTED + b')* "'
_SINGLE = rb"' [ -&(-~\x80-\xff]*+ '"
_VALUE = b"(?:" + b"|".join([_DOUBLE, _SINGLE, _BARE, _WHOLE, _TIME]) + b")"
_FIELD = rb"[A-Za-z]++: (?: [ ]" + _VALUE + rb"\n | \n (?= %b (?: -[ ] | [ ]{2} (?: [A-Za-z] | -[ ] ) ) ) )"
"""A field and its value; or a field alone, where its list or its own fields begin in the next line."""
_ENTRY = rb"-[ ] (?: " + _FIELD % rb"(?P=indent) [ ]{2}" + b" | " + _VALUE + rb"\n )"
_LINE = (
    rb"(?P<indent> [ ]{0,20}+ ) (?: " + _FIELD % rb"(?P=indent)" + b" | " + _ENTRY + rb" ) | \n++ (?= [A-Za-z] | \Z )"
)
_FORM = re.compile(rb"(?x) (?= [A-Za-z] ) (?: " + _LINE + b" )*")


def parse_plain(content: bytes) -> object:
    """Give what a YAML text of the plainest form holds; None where it is of another one, or not sound."""
    if _load is None or not _FORM.fullmatch(content):
        return None
    try:
        return _load(content.decode(), strict=True)  # strictly: a field that is named twice is refused
    except ValueError:
        return None
