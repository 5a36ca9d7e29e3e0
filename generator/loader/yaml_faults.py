"""What is wrong with a YAML text, in a person's words and with a way out.

PyYAML says what its grammar expected. The mistakes behind that are few: a colon or a quote in a
text without quotes, a quote left open, a tab, a missing space, lines that are not aligned.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from generator.loader.yaml_quotes import find_open_quote

_KEY = re.compile(r"[ \t]*(?:- +)*[\w$-]+[ \t]*:(?=\s|$)")
_KEY_WITHOUT_SPACE = re.compile(r"[ \t]*(?:- +)*([\w$-]+):(?=[^\s/:])")
_ESCAPE_HINT = "in double quotes a backslash is written \\\\; or use single quotes"
_QUOTE_HINT = "put the text in quotes"
_SHOWN = 100  # characters of a value that a hint still shows


class YamlError(Exception):
    """A text that is not YAML: the code and words of its diagnostic, and where, as an offset."""

    def __init__(self, code: str, offset: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.offset = offset
        self.message = message
        self.hint = hint


class _Text:
    """A text that failed, with what PyYAML says of it; `context` is where the broken part began."""

    def __init__(self, text: str, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        self.text = text
        self.problem = error.problem or ""
        self.about = error.context or ""
        self.offset: int = min(mark.index, len(text)) if mark else 0
        self.context: int = error.context_mark.index if error.context_mark else self.offset

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line(self, offset: int) -> str:
        start = self.line_start(offset)
        return self.text[start:].split("\n", 1)[0]

    def line_before(self, offset: int) -> int:
        """Give the start of the last line with text before the one of `offset`, or -1."""
        start = self.line_start(offset)
        kept = self.text[:start].rstrip()
        return self.line_start(len(kept)) if kept else -1

    @property
    def char(self) -> str:
        return self.text[self.offset : self.offset + 1]


def explain(text: str, error: yaml.YAMLError) -> YamlError:
    """Name the mistake behind PyYAML's error."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _forbidden_character(text)
    found = _Text(text, error)
    opened = find_open_quote(text, found.offset)
    if opened is None and "quoted scalar" in found.about and re.search("unexpected (end|doc)", found.problem):
        opened = found.context
    if opened is not None:
        return YamlError(
            "Y102", opened, "the quote opened here is never closed", f"close it with {text[opened]} after the text"
        )
    for pattern, describe in _MISTAKES:
        if pattern.search(f"{found.about}: {found.problem}"):
            return YamlError("Y101", *describe(found))
    return YamlError(
        "Y101", found.offset, "the YAML cannot be understood here", _QUOTE_HINT + ", or mend the line before"
    )


def _forbidden_character(text: str) -> YamlError:
    match = yaml.reader.Reader.NON_PRINTABLE.search(text)
    offset = match.start() if match else 0
    name = f"U+{ord(text[offset]):04X}" if match else "a control character"
    return YamlError("Y101", offset, f"the character {name} is not allowed in YAML", "delete it")


