from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.computed import Later
from generator.pages.page import Page
from generator.publishing.ledger import Entry, Ledger, Stamp
from generator.publishing.orders import take_orders
from generator.rendering import Closure


def page(path: str, key: bytes) -> Page:
    return Page(path, "page.html", None, planned_key=Later(lambda: key))


def entry(key: bytes) -> Entry:
    return Entry(key, b"digest", 1, 0, Stamp(1, 1, 1))


def test_pages_are_wanted_unless_their_key_and_their_file_are_known() -> None:
    entries = {name: entry(b"1") for name in ("same", "edited", "touched")}
    pages = [page("same", b"1"), page("edited", b"2"), page("touched", b"1"), page("new", b"1")]
    orders = take_orders(
        pages, Ledger({"page.html": Closure(b"closure")}, entries), {"page.html": Closure(b"closure")}, ["touched"]
    )
    assert orders.settled == {"same": entries["same"]}
    found = {order.file: (order.is_fresh, order.is_in_place) for order in orders.wanted}
    assert found == {"edited": (True, True), "touched": (False, False), "new": (True, False)}
    assert [order.key for order in orders.wanted] == [b"2", b"1", b"1"]


def test_under_another_closure_no_key_is_good() -> None:
    orders = take_orders(
        [page("x", b"1")],
        Ledger({"page.html": Closure(b"before")}, {"x": entry(b"1")}),
        {"page.html": Closure(b"after")},
        [],
    )
    assert [(order.is_fresh, order.is_in_place) for order in orders.wanted] == [(True, True)]


def refuse() -> bytes:
    raise AssertionError("this key is known")


def test_planned_keys_that_hang_on_the_same_are_not_found_again() -> None:
    entries = {name: entry(b"1") for name in ("same", "touched", "unplanned")}
    unplanned = Page("unplanned", "page.html", None)
    pages = [Page(name, "page.html", None, planned_key=Later(refuse)) for name in ("same", "touched")]
    pages += [unplanned, page("new", b"2")]
    known = Ledger({"page.html": Closure(b"closure")}, entries)
    orders = take_orders(pages, known, {"page.html": Closure(b"closure")}, ["touched"], have_same_keys=True)
    assert orders.settled == {"same": entries["same"]}
    found = {order.file: (order.is_fresh, order.key) for order in orders.wanted}
    assert found == {"touched": (False, b"1"), "unplanned": (True, unplanned.key), "new": (True, b"2")}
    assert [order.known for order in orders.wanted] == [entries["touched"], None, None]
    after = {"page.html": Closure(b"after", "base.html", b"blocks")}
    anew = take_orders(pages[:2], replace(known, closures=after), after, [], have_same_keys=True)
    assert not anew.wanted
    before = {"page.html": Closure(b"before", "base.html", b"blocks")}
    blocks = {name: replace(each, blocks=9) for name, each in entries.items()}
    anew = take_orders(pages[:2], Ledger(before, blocks), after, [], have_same_keys=True)
    assert [(order.is_fresh, order.kept) for order in anew.wanted] == [
        (True, blocks["same"]),
        (True, blocks["touched"]),
    ]


def test_the_later_of_two_pages_with_one_file_counts() -> None:
    first, second = page("x", b"1"), page("x", b"2")
    assert [order.page for order in take_orders([first, second], Ledger(), {}, []).wanted] == [second]


@pytest.mark.parametrize(
    ("before", "after", "blocks", "layout"),
    [
        (Closure(b"1", "base.html", b"b"), Closure(b"2", "base.html", b"b"), 9, "base.html"),
        (Closure(b"1", "base.html", b"b"), Closure(b"2", "other.html", b"b"), 9, "other.html"),
        (Closure(b"1", "base.html", b"b"), Closure(b"2", "base.html", b"c"), 9, ""),
        (Closure(b"1", "base.html", b"b"), Closure(b"2", "base.html", b"b"), 0, ""),
        (Closure(b"1"), Closure(b"2"), 9, ""),
        (None, Closure(b"2", "base.html", b"b"), 9, ""),
        # Such a page is laid out from the stock as it is.
        (Closure(b"1", "base.html", b"b"), Closure(b"1", "base.html", b"b"), 9, ""),
    ],
)
def test_blocks_are_set_anew_where_they_hold_but_the_layout_does_not(
    before: Closure | None, after: Closure, blocks: int, layout: str
) -> None:
    known = {name: replace(entry(b"1"), blocks=blocks) for name in ("x", "edited")}
    ledger = Ledger({"page.html": before} if before else {}, known)
    wanted = [page("x", b"1"), page("edited", b"2")]
    orders = take_orders(wanted, ledger, {"page.html": after}, ["x", "edited"]).wanted
    assert [order.layout for order in orders] == [layout, layout]
    assert [order.kept is not None for order in orders] == [layout != "", False]
    assert [order.template for order in orders] == [layout or "page.html"] * 2
