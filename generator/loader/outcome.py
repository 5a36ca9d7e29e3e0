"""One article's file, read: its bytes, and what they give."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import msgspec

from generator.diagnostics import Diagnostic, Place, fault
from generator.digests import digest_bytes
from generator.loader.articles import read_article, read_sound
from generator.loader.files import decode_source, unreadable
from generator.loader.held import HEAD, HeldFile, find_held
from generator.model import Article
from generator.statuses import Status

# A pipe that is read without waiting is open at once, and found to be no file.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_BLOCK = 1 << 20


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What reading a file gave: an article or faults; where it was read no further, only that it is held back.

    `digest` is that of the file's bytes; empty where not all were read.
    """

    article: Article | None
    held: HeldFile | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    digest: bytes = b""


class FileBytes(msgspec.Struct, frozen=True, gc=False):
    """The bytes of a file and their digest; of a held-back one only the first, unless it is read `whole`."""

    content: bytes
    digest: bytes
    held: HeldFile | None
    whole: bool


class IrregularError(OSError):
    """A file that is none to read: a pipe, or a device."""


def read_bytes(folder: str, path: str, whole: bool) -> tuple[FileBytes, Status]:
    """Read an article's file, and tell the status that it had before; raises `OSError`."""
    file = os.open(f"{folder}/{path}", _FLAGS)  # for thousands of files: a file object costs more than the calls
    try:
        status = Status.of(os.fstat(file))
        if not stat.S_ISREG(status.mode):
            raise IrregularError
        head = os.read(file, HEAD)
        held = find_held(head, path)
        if held is not None and not whole:
            return FileBytes(head, digest_bytes(head), held, whole=False), status
        content = _read_on(file, head) if len(head) == HEAD else head
    finally:
        os.close(file)
    return FileBytes(content, digest_bytes(content), held, whole=True), status


def _read_on(file: int, head: bytes) -> bytes:
    parts = [head]
    while block := os.read(file, _BLOCK):
        parts.append(block)
    return b"".join(parts)


def read_head(folder: str, path: str) -> bytes:
    """Read the first bytes of an article's file; none where it cannot be read, or is no file."""
    if not os.path.isfile(f"{folder}/{path}"):  # noqa: PTH113 - a pipe would have us wait
        return b""
    try:
        with open(f"{folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - as above
            return file.read(HEAD) or b""
    except OSError:
        return b""


def build_outcomes(reads: Mapping[str, FileBytes], show: Callable[[str], str], zone: ZoneInfo) -> dict[str, Outcome]:
    """Build what the bytes of files give, all by path; `show` gives a path as the person typed it.

    A sound file is read by the fast parser alone; PyYAML reads one that needs words, and finds them.
    """
    whole = [(read.content, path) for path, read in reads.items() if read.whole]
    sound = dict(zip([path for _, path in whole], read_sound(whole, zone), strict=True))
    return {
        path: Outcome(article, read.held, (), read.digest)
        if (article := sound.get(path)) is not None
        else _judge(path, read, show, zone)
        for path, read in reads.items()
    }


def _judge(path: str, read: FileBytes, show: Callable[[str], str], zone: ZoneInfo) -> Outcome:
    """Build the outcome of a file that the fast parser did not read."""
    if not read.whole:
        return Outcome(None, read.held)
    source = decode_source(read.content, show(path))
    if isinstance(source, Diagnostic):
        return Outcome(None, read.held, (source,), read.digest)
    article, report = read_article(source, path, zone)
    return Outcome(article, read.held, tuple(report.diagnostics), read.digest)


def unread(shown: str, error: OSError) -> Outcome:
    """Build the outcome of a file that cannot be read."""
    irregular = isinstance(error, IrregularError) or error.errno == errno.ENXIO  # so the system says of a socket
    found = fault("F101", "not an ordinary file", Place(shown)) if irregular else unreadable("file", error, shown)
    return Outcome(None, None, (found,))
