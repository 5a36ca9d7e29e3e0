from __future__ import annotations

from typing import Any

import pytest

from generator.indexer.due import find_hold, select_due
from generator.model import Hold
from tests.stories import NOON, moment, story

CASES = [
    ("due", {}, None),
    ("unpublished", {"published": False}, Hold.UNPUBLISHED),
    ("removed", {"removed": True}, Hold.REMOVED),
    ("removed, whatever the flags", {"removed": True, "published": False}, Hold.REMOVED),
    ("expired to the second", {"expires_at": NOON}, Hold.EXPIRED),
    ("not expired yet", {"expires_at": moment("2024-05-01T12:01")}, None),
    ("future", {"published_at": moment("2024-05-01T12:01")}, Hold.FUTURE),
    ("dated now", {"published_at": NOON}, None),
]


@pytest.mark.parametrize(("name", "fields", "hold"), CASES, ids=[case[0] for case in CASES])
def test_the_reason_an_article_is_held_back(name: str, fields: dict[str, Any], hold: Hold | None) -> None:
    assert find_hold(story("x", **fields), NOON) is hold


SHOWN = [
    ({}, ["due"]),
    ({"unpublished": True}, ["due", "draft"]),
    ({"future": True}, ["due", "coming"]),
    ({"unpublished": True, "future": True}, ["due", "draft", "coming", "coming-draft"]),
]


@pytest.mark.parametrize(("options", "stems"), SHOWN)
def test_options_show_what_they_name_and_nothing_else(options: dict[str, bool], stems: list[str]) -> None:
    articles = [
        story("due"),
        story("draft", published=False),
        story("coming", "2024-06-01"),
        story("coming-draft", "2024-06-01", published=False),
        story("gone", removed=True, published=False),
        story("expired-draft", expires_at=moment("2024-04-01"), published=False),
    ]
    selection = select_due(articles, NOON, **options)
    assert [article.stem for article in selection.shown] == stems
    assert len(selection.shown) + len(selection.held) == len(articles)
    assert all((article.hold is None) == (article.stem == "due") for article in selection.shown)
