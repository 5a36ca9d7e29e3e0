from __future__ import annotations

import io
import json

import pytest

from generator.build import BuildReport
from generator.console import Console, detail_lines, fold_warnings, summary_line, wants_color
from generator.diagnostics import Diagnostic, Place, fault
from generator.progress import Memory, Progress, peak_memory, process_age
from generator.reporting import format_bytes

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


LARGEST = (("api/articles.json", 1_400_000), ("index.html", 36_000))
BUILT = BuildReport((), 428, 246, 903, 12, 960, 0, 12_345_678, 1972, LARGEST)
LINES = [
    (
        BUILT,
        True,
        "428 articles, 246 held back · 903 pages · 1,972 files, 12 MB · 12 written, 960 unchanged, 0 removed · 1.9 s",
    ),
    (
        BuildReport((), 1, 0, 1, 1, 0, 0, 999, 1),
        True,
        "1 article, 0 held back · 1 page · 1 file, 999 bytes · 1 written, 0 unchanged, 0 removed · 1.9 s",
    ),
    (
        BuildReport((ERROR, WARNING, WARNING), 1, 0, 1, 1, 0, 0, 999, 1),
        True,
        "1 article, 0 held back · 1 page · 1 file, 999 bytes · 1 written, 0 unchanged, 0 removed"
        " · 1 error, 2 warnings · 1.9 s",
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


def timed(*calls: tuple[float, str]) -> Progress:
    """Give the progress of work that called it at these moments; its process is half a second old."""
    clock = Clock()
    progress = Progress(None, clock)
    progress._age = 0.5
    for clock.now, stage in calls:
        progress(stage, 1, 2)
    return progress


PHASES = [(1.0, "Reading"), (1.25, "Indexing"), (1.25, "Planning"), (1.5, "Rendering"), (2.0, "Rendering")]
DETAILS = """\
start      0.500 s   20 %
read       1.000 s   40 %
index      0.250 s   10 %
plan       0.000 s    0 %
render     0.750 s   30 %
all        2.500 s  100 %
memory  412 MB at the peak of the first process, 230 MB of the largest other
largest   1.4 MB  api/articles.json
           36 kB  index.html
"""


@pytest.mark.parametrize(
    "console", [Console(timings=True), Console(volume="verbose"), Console(volume="quiet", timings=True)]
)
def test_timings_and_verbose_say_what_took_how_long(
    console: Console, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.console.peak_memory", lambda: Memory(412_000_000, 230_000_000))
    console.report(BUILT, timed(*PHASES), published=True)
    said = capsys.readouterr()
    assert said.err == DETAILS
    assert said.out.endswith(" · 2.0 s\n") or console.volume == "quiet"


def test_what_is_not_known_is_not_told() -> None:
    progress = Progress(None, Clock())
    progress._age = None
    assert progress.phases == {}
    assert list(detail_lines(BuildReport(()), {}, None)) == ["all        0.000 s    0 %"]
    assert list(detail_lines(BuildReport(()), {}, Memory(5_000, 0)))[1:] == [
        "memory  5.0 kB at the peak of the first process"
    ]


def test_json_has_the_timings_where_they_are_wanted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.console.peak_memory", lambda: Memory(412, 230))
    Console("json", timings=True).report(BUILT, timed(*PHASES), published=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["timings"] == {"start": 0.5, "read": 1.0, "index": 0.25, "plan": 0.0, "render": 0.75}
    assert answer["memory"] == {"own": 412, "largest_other": 230}
    assert answer["largest"][0] == {"path": "api/articles.json", "bytes": 1_400_000}
    assert (answer["summary"]["files"], answer["summary"]["bytes"]) == (1972, 12_345_678)
    Console("json").report(BUILT, timed(*PHASES), published=True)
    assert answer.keys() - json.loads(capsys.readouterr().out).keys() == {"timings", "memory", "largest"}


def test_this_process_has_an_age_and_memory_where_the_system_tells() -> None:
    memory, age = peak_memory(), process_age()
    assert memory is None or memory.own > 1_000_000
    assert age is None or 0 < age < 86_400


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9_949, "9.9 kB"), (9_950, "10 kB"),
        (421_400_000, "421 MB"), (999_499_999, "999 MB"), (999_500_000, "1.0 GB"), (25 * 10**12, "25 TB"),
    ],
)  # fmt: skip
def test_sizes_are_short(size: int, text: str) -> None:
    assert format_bytes(size) == text


def test_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    Console("json").report(BuildReport((ERROR, WARNING), 3, failed=True), Progress(None), published=True)
    said = capsys.readouterr()
    assert said.err == ""
    answer = json.loads(said.out)
    assert answer["summary"].pop("seconds") >= 0
    assert answer["summary"] == {
        "articles": 3, "held_back": 0, "pages": 0, "written": 0, "unchanged": 0, "removed": 0, "files": 0,
        "bytes": 0, "errors": 1, "warnings": 1, "failed": True,
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
