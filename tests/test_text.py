from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import clean_line, clean_text, decode_entities, first_letter, fold, shorten


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain", "plain"),
        ("one\r\ntwo\rthree\n\tfour", "one\ntwo\nthree\n\tfour"),
        ("bell\x07 escape\x1b[31m del\x7f c1\x9f", "bell escape[31m del c1"),
        ("\u202eright\u2066to left", "rightto left"),
        ("\ufeffmark\ufffe\uffff\ufdd0", "mark"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("café 日本 👩‍🚀", "café 日本 👩‍🚀"),
        ("no\xa0break", "no\xa0break"),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text())
def test_clean_text_is_xml_and_utf8(text: str) -> None:
    clean = clean_text(text)
    clean.encode("utf-8")
    assert clean_text(clean) == clean
    assert all(char in "\t\n" or ord(char) >= 0x20 for char in clean)
    assert not set(clean) & set("\x7f\x80\x9f\u202a\u202e\u2066\u2069\ufeff\ufffe\uffff")


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"])))
def test_clean_text_keeps_letters_marks_numbers_and_signs(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [("  a  b\n c\t", "a b c"), ("a\xa0b", "a b"), ("", ""), (" \u3000 ", ""), ("one two", "one two"), (" x", "x")],
)
def test_clean_line(text: str, line: str) -> None:
    assert clean_line(text) == line


@given(st.text())
def test_clean_line_is_one_folded_line(text: str) -> None:
    line = clean_line(text)
    assert line == " ".join(line.split())
    assert clean_line(line) == line


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("it&#8217;s", "it’s"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("AT&T", "AT&T"),
        ("&#038;", "&"),
        ("plain", "plain"),
    ],
)
def test_entities_are_decoded_once(text: str, decoded: str) -> None:
    assert decode_entities(text) == decoded


_PIECES = ["&", "#", "x", "X", ";", "amp", "lt", "notit", "CounterClockwiseContourIntegral", "39", "8217", "1F600", "0"]


@given(st.lists(st.sampled_from([*_PIECES, " ", "<", "\t", "é", "d800", "99999999"])).map("".join))
def test_entities_are_decoded_as_the_standard_library_does(text: str) -> None:
    assert decode_entities(text) == html.unescape(text)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three four", 15, "one two three…"),
        ("one, two — (three", 13, "one, two…"),
        ("  white   space  is folded  ", 40, "white space is folded"),
        ("unbreakablewordthatislong", 10, "unbreakab…"),
        ("日本語日本語日本語", 5, "日本語日…"),
    ],
)
def test_shorten(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_shorten_never_exceeds_its_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short.endswith("…") or short == " ".join(text.split())


@pytest.mark.parametrize(
    ("one", "other"), [("AI", "ai"), (" Power  Apps ", "power apps"), ("Straße", "STRASSE"), ("a\nb", "a b")]
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("name", "letter"),
    [("The Guardian", "G"), ("the verge", "V"), ("Then", "T"), ("9to5", "9"), ("“Quoted”", "Q"), ("!?", "•"), ("", "•"),
     ("The ", "•"), ("ßeta", "S"), ("日本", "日")],
)  # fmt: skip
def test_first_letter(name: str, letter: str) -> None:
    assert first_letter(name) == letter


@given(st.text())
def test_first_letter_is_one_character(name: str) -> None:
    letter = first_letter(name)
    assert len(letter) == 1
    assert letter == "•" or unicodedata.category(letter)[0] in "LN"
