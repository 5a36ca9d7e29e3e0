from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.processes import CommandError, family, family_memory, parse_pss, run

ROLLUP = b"""\
55d0c0a00000-7ffd1a5fe000 ---p 00000000 00:00 0                          [rollup]
Rss:               13020 kB
Pss:                7515 kB
Pss_Dirty:          6012 kB
SwapPss:               0 kB
"""


@pytest.mark.parametrize(("rollup", "size"), [(ROLLUP, 7515 * 1024), (b"", 0), (b"SwapPss:  12 kB\n", 0)])
def test_the_proportional_size_is_read(rollup: bytes, size: int) -> None:
    assert parse_pss(rollup) == size


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """A /proc in which 7 has the children 8 and 9, by two threads, and 9 has 10, which has ended; 11 is a stranger."""
    children = {7: ["8", "9 "], 8: [""], 9: ["10"], 11: [""]}
    for process, lists in children.items():
        for thread, text in enumerate(lists):
            (tmp_path / f"{process}/task/{process + thread}").mkdir(parents=True)
            (tmp_path / f"{process}/task/{process + thread}/children").write_text(text)
        (tmp_path / f"{process}/smaps_rollup").write_bytes(b"Pss: %d kB\n" % process)
    return tmp_path


def test_a_family_is_a_process_and_its_descendants(proc: Path) -> None:
    assert sorted(family(7, proc)) == [7, 8, 9, 10]
    assert list(family(8, proc)) == [8]


def test_the_memory_of_a_family_is_that_of_its_living(proc: Path) -> None:
    assert family_memory(7, proc) == 1024 * (7 + 8 + 9)
    assert family_memory(99, proc) == 0


def test_a_command_is_run_to_its_end(tmp_path: Path) -> None:
    done = run([sys.executable, "-Sc", "import os; print(os.getcwd())"], tmp_path)
    assert Path(done.printed.strip()) == tmp_path
    assert done.wall > 0
    assert done.cpu > 0
    assert done.memory == 0, "it was not sampled"


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"ended with 1: .*no such luck"):
        run([sys.executable, "-Sc", "raise SystemExit('no such luck')"], tmp_path)
