from __future__ import annotations

import pytest

from generator.preview.gather import (
    BURST_FILES,
    BURST_QUIET_SECONDS,
    LONGEST_SECONDS,
    QUIET_SECONDS,
    Gathering,
    gather_paths,
    is_leftover,
    quiet_seconds,
)

LEFTOVERS = [
    "news/x.md~", "news/.x.md.swp", "news/.x.md.swx", "news/4913", "news/#x.md#", "news/.#x.md", "news/sedAb3dE9",
    "news/x.md___jb_tmp___", "news/x.md___jb_old___", "news/.goutputstream-7XK1Z2", "news/.~lock.x.md#",
    "news/x.md.tmp", "news/x.md.tmp.1234", "news/.x.md.tmp-ab12", ".DS_Store", "Thumbs.db", "news/.nfs000000001",
    "static/__pycache__/x.pyc", ".git/index.lock", "content/.git/HEAD", "a/node_modules/b/c.js", "x.css.crswap",
]  # fmt: skip
MEANT = [
    "news/x.md", "site.yaml", "templates/_macros.html", "static/.well-known/security.txt", "static/css/main.css",
    "news/4914.md", "news/sed.md", "news/template.md", "news/a~b.md", "news/part.md", "news", "news/#1.md", "temp/x.md",
]  # fmt: skip


@pytest.mark.parametrize("path", LEFTOVERS)
def test_what_editors_leave_behind_is_no_change(path: str) -> None:
    assert is_leftover(path)


@pytest.mark.parametrize("path", MEANT)
def test_what_the_site_is_made_of_is_a_change(path: str) -> None:
    assert not is_leftover(path)


EDITORS = [
    ("writes in place", [("x.md",), ("x.md",), ("x.md",)], {"x.md"}),
    ("Vim, backup by rename", [("4913",), ("4913",), ("x.md", "x.md~"), ("x.md",), ("x.md~",)], {"x.md"}),
    ("Vim, swap file alone", [(".x.md.swp",), (".x.md.swx",), (".x.md.swp",)], set()),
    ("Emacs", [("#x.md#",), (".#x.md",), ("x.md",), ("#x.md#",)], {"x.md"}),
    ("GNOME, writes by rename", [(".goutputstream-A1",), (".goutputstream-A1", "x.md")], {"x.md"}),
    ("JetBrains", [("x.md___jb_tmp___",), ("x.md", "x.md___jb_old___"), ("x.md___jb_tmp___", "x.md")], {"x.md"}),
    ("sed -i", [("sedq1W2e3",), ("sedq1W2e3", "x.md")], {"x.md"}),
    ("a person renames", [("x.md", "y.md")], {"x.md", "y.md"}),
    ("a folder is moved away", [("news", "")], {"news"}),
]


@pytest.mark.parametrize(("editor", "events", "expected"), EDITORS, ids=[case[0] for case in EDITORS])
def test_a_save_is_the_file_that_was_meant(editor: str, events: list[tuple[str, ...]], expected: set[str]) -> None:
    assert gather_paths(events) == expected


def test_a_change_is_complete_after_a_quiet_moment() -> None:
    gathering = Gathering()
    assert gathering.wait_seconds(0) is None
    gathering.add(["x.md"], 10.0)
    assert gathering.wait_seconds(10.0) == pytest.approx(QUIET_SECONDS)
    gathering.add(["x.md"], 10.0 + QUIET_SECONDS / 2)
    assert gathering.wait_seconds(10.0 + QUIET_SECONDS) == pytest.approx(QUIET_SECONDS / 2)
    assert gathering.wait_seconds(10.0 + 2 * QUIET_SECONDS) == 0
    assert gathering.take() == {"x.md"}
    assert gathering.wait_seconds(11.0) is None


def test_a_checkout_that_pauses_is_one_change() -> None:
    gathering = Gathering()
    for number in range(1000):
        now = number * 0.001 + (0.1 if number >= 500 else 0)  # a pause in the middle
        if number > BURST_FILES:
            wait = gathering.wait_seconds(now)
            assert wait is not None
            assert wait > 0, "taken too early"
        gathering.add([f"{number}.md"], now)
    assert gathering.wait_seconds(1.1 + BURST_QUIET_SECONDS) == 0
    assert len(gathering.take()) == 1000


def test_a_program_that_never_rests_does_not_hide_a_change() -> None:
    gathering = Gathering()
    now = 0.0
    while gathering.wait_seconds(now) != 0:
        gathering.add(["log.md"], now)
        now += QUIET_SECONDS / 2
    assert now == pytest.approx(LONGEST_SECONDS, abs=QUIET_SECONDS)


def test_what_comes_after_the_taking_is_the_next_change() -> None:
    gathering = Gathering()
    gathering.add(["a"], 1.0)
    assert gathering.take() == {"a"}
    gathering.add(["b"], 1.0)
    assert gathering.wait_seconds(1.0) == pytest.approx(QUIET_SECONDS)
    assert gathering.take() == {"b"}


def test_leftovers_alone_ring_for_nothing() -> None:
    gathering = Gathering()
    gathering.add(gather_paths([("x.md~",)]), 1.0)
    assert gathering.wait_seconds(2.0) is None


@pytest.mark.parametrize(("files", "seconds"), [(1, QUIET_SECONDS), (BURST_FILES, BURST_QUIET_SECONDS)])
def test_a_burst_needs_a_longer_quiet(files: int, seconds: float) -> None:
    assert quiet_seconds(files) == seconds
