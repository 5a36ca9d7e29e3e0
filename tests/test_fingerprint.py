"""The digests of what runs must be others wherever any of it is, or a build would believe what other code has kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator import fingerprint
from generator.fingerprint import digest_code, framed, name_libraries, read_code, read_files
from generator.loader import parse_cache


def test_libraries_are_named_with_their_versions() -> None:
    names = [name.lower().replace("_", "-") for name in name_libraries()]
    for library in ("pyyaml", "yaml-rs", "python-slugify", "jinja2"):
        assert [name for name in names if name.startswith(f"{library}-") and any(map(str.isdigit, name))], library
    assert names == sorted(names)


def test_libraries_are_found_wherever_python_looks_for_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Some_Thing-1.0.dist-info").mkdir()
    (tmp_path / "other-2.egg-info").touch()
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), str(tmp_path)])
    assert name_libraries.__wrapped__() == ("Some_Thing-1.0.dist-info", "other-2.egg-info")


def test_our_own_code_is_read_whole() -> None:
    code = read_code()
    package = Path(fingerprint.__file__).parent
    assert code.keys() == {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    assert code["loader/fields.py"] == (package / "loader" / "fields.py").read_bytes()


def test_files_are_read_in_order_and_no_compiled_ones(tmp_path: Path) -> None:
    for name in ("b/z.html", "b/a.html", "a.html", "c.txt", "__pycache__/x.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [name.replace("\\", "/") for name, _ in read_files(tmp_path, ".html")] == ["a.html", "b/a.html", "b/z.html"]


def test_parts_with_their_lengths_are_never_taken_for_others() -> None:
    assert framed("ab") + framed("c") != framed("a") + framed("bc")
    assert framed("ä") == framed("ä".encode())


LIBRARIES = (
    "PyYAML-6.0.dist-info",
    "python_slugify-8.0.dist-info",
    "rs_turboyaml-0.2.dist-info",
    "ruff-1.0.dist-info",
    "yaml_rs-0.1.dist-info",
)
CODE = {"cli.py": b"1", "loader/fields.py": b"2", "pages/topic.py": b"3"}


def run(monkeypatch: pytest.MonkeyPatch, library: str = "", code: str = "") -> tuple[bytes, str]:
    """Digest a program of which a library, or a module of ours, is another; give the parse cache's word for it, too."""
    libraries = tuple(name + ".1" * (library != "" and name.startswith(library)) for name in LIBRARIES)
    modules = {name: content + b"!" * (name == code) for name, content in CODE.items()}
    for module in (fingerprint, parse_cache):
        monkeypatch.setattr(module, "name_libraries", lambda: libraries)
        monkeypatch.setattr(module, "read_code", lambda: modules)
    return digest_code.__wrapped__(), parse_cache._version.__wrapped__()


@pytest.mark.parametrize("library", ["PyYAML", "python_slugify", "rs_turboyaml", "yaml_rs", "ruff"])
def test_another_version_of_a_library_is_another_program(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = run(monkeypatch), run(monkeypatch, library=library)
    assert before[0] != after[0]
    assert (before[1] == after[1]) == (library == "ruff"), "what was parsed hangs on the libraries that read alone"


@pytest.mark.parametrize("code", CODE)
def test_another_module_is_another_program(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = run(monkeypatch), run(monkeypatch, code=code)
    assert before[0] != after[0]
    assert (before[1] == after[1]) == code.startswith("pages/"), "what was parsed hangs on what reads alone"


def test_another_python_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    before = run(monkeypatch)
    monkeypatch.setattr(sys, "version", "4.0")
    after = run(monkeypatch)
    assert before[0] != after[0]
    assert before[1] != after[1]
