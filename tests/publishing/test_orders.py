from __future__ import annotations

from pathlib import Path

from generator.computed import Later
from generator.pages.page import Page
from generator.publishing.ledger import Entry, Ledger, Stamp
from generator.publishing.orders import take_orders


def page(path: str, key: bytes) -> Page:
    return Page(path, "page.html", None, planned_key=Later(lambda: key))


def entry(key: bytes, stamp: Stamp) -> Entry:
    return Entry(key, b"digest", 1, 0, stamp)


def test_pages_are_wanted_unless_their_key_and_their_file_are_known(tmp_path: Path) -> None:
    for name in ("same", "edited", "touched"):
        (tmp_path / name).write_bytes(b"page")
    stamps = {name: Stamp.of((tmp_path / name).lstat()) for name in ("same", "edited", "touched")}
    (tmp_path / "touched").write_bytes(b"other")
    entries = {name: entry(b"1", stamp) for name, stamp in stamps.items()} | {"gone": entry(b"1", stamps["same"])}
    pages = [page("same", b"1"), page("edited", b"2"), page("touched", b"1"), page("gone", b"1"), page("new", b"1")]
    orders = take_orders(pages, Ledger(b"closure", entries), b"closure", tmp_path)
    assert orders.settled == {"same": entries["same"]}
    found = {order.file: (order.is_known, order.is_in_place) for order in orders.wanted}
    assert found == {
        "edited": (False, True),
        "touched": (True, False),
        "gone": (True, False),
        "new": (False, False),
    }


def test_under_another_closure_no_key_is_good(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"page")
    ledger = Ledger(b"before", {"x": entry(b"1", Stamp.of((tmp_path / "x").lstat()))})
    orders = take_orders([page("x", b"1")], ledger, b"after", tmp_path)
    assert [(order.is_known, order.is_in_place) for order in orders.wanted] == [(False, True)]


def test_the_later_of_two_pages_with_one_file_counts(tmp_path: Path) -> None:
    first, second = page("x", b"1"), page("x", b"2")
    assert [order.page for order in take_orders([first, second], Ledger(), b"", tmp_path).wanted] == [second]
