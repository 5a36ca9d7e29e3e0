"""The documents name every code and setting, and their examples are true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.codes import CODES
from generator.config import Settings
from generator.loader import articles, load_content, registry
from tests.loader.folders import SITE, front_matter, write_files

DOCS = Path(__file__).parents[1] / "docs"
DIAGNOSTICS = (DOCS / "diagnostics.md").read_text(encoding="utf-8")
FORMAT = (DOCS / "content-format.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^### (\w+): (.+) \((error|warning)\)\n", re.MULTILINE)
BLOCK = re.compile(r"^```(yaml|)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^# (\S+)\n", re.MULTILINE)


def sections() -> dict[str, str]:
    """Give the text under each code's heading."""
    found = list(HEADING.finditer(DIAGNOSTICS))
    ends = [match.start() for match in found[1:]] + [len(DIAGNOSTICS)]
    return {match[1]: DIAGNOSTICS[match.end() : end] for match, end in zip(found, ends, strict=True)}


SECTIONS = sections()
EXAMPLES = [code for code, text in SECTIONS.items() if BLOCK.search(text)]


def files(language: str, example: str) -> dict[str, str]:
    """Give the files an example stands for: an article's fields, or each file under its `# path`."""
    if not language:
        return {"pages/a.md": example}
    parts = FILE.split(example)
    named = dict(zip(parts[1::2], parts[2::2], strict=True)) or {"news/a.md": example}
    return {path: completed(text) if path.endswith(".md") else text for path, text in named.items()}


def completed(article: str) -> str:
    """Add to an article's fields the required ones it does not mention."""
    sound = front_matter().splitlines(keepends=True)[1:-1]
    missing = [line for line in sound if not re.search(rf"^{line.split(':')[0]}:", article, re.MULTILINE)]
    return "---\n" + "".join(missing) + article + "---\n"


def test_every_code_has_its_heading_in_order() -> None:
    assert [(match[1], match[2], match[3]) for match in HEADING.finditer(DIAGNOSTICS)] == [
        (code, kind.title, kind.severity) for code, kind in CODES.items()
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_an_example_and_its_mend(code: str) -> None:
    text = SECTIONS[code]
    blocks = BLOCK.findall(text)
    if blocks:
        assert len(blocks) == 2
    else:
        assert "Mend: " in text or code == "S202"


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_examples_are_true(code: str, tmp_path: Path) -> None:
    (language, faulty), (_, mended) = BLOCK.findall(SECTIONS[code])
    found = load_content(write_files(tmp_path / "faulty", {"site.yaml": SITE, **files(language, faulty)})).diagnostics
    assert {fault.code for fault in found} == {code}
    found = load_content(write_files(tmp_path / "mended", {"site.yaml": SITE, **files(language, mended)})).diagnostics
    assert found == ()


def settings_with_defaults(settings: msgspec.Struct, before: str = "") -> Iterator[tuple[str, str]]:
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        if name == "address":
            continue
        if isinstance(value, msgspec.Struct):
            yield from settings_with_defaults(value, f"{name}.")
        else:
            yield before + name, written(value)


def written(value: object) -> str:
    if value in ("", ()):
        return "empty"
    if isinstance(value, tuple):
        return f"`{', '.join(value)}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_the_table_of_settings_is_complete() -> None:
    table = FORMAT.split("\n## Settings\n")[1]
    rows = re.findall(r"^\| `([\w.]+)` \| (.+?) \|", table, re.MULTILINE)
    assert rows == list(settings_with_defaults(Settings()))


@pytest.mark.parametrize(
    ("heading", "known"),
    [("Articles", articles._FIELDS), ("Topics", registry._TOPIC), ("Providers", registry._PROVIDER)],
)
def test_the_tables_of_fields_are_complete(heading: str, known: frozenset[str]) -> None:
    section = FORMAT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    names = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)))
    assert sorted(names) == sorted(known)


API = json.loads((DOCS / "json-api.schema.json").read_text(encoding="utf-8"))["$defs"]


@pytest.mark.parametrize(
    ("heading", "described"),
    [
        ("## Articles", API["articles"]),
        ("### An article", API["article"]),
        ("### A provider in brief", API["article"]["properties"]["provider"]),
        ("### A picture", API["images"]["items"]),
        ("### A topic", API["topics"]["properties"]["value"]["items"]),
        ("### A provider", API["providers"]["properties"]["value"]["items"]),
    ],
)
def test_every_member_of_the_json_is_documented(heading: str, described: dict[str, Any]) -> None:
    text = (DOCS / "json-api.md").read_text(encoding="utf-8")
    section = re.split(r"^##", text.split(f"\n{heading}\n")[1], flags=re.MULTILINE)[0]
    rows = re.findall(r"^\| (`.+?) \| (.+?) \|", section, re.MULTILINE)
    names = [name for row, _ in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(names) == sorted(described["properties"])
    optional = {name for row, kind in rows for name in re.findall(r"`(\w+)`", row) if "if " in kind or "least" in kind}
    assert set(names) - optional == set(described["required"])


def test_the_example_of_an_article_is_sound(tmp_path: Path) -> None:
    example = next(text for language, text in BLOCK.findall(FORMAT) if language and text.startswith("---"))
    content = load_content(write_files(tmp_path, {"site.yaml": SITE, "news/a.md": example}))
    assert content.diagnostics == ()
    assert content.articles[0].body == "Words of your own, if you like, in *Markdown*."
