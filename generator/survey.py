"""The files that a site is made of as they lie on the disk, looked at before any is opened.

Where all of them have the times and sizes that they had, nothing need be read to know that nothing has changed. As in
the parse cache, times within two seconds of the look are not believed: a file may change again without a new one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import msgspec

from generator.loader.files import SITE_FILE, FoundFiles, find_files
from generator.loader.settled import UNSETTLED, clock
from generator.options import BuildOptions
from generator.rendering import Theme, digest_code, find_theme

_ALL_BITS = (1 << 64) - 1  # of an inode's number, as far as MessagePack goes
Statuses = Mapping[str, os.stat_result]


@dataclass(frozen=True, slots=True)
class Survey:
    """What lay on the disk, `found` in the content folder.

    `rest` is a digest of all else: of the articles' paths, the status of the other files, what is asked for, and our
    own code. `files` is one of everything; empty where it is too early to believe the times.
    """

    found: FoundFiles
    rest: bytes = b""
    files: bytes = b""


def survey_files(options: BuildOptions) -> Survey | None:
    """Look at the files of the content folder and of the theme, and open none; None where there is no such folder."""
    if not options.content.is_dir():
        return None
    looked_at = clock()
    root, found = f"{options.content}/", find_files(options.content, str(options.content))
    found.statuses.update(_look(root, found.articles))
    others = dict(_look(root, [SITE_FILE, *found.topics, *found.providers, *found.pages]))
    themed = dict(_look("", _theme_files(find_theme(options.templates, options.static))))
    rest = blake2b(digest_code(), digest_size=16)
    rest.update(repr((_wanted(options), found.diagnostics, found.articles)).encode("utf-8", "surrogatepass"))
    newest = max(_sign(rest, others), _sign(rest, themed))
    files = blake2b(rest.digest(), digest_size=16)
    newest = max(newest, _sign(files, found.statuses))
    is_settled = newest < looked_at - UNSETTLED
    return Survey(found, rest.digest(), files.digest() if is_settled else b"")


def _wanted(options: BuildOptions) -> tuple[object, ...]:
    """Name what is asked for that a site's files, or the report of its build, hang on."""
    flags = options.unpublished, options.future, options.strict, options.keep_going
    return (str(options.content), options.url, *flags)


def _look(root: str, paths: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Give the status of files, by path behind a root; one that has none is left out."""
    for path in paths:
        try:
            yield path, os.stat(f"{root}{path}")  # noqa: PTH116 - tens of thousands: no `Path` for each
        except OSError:
            continue


def _theme_files(theme: Theme) -> Iterator[str]:
    for folder in (*theme.templates, *theme.static):
        yield from (str(path) for path in sorted(folder.rglob("*")))


def _sign(digest: blake2b, statuses: Statuses) -> int:
    """Digest files' statuses; give the newest of their times, in nanoseconds since 1970."""
    rows = [
        (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino & _ALL_BITS)
        for status in statuses.values()
    ]
    digest.update("\n".join([str(len(rows)), *statuses, ""]).encode("utf-8", "surrogatepass"))
    digest.update(msgspec.msgpack.encode(rows))
    return max((max(row[0], row[1]) for row in rows), default=0)