def in_quotes(text: str, offset: int) -> str:
    """Say how the value on the line of an offset is written with quotes."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:].split("\n", 1)[0]
    key = _KEY.match(line)
    value = (line[key.end() :] if key else line[offset - start :]).strip().replace("\\", "\\\\").replace('"', '\\"')
    name = line[: key.end()].strip().lstrip("- ") + " " if key else ""
    return f'{_QUOTE_HINT}: {name}"{value}"' if 0 < len(value) <= _SHOWN else _QUOTE_HINT


_Description = tuple[int, str, str]


def _colon(found: _Text) -> _Description:
    line, start = found.line(found.offset), found.line_start(found.offset)
    key = _KEY.match(line)
    if key and start + key.end() <= found.offset:
        return found.offset, "a ': ' in a text without quotes", in_quotes(found.text, found.offset)
    return _line_above(found) or (
        found.offset, "a field where none can be",
        "begin the line in the same column as the fields above it",
    )  # fmt: skip


def _line_above(found: _Text) -> _Description | None:
    """Tell whether the line above lacks its colon or the space after it, which shows only on the next line."""
    start = found.line_before(found.offset)
    line = found.line(start) if start >= 0 else ""
    if not line or _KEY.match(line) or line.lstrip().startswith(("- ", "#")):
        return None
    return _no_colon(found, start)


def _no_colon(found: _Text, start: int) -> _Description:
    line = found.line(start)
    first = start + len(line) - len(line.lstrip())
    glued = _KEY_WITHOUT_SPACE.match(line)
    if glued:
        return start + glued.end(1), "no space after the ':'", f"put a space after '{glued[1]}:'"
    return first, "a line without a field's name and ':'", 'write it as a field, such as title: "…", or indent it'


def _expected_colon(found: _Text) -> _Description:
    return _no_colon(found, found.line_start(found.context))


def _first_character(found: _Text) -> _Description:
    if found.char == "\t":
        return _tab(found)
    return (
        found.offset,
        f"a text without quotes cannot begin with {found.char}",
        in_quotes(found.text, found.offset),
    )


def _tab(found: _Text) -> _Description:
    return found.offset, "a tab at the beginning of a line", "indent with spaces"


def _misplaced(found: _Text) -> _Description:
    start = found.line_start(found.offset)
    before = found.text[start : found.offset].rstrip()
    if before.endswith(('"', "'")):
        mark = before[-1]
        way = "write '' for an apostrophe, or use double quotes" if mark == "'" else 'write \\" for a quote in the text'
        return found.offset, "text after the closing quote", way + ", or put the whole text in the other quotes"
    if before.endswith(("]", "}")):
        return found.offset, f"text after the closing {before[-1]}", in_quotes(found.text, found.offset)
    if not before and found.line(found.offset).startswith("\t"):
        return _tab(found)
    if before:
        return found.offset, "text that belongs to no field", _QUOTE_HINT
    return (
        found.offset,
        "a line that is not aligned with the ones above",
        "begin it in the same column as its neighbours",
    )


def _bracket(found: _Text) -> _Description:
    opening = found.text[found.context : found.context + 1]
    closing = "]" if opening == "[" else "}"
    return (
        found.context,
        f"the {opening} opened here is not closed by {closing}",
        f"close it, or put a text that begins with {opening} in quotes",
    )


def _said(offset_of: Callable[[_Text], int], message: str, hint: str) -> Callable[[_Text], _Description]:
    return lambda found: (offset_of(found), message, hint)


def _unquoted(offset_of: Callable[[_Text], int], message: str) -> Callable[[_Text], _Description]:
    return lambda found: (offset_of(found), message, in_quotes(found.text, offset_of(found)))


def _here(found: _Text) -> int:
    return found.offset


def _from_context(found: _Text) -> int:
    return found.context


_BEGINS = "a text without quotes cannot begin with"
_MISTAKES: tuple[tuple[re.Pattern[str], Callable[[_Text], _Description]], ...] = tuple(
    (re.compile(pattern), describe)
    for pattern, describe in (
        ("mapping values are not allowed", _colon),
        ("could not find expected ':'", _expected_colon),
        ("tab character", _tab),
        ("cannot start any token", _first_character),
        ("escape|hexdecimal|hexadecimal|Unicode", _said(_here, "an unknown escape after a backslash", _ESCAPE_HINT)),
        ("(?:scanning|parsing) an? (?:alias|anchor|tag)|undefined alias",
         _unquoted(_from_context, f"{_BEGINS} *, & or !")),
        ("block scalar", _unquoted(_from_context, "text on the line of a | or >")),
        ("expected ',' or '[]}]'", _bracket),
        ("node content|flow node", _unquoted(_here, f"{_BEGINS} a comma or bracket")),
        ("sequence entries are not", _unquoted(_here, "a list that begins on the line of its field")),
        ("mapping keys are not allowed", _unquoted(_here, f"{_BEGINS} '? '")),
        ("single document", _said(_here, "a second document begins here", "put it in a file of its own")),
        ("directive", _said(_from_context, "a line cannot begin with %", "put the text in quotes, or delete the line")),
        ("expected key|expected '-'|document start|<block end>", _misplaced),
    )
)  # fmt: skip
