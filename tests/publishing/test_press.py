from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.computed import Later
from generator.config import Settings
from generator.pages.page import Page
from generator.pages.parts import Head
from generator.pages.site import build_site
from generator.pages.view import View
from generator.processes import Errand
from generator.publishing import Ledger, Printed, Stock, draft_folder, publish, take_orders
from generator.publishing.changes import DRAFTS
from generator.publishing.press import print_pages
from generator.rendering import Closure
from generator.rendering.blocks import TakenBlocks
from generator.rendering.render import Renderer
from tests.built import read_tree
from tests.stories import digest, settings

FORKS = "fork" in multiprocessing.get_all_start_methods()


class Sheet(View, frozen=True):
    number: int


def renderer(folder: Path, template: str = "page {{ view.number }}\n") -> Renderer:
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text(template, "utf-8")
    chosen: Settings = settings()
    return Renderer([folder], build_site(chosen, digest([])), {}, chosen)


def pages(count: int) -> list[Page]:
    return [Page(f"p{number}/", "page.html", Sheet(number)) for number in range(count)]


def print_all(ready: Renderer, wanted: list[Page], output: Path, drafts: Path, jobs: int) -> Printed:
    """Print pages of which no earlier build is known."""
    orders = take_orders(wanted, Ledger(), {}, [])
    assert not orders.settled
    return print_pages(ready, orders.wanted, output, drafts, jobs=jobs, on_progress=lambda *_: None, stock=Stock(None))


@pytest.mark.skipif(not FORKS, reason="this system does not fork processes")
def test_one_of_the_others_does_an_errand_when_no_page_is_left(tmp_path: Path) -> None:
    ready, output, done = renderer(tmp_path / "templates"), tmp_path / "out", tmp_path / "done"

    def work() -> None:
        with done.open("a") as file:
            file.write(f"{os.getpid()}\n")

    orders = take_orders(pages(1_300), Ledger(), {}, []).wanted
    with draft_folder(output) as drafts, Errand(work) as errand:
        for jobs in (3, 1):  # with one, there are no others
            given = {"jobs": jobs, "on_progress": lambda *_: None, "stock": Stock(None), "errand": errand}
            assert len(print_pages(ready, orders, output, drafts, **given).entries) == 1_300  # type: ignore[arg-type]
        errand.finish()
    assert len(done.read_text().split()) == 1
    assert done.read_text().strip() != str(os.getpid())


def print_and_publish(tmp_path: Path, count: int, jobs: int) -> tuple[int, int]:
    output = tmp_path / f"out-{jobs}"
    ready = renderer(tmp_path / "templates")
    with draft_folder(output) as drafts:
        printed = print_all(ready, pages(count), output, drafts, jobs)
        published = publish(printed.outputs(), output)
    assert printed.diagnostics == published.diagnostics == ()
    return published.written, published.unchanged


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_pages_come_off_the_press_whole_and_only_once(tmp_path: Path, jobs: int) -> None:
    assert print_and_publish(tmp_path, 2_000, jobs) == (2_000, 0)
    assert print_and_publish(tmp_path, 2_000, jobs) == (0, 2_000)
    tree = read_tree(tmp_path / f"out-{jobs}")
    assert len(tree) == 2_001
    assert tree["p1999/index.html"] == b"page 1999\n"


@pytest.mark.skipif(not FORKS, reason="this system does not fork processes")
def test_the_number_of_processes_does_not_matter(tmp_path: Path) -> None:
    for jobs in (1, 3):
        print_and_publish(tmp_path, 1_500, jobs)
    assert read_tree(tmp_path / "out-1") == read_tree(tmp_path / "out-3")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("faulty", ["view.number", "1999 - view.number", "view.number % 500"])
def test_a_fault_is_said_once_whoever_meets_it_and_nothing_is_left(tmp_path: Path, jobs: int, faulty: str) -> None:
    ready = renderer(tmp_path / "templates", f"{{{{ 1 / ({faulty}) }}}}")
    output = tmp_path / "site"
    with draft_folder(output) as drafts:
        printed = print_all(ready, pages(2_000), output, drafts, jobs)
    assert [item.code for item in printed.diagnostics] == ["R102"]
    assert not output.exists()


def test_what_a_crash_left_among_the_drafts_is_removed(tmp_path: Path) -> None:
    (tmp_path / DRAFTS).mkdir()
    (tmp_path / DRAFTS / "7").write_bytes(b"half")
    with draft_folder(tmp_path) as drafts:
        assert list(drafts.iterdir()) == []
    assert not (tmp_path / DRAFTS).exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bug_is_raised(tmp_path: Path, jobs: int) -> None:
    ready = renderer(tmp_path / "templates", "page")
    ready.write = None  # type: ignore[assignment, method-assign]
    with draft_folder(tmp_path / "site") as drafts, pytest.raises(TypeError):
        print_all(ready, pages(2_000), tmp_path / "site", drafts, jobs)


def give_up() -> None:
    raise LookupError("not here")


def end() -> None:
    os._exit(1)


@pytest.mark.skipif(not FORKS, reason="this system does not fork processes")
@pytest.mark.parametrize(("act", "raised"), [(give_up, LookupError), (end, RuntimeError)])
def test_what_goes_wrong_in_another_process_is_raised_here(
    tmp_path: Path, act: Callable[[], None], raised: type[Exception]
) -> None:
    here, ready = os.getpid(), renderer(tmp_path / "templates", "page")
    write = ready.write

    def write_here(page: Page, view: object) -> bytes | TakenBlocks:
        if os.getpid() != here:
            act()
        time.sleep(0.001)  # so that there is something left for the other one
        return write(page, view)

    ready.write = write_here  # type: ignore[method-assign]
    with draft_folder(tmp_path / "site") as drafts, pytest.raises(raised):
        print_all(ready, pages(2_000), tmp_path / "site", drafts, 2)


