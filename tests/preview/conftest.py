from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import BuildOptions
from generator.preview.session import Session
from tests.previewed import write_site


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a small content folder in it."""
    write_site(tmp_path)
    return tmp_path


@pytest.fixture
def session(project: Path) -> Session:
    """A preview of the project that has read everything once."""
    session = Session(BuildOptions(project / "content", templates=project / "templates", static=project / "static"))
    session.refresh()
    return session
