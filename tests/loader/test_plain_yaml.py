"""YAML of the plainest form is read as PyYAML reads it, and whatever might not be is refused."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.loader import plain_yaml
from generator.loader.fast_yaml import parse_values
from generator.loader.plain_yaml import parse_plain

pytest.importorskip("turboyaml", reason="there is no wheel of it for this system")

CORPUS = sorted((Path(__file__).parents[3] / "shared" / "corpus").glob("*/news/*.md"))


class _Loader(yaml.SafeLoader):
    """Composes nodes and leaves the meaning of bare words to the core schema of YAML 1.2 (section 10.3)."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as in its parent


def judge(text: str) -> object:
    """Give what PyYAML's nodes hold; raises `ValueError` where a field is named twice, `YAMLError` at other faults."""
    return _value(yaml.compose(text, Loader=_Loader))


def _value(node: yaml.Node | None) -> object:
    if isinstance(node, yaml.MappingNode):
        names = [_value(name) for name, _ in node.value]
        if len(set(map(str, names))) < len(names):
            raise ValueError("named twice")
        return dict(zip(names, (_value(value) for _, value in node.value), strict=True))
    if isinstance(node, yaml.SequenceNode):
        return list(map(_value, node.value))
    assert isinstance(node, yaml.ScalarNode)
    if not node.style:
        words = {"": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True,
                 "false": False, "False": False, "FALSE": False}  # fmt: skip
        if node.value in words:
            return words[node.value]
        if re.fullmatch("-?[0-9]+", node.value):
            return int(node.value)
    return node.value


def check(text: str) -> bool:
    """Hold a text to PyYAML; tell whether it was read at all."""
    values = parse_plain(text.encode())
    if values is None:
        return False
    judged = judge(text)
    assert repr(values) == repr(judged), text
    return True


INDENTS = ["", "  ", "    ", "      ", " ", "   "]
FORMS = ["a%s: x", "b%s:", "- y", "- c%s: z", "- d%s:", 'e%s: "q"', "f%s: 5", '- "r"', "g%s: 's'"]
LINES = ["", *[indent + form for indent in INDENTS for form in FORMS]]


@pytest.mark.parametrize(("count", "least"), [(1, 3), (2, 20), (3, 200)])
def test_every_text_of_a_few_lines_is_read_as_pyyaml_does_or_not_at_all(count: int, least: int) -> None:
    read = 0
    for lines in product(LINES, repeat=count):
        named = [line.replace("%s", "pqr"[place]) for place, line in enumerate(lines)]
        read += check("\n".join([*named, ""]))
    assert read >= least


@settings(max_examples=1500, deadline=None)
@given(
    lines=st.lists(st.tuples(st.sampled_from([*INDENTS[:4]] * 5 + INDENTS), st.sampled_from(FORMS)), max_size=12),
    first=st.sampled_from(["b", "a: x"]),
)
def test_random_lines_are_read_as_pyyaml_does_or_not_at_all(lines: list[tuple[str, str]], first: str) -> None:
    named = [indent + form.replace("%s", chr(ord("a") + place)) for place, (indent, form) in enumerate(lines)]
    check("\n".join([f"{first}:" if first == "b" else first, *named, ""]))


CHARACTERS = " :-#'\"\\,[]{}?&*!|>%@`~=<.+_0129TZeExNnyoaé\u00a0\u2003\u0660\ufeff\u200b\u3000/()"
PLACES = ["k: %s", "k:\n- %s", "k: a\nl: %s\nm: b", 'k: "%s"', "k: '%s'", "k: a%s", "k:\n  - %s: x", "k: 20%s", "%s",
          "k: tru%s", "k: 2024-05-01%s", "k: (%s"]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_every_text_of_two_characters_is_read_as_pyyaml_does_or_not_at_all(place: str) -> None:
    texts = ["", *CHARACTERS, *map("".join, product(CHARACTERS, repeat=2))]
    # What is refused for single characters is refused before this form is asked for.
    assert sum(check(place.replace("%s", text) + "\n") for text in texts if "\ufeff" not in text) >= (place != "%s")


REFUSED = [
    "a:\nb: 1\n", "a:\n\n  - b\n", "a:\n", "a:\n   b: 1\n", "  a: 1\nb: 2\n", "- a\n", "a: - b\n", "a: @b\n", "a: b:\n",
    "a: `b\n", "a: %b\n", "a: ,b\n", "a: ]\n", "a: [b]\n", "a: {b: c}\n", "a: b #c\n", "# c\na: b\n", "a: |\n  b\n",
    "a: >\n  b\n", "a: b\n  c\n", 'a: "b\n  c"\n', "a: 'b''c'\n", 'a: "\\x41"\n', "a: &b c\n", "a: *b\n", "a: !b c\n",
    "? a\n", "a: ~\n", "a: 012\n", "a: 0x1F\n", "a: 1_0\n", "a: 1.5\n", "a: .inf\n", "a: 9999999999999999999\n",
    "a: b\t\n", "a: b \n", "a: b\u00a0\n", "a: b\u3000\n", "a: b", "a: 1\na: 2\n", "a: b\r\n", "'a': b\n", "1: b\n",
    "---\na: b\n", "a: 2024-05-01T:\n", "a: 2024-05-01T10:20\n", "a: b\n...\n", "%YAML 1.2\n",
    "\ufeffa: b\n", "a: ø\x00\n", " " * 22 + "a: b\n",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_a_text_of_another_form_is_left_to_others(text: str) -> None:
    assert parse_plain(text.encode()) is None


TAKEN = [
    "a: b\n\n\nc: d\n", "a: Österreich\n", "a: (b) c, d & 'e' [f] {g}\n", "a: https://e.org:80/b?c=d&e\n", "a: -5\n",

    "a: 2024-05-01T10:20:30.5+02:00\nb: 2024-05-01\nc: 2024-05-01T10:20:30Z\n",
    "a: yes\nb: null\nc: true\n", 'a: "\\"b\\" \\\\ \\/ \\n # : é"\n', "a: ''\n",
    "a:\n- b\n- c: d\n  e:\n  - f\n  g:\n    h: i\n", "a:\n  b:\n    - c:\n        - d\n      e: f\n", "a: Ж\n",
]  # fmt: skip


@pytest.mark.parametrize("text", TAKEN)
def test_the_plainest_form_is_taken(text: str) -> None:
    assert check(text)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="the sample of real articles is not beside the checkout")
def test_most_real_files_are_of_this_form(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [file.read_text("utf-8").split("---\n")[1].encode() for file in CORPUS]
    known = [parse_values(text) for text in texts]
    monkeypatch.setattr("generator.loader.fast_yaml._parse", None)
    plain = [parse_values(text) for text in texts]
    assert [values for values in plain if values] == [values for values, read in zip(known, plain, strict=True) if read]
    assert sum(map(bool, plain)) > 0.9 * len(texts)


def test_without_its_parser_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_yaml, "_load", None)
    assert parse_plain(b"a: b\n") is None
    assert parse_values(b"a: b\n") == {"a": "b"}
