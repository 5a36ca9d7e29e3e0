"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A busy machine is no fault of the code: an example may take as long as it takes.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the histories of whole sites, few and long: at the end, one core would wait for another."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/site/"))
