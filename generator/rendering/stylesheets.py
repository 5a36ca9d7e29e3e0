"""Style sheets: `@import`s of local files are bundled, `url(...)` leads to fingerprinted files, comments go.

Syntax after CSS Syntax Level 3 (comments, strings, url tokens) and CSS Cascade Level 5 (`@import`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from posixpath import dirname, relpath
from urllib.parse import quote

import msgspec

from generator.diagnostics import Diagnostic
from generator.rendering.references import missing_file, resolve

_STRING = r'"(?:\\.|[^"\\\n])*"|' + r"'(?:\\.|[^'\\\n])*'"
_ADDRESS = rf"url\(\s*(?:{_STRING}|(?:\\.|[^\s()\"'\\])*)\s*\)"
_TOKEN = re.compile(
    rf"(?P<comment>/\*.*?(?:\*/|\Z))"
    rf"|@import\s+(?P<part>{_STRING}|{_ADDRESS})(?P<condition>[^;{{}}]*);?\s*"
    rf"|(?P<charset>@charset\s+(?:{_STRING})\s*;\s*)"
    rf"|(?P<url>{_ADDRESS})"
    rf"|(?P<string>{_STRING})",
    re.DOTALL | re.IGNORECASE,
)
_LAYER = re.compile(r"layer(?:\(([^)]*)\))?(?=\s|$)\s*", re.IGNORECASE)
_SUPPORTS = re.compile(r"supports(\((?:[^()]|\([^()]*\))*\))\s*", re.IGNORECASE)
_AROUND = re.compile(r"\s*([{};,])\s*|(?<=:)\s+|\s*\n\s*")
_LAST_SEMICOLON = re.compile(r";+\}")
_KEPT = ("data:", "#", "about:")


class _Bundle(msgspec.Struct):
    """One style sheet on its way: what it takes in, in order, and what is wrong with it."""

    name: str
    sources: Mapping[str, str]
    publish: Callable[[str], str | None]
    parts: list[str] = msgspec.field(default_factory=list)
    outside: list[str] = msgspec.field(default_factory=list)
    faults: list[Diagnostic] = msgspec.field(default_factory=list)
    paths: Mapping[str, str] = msgspec.field(default_factory=dict)


def imported_parts(name: str, text: str) -> tuple[str, ...]:
    """Name the local style sheets that one imports, as names in the static folder, in order."""
    found = (resolve(name, _address(match["part"])) for match in _TOKEN.finditer(text) if match["part"])
    return tuple(part for part in found if part)


def bundle_stylesheet(
    name: str, sources: Mapping[str, str], publish: Callable[[str], str | None], paths: Mapping[str, str]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Give the whole text of the style sheet `name` of the static folder, and the faults in it.

    `sources` holds every style sheet by name, `publish` gives the fingerprinted name of any static
    file (None where there is none), and `paths` says where files are on disk, for messages.  A part
    imported twice stands once, where it comes first; imports from elsewhere move to the top, where
    CSS wants them.
    """
    bundle = _Bundle(name, sources, publish, paths=paths)
    text = _expand(bundle, name)
    return "\n".join([*bundle.outside, text]).strip() + "\n", tuple(bundle.faults)


def _expand(bundle: _Bundle, name: str) -> str:
    bundle.parts.append(name)
    text = bundle.sources[name]
    pieces: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        pieces.append(_tighten(text[position : match.start()]))
        pieces.append(_replace(bundle, name, match))
        position = match.end()
    pieces.append(_tighten(text[position:]))
    return "".join(pieces).strip()


def _tighten(text: str) -> str:
    """Drop white space that means nothing; `text` holds no string, no comment and no address."""
    tight = _AROUND.sub(lambda match: match[1] or ("\n" if "\n" in match[0] else ""), text)
    return _LAST_SEMICOLON.sub("}", tight)


def _replace(bundle: _Bundle, name: str, match: re.Match[str]) -> str:
    if match["comment"]:
        before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
        # Without the comment `a/**/b` would become one word.
        return "/**/" if before.strip() and after.strip() else ""
    if match["part"]:
        return _replace_import(bundle, name, match)
    if match["url"]:
        return _replace_url(bundle, name, match)
    return "" if match["charset"] else match[0]


def _replace_import(bundle: _Bundle, name: str, match: re.Match[str]) -> str:
    part = resolve(name, _address(match["part"]))
    if part is None:
        bundle.outside.append(match[0].strip())
        return ""
    if part not in bundle.sources:
        bundle.faults.append(missing_file(bundle.paths[name], match.string, match.start("part"), part, bundle.sources))
        return ""
    if part in bundle.parts:
        return ""
    return _wrap(_expand(bundle, part), match["condition"].strip())


def _wrap(text: str, condition: str) -> str:
    """Put an imported part under the conditions of its `@import`: a layer, `supports(...)`, media queries."""
    if layer := _LAYER.match(condition):
        condition = condition[layer.end() :]
    if supports := _SUPPORTS.match(condition):
        condition = condition[supports.end() :]
    if layer:
        text = f"@layer {layer[1] or ''}{{{text}}}"
    if supports:
        text = f"@supports {supports[1]}{{{text}}}"
    return f"@media {condition}{{{text}}}" if condition else text


def _replace_url(bundle: _Bundle, name: str, match: re.Match[str]) -> str:
    address = _address(match["url"])
    target = None if address.lower().startswith(_KEPT) else resolve(name, address)
    if target is None:
        return match[0]
    published = bundle.publish(target)
    if published is None:
        bundle.faults.append(missing_file(bundle.paths[name], match.string, match.start(), target, bundle.paths))
        return match[0]
    _, mark, rest = address.partition("?" if "?" in address else "#")
    return f'url("{quote(relpath(published, dirname(bundle.name)))}{mark}{rest}")'


def _address(text: str) -> str:
    """Give the address in a string or `url(...)` token."""
    if text[:4].lower() == "url(":
        text = text[4:-1].strip()
    return text[1:-1] if text[:1] in {'"', "'"} else text
