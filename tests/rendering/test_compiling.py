from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from generator.rendering import compiling
from generator.rendering.compiling import LeanGenerator
from generator.rendering.lean import LeanEnvironment
from generator.rendering.two_ways import TwoWays


@dataclass(frozen=True)
class Item:
    name: str
    href: str = "/<x>"
    children: tuple[Item, ...] = ()
    count: int = 3


class Odd:
    """Has an attribute and an item of one name, as a mapping's methods may."""

    name = "attribute"

    def __getitem__(self, key: str) -> str:
        return f"item {key}"


@dataclass
class Counter:
    """Tells how often it was asked."""

    asked: list[str] = field(default_factory=list)

    def ask(self, *names: str, **more: object) -> str:
        self.asked.append("")
        return f"{names}{sorted(more)}<"


ITEMS = (Item("<a>", children=(Item("b"), Item("c", children=(Item("d"),)))), Item("e"))
FOLDER = Path(__file__).parent / "lean"
USE = "{% from 'macros.html' import bold, twice, many, frame, rows, odd, maybe, tree, known %}"


def read_cases(name: str) -> dict[str, str]:
    """Give templates by their names: each stands under a line `=== name`; `{% use %}` imports the macros."""
    _, *cases = (FOLDER / f"{name}.txt").read_text("utf-8").split("\n=== ")
    parted = (case.split("\n", 1) for case in cases)
    return {title: text.strip("\n").replace("{% use %}", USE) for title, text in parted}


PARTS, SAME, LEFT, WRONG = map(read_cases, ("parts", "same", "left", "wrong"))


def stop() -> None:
    raise StopIteration


def values() -> dict[str, Any]:
    return {
        "title": "<T & 'é'>",
        "safe": Markup("<u>{}</u>"),
        "item": ITEMS[0],
        "items": ITEMS,
        "pairs": (("<a>", 1), ("b", 2)),
        "things": {"name": "<n>", "keys": "a key"},
        "odd": Odd(),
        "counter": Counter(),
        "words": SimpleNamespace(**{"class": "c<"}),
        "parent": "base.html",
        "stop": stop,
    }


def two_ways(page: str) -> tuple[TwoWays, Environment]:
    options: dict[str, Any] = {
        "loader": DictLoader({**PARTS, "page.html": page}),
        "autoescape": lambda name: not (name or "").endswith(".txt"),
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    plain = Environment(**options)
    return TwoWays(LeanEnvironment(**options), plain), plain


@pytest.mark.parametrize("name", SAME)
def test_lean_code_gives_what_jinja_gives(name: str) -> None:
    templates, plain = two_ways(SAME[name])
    assert templates.render("page.html", values()).decode() == plain.get_template("page.html").render(values())
    assert not templates.failed


@pytest.mark.parametrize("name", LEFT)
def test_what_lean_code_cannot_tell_is_left_to_jinja(name: str) -> None:
    templates, plain = two_ways(LEFT[name])
    assert templates.render("page.html", values()).decode() == plain.get_template("page.html").render(values())
    assert set(templates.failed) == {"page.html"}
    assert templates.render("page.html", values()).decode() == plain.get_template("page.html").render(values())


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_in_jinjas_words(name: str) -> None:
    templates, plain = two_ways(WRONG[name])
    expected = failure(lambda: plain.get_template("page.html").render(values()))
    found = failure(lambda: templates.render("page.html", values()).decode())
    assert type(found) is type(expected)
    assert str(found) == str(expected)
    assert places(found) == places(expected)
    assert places(found)


def failure(work: Callable[[], object]) -> Exception:
    try:
        work()
    except Exception as error:
        return error
    raise AssertionError("nothing is wrong")


def places(error: Exception) -> list[tuple[str, int]]:
    """Give the parts of templates that an error comes through, and their lines."""
    return [
        (frame.f_code.co_name, line)
        for frame, line in walk_tb(error.__traceback__)
        if "__jinja_exception__" in frame.f_globals
    ]


def test_a_page_that_fails_is_asked_of_lean_code_once() -> None:
    templates, _ = two_ways("{{ counter.ask() }}{{ things.name }}")
    given = values()
    for _ in range(3):
        templates.render("page.html", given)
    assert len(given["counter"].asked) == 4  # once in vain


def test_common_templates_are_compiled_to_plain_python() -> None:
    _, plain = two_ways("")
    lean = LeanEnvironment(loader=plain.loader, autoescape=True)
    code = lean.compile(USE + "{{ bold(item.name) }}", "page.html", raw=True)
    assert "l_0_bold(l_0_item.name)" in code
    assert "environment.getattr" not in code
    assert lean.code_generator_class is LeanGenerator


@pytest.mark.parametrize("name", ["inheritance", "loop"])
def test_code_of_another_jinja_that_would_lose_its_text_is_left_to_jinja(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "_YIELDS", frozenset())  # as though Jinja wrote these lines otherwise
    templates, plain = two_ways(SAME[name])
    assert templates.render("page.html", values()).decode() == plain.get_template("page.html").render(values())
    assert templates.failed["page.html"].startswith("UnsuitedError")
