"""What reading a file gave, kept for the next time: the seam behind which a preview and a cache remember.

A content folder is read whole each time, but a file whose signature is known is not opened again,
or at least not parsed.
"""

from __future__ import annotations

import os
from typing import Protocol

import msgspec

from generator.diagnostics import Diagnostic


class Signature(msgspec.Struct, frozen=True):
    """What tells two states of a file apart, and what its meaning hangs on besides.

    `zone` is the time zone it is read in; `stat` is (time of change in ns, size in bytes, inode);
    `digest` is that of its content, empty while nobody has opened it.
    """

    zone: str
    stat: tuple[int, int, int]
    digest: bytes = b""


class Reading(msgspec.Struct, frozen=True):
    """What reading a file gave: its value, None where it has an error, its faults, and the digest of its content."""

    value: object
    diagnostics: tuple[Diagnostic, ...]
    digest: bytes = b""


class Memory(Protocol):
    """Remembers readings by path inside the content folder.

    It is asked twice: before a file is opened, with a signature that has no digest, and then with
    one; None means that it does not know. A memory that does not trust times and sizes answers the
    second question only.
    """

    def get(self, path: str, signature: Signature) -> Reading | None:
        """Give what reading a file in this state gave, or None."""

    def put(self, path: str, signature: Signature, reading: Reading) -> None:
        """Keep what reading a file in this state, digest included, gave."""


def sign_file(path: str, zone: str) -> Signature | None:
    """Give the signature of a file that is not opened yet; None where it cannot be asked."""
    try:
        status = os.stat(path)  # noqa: PTH116 - for every file of a large folder: a Path costs more than the call
    except OSError:
        return None
    return Signature(zone, (status.st_mtime_ns, status.st_size, status.st_ino))
