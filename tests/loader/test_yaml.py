from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from generator.loader import load_content
from generator.loader.yaml_tree import MappingNode, YamlError, offset_of, parse_tree
from tests.loader.folders import codes, front_matter, load, write_files

ROOT = Path(__file__).parents[2]

# The same faults again with PyYAML's parser in Python, as where its extension in C is missing.
WITHOUT_C = """
import sys, yaml, pathlib
for name in ("CSafeLoader", "CBaseLoader", "CFullLoader", "CLoader", "CUnsafeLoader", "CParser"):
    yaml.__dict__.pop(name, None)
from generator.loader import load_content
from generator.loader.yaml_tree import _TreeLoader
assert issubclass(_TreeLoader, yaml.SafeLoader)
for fault in load_content(pathlib.Path(sys.argv[1]), shown_as="content").diagnostics:
    print(fault.code, fault.place.path, fault.place.line)
"""


def test_nodes_have_their_offsets_and_their_text_as_written() -> None:
    text = 'é: 日本\nb: "q"\n\n'
    tree = parse_tree(text)
    assert isinstance(tree, MappingNode)
    assert [(text[offset_of(value)], value.value) for _, value in tree.value] == [("日", "日本"), ('"', "q")]


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n...\n"])
def test_nothing(text: str) -> None:
    tree = parse_tree(text)
    assert tree is None or tree.value == ""


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 100_000, "[{a: " * 60])
def test_deep_nesting_is_refused_before_it_can_overflow_the_stack(text: str) -> None:
    started = time.monotonic()
    with pytest.raises(YamlError):
        parse_tree(text)
    assert time.monotonic() - started < 5


def test_nesting_that_people_write_is_fine() -> None:
    assert parse_tree("[" * 90 + "]" * 90) is not None
    assert parse_tree("a: [" + "'[', " * 500 + "]") is not None


def test_aliases_cannot_multiply() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=False))
    with pytest.raises(YamlError) as caught:
        parse_tree(bomb)
    assert caught.value.offset == 3


@pytest.mark.parametrize("value", ["!!python/object/apply:os.system [x]", "!!str 2024", "!x y", "&a b", "*a"])
def test_tags_and_anchors_are_refused(value: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_tree(f"title: {value}")
    assert (caught.value.code, caught.value.offset) == ("Y101", 7)


@pytest.mark.parametrize("value", ['"*a" ', "a *b* c", "R&D", "Tom & Jerry", "5 * 3", "wow!", "'!x'", "a\n  &b c"])
def test_their_signs_may_stand_in_a_text(value: str) -> None:
    assert parse_tree(f"title: {value}\n") is not None


def test_the_parser_in_python_gives_the_same_faults(tmp_path: Path) -> None:
    cases = ROOT / "tests" / "cases" / "loader" / "article"
    files = {f"news/{file.name}": file.read_bytes() for file in sorted(cases.glob("*.md"))}
    write_files(tmp_path, {"site.yaml": "title: T\n", **files})
    command = [sys.executable, "-c", WITHOUT_C, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    ours = load_content(tmp_path, shown_as="content").diagnostics
    expected = {f"{fault.code} {fault.place.path} {fault.place.line}" for fault in ours if fault.place}
    assert set(done.stdout.splitlines()) == expected


def test_a_yaml_error_nobody_foresaw_still_has_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise yaml.MarkedYAMLError(problem="something new")

    monkeypatch.setattr(yaml, "compose", fail)
    content = load(tmp_path, {"news/a.md": front_matter("mood: calm\n")})
    assert codes(content) == ["Y101", "Y101"]
    assert all(fault.message == "the YAML cannot be understood here" for fault in content.diagnostics)
