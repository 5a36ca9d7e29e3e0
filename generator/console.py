"""What a command says: diagnostics to stderr, its answer to stdout, as text, workflow commands or JSON."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TextIO

import msgspec

from generator.build import BuildReport
from generator.diagnostics import Diagnostic, Severity
from generator.progress import Memory, Progress, peak_memory
from generator.reporting import diagnostic_record, format_bytes, format_github, format_text
from generator.verify import Verification

Form = Literal["text", "github", "json"]
Volume = Literal["quiet", "normal", "verbose"]

_FOLD = 5


class Console(msgspec.Struct, frozen=True):
    """How a command speaks: in which form, and how much.

    Quiet is errors alone; verbose is every warning, and what `timings` says: how long each phase took, how much
    memory, and which files are the largest.
    """

    form: Form = "text"
    volume: Volume = "normal"
    timings: bool = False

    def progress(self) -> Progress:
        """Give the progress of the command's work: shown on a terminal, to people, unless they want quiet."""
        shown = self.form == "text" and self.volume != "quiet" and _is_terminal(sys.stderr)
        return Progress(sys.stderr if shown else None)

    def report(
        self, report: BuildReport, progress: Progress, *, published: bool, verification: Verification | None = None
    ) -> None:
        """Say what a build did, or with `published` False what a check found, and what is wrong."""
        seconds, phases = progress.seconds, progress.phases
        detailed = self.timings or self.volume == "verbose"
        if self.form == "json":
            answer = {
                "summary": _summary_record(report, seconds)
                | ({} if verification is None else {"verified": verification.holds}),
                "diagnostics": [diagnostic_record(each) for each in report.diagnostics],
                **(_details_record(report, phases, peak_memory()) if detailed else {}),
            }
            print(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        self.say_diagnostics(report.diagnostics, fold=published and self.volume == "normal")
        if self.volume != "quiet":
            print(summary_line(report, seconds, published=published), flush=True)
            if verification and verification.holds:
                print(f"verified: {_count(verification.files, 'file')} are those of a clean build", flush=True)
        if detailed:
            print("\n".join(detail_lines(report, phases, peak_memory())), file=sys.stderr)

    def say_started(self, address: str, remarks: Iterable[str], diagnostics: Iterable[Diagnostic]) -> None:
        """Say where the preview is, and what is wrong from the start."""
        self.say_diagnostics(diagnostics, fold=self.volume == "normal")
        for remark in remarks:
            print(f"note: {remark}", file=sys.stderr)
        print(f"Serving {address} (Ctrl-C stops)", flush=True)

    def say_refreshed(self, files: int, seconds: float, diagnostics: Sequence[Diagnostic]) -> None:
        """Say that the preview has taken a change up, and what is wrong now."""
        self.say_diagnostics(diagnostics, fold=self.volume == "normal")
        if self.volume != "quiet":
            errors, warnings = _tally(diagnostics)
            faults = [_count(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
            parts = [_count(files, "path") + " changed", ", ".join(faults) or "no faults", f"{seconds:.2f} s"]
            print(" · ".join(parts), flush=True)

    def say_diagnostics(self, diagnostics: Iterable[Diagnostic], *, fold: bool = False) -> None:
        """Say what is wrong; with `fold` many warnings of one kind are cut short."""
        said = [each for each in diagnostics if each.severity is Severity.ERROR or self.volume != "quiet"]
        if self.form == "github":
            for each in said:
                print(format_github(each))
            return
        color = wants_color(sys.stderr)
        for item in fold_warnings(said) if fold else said:
            print(item if isinstance(item, str) else format_text(item, color), file=sys.stderr)


def fold_warnings(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic | str]:
    """Give every error, the first five warnings of each code, and a line for each code's others."""
    seen: Counter[str] = Counter()
    for each in diagnostics:
        if each.severity is Severity.WARNING:
            seen[each.code] += 1
        if each.severity is Severity.ERROR or seen[each.code] <= _FOLD:
            yield each
    for code, count in sorted(seen.items()):
        if count > _FOLD:
            yield f"… and {count - _FOLD} more {code}; `broadsheet check` lists them all"


def summary_line(report: BuildReport, seconds: float, *, published: bool) -> str:
    """Give the summary: articles, held back, pages, the size of the site, and what was written or found wrong."""
    errors, warnings = _tally(report.diagnostics)
    faults = [_count(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
    parts = []
    if report.pages or not report.failed:  # else it failed before it counted
        parts.append(f"{_count(report.articles, 'article')}, {report.held_back:,} held back")
    if not published:
        parts.append(", ".join(faults) or "no faults")
    elif report.failed:
        parts.append(f"not published: {', '.join(faults)}")
    else:
        parts.append(_count(report.pages, "page"))
        parts.append(f"{_count(report.files, 'file')}, {format_bytes(report.total_bytes)}")
        parts.append(f"{report.written:,} written, {report.unchanged:,} unchanged, {report.removed:,} removed")
        parts += [", ".join(faults)] if faults else []
    return " · ".join([*parts, f"{seconds:.1f} s"])


def detail_lines(report: BuildReport, phases: Mapping[str, float], memory: Memory | None) -> Iterator[str]:
    """Give a line for each phase with its seconds and its share, then the peak of memory and the largest files."""
    whole = sum(phases.values())
    for phase, seconds in (*phases.items(), ("all", whole)):
        yield f"{phase:<8}{seconds:8.3f} s {100 * seconds / whole if whole else 0:4.0f} %"
    if memory:
        others = f", {format_bytes(memory.largest_other)} of the largest other" if memory.largest_other else ""
        yield f"memory  {format_bytes(memory.own)} at the peak of the first process{others}"
    for number, (name, size) in enumerate(report.largest):
        yield f"{'' if number else 'largest':<8}{format_bytes(size):>8}  {name}"


def wants_color(stream: TextIO) -> bool:
    """Tell whether to colour: on a terminal, unless NO_COLOR is set (https://no-color.org); always by FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or _is_terminal(stream)


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _summary_record(report: BuildReport, seconds: float) -> dict[str, int | float | bool]:
    errors, warnings = _tally(report.diagnostics)
    return {
        "articles": report.articles,
        "held_back": report.held_back,
        "pages": report.pages,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "files": report.files,
        "bytes": report.total_bytes,
        "errors": errors,
        "warnings": warnings,
        "failed": report.failed,
        "seconds": round(seconds, 3),
    }


def _details_record(
    report: BuildReport, phases: Mapping[str, float], memory: Memory | None
) -> dict[str, dict[str, float] | dict[str, int] | list[dict[str, str | int]] | None]:
    return {
        "timings": {phase: round(seconds, 4) for phase, seconds in phases.items()},
        "memory": None if memory is None else {"own": memory.own, "largest_other": memory.largest_other},
        "largest": [{"path": name, "bytes": size} for name, size in report.largest],
    }


def _tally(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    counts = Counter(each.severity for each in diagnostics)
    return counts[Severity.ERROR], counts[Severity.WARNING]


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
