"""Cards are taken over from the last build where they would be drawn up the same, and only there."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from generator.card_file import CARDS_FILE, keep_cards, read_cards
from generator.pages import Edition
from generator.pages.parts import Card
from generator.planning import plan_site
from tests.site.desk import ROOT, Desk, open_desk

Edit = Callable[[Desk], object]
TEMPLATE = (ROOT / "templates/pages/article.html").read_text("utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path, ROOT / "content", jobs=1)
    desk.keep(12)
    desk.configure(api=False, search=False, feeds={"formats": ["rss"], "lists": ["site"]})
    keep(desk)
    return desk


def keep(desk: Desk) -> None:
    keep_cards(desk.cache, plan_site(desk.options).edition)


def held(desk: Desk) -> tuple[int, int]:
    """Count the kept cards that hold, and all; each that holds must be what would be drawn up."""
    edition = plan_site(desk.options).edition
    known = read_cards(desk.cache, edition)
    assert known == {path: edition.cards[path] for path in known}
    return len(known), len(edition.cards)


ALL_HOLD: dict[str, Edit] = {
    "nothing": lambda desk: None,
    "a template": lambda desk: desk.override("templates/components/card.html", "<article", '<article id="new"'),
    "new times": lambda desk: os.utime(desk.stories[3], (1, 1)),
    "a page": lambda desk: desk.write("content/pages/imprint.md", "---\ntitle: Imprint\n---\n"),
}
SOME_HOLD: dict[str, tuple[Edit, int]] = {
    "a headline": (lambda desk: desk.change(3, title="Lanterns"), 11),
    "an excerpt": (lambda desk: desk.change(3, excerpt="Lanterns."), 11),
    "a time": (lambda desk: desk.change(3, publishedDateTime="2020-02-02T02:02:02Z"), 11),
    "a topic": (lambda desk: desk.change(3, topics=["Physics"]), 11),
    "a new story": (lambda desk: desk.add("new", provider={"name": "Lantern Works"}), 12),
}
NONE_HOLDS: dict[str, Edit] = {
    "a title": lambda desk: desk.configure(title="Otherwise"),
    "a time zone": lambda desk: desk.configure(timezone="Asia/Tokyo"),
    "a locale": lambda desk: desk.configure(locale="de"),
    "an address": lambda desk: desk.configure(url="https://example.org/other/"),
    "a short name": lambda desk: desk.write("content/topics/10-physics.yaml", "name: Physics\nshortName: Phys\n"),
    "a provider": lambda desk: desk.write("content/providers/x.yaml", "name: Lantern Works\n"),
    "a static file": lambda desk: desk.override("static/css/base.css", ".skip:focus", ".skip:focus, .new"),
    "no cards": lambda desk: (desk.cache / CARDS_FILE).unlink(),
    "half of a file": lambda desk: (desk.cache / CARDS_FILE).write_bytes((desk.cache / CARDS_FILE).read_bytes()[:99]),
}


@pytest.mark.parametrize("edit", ALL_HOLD.values(), ids=ALL_HOLD)
def test_where_no_story_changes_all_cards_hold(desk: Desk, edit: Edit) -> None:
    edit(desk)
    assert held(desk) == (12, 12)


@pytest.mark.parametrize(("edit", "count"), SOME_HOLD.values(), ids=SOME_HOLD)
def test_the_card_of_a_story_that_changes_does_not_hold(desk: Desk, edit: Edit, count: int) -> None:
    edit(desk)
    assert held(desk)[0] == count


@pytest.mark.parametrize("edit", NONE_HOLDS.values(), ids=NONE_HOLDS)
def test_where_more_than_stories_changes_no_card_holds(desk: Desk, edit: Edit) -> None:
    edit(desk)
    assert held(desk)[0] == 0


def test_a_damaged_file_gives_no_cards(desk: Desk) -> None:
    file = desk.cache / CARDS_FILE
    content = file.read_bytes()
    for place in range(0, len(content), 97):
        file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert held(desk)[0] == 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_of_many_pages_takes_over_the_cards_of_the_last_one(desk: Desk, jobs: int) -> None:
    taken: list[int] = []

    def build(marked: str, **options: object) -> None:
        desk.write("templates/pages/article.html", TEMPLATE.replace("<h1>", f'<h1 class="{marked}">'))
        desk.use(**options)
        desk.build()

    def spy(cache: Path, edition: Edition) -> dict[str, Card]:
        known = read_cards(cache, edition)
        taken.append(len(known))
        return known

    (desk.cache / CARDS_FILE).unlink()
    with patch("generator.printing._MANY", 0), patch("generator.printing.read_cards", spy):
        build("one", jobs=jobs)
        build("two")
        desk.change(3, title="Lanterns")
        build("three")
        build("four")
        assert taken == [0, 12, 11, 12]
        build("five", clean=True)
        assert taken == [0, 12, 11, 12]
        build("six", clean=False)
        assert taken == [0, 12, 11, 12, 12]
        desk.override("templates/pages/article.html", "six", "seven")
        desk.verify()
