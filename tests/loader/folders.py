"""Content folders for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.loader import Content, load_content

SITE = "title: The Test\n"


def front_matter(fields: str = "", **overrides: str) -> str:
    """Make a sound article file; `overrides` put YAML in the place of a field's own, `fields` adds lines."""
    values = {
        "title": "A story",
        "publishedDateTime": "2024-05-01T12:00:00Z",
        "webUrl": "https://example.org/a",
        **overrides,
    }
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in values.items()) + fields + "---\n"


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their path inside the folder, byte by byte."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def load(folder: Path, files: Mapping[str, str | bytes]) -> Content:
    """Write files, with a `site.yaml` unless they have one, and load them."""
    return load_content(write_files(folder, {"site.yaml": SITE, **files}), shown_as="content")


def codes(content: Content) -> list[str]:
    """Give the codes of all diagnostics, in order."""
    return [diagnostic.code for diagnostic in content.diagnostics]
