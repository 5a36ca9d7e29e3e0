"""Holds a build to its law: whatever stood in the output folder and the cache, it equals a clean one, byte for byte.

The site is built a second time, by the same clock, without a cache and into a folder of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.build import BuildOptions, BuildReport, Progress, build
from generator.diagnostics import Diagnostic, Place, Severity, fault, sort_diagnostics
from generator.publishing.manifest import MANIFEST, read_manifest

_CHUNK = 1 << 16
_AROUND = 60
"""Characters shown on each side of a difference."""


class Verification(msgspec.Struct, frozen=True):
    """What comparing with a clean build found: `files` are those that were compared, manifest apart."""

    holds: bool
    files: int = 0


def build_and_verify(
    options: BuildOptions, on_progress: Progress = lambda stage, done, total: None
) -> tuple[BuildReport, Verification]:
    """Build the site, and compare it with a clean build; a difference is a fault of the report (O103).

    After a build that failed there is nothing to compare.
    """
    options = replace(options, now=options.now or datetime.now(UTC))
    report = build(options, on_progress)
    if report.failed:
        return report, Verification(holds=False)
    found, files = _verify(options, on_progress)
    on_progress("Verifying", 1, 1)
    return replace(report, diagnostics=sort_diagnostics([*report.diagnostics, *found])), Verification(not found, files)


def _verify(options: BuildOptions, on_progress: Progress) -> tuple[list[Diagnostic], int]:
    """Build clean beside the output folder and compare; give the first difference, and how many files there are."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-") as scratch:
        clean = Path(scratch, "site")
        report = build(
            replace(options, output=clean, cache=None, clean=True),
            lambda stage, done, total: on_progress("Verifying", done, total),
        )
        if report.failed:
            errors = [each for each in report.diagnostics if each.severity is Severity.ERROR]
            return errors or [_differ(options, "", "a clean build fails")], 0
        ours, theirs = read_manifest(options.output).files, read_manifest(clean).files
        return list(_compare(options, ours, clean, theirs)), len(ours)


def _compare(options: BuildOptions, ours: frozenset[str], clean: Path, theirs: frozenset[str]) -> Iterator[Diagnostic]:
    """Give the first difference between the files of two manifests, by name, and last between the manifests."""
    for name in sorted(ours | theirs):
        here, there = _read(options.output / name), _read(clean / name)
        if here == there and name in theirs:
            continue  # perhaps not ours but of the same bytes: then it is a stranger's
        if name not in theirs:
            yield _differ(options, name, "a clean build does not have the file")
        elif here is None or there is None or name not in ours:
            yield _differ(options, name, "only a clean build has the file")
        else:
            yield describe_difference(options, name, here, there)
        return
    here, there = _read(options.output / MANIFEST), _read(clean / MANIFEST)
    if ours == theirs and here != there:
        yield describe_difference(options, MANIFEST, here or b"", there or b"")


def describe_difference(options: BuildOptions, name: str, here: bytes, there: bytes) -> Diagnostic:
    """Say where two contents of a file part, with what stands there in both."""
    offset = find_difference(here, there)
    message = f"the file is not that of a clean build: they differ from byte {offset:,} on"
    if b"\0" in here + there:
        return _differ(options, name, message)
    start = here.rfind(b"\n", 0, offset) + 1
    column = len(here[start:offset].decode("utf-8", "ignore")) + 1
    lines = f"this build: {_around(here, start, offset)}\nclean build: {_around(there, start, offset)}\n"
    return _differ(options, name, message, here.count(b"\n", 0, offset) + 1, column, lines)


def find_difference(one: bytes, other: bytes) -> int:
    """Give the number of bytes that two contents have in common from the start."""
    start = 0
    while start < len(one) and one[start : start + _CHUNK] == other[start : start + _CHUNK]:
        start += _CHUNK
    pairs = zip(one[start : start + _CHUNK], other[start : start + _CHUNK], strict=False)
    shorter = min(len(one), len(other))
    return next((start + number for number, (here, there) in enumerate(pairs) if here != there), shorter)


def _around(content: bytes, start: int, offset: int) -> str:
    """Give the line that begins at `start`, cut around an offset in it."""
    end = content.find(b"\n", offset)
    before = content[start:offset].decode("utf-8", "replace")
    after = content[offset : len(content) if end < 0 else end].decode("utf-8", "replace")
    head = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    return head + (f"{after[:_AROUND]}…" if len(after) > _AROUND else after)


def _differ(
    options: BuildOptions, name: str, message: str, line: int = 0, column: int = 0, lines: str = ""
) -> Diagnostic:
    cache = f"delete the cache folder, {options.cache}, and build again" if options.cache else "build again"
    hint = f"{lines}this is a bug of Broadsheet: {cache}; please report it with these lines"
    return fault("O103", message, Place(str(options.output / name), line, column), hint)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
