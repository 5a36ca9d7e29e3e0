"""Anchors, aliases and tags, YAML's properties of nodes (YAML 1.2, section 6.9): front matter may have none."""

from __future__ import annotations

_INDICATORS = "-:,[{?"
_AROUND = _INDICATORS + " \t\n"
_BEFORE = 80  # characters looked at before one


def may_have_properties(text: str) -> bool:
    """Tell whether an anchor, an alias or a tag may begin anywhere, quoted or not: most files need no second look."""
    for mark in "*&!":
        at = text.find(mark)
        while at >= 0:
            if not at or (text[at - 1] in _AROUND and _may_begin_node(text[max(0, at - _BEFORE) : at])):
                return True
            at = text.find(mark, at + 1)
    return False


def _may_begin_node(before: str) -> bool:
    kept = before.rstrip()
    return not kept or kept[-1] in _INDICATORS or "\n" in before[len(kept) :]
