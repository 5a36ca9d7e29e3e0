"""What publishing would change in a folder, found out before anything is touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from os import stat_result
from pathlib import Path

import msgspec

from generator.computed import Later
from generator.diagnostics import Diagnostic, Place, fault


class Draft(msgspec.Struct, frozen=True):
    """A file of `size` bytes that lies in the tree of drafts; or `is_placed`: its place holds those bytes already.

    One that lies apart from the tree, `at` a place of the folder of drafts, replaces a file of ours that is there.
    """

    size: int
    is_placed: bool = False
    at: str = ""


Content = bytes | Path | Draft
"""What a file is to hold: bytes, those of another file, or a draft that is moved into place."""
DRAFTS = ".broadsheet-drafts"
"""The folder inside the output in which drafts lie as their files will; the next run removes what a crash left."""
_CHUNK = 1 << 20


def _folder_of(name: str) -> str:
    """Give the folder that a name (with forward slashes, and none at its ends) is in; "" is the output folder."""
    return name.rpartition("/")[0]


class Changes(msgspec.Struct):
    """Files to write and those that stay as they are, stale files, and what stands in the way (O102).

    `first` are the files that must go before anything is written: a file where a folder will be, a
    folder where a file will be, a name that differs in letter case alone; in a clean build, all.
    `others` are files that hold what the site wants already though Broadsheet did not write them; `folders` are those
    of the files' folders that exist. `are_same_files` where those of Broadsheet's in the folder are just the site's.
    """

    write: list[str] = msgspec.field(default_factory=list)
    unchanged: list[str] = msgspec.field(default_factory=list)
    first: list[str] = msgspec.field(default_factory=list)
    stale: list[str] = msgspec.field(default_factory=list)
    others: set[str] = msgspec.field(default_factory=set)
    folders: set[str] = msgspec.field(default_factory=set)
    conflicts: list[Diagnostic] = msgspec.field(default_factory=list)
    are_same_files: bool = False


def plan_changes(
    outputs: Mapping[str, Content], settled: Mapping[str, int], folder: Path, ours: Set[str], clean: bool
) -> Changes:
    """Compare the files of the site with a folder, of whose files those named in `ours` are Broadsheet's.

    `settled` has further files of the site, which stand in the folder as they are wanted, with their sizes.
    """
    changes = Changes(are_same_files=are_same(ours, outputs, settled))
    are_stale = ours if clean else [] if changes.are_same_files else ours - outputs.keys() - settled.keys()
    stale = sorted(are_stale)
    if stale:
        # Only what is wanted can be in the way of what is stale: without one, nobody need look at the other.
        taken = _casefolded(outputs, settled)
        for name in stale:
            in_the_way = name.casefold() in taken or any(each in outputs or each in settled for each in _above(name))
            if _is_removable(folder, name):
                (changes.first if clean or in_the_way else changes.stale).append(name)
    gone = {name.casefold() for name in changes.first}
    present = changes.folders = _find_folders(changes, folder, outputs, gone)
    known = Later(lambda: {name.casefold() for name in ours})
    root = os.fspath(folder)
    for name, content in outputs.items():
        if name.casefold() in gone or _folder_of(name) not in present or _replaces(content, name, ours):
            changes.write.append(name)
        else:
            is_ours = name in ours or name.casefold() in known.value
            _compare(changes, name, content, root, is_ours, gone)
    return changes


def are_same(ours: Set[str], outputs: Collection[str], settled: Collection[str]) -> bool:
    """Tell whether the two name the very files that are ours: nearly always, so it is asked before sets are made."""
    count = len(settled) + sum(name not in settled for name in outputs)
    return len(ours) == count and all(map(ours.__contains__, settled)) and all(map(ours.__contains__, outputs))


def _replaces(content: Content, name: str, ours: Collection[str]) -> bool:
    return isinstance(content, Draft) and content.at != "" and name in ours


def _casefolded(*names: Collection[str]) -> set[str]:
    """Fold the names of files and of the folders that they are in."""
    every = {name for each in names for name in each}
    folders = {_folder_of(name) for name in every}
    return {each.casefold() for each in every | folders | {up for name in folders for up in _above(name)}}


def _find_folders(changes: Changes, folder: Path, outputs: Iterable[str], gone: Collection[str]) -> set[str]:
    """Give those of the files' folders that exist ("" is the output folder); what is in their place is a conflict."""
    root = os.fspath(folder)
    present = {""} if folder.is_dir() else set()
    looked_at = {""}
    absent: set[str] = set()  # of those at the top: nothing is below them
    for name in outputs:
        top, is_below, _ = name.partition("/")
        if top in absent:
            continue
        for each in reversed(list(_above_new(name, looked_at))):
            looked_at.add(each)
            if each.casefold() not in gone and _folder_of(each) in present and _is_folder(changes, root, each):
                present.add(each)
        if is_below and top not in present:
            absent.add(top)
    return present


