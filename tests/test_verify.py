from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import verify
from generator.build import BuildOptions, BuildReport
from generator.publishing import publish
from generator.verify import build_and_verify, describe_difference, find_difference

CLEAN = {"a/index.html": b"one\ntwo\n", "b.txt": b"b", "z.txt": b"z"}


def stand_in(site: dict[str, bytes], clean: dict[str, bytes], clocks: list[datetime | None]) -> object:
    """Give a build that publishes one site, and where it is to be clean and without a cache, another."""

    def build(options: BuildOptions, on_progress: object) -> BuildReport:
        clocks.append(options.now)
        is_clean = options.clean and options.cache is None
        published = publish((clean if is_clean else site).items(), options.output)
        return BuildReport((), files=published.files)

    return build


@pytest.mark.parametrize(
    ("site", "name", "message"),
    [
        (CLEAN, "", ""),
        ({"a/index.html": b"one\ntwo\n", "b.txt": b"b"}, "z.txt", "only a clean build has the file"),
        (CLEAN | {"c.txt": b"", "d.txt": b""}, "c.txt", "a clean build does not have the file"),
        (CLEAN | {"b.txt": b"B"}, "b.txt", "the file is not that of a clean build: they differ from byte 0 on"),
        (CLEAN | {"a/index.html": b"one\nto\n"}, "a/index.html", "the file is not that of a clean build: "
         "they differ from byte 5 on"),
    ],
)  # fmt: skip
def test_the_first_difference_is_named(
    site: dict[str, bytes], name: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks: list[datetime | None] = []
    monkeypatch.setattr(verify, "build", stand_in(site, CLEAN, clocks))
    report, verification = build_and_verify(BuildOptions(tmp_path, tmp_path / "out", tmp_path / "cache"))
    found = [(each.place.path if each.place else "", each.message) for each in report.diagnostics]
    assert found == ([(str(tmp_path / "out" / name), message)] if name else [])
    assert verification.holds is not bool(name)
    assert len(clocks) == 2
    assert None not in clocks
    assert clocks[0] == clocks[1]


def test_a_strangers_file_is_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    publish({"a/index.html": b"old"}.items(), out)
    (out / "z.txt").write_bytes(b"z")  # theirs, though of the same bytes
    (out / "theirs.txt").write_bytes(b"theirs")
    monkeypatch.setattr(verify, "build", stand_in(CLEAN, CLEAN, []))
    report, verification = build_and_verify(BuildOptions(tmp_path, out, tmp_path / "cache"))
    assert report.diagnostics == ()
    assert verification.holds


def test_lines_are_cut_around_the_difference_and_bytes_are_not_shown() -> None:
    options = BuildOptions(Path("content"))
    long = "x" * 500
    found = describe_difference(options, "a.json", f"1\n{long}äA{long}".encode(), f"1\n{long}äB{long}".encode())
    assert found.place
    assert (found.place.line, found.place.column) == (2, 502)
    here, clean, advice = found.hint.split("\n")
    assert here == f"this build: …{'x' * 59}äA{'x' * 59}…"
    assert clean == f"clean build: …{'x' * 59}äB{'x' * 59}…"
    assert advice.startswith("this is a bug of Broadsheet: build again")
    found = describe_difference(options, "a.png", b"\x89PNG\0a", b"\x89PNG\0b")
    assert found.place
    assert (found.place.line, found.hint.count("\n")) == (0, 0)


@given(st.binary(max_size=40), st.integers(0, 3), st.binary(max_size=3), st.binary(max_size=3))
def test_where_contents_part(common: bytes, more: int, one: bytes, other: bytes) -> None:
    shared = common + b"-" * 65_530 * more
    offset = find_difference(shared + one, shared + other)
    assert (shared + one)[:offset] == (shared + other)[:offset]
    assert (shared + one)[offset : offset + 1] != (shared + other)[offset : offset + 1] or one == other
