"""What a package offers, each name imported when it is asked for: a build of a site that stands asks for little."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping


def export_later(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Give the `__getattr__` of a package (PEP 562): `modules` has the module of each name that it offers."""

    def find(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return find
