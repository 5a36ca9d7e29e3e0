from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.indexer.slugs import Named, assign_slugs
from tests.stories import moment


def test_names_that_signs_set_apart_keep_readable_addresses() -> None:
    names = ["C", "C++", "C#", ".NET", "Net", "AT&T", "F#"]
    slugs = assign_slugs(Named(name, name) for name in names)
    assert slugs == {
        "C": "c",
        "C++": "c-plus-plus",
        "C#": "c-sharp",
        ".NET": "dot-net",
        "Net": "net",
        "AT&T": "at-and-t",
        "F#": "f-sharp",
    }


def test_a_newcomer_never_takes_an_address_away() -> None:
    old = Named("nét", "Nét", since=moment("2020-01-01"))
    new = Named("nêt", "Nêt", since=moment("2024-01-01"))
    assert assign_slugs([old, new]) == assign_slugs([new, old]) == {"nét": "net", "nêt": "net-2"}


def test_a_slug_asked_for_comes_first() -> None:
    assert assign_slugs([Named("ai", "AI"), Named("x", "Anything", slug="ai")]) == {"x": "ai", "ai": "ai-2"}


@given(st.lists(st.text(max_size=12), unique=True, max_size=30))
def test_every_name_has_a_slug_of_its_own_whatever_the_order(names: list[str]) -> None:
    slugs = assign_slugs(Named(name, name) for name in names)
    assert len(set(slugs.values())) == len(names)
    assert all(slug and "/" not in slug and not slug.startswith(".") for slug in slugs.values())
    shuffled = list(reversed(names))
    assert assign_slugs(Named(name, name) for name in shuffled) == slugs
