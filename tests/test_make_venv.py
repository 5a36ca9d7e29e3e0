"""`tools/make_venv.sh` takes the first Python that was built with optimisations, else one that will do."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "make_venv.sh"
# A Python as far as the script can tell: it answers what it was given, and says who made an environment.
FAKE = """#!/bin/sh
case $1 in
-c) {answer} ;;
-m) printf %s "$0" >"$4" ;;
--version) echo Python 3.9.2 ;;
esac
"""
ANSWERS = {"fast": "echo fast", "plain": "echo plain", "bare": "echo bare 3.12", "old": "exit 1"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script is for a POSIX shell")


def make(tmp_path: Path, pythons: dict[str, str], named: str = "") -> subprocess.CompletedProcess[str]:
    """Run the script where the PATH has the folders `a b` and `c`, with those Pythons in them, and nothing else."""
    for folder in "a b", "c":
        (tmp_path / folder).mkdir()
    for name, kind in pythons.items():
        (tmp_path / name).write_text(FAKE.format(answer=ANSWERS.get(kind, kind)))
        (tmp_path / name).chmod(0o755)
    return subprocess.run(
        [shutil.which("sh") or "sh", str(SCRIPT), *([named] if named else [])],
        env={"PATH": f"{tmp_path}/a b:{tmp_path}/c"}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pythons", "named", "taken"),
    [
        ({"a b/python3": "fast", "c/python3": "fast"}, "", "a b/python3"),
        ({"a b/python3": "plain", "c/python3": "fast"}, "", "c/python3"),
        ({"a b/python3": "plain", "c/python3.13": "fast"}, "", "c/python3.13"),
        ({"a b/python3": "plain", "c/python3.13": "plain"}, "", "a b/python3"),
        ({"a b/python3": "old", "c/python3.12": "plain", "c/python3.11": "fast"}, "", "c/python3.11"),
        ({"a b/python3": "old", "c/python3.14": "fast", "c/python3.11": "fast"}, "", "c/python3.14"),
        ({"a b/python3": "bare", "c/python3": "plain"}, "", "c/python3"),
        ({"c/python3.11": "plain"}, "", "c/python3.11"),
        ({"a b/python3": "plain", "c/python3": "fast"}, "python3", "a b/python3"),
        ({"a b/python3": "fast", "c/python3.12": "plain"}, "python3.12", "c/python3.12"),
        ({"a b/python3": "old", "c/python3.12": "plain"}, "python3", "c/python3.12"),
    ],
)  # fmt: skip
def test_takes_the_first_that_suits_best(tmp_path: Path, pythons: dict[str, str], named: str, taken: str) -> None:
    done = make(tmp_path, pythons, named)
    assert done.returncode == 0
    assert (tmp_path / ".venv").read_text() == str(tmp_path / taken)


def test_says_when_it_is_not_the_one_that_was_to_be_expected(tmp_path: Path) -> None:
    done = make(tmp_path, {"a b/python3": "plain", "c/python3": "fast"})
    assert done.stderr == (
        f"Taking {tmp_path}/c/python3: python3 was built without optimisations (make PYTHON=python3 takes that)\n"
    )


@pytest.mark.parametrize("kind", ["fast", "plain"])
def test_says_nothing_about_the_one_that_was_to_be_expected(tmp_path: Path, kind: str) -> None:
    assert make(tmp_path, {"a b/python3": kind}).stderr == ""


@pytest.mark.parametrize(
    ("pythons", "named", "hint"),
    [
        ({"a b/python3": "bare"}, "", "sudo apt-get install python3.12-venv"),
        ({"a b/python3": "old"}, "", "Broadsheet needs Python 3.11 or newer; 'python3' is Python 3.9.2."),
        ({}, "", "Broadsheet needs Python 3.11 or newer; 'python3' is not here."),
        ({}, "python4", "Broadsheet needs Python 3.11 or newer; 'python4' is not here."),
    ],
)
def test_says_what_is_missing(tmp_path: Path, pythons: dict[str, str], named: str, hint: str) -> None:
    done = make(tmp_path, pythons, named)
    assert done.returncode == 1
    assert hint in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("described", "suits"),
    [
        ("sys.base_prefix = '/usr'", True),
        ("options = None", True),
        ("options = \"'--prefix=/opt' '--enable-optimizations'\"", True),
        ("pass", False),
        ("sys.base_prefix = '/usr'; sys.version_info = (3, 10, 9)", False),
        ("sys.base_prefix = '/usr'; sys.modules['ensurepip'] = None", False),
        ("sys.base_prefix = '/usr'; sys.modules['venv'] = None", False),
    ],
)
def test_knows_how_a_python_was_built(tmp_path: Path, described: str, suits: bool) -> None:
    describe = (
        "import sys, sysconfig; sys.base_prefix = '/opt'; options = '--enable-shared'; "
        f"{described}; sysconfig.get_config_var = lambda name: options; exec(sys.argv[1])"
    )
    answer = f'exec {shlex.join([sys.executable, "-c", describe])} "$2"'
    done = make(tmp_path, {"a b/python3": answer, "c/python3": ANSWERS["fast"]})
    assert (done.returncode, (tmp_path / ".venv").read_text() == f"{tmp_path}/a b/python3") == (0, suits)


def test_asks_a_real_python(tmp_path: Path) -> None:
    done = subprocess.run([SCRIPT, sys.executable], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / ".venv" / "pyvenv.cfg").exists()
