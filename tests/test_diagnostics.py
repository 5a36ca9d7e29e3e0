from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.codes import CODES
from generator.diagnostics import (
    Diagnostic,
    Place,
    Severity,
    as_errors,
    fault,
    has_errors,
    sort_diagnostics,
)
from generator.reporting import MAX_COLUMNS, diagnostic_record, format_github, format_text


def test_codes_are_well_formed() -> None:
    for code, kind in CODES.items():
        assert re.fullmatch(r"[YASTPMFLRO][0-9]{3}", code)
        assert (code[1] == "1") == (kind.severity == "error")
        assert kind.title
        assert not kind.title.endswith(".")


def test_a_faults_severity_is_its_codes() -> None:
    assert fault("A104", "m").severity is Severity.ERROR
    assert fault("A201", "m").severity is Severity.WARNING
    with pytest.raises(KeyError):
        fault("Z999", "m")


def test_order_and_repeats() -> None:
    faults = [
        fault("A104", "m", Place("b.md", 1, 1)),
        fault("A201", "m", Place("a.md", 10, 1)),
        fault("A104", "m", Place("a.md", 9, 2)),
        fault("A103", "m", Place("a.md", 9, 2)),
        fault("O101", "m"),
    ]
    ordered = [faults[4], faults[3], faults[2], faults[1], faults[0]]
    assert sort_diagnostics(faults + faults[::-1]) == tuple(ordered)


def test_strictness() -> None:
    warning = fault("A201", "m", Place("a.md", 1, 1), "h")
    assert not has_errors([warning])
    assert has_errors(as_errors([warning]))
    assert as_errors([warning]) == (Diagnostic("A201", Severity.ERROR, "m", Place("a.md", 1, 1), "h"),)


PLACE = Place("content/news/a.md", 6, 20, "publishedDateTime: 2023-13-02")
FAULT = fault("A104", "'publishedDateTime' is not a date-time: \"2023-13-02\"", PLACE, "write it as …\nor so")


def test_text() -> None:
    assert format_text(FAULT).split("\n") == [
        "content/news/a.md:6:20: error A104: 'publishedDateTime' is not a date-time: \"2023-13-02\"",
        "  | publishedDateTime: 2023-13-02",
        "  |                    ^",
        "  hint: write it as …",
        "        or so",
    ]


def test_text_in_color_says_the_same() -> None:
    colored = format_text(FAULT, color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == format_text(FAULT)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (None, "error A104: m"),
        (Place("a.md"), "a.md: error A104: m"),
        (Place("a.md", 3, 4), "a.md:3:4: error A104: m"),
        (Place("a.md", 1, 1, "  "), "a.md:1:1: error A104: m"),
        (Place("a.md", 1, 3, "\tab"), "a.md:1:3: error A104: m\n  | \tab\n  | \t ^"),
        (Place("a.md", 1, 3, "日本 x"), "a.md:1:3: error A104: m\n  | 日本 x\n  |     ^"),
        (Place("a.md", 1, 3, "e\u0301x"), "a.md:1:3: error A104: m\n  | e\u0301x\n  |  ^"),
        (Place("a.md", 1, 99, "abc"), "a.md:1:99: error A104: m\n  | abc\n  |    ^"),
        (Place("a.md", 1, 2, "a\x1b[31mb"), "a.md:1:2: error A104: m\n  | a\ufffd[31mb\n  |  ^"),
    ],
)
def test_text_of_places(place: Place | None, text: str) -> None:
    assert format_text(fault("A104", "m", place)) == text


@pytest.mark.parametrize("column", [1, 30, 61, 150, 299, 300, 301])
def test_long_lines_are_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(0x100 + number) for number in range(300))
    _, shown, caret = format_text(fault("A104", "m", Place("a.md", 1, column, line))).split("\n")
    assert len(shown) - len("  | ") <= MAX_COLUMNS
    assert shown.startswith("  | …") == (column > 61)
    assert shown.endswith("…") == (column < 240)
    assert shown[len(caret) - 1 :][:1] == line[column - 1 : column]


@given(st.text(), st.integers(min_value=1, max_value=300))
def test_any_line_is_shown_without_control_characters(text: str, column: int) -> None:
    line = text.replace("\n", " ")
    report = format_text(Diagnostic("A104", Severity.ERROR, text, Place(text, 1, column, line), text))
    controls = {char for char in report if unicodedata.category(char) == "Cc"}
    assert controls <= {"\n", "\t"}


def test_messages_cannot_steer_a_terminal() -> None:
    assert format_text(fault("A104", "a\x1b[2Jb\u202ec", Place("d\x07"))) == "d?: error A104: a [2Jb c"


def test_github() -> None:
    assert format_github(FAULT) == (
        "::error file=content/news/a.md,line=6,col=20,title=A104::'publishedDateTime' is not a date-time: "
        '"2023-13-02"%0Ahint: write it as …%0Aor so'
    )
    odd = fault("A201", "50%\r\n: , done", Place("a,b:c%.md", 1, 2))
    assert format_github(odd) == "::warning file=a%2Cb%3Ac%25.md,line=1,col=2,title=A201::50%25%0D%0A: , done"
    assert format_github(fault("F101", "m", Place("a.md"))) == "::error file=a.md,title=F101::m"
    assert format_github(fault("O101", "m")) == "::error title=O101::m"


def test_records() -> None:
    assert diagnostic_record(FAULT) == {
        "code": "A104",
        "severity": "error",
        "message": "'publishedDateTime' is not a date-time: \"2023-13-02\"",
        "path": "content/news/a.md",
        "line": 6,
        "column": 20,
        "hint": "write it as …\nor so",
    }
    assert json.loads(json.dumps(diagnostic_record(fault("O101", "m")))) == {
        "code": "O101", "severity": "error", "message": "m", "path": None, "line": None, "column": None, "hint": None,
    }  # fmt: skip
