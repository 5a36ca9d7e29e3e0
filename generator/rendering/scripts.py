"""Scripts: relative imports of JavaScript modules lead to fingerprinted files, whole-line comments go.

Syntax after ECMAScript 2024, sections 12 (lexical grammar) and 16.2 (modules).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from posixpath import dirname, relpath
from urllib.parse import quote

from generator.diagnostics import Diagnostic
from generator.rendering.references import missing_file, resolve

_SPECIFIER = r"(?P<{0}quote>[\"'])(?P<{0}>\.{{1,2}}/[^\"'\\\n]+)(?P={0}quote)"
_TOKEN = re.compile(
    # Comments; one that has its lines to itself goes with them, unless it says so (`/*!`, a licence).
    r"(?P<lines>^[ \t]*(?://[^\n]*|/\*(?!!)(?:(?!\*/).)*\*/)[ \t]*(?:\n|\Z))"
    r"|//[^\n]*|/\*.*?\*/"
    # A reference to a module or, beside it, to a file.
    rf"|\b(?:import|export)\b(?:[\s\w$*,{{}}]|(?<=[\s{{,])[\"'][^\"'\n]*[\"'](?=\s+as\b))*?\bfrom\s*{_SPECIFIER.format('a')}"
    rf"|\bimport\s*{_SPECIFIER.format('b')}"
    rf"|\bimport\s*\(\s*{_SPECIFIER.format('c')}"
    rf"|\bnew\s+URL\(\s*{_SPECIFIER.format('d')}(?=\s*,\s*import\.meta\.url)"
    # Strings, templates, and regular expressions where no division can stand.
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
    r"|(?:(?<=[(,=:\[!&|?{};+\-*~^<>%])|\breturn\b)\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/",
    re.DOTALL | re.MULTILINE,
)
_KINDS = "abcd"


@lru_cache(maxsize=256)
def _references(name: str, text: str) -> tuple[tuple[re.Match[str], str, str], ...]:
    """Find each relative reference of a script: its match, the group that holds it, the file's name.

    They are asked for again and again: for each module that may lead to this one, and by a preview for each build.
    """
    return tuple(
        (match, kind, resolve(name, match[kind]) or "")
        for match in _TOKEN.finditer(text)
        for kind in _KINDS
        if match[kind]
    )


def imported_modules(name: str, text: str) -> tuple[str, ...]:
    """Name the files that a script refers to, as names in the static folder, in order, each once."""
    return tuple(dict.fromkeys(target for _, _, target in _references(name, text)))


def rewrite_script(
    name: str, text: str, path: str, publish: Callable[[str], str | None]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Give a script whose references lead to fingerprinted files, and a fault for each file that does not exist.

    `publish` gives the published name of a static file, None where there is none; `path` is where
    the script is on disk, for messages.
    """
    pieces: list[str] = []
    faults: list[Diagnostic] = []
    position = 0
    for match, kind, target in _references(name, text):
        published = publish(target)
        if published is None:
            faults.append(missing_file(path, text, match.start(kind), target, ()))
            continue
        pieces += [text[position : match.start(kind)], _relative(published, name)]
        position = match.end(kind)
    pieces.append(text[position:])
    return _drop_comments("".join(pieces)), tuple(faults)


def _relative(published: str, name: str) -> str:
    path = quote(relpath(published, dirname(name)))
    return path if path.startswith(".") else "./" + path


def _drop_comments(text: str) -> str:
    return _TOKEN.sub(lambda match: "" if match["lines"] else match[0], text).strip("\n") + "\n"
