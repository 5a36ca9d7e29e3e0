"""A build loads what it needs: on a small site, and after a small change, loading modules is most of its time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.desk import ROOT, Desk, open_desk

DRAWS, READS = {"babel", "jinja2", "markupsafe"}, {"yaml", "slugify", "html.parser", "generator.loader.registry"}
BUILD = """
import time
now = time.time_ns
time.time_ns = lambda: now() + 60_000_000_000  # so that files' times are believed
from generator.cli import main
main()
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path, ROOT / "content")
    desk.keep(8)
    assert load_for(desk) >= DRAWS
    return desk


def load_for(desk: Desk) -> set[str]:
    """Build in a process of its own, and name the modules that were loaded."""
    options = ["--content", str(desk.content), "--output", str(desk.output), "--cache", str(desk.cache), "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", BUILD, "build", *options],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return set(re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE))


def test_an_unchanged_site_is_neither_read_nor_drawn(desk: Desk) -> None:
    assert not load_for(desk) & (DRAWS | READS)


def test_after_a_few_other_words_nothing_is_read_but_what_is_plainly_sound(desk: Desk) -> None:
    desk.change(3, title="An orchard of lanterns")
    loaded = load_for(desk)
    assert loaded >= {*DRAWS, "generator.amending"}
    assert not loaded & READS


def test_the_judge_is_loaded_for_what_is_not_sound(desk: Desk) -> None:
    desk.change(3, title="An orchard of lanterns", mood="calm")
    assert load_for(desk) >= READS - {"html.parser"}
