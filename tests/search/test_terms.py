from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.terms import fold_text, split_terms

CASES: list[tuple[str, list[str]]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "search" / "terms.json").read_text("utf-8")
)


@pytest.mark.parametrize(("text", "terms"), CASES, ids=[text for text, _ in CASES])
def test_case_accents_and_plurals_do_not_matter(text: str, terms: list[str]) -> None:
    assert split_terms(text) == terms


@given(st.text(max_size=40))
def test_no_text_is_refused_and_no_term_has_a_colon_or_a_capital(text: str) -> None:
    for term in split_terms(text):
        assert term
        assert ":" not in term
        assert not term.isspace()


@given(st.text(max_size=40))
def test_folding_an_ascii_text_is_no_different(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert fold_text(plain) + fold_text("é") == fold_text(plain + "é")
