from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pages.view import View
from generator.rendering.json_text import JsonWriter, camel_case


class Item(View, frozen=True):
    web_url: str
    heat: int
    is_cached: bool | None = None
    words: tuple[str, ...] = ()


class Sheet(View, frozen=True):
    title: str
    value: tuple[Item, ...]
    next_page: str | None = None


def test_members_are_named_ordered_and_left_out() -> None:
    view = Sheet("T", (Item("https://a.example/", 1, True, ("x", "y")), Item("", -2)))
    assert JsonWriter(camel_case).write(view) == (
        '{\n"title":"T",\n"value":[\n'
        '{"webUrl":"https://a.example/","heat":1,"isCached":true,"words":["x","y"]},\n'
        '{"webUrl":"","heat":-2,"words":[]}\n]\n}'
    )
    assert JsonWriter(str).write(Sheet("T", (), "n")) == '{\n"title":"T",\n"value":[],\n"next_page":"n"\n}'


@given(st.text(), st.integers(), st.lists(st.text(), max_size=3))
def test_any_value_reads_back_as_it_was_and_holds_no_markup(text: str, heat: int, words: list[str]) -> None:
    written = JsonWriter(camel_case).write(Sheet(text, (Item(text, heat, False, tuple(words)),)))
    assert json.loads(written) == {
        "title": text,
        "value": [{"webUrl": text, "heat": heat, "isCached": False, "words": words}],
    }
    assert not set("<>") & set(written)


def test_an_item_is_written_once_and_never_mistaken_for_another() -> None:
    writer = JsonWriter(camel_case)
    shared = Item("a", 1)
    first = writer.write(Sheet("one", (shared,)))
    assert writer.write(Sheet("one", (shared,))) == first
    for number in range(200):  # short-lived values may get the identity of an earlier one
        assert f'"heat":{number}' in writer.write(Sheet("x", (Item("b", number),)))


@pytest.mark.parametrize(
    ("name", "member"),
    [("title", "title"), ("published_date_time", "publishedDateTime"), ("cdn_amp_web_url", "cdnAmpWebUrl")],
)
def test_names_in_camel_case(name: str, member: str) -> None:
    assert camel_case(name) == member
