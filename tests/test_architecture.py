"""The shape of the house: imports go down only, modules and functions stay small, names say what a thing is."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}

# From the ground up; a name stands for its package, or for its module at the top of `generator`.
FLOORS = (
    {
        "codes",
        "computed",
        "config",
        "diagnostics",
        "digests",
        "exports",
        "fingerprint",
        "kept",
        "model",
        "processes",
        "reporting",
        "statuses",
        "text",
        "turns",
        "urls",
        "zones",
    },
    {"loader"},
    {"indexer"},
    {"sharing"},
    {"pages"},
    {"search"},
    {"rendering"},
    {"publishing"},
    {"neighbours"},
    {"options"},
    {"survey"},
    {"inputs"},
    {"standing"},
    {"plan_file"},
    {"planning", "card_file"},
    {"printing"},
    {"amending"},
    {"build"},
    {"preview", "verify"},
    {"command_options", "console", "new_article", "progress", "site_file"},
    {"cli"},
    {"__main__"},
)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
MEDIAN_MODULE = 120
VAGUE = re.compile(r"(^|_)(manager|handler|helpers?|utils?|data|info)(_|$)", re.IGNORECASE)


def floor(module: str) -> int:
    """Give the floor of a module; the package itself, which holds the version, is the ground."""
    part = module.split(".")[1] if "." in module else ""
    return next((level for level, names in enumerate(FLOORS) if part in names), -1)


def imports(tree: ast.Module) -> Iterator[str]:
    """Name the modules of the package that a module imports, at the top or anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            # `from generator.pages import home` imports a module, not only a name.
            each = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if name in MODULES else node.module or "" for name in each]
        else:
            continue
        yield from (name for name in found if name in MODULES)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "generator"])
def test_every_module_has_its_floor(module: str) -> None:
    assert floor(module) >= 0, f"{module} stands on no floor: give it one in FLOORS"


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down_only(module: str) -> None:
    above = [name for name in imports(TREES[module]) if floor(name) > floor(module)]
    assert not above, f"{module} imports from above: {above}"
    if floor(module) > 0:  # on one floor, packages are one thing; single modules may lean on each other
        beside = [name for name in imports(TREES[module]) if floor(name) == floor(module)]
        if "." in module.removeprefix("generator."):
            package = module.split(".")[1]
            assert all(name.split(".")[1] == package for name in beside)


def test_no_imports_in_a_circle() -> None:
    graph = {name: {each for each in imports(tree) if each != name} for name, tree in TREES.items()}
    # A package's own module only gathers names; its parts are what is imported.
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) >= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_are_short(module: str) -> None:
    lines = MODULES[module].read_text("utf-8").count("\n")
    assert lines < LONGEST_MODULE, f"{module} has {lines} lines"
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length < LONGEST_FUNCTION, f"{module}:{node.lineno} {node.name} has {length} lines"


def test_modules_are_short_as_a_rule() -> None:
    assert statistics.median(path.read_text("utf-8").count("\n") for path in MODULES.values()) <= MEDIAN_MODULE


@pytest.mark.parametrize("module", MODULES)
def test_names_say_what_a_thing_is(module: str) -> None:
    named = [node.name for node in ast.walk(TREES[module]) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    vague = [name for name in (module.rsplit(".", maxsplit=1)[-1], *named) if VAGUE.search(snake(name))]
    assert not vague, f"{module}: {vague}"


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)


@pytest.mark.parametrize(
    ("name", "vague"),
    [
        ("helpers", True),
        ("CardManager", True),
        ("parse_data", True),
        ("information", False),
        ("metadata", False),
        ("datatype", False),
    ],
)
def test_what_counts_as_vague(name: str, vague: bool) -> None:
    assert bool(VAGUE.search(snake(name))) is vague


@pytest.mark.parametrize("module", MODULES)
def test_only_the_ends_touch_disks_clocks_and_chance(module: str) -> None:
    """From the digest to the pages all is values in, values out: no clock, no environment, no network."""
    found = {
        alias.name.split(".")[0]
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")])
    }
    assert not found & {"random", "requests", "pickle", "secrets"}
    assert "socket" not in found or module == "generator.preview.server"
    if module.split(".")[1:2] in (["indexer"], ["pages"]):
        assert not found & {"os", "pathlib", "time", "locale", "sys", "io"}, f"{module} imports {found}"
