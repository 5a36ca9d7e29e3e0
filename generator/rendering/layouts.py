"""Which pages hand their layout nothing but a head and blocks, so that these can be set in a new layout as they are.

A layout is the template that the page's own template extends: the frame with `<head>`, header and footer. Where an edit
touches the layout alone, or a setting that only layouts show, each page's blocks are what they were
(`generator.rendering.blocks` keeps them). Whether a block can have seen anything of its layout is read from the text of
the templates, as in `template_uses`: where in doubt, it can.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import msgspec

from generator.rendering.template_uses import CODE, find_reached

_EXTENDS = re.compile(rb"""\{%[-+]?\s*extends\s+(?:"([^"\\]*)"|'([^'\\]*)')\s*[-+]?%\}""")
_NAMES = (
    re.compile(rb"\{%[-+]?\s*set\b([^=%]*)"),
    re.compile(rb"\{%[-+]?\s*macro\s+(\w+)"),
    re.compile(rb"\{%[-+]?\s*import\b.*?\bas\s+(\w+)", re.DOTALL),
    re.compile(rb"\{%[-+]?\s*from\b.*?\bimport\b(.*?)%\}", re.DOTALL),
)
"""What gives a name to those who come after it; rather too many than too few."""
_WORD = re.compile(rb"(?<![.\w])[^\W\d]\w*")
_SITE = re.compile(rb"(?<![.\w])site\b(?:\s*\.\s*(\w+)\b(?!\s*\())?")
_BODY = re.compile(rb"\bview\.body\s*\|\s*markdown\b")  # a page's key has the static files that its body may name
_REACHING_UP = {b"super", b"self"}
_REACHING_DOWN = {b"include", b"scoped", b"self", b"context", b"extends", b"filter", b"endset", b"call"}


class Layout(msgspec.Struct, frozen=True):
    """The layout of a page's template, by name, and the templates that its blocks are made by, its own among them."""

    name: str
    made_by: frozenset[str]


def find_layouts(sources: Mapping[str, bytes], direct: Mapping[str, frozenset[str]]) -> dict[str, Layout]:
    """Give the layouts of those templates whose blocks see nothing of them.

    `sources` are the templates by name, `direct` are those that each one names.
    """
    found: dict[str, Layout] = {}
    unclear = {name for name, used in direct.items() if len(used) == len(sources) > 1}
    for name, source in sources.items():
        layout = _find_extended(source)
        if layout in sources and source.count(layout.encode()) == 1:
            made_by = find_reached(name, {**direct, name: direct[name] - {layout}})
            is_clear = layout not in made_by and unclear.isdisjoint({layout, *made_by})
            if is_clear and _are_apart(source, sources[layout], [sources[each] for each in made_by]):
                found[name] = Layout(layout, made_by)
    return found


def find_site_facts(sources: Iterable[bytes]) -> frozenset[str] | None:
    """Name the fields of `site` that templates show; None where they might show any."""
    used = [match[1] for source in sources for match in _SITE.finditer(_code(source))]
    return None if None in used else frozenset(name.decode() for name in used if name is not None)


def mentions(sources: Iterable[bytes], word: bytes) -> bool:
    """Tell whether a word stands in the code of templates, as a name or behind a dot."""
    return any(re.search(rb"\b%b\b" % word, _code(source)) for source in sources)


def show_static_files(sources: Iterable[bytes]) -> bool:
    """Tell whether templates may show static files other than those that views name, or that bodies do."""
    code = b"\n".join(map(_code, sources))
    return not {b"asset", b"markdown"}.isdisjoint(_words(_BODY.sub(b"", code)))


def _find_extended(source: bytes) -> str:
    """Name the template that one extends in its first tag; empty where it does not."""
    first = CODE.search(source)
    found = _EXTENDS.fullmatch(first[0]) if first else None
    return (found[1] or found[2] or b"").decode("utf-8", "replace") if found else ""


def _are_apart(source: bytes, layout: bytes, made_by: Collection[bytes]) -> bool:
    """Tell whether the blocks of a template use nothing of its layout, which shows nothing but them."""
    own, above = _code(source), _code(layout)
    seen = {word for each in made_by for word in _words(_code(each))}
    given = {word for names in _NAMES for match in names.finditer(above) for word in _words(match[1])}
    return own.count(b"extends") == 1 and not seen & (given | _REACHING_UP) and not _words(above) & _REACHING_DOWN


def _code(source: bytes) -> bytes:
    return b"\n".join(CODE.findall(source))


def _words(code: bytes) -> set[bytes]:
    return set(_WORD.findall(code))
