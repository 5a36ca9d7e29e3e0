"""The folder of drafts: where the files of a site lie before they are moved into place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.publishing.changes import DRAFTS


def is_bare(output: Path) -> bool:
    """Tell whether an output folder holds nothing but the folder of drafts."""
    return all(path.name == DRAFTS for path in output.iterdir())


@contextmanager
def draft_folder(output: Path) -> Iterator[Path]:
    """Give an empty draft folder, and remove it with all that is left in it."""
    drafts = output / DRAFTS
    existed = output.exists()
    shutil.rmtree(drafts, ignore_errors=True)
    drafts.mkdir(parents=True)
    try:
        yield drafts
    finally:
        shutil.rmtree(drafts, ignore_errors=True)
        if not existed and output.exists() and not any(output.iterdir()):
            output.rmdir()
