"""Which templates a template uses, found in its text alone: to parse all templates takes longer than to read a site.

A template uses every one whose name stands in it, and those of the filters and functions in it that render a part of
a page. Rather too many than too few: one that may name others in a way that cannot be read (`{% include name %}`,
`| map(name)`) uses all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.rendering.shared_parts import FUNCTIONS, STORIES

CODE = re.compile(rb"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
"""An expression or a tag of a template."""
_LITERAL = rb"""(?:"[^"\\]*"|'[^'\\]*')"""
_REFERENCE = re.compile(rb"\{%[-+]?\s*(?:extends|include|import|from)\b\s*(.*?)\s*[-+]?%\}", re.DOTALL)
_PLAIN_REFERENCE = re.compile(rb"(" + _LITERAL + rb")(?:\Z|\s+(?:ignore|with|without|import|as)\b)")
_MAP = re.compile(rb"\|\s*map\b\s*\(?([^)]*)")
_PLAIN_MAP = re.compile(rb"\s*(?:" + _LITERAL + rb"\s*(?:,|\Z)|(?:attribute|default)\s*=)")
_FILTERS = {
    template: re.compile(rb"""(?:\||\bfilter\b)\s*%b\b|["']%b["']""" % (name.encode(), name.encode()))
    for name, template, _ in STORIES
}
_CALLS = {template: re.compile(rb"\b%b\b" % name.encode()) for name, template in FUNCTIONS.items()}


def find_direct_uses(sources: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    """Give the templates that each one names; `sources` are by name."""
    everything = frozenset(sources)
    return {name: _find_named(source, everything) for name, source in sources.items()}


def find_reached(name: str, direct: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Give a template and all that it uses, where it is known which ones each names."""
    reached, waiting = {name}, [name]
    while waiting:
        new = direct[waiting.pop()] - reached
        reached |= new
        waiting += new
    return frozenset(reached)


def _find_named(source: bytes, names: frozenset[str]) -> frozenset[str]:
    parts = CODE.findall(source)
    code = b"\n".join(parts)
    is_plain = (
        all(map(_is_whole, parts))
        and all(_is_plain_reference(reference, names) for reference in _REFERENCE.findall(code))
        and all(map(_PLAIN_MAP.match, _MAP.findall(code)))
    )
    if not is_plain:
        return names
    named = {name for name in names if name.encode() in source}
    rendered = {template for template, use in (*_FILTERS.items(), *_CALLS.items()) if use.search(code)}
    return names & (named | rendered)


def _is_whole(part: bytes) -> bool:
    """Tell whether an expression or tag ends where its first end is: not, where that stands in a text or a mapping."""
    return part.count(b'"') % 2 == part.count(b"'") % 2 == 0 and part.count(b"{") == part.count(b"}")


def _is_plain_reference(reference: bytes, names: frozenset[str]) -> bool:
    """Tell whether a tag names one template as we know it: a loader may find one by another spelling, too."""
    found = _PLAIN_REFERENCE.match(reference)
    return found is not None and found[1][1:-1].decode("utf-8", "replace") in names
