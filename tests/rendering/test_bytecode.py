"""Compiled templates of the theme are kept beside our compiled modules, and never used for anything else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from jinja2 import Environment, FileSystemLoader

from generator.rendering import Theme, bytecode
from generator.rendering.bytecode import ThemeBytecode


class Compiling(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *given: Any, **named: Any) -> Any:
        self.compiled += 1
        return super().compile(*given, **named)


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder = tmp_path / "theme"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "home.html").write_text("{{ 'a.css' | asset }} {{ x }}")
    monkeypatch.setattr(bytecode, "builtin_theme", lambda: Theme((folder,), ()))
    return folder


def render(
    folder: Path, kept: Path, href: str = "/a.css", given: bytes = b"one", kind: str = "Lean"
) -> tuple[str, int]:
    """Render a template; give its text and how often something was compiled."""
    environment = Compiling(
        loader=FileSystemLoader(str(folder)), bytecode_cache=ThemeBytecode(kind, given, kept), cache_size=0
    )
    environment.filters["asset"] = lambda name: href
    return environment.get_template("pages/home.html").render(x=1), environment.compiled


def test_a_template_is_compiled_once(theme: Path, tmp_path: Path) -> None:
    assert render(theme, tmp_path) == ("/a.css 1", 1)
    assert render(theme, tmp_path) == ("/a.css 1", 0)


def test_what_filters_gave_for_constants_is_not_taken_over(theme: Path, tmp_path: Path) -> None:
    render(theme, tmp_path)
    assert render(theme, tmp_path, "/b.css", b"two") == ("/b.css 1", 1)


def test_another_template_environment_or_code_has_it_compiled_again(theme: Path, tmp_path: Path) -> None:
    render(theme, tmp_path)
    assert render(theme, tmp_path, kind="Plain")[1] == 1
    with patch.object(bytecode, "digest_code", lambda: b"other"):
        assert render(theme, tmp_path)[1] == 1
    (theme / "pages" / "home.html").write_text("{{ x }}")
    assert render(theme, tmp_path) == ("1", 1)


def test_a_sites_own_templates_are_not_kept(theme: Path, tmp_path: Path) -> None:
    own, kept = tmp_path / "own", tmp_path / "kept"
    (own / "pages").mkdir(parents=True)
    (own / "pages" / "home.html").write_text("mine")
    assert render(own, kept) == ("mine", 1)
    assert render(own, kept) == ("mine", 1)
    assert not kept.exists()


def test_nothing_is_kept_where_python_keeps_no_code(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    render(theme, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_damaged_file_is_as_good_as_none(theme: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    render(theme, kept)
    (file,) = kept.iterdir()
    content = file.read_bytes()
    for damaged in (b"", content[:40], content[:-1] + bytes([content[-1] ^ 1]), b"x" + content):
        file.write_bytes(damaged)
        assert render(theme, kept) == ("/a.css 1", 1)
