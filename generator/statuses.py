"""The status of tens of thousands of files of one folder, asked for by the shortest way that the system has."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import msgspec

_ALL_BITS = (1 << 64) - 1  # of an inode's number, as far as MessagePack goes
_FROM_FOLDER = os.stat in os.supports_dir_fd and os.stat in os.supports_follow_symlinks


class Status(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a build asks of a file's status, in a form that can be sent to another process.

    Times are nanoseconds since 1970: when it was `modified`, and when its status `changed`.
    """

    modified: int
    changed: int
    size: int
    inode: int
    mode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Status:
        """Take from what the system gives."""
        inode = status.st_ino & _ALL_BITS
        return cls(status.st_mtime_ns, status.st_ctime_ns, status.st_size, inode, status.st_mode)


@contextmanager
def looking_into(folder: str, *, through_links: bool) -> Iterator[Callable[[str], os.stat_result]]:
    """Give what gives the status of a file by its path inside a folder, or raises `OSError`.

    From an open folder the way is shorter by all that leads to it: a sixth of the time.
    """
    handle = _open(folder)
    if handle is None:
        yield lambda path: os.stat(f"{folder}/{path}", follow_symlinks=through_links)  # noqa: PTH116
        return
    try:
        yield partial(os.stat, dir_fd=handle, follow_symlinks=through_links)
    finally:
        os.close(handle)


def _open(folder: str) -> int | None:
    """Open a folder; None where the system has no such thing, or does not let us."""
    try:
        return os.open(folder, os.O_RDONLY) if _FROM_FOLDER else None
    except OSError:
        return None
