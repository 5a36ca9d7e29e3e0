"""Nothing of a sealed field is in any value, message or shown line, whatever else is wrong with the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.loader import load_content
from generator.loader.source import Source
from generator.reporting import diagnostic_record, format_github, format_text
from tests.loader.folders import SITE, front_matter, write_files

SECRET = "S3CRETb10b"
CASES = Path(__file__).parents[1] / "cases" / "loader"

LINES = st.sampled_from(
    [
        "title: A story", 'title: "A story', "title: 'It's", "title: A: B", "title:A", "title A", "title: @a", "title:",
        "title: [a", "title: {a: b", "title: |", "title: >", "excerpt: |", "excerpt: \"a\\qb\"", 'excerpt: "',
        "excerpt: '",
        "  indented: more", "\ttab: x", "- item", "...", "---", "# comment", "", "? a", ": b", "&a x", "*a", "!x y",
        "%y",
        "publishedDateTime: 2023-13-02", "webUrl: https://example.org/a", "quality: x", "related:", "  - title: A",
        "provider:", "  name: B", "topics: AI", "mood: x", "}", "]", '"', "'",
    ]
)  # fmt: skip
SEALED = st.sampled_from(
    [
        f"secured: {SECRET}", f'secured: "{SECRET}"', f"secured: '{SECRET}'", f'secured: "{SECRET}',
        f"secured: {SECRET}: x",
        f"secured: @{SECRET}", f'secured "{SECRET}"', f"secured:{SECRET}", f"secured:\n  {SECRET}",
        f"secured: |\n  {SECRET}",
        f'"secured": "{SECRET}"', f"'secured': {SECRET}", f'secured: "a\\q{SECRET}"', f"secured: *{SECRET}",
        f"secured: [{SECRET}", f"secured: {{{SECRET}: {SECRET}}}", f"secured: &{SECRET} x", f"secured: !{SECRET} x",
        f"secured:\n  - {SECRET}\n  - x", f'secured: "a\n  {SECRET}\n  b"', f"Secured: {SECRET}",
        f"secured: {SECRET}\x07",
        f"secured: 2024{SECRET}", f"secured: `{SECRET}`", f"secured: >-\n    {SECRET}\n    {SECRET}",
    ]
)  # fmt: skip


def everything_said(folder: Path) -> str:
    content = load_content(folder)
    said = [repr(content)]
    for fault in content.diagnostics:
        said += [format_text(fault), format_github(fault), repr(diagnostic_record(fault))]
    return "\n".join(said)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=st.lists(LINES, max_size=6), sealed=SEALED, after=st.lists(LINES, max_size=4), closed=st.booleans())
def test_sealed_text_never_leaks(
    tmp_path: Path, before: list[str], sealed: str, after: list[str], closed: bool
) -> None:
    # lines that end the front matter before it would make the sealed field plain text of the body
    before = [line for line in before if line not in ("---", "...")]
    file = "\n".join(["---", *before, sealed, *after, *(["---"] if closed else []), ""])
    write_files(tmp_path, {"site.yaml": SITE, "news/a.md": file})
    assert SECRET not in everything_said(tmp_path)


@pytest.mark.parametrize("name", ["topics/a.yaml", "providers/a.yaml", "pages/a.md", "news/a.md"])
@pytest.mark.parametrize(
    "fields",
    [
        f"secured: {SECRET}\n",
        f"related:\n  - title: 2024\n    secured: {SECRET}\n    webUrl: x\n",
        f"related: [{{title: 2024, secured: {SECRET}, webUrl: x}}]\n",
        f"provider: {{name: 2024, 'secured': '{SECRET}'}}\n",
        f"mood: {{secured: {SECRET}, more: [{{secured: {SECRET}}}]}}\n",
        f"secured: {{title: {SECRET}}}\nheat: x\n",
    ],
)
def test_it_is_dropped_everywhere(tmp_path: Path, name: str, fields: str) -> None:
    yaml = f"name: A\n{fields}"
    write_files(tmp_path, {"site.yaml": SITE, name: yaml if name.endswith("yaml") else front_matter(fields)})
    assert SECRET not in everything_said(tmp_path)


def test_it_is_dropped_from_the_site_file(tmp_path: Path) -> None:
    write_files(tmp_path, {"site.yaml": f"secured: {SECRET}\ntitle: a: b\n"})
    assert SECRET not in everything_said(tmp_path)


@pytest.mark.parametrize("fence", ["---", "..."])
def test_a_stray_fence_does_not_make_it_a_body(tmp_path: Path, fence: str) -> None:
    file = front_matter(f"{fence}\nsecured: {SECRET}\n")
    write_files(tmp_path, {"site.yaml": SITE, "news/a.md": file})
    assert SECRET not in everything_said(tmp_path)


def test_the_lines_of_a_sealed_field_are_hidden_and_no_others() -> None:
    text = 'a: 1\nsecured: "x\n  y: 1\n  z"\nb: 2\n  secured : v\nc: {d: 1, secured: w, e: 2}\n---\nbody'
    source = Source("a.md", text)
    shown = [source.place(offset).text for offset, char in enumerate("\n" + text) if char == "\n"]
    assert shown == ["a: 1", "secured: …", "…", "…", "b: 2", "  secured: …", "c: {d: 1, secured: …", "---", "body"]
    assert [source.is_sealed(text.index(part)) for part in ("a: 1", "x", "z", "b: 2", "body")] == [
        False, True, True, False, False,
    ]  # fmt: skip
