"""Writing a site: a transaction as far as a folder allows one.

Before the first file is touched the manifest lists all files, old and new, and only after the
last does it list the new ones alone.  So whenever a run is cut short, the next one knows every
file that is ours, and its result is that of a clean build.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostic, Place, fault
from generator.publishing.changes import DRAFTS, Content, Draft, are_same, content_size, plan_changes
from generator.publishing.drafts import write_new
from generator.publishing.manifest import MANIFEST, Manifest, are_inside, is_inside, manifest_bytes, read_manifest
from generator.publishing.weight import largest_files

OnProgress = Callable[[str, int, int], None]
"""Is told the stage, how much is done, and how much there is."""

_LEFTOVER = re.compile(r"\.broadsheet-\d+\.tmp")


class Published(msgspec.Struct, frozen=True):
    """What publishing did, as numbers of files; `total_bytes`, `files` and `largest` are of the whole site.

    `are_ours` where Broadsheet wrote all of them.  With diagnostics (O102) it did not finish; conflicts are found
    before anything is changed.
    """

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    total_bytes: int = 0
    files: int = 0
    largest: tuple[tuple[str, int], ...] = ()
    are_ours: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()


def publish(
    outputs: Iterable[tuple[str, Content]],
    folder: Path,
    *,
    settled: Mapping[str, int] | None = None,
    listed: Set[str] | None = None,
    clean: bool = False,
    on_progress: OnProgress = lambda stage, done, total: None,
) -> Published:
    """Make a folder hold the files of a site: write what differs, remove our files that are stale.

    `settled` are files of the site that stand there already, with their sizes: nobody looks at them again.
    `listed` names the files of the folder's manifest where they are known: it need not be read for the same files.

    `outputs` are names with forward slashes and their content; of two with one name the later
    holds, so that a site's own file for its root takes the place of a generated one.  `clean`
    removes all our files first.  Files that are not in the folder's manifest are never changed.
    A name that leads out of the folder raises `ValueError`: that is a bug of ours.
    """
    files = dict(outputs)
    if not are_inside(files):
        outside = next(name for name in files if not is_inside(name))
        raise ValueError(f"not a name inside the output folder: {outside!r}")
    try:
        return _Folder(folder, on_progress, os.fspath(folder)).publish(files, settled or {}, clean, listed)
    except OSError as error:
        return Published(diagnostics=(explain_unwritable(error, folder),))


class _Folder(msgspec.Struct):
    """An output folder while it is written."""

    path: Path
    on_progress: OnProgress
    _root: str
    """The path as plain text, for thousands of paths of files."""
    _there: dict[str, bool] = msgspec.field(default_factory=lambda: {"": True})
    """Whether a folder is in the output folder, for those that were looked at."""
    _moved: set[str] = msgspec.field(default_factory=set)
    """Folders of drafts that were moved whole."""
    _emptied: set[str] = msgspec.field(default_factory=set)
    """Folders of drafts that lost a draft."""

    def publish(
        self, files: dict[str, Content], settled: Mapping[str, int], clean: bool, listed: Set[str] | None
    ) -> Published:
        if listed and not are_same(listed, files, settled):
            listed = None
        manifest = Manifest() if listed else read_manifest(self.path)
        ours = listed or manifest.files
        changes = plan_changes(files, settled, self.path, ours, clean)
        if changes.conflicts:
            return Published(diagnostics=tuple(changes.conflicts))
        self.path.mkdir(parents=True, exist_ok=True)
        self._remove_leftovers()
        names = ours if changes.are_same_files else (files.keys() - changes.others) | (settled.keys() & ours)
        for name in changes.write:
            content = files[name]
            # Its place holds it, but that file must make way first, or is a link.
            if isinstance(content, Draft) and content.is_placed:
                files[name] = (self.path / name).read_bytes()
        if not names <= ours:
            self._list(ours | names)
        gone = self._remove(changes.first)
        if not changes.first:  # else some of them may be gone, too
            self._there |= dict.fromkeys(changes.folders, True)
        self._write(files, changes.write)
        gone += self._remove(changes.stale)
        if (ours or not names) and not listed and not manifest.is_for(names):  # else it is listed so already
            self._list(names)
        sizes = [*((name, content_size(content)) for name, content in files.items()), *settled.items()]
        return Published(
            written=len(changes.write),
            unchanged=len(changes.unchanged) + len(settled),
            removed=gone - sum(name in files for name in changes.first),
            total_bytes=sum(size for _, size in sizes),
            files=len(sizes),
            largest=largest_files(sizes),
            are_ours=len(names) == len(sizes),
        )

    def _write(self, files: dict[str, Content], names: list[str]) -> None:
        # Drafts first: a folder of theirs is moved whole only where no other file has made one of its name.
        for done, name in enumerate(sorted(names, key=lambda name: not isinstance(files[name], Draft)), 1):
            content = files[name]
            if isinstance(content, Draft):
                # All of a new site is moved by a few folders.
                if content.at or name.partition("/")[0] not in self._moved:
                    self._move_draft(name, content.at)
            else:
                self._make_folders(name.rpartition("/")[0])
                self._replace(f"{self._root}/{name}", content)
            self.on_progress("Writing", done, len(names))
        # They are known by name: to look for them takes five times as long.
        for folder in sorted(self._emptied - {""}, reverse=True):
            with suppress(OSError):
                os.rmdir(f"{self._root}/{DRAFTS}/{folder}")  # noqa: PTH106

    def _make_folders(self, above: str) -> None:
        if not self._is_there(above):
            os.makedirs(f"{self._root}/{above}", exist_ok=True)  # noqa: PTH103
            while not self._there.get(above):
                self._there[above] = True
                above = above.rpartition("/")[0]

    def _move_draft(self, name: str, at: str) -> None:
        """Move a draft into place, and with it all that lies in a folder of drafts where there is none of the name."""
        root, above = self._root, name.rpartition("/")[0]
        if at:
            self._make_folders(above)
            self._move(f"{root}/{DRAFTS}/{at}", f"{root}/{name}")
            return
        if self._is_there(above):
            self._move(f"{root}/{DRAFTS}/{name}", f"{root}/{name}")
            self._emptied.add(above)
            return
        while (higher := above.rpartition("/")[0]) != above and not self._there[higher]:
            above = higher
        if above not in self._moved:
            self._moved.add(above)
            os.rename(f"{root}/{DRAFTS}/{above}", f"{root}/{above}")  # noqa: PTH104

    def _is_there(self, folder: str) -> bool:
        found = self._there.get(folder)
        if found is None:
            above = folder.rpartition("/")[0]
            found = self._is_there(above) and os.path.lexists(f"{self._root}/{folder}")
            self._there[folder] = found
        return found

    def _replace(self, path: str, content: bytes | Path) -> None:
        """Put a whole file in place: nobody ever reads half of one."""
        # At the top of the folder, where one left behind by a crash is found again.
        temporary = f"{self._root}/.broadsheet-{os.getpid()}.tmp"
        try:
            if isinstance(content, bytes):
                write_new(temporary, content)
            else:
                shutil.copyfile(content, temporary)
            self._move(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
            raise

    def _move(self, source: str, path: str) -> None:
        try:
            os.replace(source, path)  # noqa: PTH105
        except OSError:
            if not os.path.isdir(path):  # noqa: PTH112
                raise
            _remove_empty_folders(Path(path))
            os.replace(source, path)  # noqa: PTH105

    def _list(self, names: Iterable[str]) -> None:
        content = manifest_bytes(set(names))
        path = self.path / MANIFEST
        if not path.is_file() or path.read_bytes() != content:
            self._replace(os.fspath(path), content)

    def _remove(self, names: list[str]) -> int:
        gone = 0
        for name in names:
            path = self.path / name
            with suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()
                gone += 1
            for parent in path.parents:
                if parent == self.path or not _remove_folder(parent):
                    break
        return gone

    def _remove_leftovers(self) -> None:
        for entry in os.scandir(self.path):
            if _LEFTOVER.fullmatch(entry.name):
                Path(entry.path).unlink(missing_ok=True)


def _remove_folder(path: Path) -> bool:
    """Remove a folder if it is empty; one that is gone already counts as removed."""
    try:
        path.rmdir()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return True


def _remove_empty_folders(path: Path) -> None:
    for each in sorted(path.rglob("*"), reverse=True):
        _remove_folder(each)
    _remove_folder(path)


def explain_unwritable(error: OSError, folder: Path) -> Diagnostic:
    """Build the fault of an output folder that the system does not let us write (O102)."""
    path = error.filename2 or error.filename or folder
    return fault(
        "O102",
        f"the output cannot be written: {error.strerror or error}",
        Place(os.fspath(path) if not isinstance(path, bytes) else os.fsdecode(path)),
        "see to the cause and build again: what is missing will be written then",
    )
