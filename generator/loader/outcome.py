"""One article's file, read: its bytes, and what they give."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.diagnostics import Diagnostic
from generator.loader.articles import read_article
from generator.loader.files import decode_source, unreadable
from generator.loader.held import HEAD, HeldFile, find_held
from generator.loader.source import Source
from generator.model import Article


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a file gave: an article or faults; where it was read no further, only that it is held back."""

    article: Article | None
    held: HeldFile | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class FileBytes:
    """The bytes of a file; of a held-back one only the first, unless it is read `whole`."""

    content: bytes
    held: HeldFile | None
    whole: bool

    @property
    def digest(self) -> bytes:
        """The digest of the bytes; empty where not all were read."""
        return hashlib.blake2b(self.content, digest_size=16).digest() if self.whole else b""


def read_bytes(folder: str, path: str, whole: bool) -> FileBytes:
    """Read an article's file; raises `OSError`."""
    with open(f"{folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - thousands of files: no `Path` for each
        head = file.read(HEAD) or b""
        held = find_held(head, path)
        if held is not None and not whole:
            return FileBytes(head, held, whole=False)
        rest = file.readall() if len(head) == HEAD else b""
    return FileBytes(head + rest if rest else head, held, whole=True)


def build_outcome(read: FileBytes, path: str, shown: str, zone: ZoneInfo) -> Outcome:
    """Build what the bytes of a file give."""
    if not read.whole:
        return Outcome(None, read.held)
    source = decode_source(read.content, shown)
    if not isinstance(source, Source):
        return Outcome(None, read.held, (source,))
    article, report = read_article(source, path, zone)
    return Outcome(article, read.held, tuple(report.diagnostics))


def unread(shown: str, error: OSError) -> Outcome:
    """Build the outcome of a file that cannot be read."""
    return Outcome(None, None, (unreadable("file", error, shown),))
