"""Lists are taken over from the last build's plan where nothing they stand on has changed, and only there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from generator import plan_file
from generator.plan_file import PLAN_FILE, read_plan
from tests.site.desk import ROOT, Desk, open_desk

Edit = Callable[[Desk], object]
LATER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path, ROOT / "content", jobs=1)
    desk.keep(16)
    desk.configure(api=False, search=False, feeds={"formats": ["rss"], "lists": ["site"]})
    desk.add("due", publishedDateTime="2028-01-01")
    desk.build()
    return desk


def verify(desk: Desk) -> bool:
    """Build, compare with a clean build, and tell whether the lists were taken over."""
    taken: list[object] = []
    take_over = plan_file.take_over

    def spy(*given: object) -> object:
        taken.append(take_over(*given))  # type: ignore[arg-type]
        return taken[-1]

    with patch("generator.planning.take_over", spy):
        desk.verify()
    return bool(taken)


def fresh_checkout(desk: Desk) -> None:
    for path in desk.content.rglob("*.*"):
        path.touch()
    for path in sorted(desk.output.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def start_clean(desk: Desk) -> None:
    desk.use(clean=True)
    desk.configure(tagline="Otherwise")


SAME: dict[str, Edit] = {
    "a layout": lambda desk: desk.override("templates/base.html", "<main", '<main class="new"'),
    "a template": lambda desk: desk.override("templates/pages/article.html", "<h1>", '<h1 class="new">'),
    "a component": lambda desk: desk.override("templates/components/card.html", "<article", '<article id="new"'),
    "a style": lambda desk: desk.override("static/css/base.css", ".skip:focus", ".skip:focus, .new"),
    "a picture": lambda desk: desk.write("static/pictures/orbit.svg", "<svg/>"),
    "a tagline": lambda desk: desk.configure(tagline="Otherwise"),
    "navigation": lambda desk: desk.configure(navigation=["Physics"]),
    "a page": lambda desk: desk.write("content/pages/imprint.md", "---\ntitle: Imprint\n---\n[About](/about/)\n"),
    "a lost file": lambda desk: (desk.output / "index.html").unlink(),
    "a fresh checkout": fresh_checkout,
    "a moment": lambda desk: desk.use(now=datetime(2026, 1, 2, tzinfo=UTC), strict=True),
}
OTHER: dict[str, Edit] = {
    "a headline": lambda desk: desk.change(3, title="Lanterns"),
    "a story's time": lambda desk: desk.change(3, publishedDateTime="2020-02-02T02:02:02Z"),
    "a new story": lambda desk: desk.add("new"),
    "one less": lambda desk: desk.put_away(3),
    "one that is due now": lambda desk: desk.use(now=LATER),
    "those that are held back": lambda desk: desk.use(future=True),
    "a topic": lambda desk: desk.write("content/topics/x.yaml", "name: Lanterns\n"),
    "a provider": lambda desk: desk.write("content/providers/x.yaml", "name: Lantern Works\n"),
    "another time zone": lambda desk: desk.configure(timezone="Asia/Tokyo"),
    "other top stories": lambda desk: desk.configure(top={"stories": 2}),
    "other neighbours": lambda desk: desk.configure(related={"more": 1, "order": "best"}),
    "no plan": lambda desk: (desk.cache / PLAN_FILE).unlink(),
    "a clean build": start_clean,
}


@pytest.mark.parametrize("edit", SAME.values(), ids=SAME)
def test_lists_that_stand_on_the_same_are_taken_over(desk: Desk, edit: Edit) -> None:
    edit(desk)
    assert verify(desk)


@pytest.mark.parametrize("edit", OTHER.values(), ids=OTHER)
def test_lists_that_may_be_others_are_made_anew(desk: Desk, edit: Edit) -> None:
    edit(desk)
    assert not verify(desk)


def test_a_plan_that_was_taken_over_is_as_good_as_a_new_one(desk: Desk) -> None:
    for tagline in ("One", "Two"):
        desk.configure(tagline=tagline)
        assert verify(desk)
    taken = read_plan(desk.cache)
    desk.use(clean=True)
    desk.build()
    made = read_plan(desk.cache)
    assert taken is not None
    assert taken == made


def test_keys_are_taken_over_where_the_static_files_they_name_are_the_same(desk: Desk) -> None:
    before = read_plan(desk.cache)
    desk.append(0, "![An orbit](/pictures/orbit.svg)")
    desk.build()
    shown = read_plan(desk.cache)
    desk.write("static/pictures/orbit.svg", "<svg/>")
    assert verify(desk)
    after = read_plan(desk.cache)
    assert before
    assert shown
    assert after
    assert shown.keys != after.keys
    assert after == replace(after, contents=shown.contents, digest=shown.digest)