def _above_new(name: str, looked_at: Collection[str]) -> Iterator[str]:
    while (name := _folder_of(name)) not in looked_at:
        yield name


def _compare(changes: Changes, name: str, content: Content, root: str, is_ours: bool, gone: Collection[str]) -> None:
    found = _lstat(root, name)
    if found and stat.S_ISREG(found.st_mode) and _same_content(content, root, name, found.st_size):
        changes.unchanged.append(name)
        if not is_ours:
            changes.others.add(name)
        return
    changes.write.append(name)
    if found and stat.S_ISDIR(found.st_mode):
        if not _holds_only(Path(root, name), Path(root), gone):
            changes.conflicts.append(_in_the_way(Path(root, name), "a folder"))
    elif found and not is_ours:
        changes.conflicts.append(_in_the_way(Path(root, name), "a file"))


def _is_removable(folder: Path, name: str) -> bool:
    """Tell whether a file may be removed: no folder is in its place, and no link someone made is above it.

    One that is gone already may too: its folder may be there still.
    """
    found = _lstat(os.fspath(folder), name)
    if found and stat.S_ISDIR(found.st_mode):
        return False
    return not any((folder / each).is_symlink() for each in _above(name))


def _same_content(content: Content, root: str, name: str, size: int) -> bool:
    """Tell whether a file of `size` bytes holds the content already."""
    if isinstance(content, Draft):
        return content.is_placed
    path = Path(root, name)
    if isinstance(content, bytes):
        return len(content) == size and path.read_bytes() == content
    if content.stat().st_size != size:
        return False
    with content.open("rb") as new, path.open("rb") as old:
        while chunk := new.read(_CHUNK):
            if old.read(_CHUNK) != chunk:
                return False
    return True


def content_size(content: Content) -> int:
    """Give the size of a content in bytes."""
    if isinstance(content, Draft):
        return content.size
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def stat_same(content: bytes, path: str) -> stat_result | None:
    """Give the status of the file at `path` if it holds the content; None where there is no such file."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - asked once for every page
            status = os.fstat(file.fileno())
            return status if status.st_size == len(content) and file.read() == content else None
    except OSError:
        return None


def _above(name: str) -> list[str]:
    """Name the folders that a file is in, inside the output folder, the nearest first."""
    found = []
    while name := _folder_of(name):
        found.append(name)
    return found


def _is_folder(changes: Changes, root: str, name: str) -> bool:
    """Tell whether a folder is there: a link in its place would lead our files out of the output, a file stop them."""
    found = _lstat(root, name)
    if found is None or stat.S_ISDIR(found.st_mode):
        return found is not None
    kind = "a link" if stat.S_ISLNK(found.st_mode) else "a file"
    changes.conflicts.append(_in_the_way(Path(root, name), kind))
    return False


def _holds_only(path: Path, folder: Path, gone: Collection[str]) -> bool:
    """Tell whether all files in a folder are among those that will be gone."""
    return all(
        each.relative_to(folder).as_posix().casefold() in gone
        for each in path.rglob("*")
        if each.is_symlink() or not each.is_dir()
    )


def _lstat(root: str, name: str) -> stat_result | None:
    try:
        return os.lstat(f"{root}/{name}")  # asked of every file: no `Path` for each
    except (FileNotFoundError, NotADirectoryError):
        return None


def _in_the_way(path: Path, kind: str) -> Diagnostic:
    message = f"{kind} that Broadsheet did not write stands where the site has one of its own"
    return fault("O102", message, Place(str(path)), "move it away; nothing was changed")