def test_drafts_join_what_is_there_and_what_is_written_besides(tmp_path: Path) -> None:
    output = tmp_path / "site"
    publish({"a/old.txt": b"old", "b/c/x.txt": b"x"}.items(), output)
    ready = renderer(tmp_path / "templates")
    wanted = [Page(path, "page.html", Sheet(number)) for number, path in enumerate(["a/", "a/d/", "n/m/o/", "n/p/"])]
    with draft_folder(output) as drafts:
        printed = print_all(ready, wanted, output, drafts, 1)
        # What is written first makes folders that are moved whole else.
        others = [("n/m/y.txt", b"y"), ("a/old.txt", b"old")]
        assert not publish([*others, *printed.outputs()], output).diagnostics
    found = {name for name in read_tree(output) if not name.startswith(".")}
    assert found == {"a/index.html", "a/d/index.html", "a/old.txt", "n/m/o/index.html", "n/m/y.txt", "n/p/index.html"}


class Headed(View, frozen=True):
    head: Head
    text: str


FRAMED = {"page.html": '{% extends "base.html" %}{% block main %}{{ view.text }}{% endblock %}'}


def framed(folder: Path, base: str) -> Renderer:
    folder.mkdir(exist_ok=True)
    for name, text in {**FRAMED, "base.html": base}.items():
        (folder / name).write_text(text, "utf-8")
    chosen: Settings = settings()
    return Renderer([folder], build_site(chosen, digest([])), {}, chosen, {"page.html": "base.html"})


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_is_set_in_its_new_layout_without_its_view(tmp_path: Path, jobs: int) -> None:
    stock, output, count = Stock(tmp_path / "cache"), tmp_path / "site", 1_000
    built: list[int] = []

    def view(number: int) -> Headed:
        built.append(number)
        return Headed(Head(f"T{number}", "", "", ""), f"text {number}")

    def plan() -> list[Page]:
        return [
            Page(f"p{number}/", "page.html", Later(view, number), planned_key=Later(b"%d".__mod__, number))
            for number in range(count)
        ]

    def build(base: str, closure: Closure, last: Ledger) -> Ledger:
        closures = {"page.html": closure}
        orders = take_orders(plan(), last, closures, [])
        with draft_folder(output) as drafts:
            printed = print_pages(
                framed(tmp_path / "templates", base), orders.wanted, output, drafts,
                jobs=jobs, on_progress=lambda *_: None, stock=stock,
            )  # fmt: skip
            assert not publish(printed.outputs(), output).diagnostics
        return Ledger(closures, {**orders.settled, **printed.entries})

    first = build("<i>{% block main %}{% endblock %}</i>", Closure(b"1", "base.html", b"blocks"), Ledger())
    built.clear()
    edited = "<b>{{ view.head.title }} {% block main %}{% endblock %}</b>"
    second = build(edited, Closure(b"2", "base.html", b"blocks"), first)
    assert built == []
    assert read_tree(output)["p7/index.html"] == b"<b>T7 text 7</b>\n"
    assert len({entry.start for entry in second.entries.values()}) > count // 3  # in new packs, not all at one place
    # One of which the stock has been damaged is rendered.
    damaged = {**second.entries, "p9/index.html": replace(second.entries["p9/index.html"], digest=b"another")}
    third = build(
        "<u>{% block main %}{% endblock %}</u>", Closure(b"3", "base.html", b"blocks"), Ledger(second.closures, damaged)
    )
    tree = read_tree(output)
    assert [tree[f"p{number}/index.html"] for number in (8, 9)] == [b"<u>text 8</u>\n", b"<u>text 9</u>\n"]
    # A layout that asks for more than is kept has all of them rendered.
    build("<u>{{ view.text }}: {% block main %}{% endblock %}</u>", Closure(b"4", "base.html", b"blocks"), third)
    assert read_tree(output) == {
        f"p{number}/index.html": b"<u>text %d: text %d</u>\n" % (number, number) for number in range(count)
    } | {name: content for name, content in tree.items() if name.startswith(".")}


def test_bytes_that_stay_the_same_are_kept_with_what_is_kept_of_their_blocks_now(tmp_path: Path) -> None:
    stock, output = Stock(tmp_path / "cache"), tmp_path / "site"
    view = Headed(Head("T", "", "", ""), "text")
    page = Page("p/", "page.html", view)

    def build(base: str, last: Ledger, blocks: bytes) -> Ledger:
        closures = {"page.html": Closure(base.encode(), "base.html", blocks)}
        orders = take_orders([page], last, closures, [])
        with draft_folder(output) as drafts:
            ready = framed(tmp_path / "templates", base)
            printed = print_pages(ready, orders.wanted, output, drafts, jobs=1, on_progress=print, stock=stock)
            publish(printed.outputs(), output)
        return Ledger(closures, printed.entries)

    # The same bytes, once from the block and once from the layout.
    first = build("<i>{% block main %}{% endblock %}</i>", Ledger(), b"1")
    base = "<i>text</i>{% block other %}{% endblock %}"
    second = build(base, first, b"2")
    entry, before = second.entries["p/index.html"], first.entries["p/index.html"]
    assert entry.digest == before.digest
    assert stock.read_with_blocks(entry) == framed(tmp_path / "templates", base).render(page)
    third = build("<b>text</b>", second, b"2")
    assert read_tree(output)["p/index.html"] == b"<b>text</b>\n"
    assert third.entries.keys() == {"p/index.html"}
