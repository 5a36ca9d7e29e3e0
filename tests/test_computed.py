from __future__ import annotations

import pytest

from generator.computed import Computed, Later
from generator.pages.page import Page


def counted() -> tuple[list[int], Later[str]]:
    calls: list[int] = []

    def build(first: str, second: str) -> str:
        calls.append(1)
        return first + second

    return calls, Later(build, "a", "b")


def test_a_value_is_built_when_it_is_asked_for_and_kept() -> None:
    calls, later = counted()
    assert not calls
    assert later.value == later.value == "ab"
    assert len(calls) == 1


def test_a_value_for_its_only_use_is_not_kept() -> None:
    calls, later = counted()
    assert later.once() == later.once() == "ab"
    assert len(calls) == 2
    assert later.value == later.once() == "ab"
    assert len(calls) == 3


def test_a_page_keeps_the_view_that_was_looked_at_and_not_the_one_that_was_taken() -> None:
    calls, later = counted()
    page = Page("x/", "page.html", later)
    assert page.take_view() == page.take_view() == "ab"
    assert len(calls) == 2
    assert page.view == page.view == page.take_view() == "ab"
    assert len(calls) == 3
    assert Page("x/", "page.html", "planned").take_view() == "planned"


def test_values_of_some_keys_are_each_computed_once_in_the_order_that_is_asked_for() -> None:
    asked: list[str] = []

    def compute(key: str) -> str:
        asked.append(key)
        return key.upper()

    values = Computed("abc", compute)
    assert values.of(["c", "a", "c"]) == ["C", "A", "C"]
    assert values.of(["a", "c"]) == ["A", "C"]
    assert asked == ["c", "a"]
    with pytest.raises(KeyError):
        values.of(["a", "x"])
