from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.computed import Later
from generator.digests import digest_bytes
from generator.pages.page import Page
from generator.processes import can_fork
from generator.publishing import (
    Entry,
    Ledger,
    Stamp,
    Stock,
    accept_laid,
    ahead,
    laying_ahead,
    take_orders,
    write_ledger,
)
from generator.publishing.changes import DRAFTS
from generator.rendering import Closure
from tests.built import read_tree

PAGES = {"index.html": b"home", "topics/index.html": b"topics", "topics/otters/index.html": b"otters", "a.xml": b"feed"}
CLOSURES = {"page.html": Closure(b"closure")}


@pytest.fixture(autouse=True)
def on_a_large_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_MUCH", 1)
    monkeypatch.setattr("threading.active_count", lambda: 1)  # a test's own process may have more
    if not can_fork():
        pytest.skip("this system does not fork processes")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Give what a build knows of pages that are in the stock and nowhere else; their keys are their bytes."""
    pack = Stock(tmp_path / "cache").add_pack(1)
    assert pack
    with pack:
        entries = {
            file: Entry(content, digest_bytes(content), 1, pack.add([(content,)])[0], Stamp(0, 0, len(content)))
            for file, content in PAGES.items()
        }
    found = Ledger(CLOSURES, entries)
    write_ledger(tmp_path / "cache", found)
    return found


def pages(**changed: bytes) -> list[Page]:
    wanted = {**PAGES, **{f"{name}/index.html": content for name, content in changed.items()}}
    return [Page(file, "page.html", None, planned_key=Later(bytes, key)) for file, key in wanted.items()]


def wait_for(output: Path, files: Iterable[str]) -> None:
    """Wait until another process has laid all of some files; a slow machine takes as long as it needs."""
    for file in files:
        draft = output / DRAFTS / file
        while not draft.exists() or draft.read_bytes() != PAGES[file]:
            time.sleep(0.005)


def test_what_is_wanted_is_accepted_and_what_is_not_is_removed(tmp_path: Path, ledger: Ledger) -> None:
    output, gone = tmp_path / "site", list(PAGES)
    with laying_ahead(tmp_path / "cache", output, 2) as take_laid:
        wait_for(output, PAGES)
        wanted = [page for page in pages(topics=b"new topics") if page.file != "topics/otters/index.html"]
        orders = take_orders(wanted, ledger, CLOSURES, gone)
        laid = accept_laid(orders, take_laid, output)
        assert list(laid.entries) == ["index.html", "a.xml"]
        assert laid.drafts.keys() == laid.entries.keys()
        assert [order.file for order in orders.wanted] == ["topics/index.html"]
        assert read_tree(output / DRAFTS) == {
            file: PAGES[file] for file in ("index.html", "a.xml", "topics/index.html")
        }
        assert not (output / DRAFTS / "topics/otters").exists()
        for file, entry in laid.entries.items():
            assert entry == ledger.entries[file].stamped(Stamp.of((output / DRAFTS / file).lstat()))
    assert not output.exists()


def test_it_ends_where_nobody_asks(tmp_path: Path, ledger: Ledger) -> None:
    output = tmp_path / "site"
    with laying_ahead(tmp_path / "cache", output, 2):
        wait_for(output, ["index.html"])
    assert not output.exists()
    output.mkdir()
    with laying_ahead(tmp_path / "cache", output, 2):
        pass
    assert read_tree(output) == {}


def test_of_a_process_that_ended_early_nothing_is_taken(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, here = tmp_path / "site", os.getpid()
    read = Stock.read

    def fail(stock: Stock, entry: Entry) -> bytes | None:
        if os.getpid() != here and entry.key == b"otters":
            raise OSError("the disk is full")
        return read(stock, entry)

    monkeypatch.setattr(Stock, "read", fail)
    with laying_ahead(tmp_path / "cache", output, 2) as take_laid:
        wait_for(output, ["topics/index.html"])
        orders = take_orders(pages(), ledger, CLOSURES, list(PAGES))
        assert not accept_laid(orders, take_laid, output).entries
        assert len(orders.wanted) == len(PAGES)


@pytest.mark.parametrize("name", ["../outside.html", "a/../../../outside.html", "{}/outside.html", DRAFTS + "/../../b"])
def test_a_ledger_that_names_files_outside_is_not_followed(
    name: str, tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "inside" / "site"
    entries = {name.format(tmp_path): ledger.entries["index.html"], **ledger.entries}
    write_ledger(tmp_path / "cache", Ledger(CLOSURES, entries))
    before = read_tree(tmp_path)
    monkeypatch.setattr(ahead, "mmap", lambda *_: bytearray(1))  # nothing that is shared: it is never told to end
    with laying_ahead(tmp_path / "cache", output, 2) as take_laid:
        assert take_laid() == {}
    assert read_tree(tmp_path) == before


@pytest.mark.parametrize("case", ["one process", "no cache", "an empty cache", "a small one", "a file in the output"])
def test_where_it_does_not_pay_nothing_is_laid(
    case: str, tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, cache = tmp_path / "site", tmp_path / "cache"
    output.mkdir()
    if case == "a file in the output":
        (output / "CNAME").write_text("otters.example", "utf-8")
    monkeypatch.setattr(ahead, "_MUCH", 100_000 if case == "a small one" else 1)
    chosen = {"no cache": None, "an empty cache": tmp_path / "other"}.get(case, cache)
    before = read_tree(output)
    with laying_ahead(chosen, output, 1 if case == "one process" else 2) as take_laid:
        assert take_laid() == {}
        assert read_tree(output) == before
        assert not (output / DRAFTS).exists()
