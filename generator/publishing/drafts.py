"""The folder of drafts: where the files of a site lie before they are moved into place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from generator.publishing.changes import DRAFTS
from generator.publishing.ledger import Stamp

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
REPLACEMENTS = ".replacements"
"""The folder in that of drafts for those which replace a file: they need no tree. No page's address begins so."""


def is_bare(output: Path) -> bool:
    """Tell whether an output folder holds nothing but the folder of drafts."""
    return all(path.name == DRAFTS for path in output.iterdir())


class NoDraftsError(OSError):
    """The system does not let us make a folder of drafts: nothing can be written."""


@contextmanager
def draft_folder(output: Path, *, keep: bool = False) -> Iterator[Path]:
    """Give an empty draft folder, or `keep` the drafts in it; and remove it with all that is left in it.

    Raises `NoDraftsError`.
    """
    drafts = output / DRAFTS
    existed = output.exists()
    if not keep:
        shutil.rmtree(drafts, ignore_errors=True)
    try:
        drafts.mkdir(parents=True, exist_ok=keep)
    except OSError as error:
        raise NoDraftsError(error.errno, error.strerror, error.filename) from error
    try:
        yield drafts
    finally:
        shutil.rmtree(drafts, ignore_errors=True)
        if not existed and output.exists() and not any(output.iterdir()):
            output.rmdir()


class Drafts(msgspec.Struct):
    """Drafts in a folder, by the names of their files."""

    folder: str
    _made: set[str] = msgspec.field(default_factory=set)
    """Folders of drafts that are there."""

    def write(self, name: str, content: bytes) -> Stamp:
        """Write a draft, in place of one that is there; raises `OSError`."""
        # Plain paths and few calls to the system: this is most of a clean build's writing.
        path = f"{self.folder}/{name}"
        above = path.rpartition("/")[0]
        if above not in self._made:
            _make_folder(above)
            self._made.add(above)
        return Stamp.of(write_new(path, content))

    def remove(self, names: Iterable[str]) -> None:
        """Remove drafts, and the folders that are empty then."""
        for name in names:
            with suppress(OSError):
                os.unlink(f"{self.folder}/{name}")  # noqa: PTH108
            with suppress(OSError):  # one that is not empty
                while name := name.rpartition("/")[0]:
                    os.rmdir(f"{self.folder}/{name}")  # noqa: PTH106


def write_new(path: str, content: bytes) -> os.stat_result:
    """Write a file, in place of what is in one that is there, and give its status; raises `OSError`."""
    file = os.open(path, _NEW, 0o666)
    try:
        done = os.write(file, content)
        while done < len(content):  # a system may take less at once
            done += os.write(file, memoryview(content)[done:])
        return os.fstat(file)
    finally:
        os.close(file)


def _make_folder(path: str) -> None:
    """Make a folder; nearly always the one above it is there."""
    try:
        os.mkdir(path)  # noqa: PTH102
    except OSError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
