from __future__ import annotations

import pytest

from generator.preview.nearest import find_nearest

ADDRESSES = ["", "about/", "archive/", "news/comet-returns/", "news/otters-are-back/", "news/日本語/", "topics/",
             "topics/space/", "topics/spaceflight/", "tech/otters-build/", "archive/2024/05/01/"]  # fmt: skip
CASES = [
    ("topics/spcae/", "topics/space/"),
    ("news/otters-are-bak/", "news/otters-are-back/"),
    ("tech/otters-are-back/", "news/otters-are-back/"),
    ("otters-are-back", "news/otters-are-back/"),
    ("NEWS/Comet-Returns", "news/comet-returns/"),
    ("about.html", "about/"),
    ("archive/2024/05/02/", "archive/2024/05/01/"),
    ("news/日本/", "news/日本語/"),
]


@pytest.mark.parametrize(("wanted", "first"), CASES)
def test_the_likeliest_address_comes_first(wanted: str, first: str) -> None:
    assert find_nearest(wanted, ADDRESSES)[0] == first


@pytest.mark.parametrize("wanted", ["", "/", "xqzw-jjkk/"])
def test_what_is_like_nothing_gets_no_answer(wanted: str) -> None:
    assert find_nearest(wanted, ADDRESSES) == ()


def test_no_more_than_asked_for() -> None:
    many = [f"news/story-{number}/" for number in range(1000)]
    assert len(find_nearest("news/story-12x/", many, limit=3)) == 3
