from __future__ import annotations

import io
import json

import pytest

from generator.build import BuildReport
from generator.console import Console, fold_warnings, summary_line, wants_color
from generator.diagnostics import Diagnostic, Place, fault
from generator.progress import Progress

ERROR = fault("A104", "not a date-time", Place("content/a.md", 2, 3, "x: y"))
WARNING = fault("L201", "no such picture", Place("content/b.md"))


def warnings(count: int, code: str = "L201") -> list[Diagnostic]:
    return [fault(code, f"picture {number}") for number in range(count)]


class Clock:
    """A clock that tests move."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


FOLDS = [
    ([], []),
    (warnings(5), warnings(5)),
    (warnings(6), [*warnings(5), "… and 1 more L201; `broadsheet check` lists them all"]),
    ([ERROR] * 7, [ERROR] * 7),
    (
        [*warnings(142), ERROR, *warnings(2, "A201")],
        [
            *warnings(5),
            ERROR,
            *warnings(2, "A201"),
            "… and 137 more L201; `broadsheet check` lists them all",
        ],
    ),
]


@pytest.mark.parametrize(("given", "expected"), FOLDS)
def test_many_warnings_of_one_kind_are_folded_but_no_error(
    given: list[Diagnostic], expected: list[Diagnostic | str]
) -> None:
    assert list(fold_warnings(given)) == expected


BUILT = BuildReport((), 428, 246, 903, 12, 960, 0, 12345)
LINES = [
    (BUILT, True, "428 articles, 246 held back · 903 pages · 12 written, 960 unchanged, 0 removed · 1.9 s"),
    (
        BuildReport((), 1, 0, 1, 1, 0, 0),
        True,
        "1 article, 0 held back · 1 page · 1 written, 0 unchanged, 0 removed · 1.9 s",
    ),
    (
        BuildReport((ERROR, WARNING, WARNING), 1, 0, 1, 1, 0, 0),
        True,
        "1 article, 0 held back · 1 page · 1 written, 0 unchanged, 0 removed · 1 error, 2 warnings · 1.9 s",
    ),
    (BuildReport((ERROR,), 2, 0, 9, failed=True), True, "2 articles, 0 held back · not published: 1 error · 1.9 s"),
    (BuildReport((ERROR,), failed=True), True, "not published: 1 error · 1.9 s"),
    (BuildReport((), 2, 1, 9), False, "2 articles, 1 held back · no faults · 1.9 s"),
    (BuildReport((WARNING,), 2, 1, 9), False, "2 articles, 1 held back · 1 warning · 1.9 s"),
]


@pytest.mark.parametrize(("report", "published", "line"), LINES)
def test_the_last_line_sums_up(report: BuildReport, published: bool, line: str) -> None:
    assert summary_line(report, 1.94, published=published) == line


def test_text_goes_where_it_belongs(capsys: pytest.CaptureFixture[str]) -> None:
    Console().report(BuildReport((ERROR, WARNING)), Progress(None), published=True)
    said = capsys.readouterr()
    assert "content/a.md:2:3: error A104: not a date-time" in said.err
    assert "content/b.md: warning L201: no such picture" in said.err
    assert said.out.count("\n") == 1


def test_quiet_is_errors_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Console(volume="quiet").report(BuildReport((ERROR, WARNING)), Progress(None), published=True)
    said = capsys.readouterr()
    assert "A104" in said.err
    assert "L201" not in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("published", "volume", "count"), [(True, "normal", 5), (True, "verbose", 9), (False, "normal", 9)]
)
def test_check_and_verbose_list_all(
    capsys: pytest.CaptureFixture[str], published: bool, volume: str, count: int
) -> None:
    console = Console(volume="verbose" if volume == "verbose" else "normal")
    console.report(BuildReport(tuple(warnings(9))), Progress(None), published=published)
    assert capsys.readouterr().err.count("warning L201: picture") == count


def test_verbose_says_what_took_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    progress = Progress(None, clock)
    for clock.now, stage in ((1.0, "Reading"), (1.5, "Rendering"), (2.0, "Rendering")):
        progress(stage, 1, 2)
    Console(volume="verbose").report(BUILT, progress, published=True)
    said = capsys.readouterr()
    assert said.err == "Reading 1.0 s · Rendering 1.0 s · 12345 bytes\n"
    assert said.out.endswith(" · 2.0 s\n")


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    Console("json").report(BuildReport((ERROR, WARNING), 3, failed=True), Progress(None), published=True)
    said = capsys.readouterr()
    assert said.err == ""
    answer = json.loads(said.out)
    assert answer["summary"].pop("seconds") >= 0
    assert answer["summary"] == {
        "articles": 3, "held_back": 0, "pages": 0, "written": 0, "unchanged": 0, "removed": 0, "bytes": 0,
        "errors": 1, "warnings": 1, "failed": True,
    }  # fmt: skip
    assert [each["code"] for each in answer["diagnostics"]] == ["A104", "L201"]


def test_github_gets_workflow_commands(capsys: pytest.CaptureFixture[str]) -> None:
    Console("github").report(BuildReport((ERROR,)), Progress(None), published=True)
    assert capsys.readouterr().out.startswith("::error file=content/a.md,line=2,col=3")


COLOURS = [
    ({}, True, True),
    ({}, False, False),
    ({"NO_COLOR": "1"}, True, False),
    ({"NO_COLOR": ""}, True, True),
    ({"FORCE_COLOR": "1"}, False, True),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ({"TERM": "dumb"}, True, False),
]


@pytest.mark.parametrize(("environment", "terminal", "color"), COLOURS)
def test_when_to_color(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], terminal: bool, color: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_color(Terminal() if terminal else io.StringIO()) is color


def test_the_bar_waits_half_a_second_and_clears_its_line() -> None:
    clock, terminal = Clock(), Terminal()
    with Progress(terminal, clock) as progress:
        clock.now = 0.4
        progress("Reading", 1, 10)
        assert terminal.getvalue() == ""
        clock.now = 0.6
        progress("Reading", 5, 10)
        assert "Reading    [###############               ] 5/10" in terminal.getvalue()
        drawn = len(terminal.getvalue())
        clock.now = 0.61
        progress("Reading", 6, 10)
        assert len(terminal.getvalue()) == drawn, "ten times a second is enough"
    assert terminal.getvalue().endswith("\r\x1b[2K")


def test_no_bar_for_short_work_and_none_without_a_terminal() -> None:
    clock, terminal = Clock(), Terminal()
    with Progress(terminal, clock) as progress:
        progress("Reading", 0, 0)
    assert terminal.getvalue() == ""
    assert Console().progress()._stream is None  # pytest's stderr is no terminal
