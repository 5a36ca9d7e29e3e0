from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.publishing import check_weight
from generator.publishing.weight import PAGES_LIMIT, largest_files

LARGEST = (("api/articles.json", 1_400_000), ("index.html", 36_000))


def test_the_ten_largest_come_first_and_equals_by_name() -> None:
    sizes = [(f"{number}.html", number % 7) for number in range(20)]
    found = largest_files(sizes)
    assert found[:3] == (("13.html", 6), ("6.html", 6), ("12.html", 5))
    assert len(found) == 10
    assert largest_files(reversed(sizes)) == found
    assert largest_files([]) == ()


@pytest.mark.parametrize("size", [0, PAGES_LIMIT * 8 // 10 - 1])
def test_a_site_with_room_left_is_fine(size: int) -> None:
    assert check_weight(size, 9, LARGEST, Path("_site")) == ()


def test_a_site_near_the_limit_names_its_largest_files() -> None:
    (found,) = check_weight(812_000_000, 54_321, LARGEST, Path("_site"))
    assert (found.code, found.severity) == ("O201", Severity.WARNING)
    assert found.message == "the site has 812 MB in 54,321 files, 81 % of what GitHub Pages publishes"
    assert found.hint.split("\n")[1:] == ["1.4 MB api/articles.json", "36 kB index.html"]
