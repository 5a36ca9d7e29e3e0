"""The files that a site is made of as they lie on the disk, looked at before any is opened.

Where all of them have the times and sizes that they had, nothing need be read to know that nothing has changed. As in
the parse cache, times that are too near to the look are not believed: a file may change again without a new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from operator import attrgetter

import msgspec

from generator.digests import digest_bytes
from generator.fingerprint import digest_code
from generator.loader.files import SITE_FILE, FoundFiles, find_files
from generator.loader.settled import UNSETTLED, clock, is_settled
from generator.options import BuildOptions
from generator.rendering import Theme, find_theme
from generator.statuses import Status, looking_into

_STAMP = attrgetter("modified", "changed", "size", "inode")
_SHELF = 128  # files that are looked at again together


class Survey(msgspec.Struct, frozen=True):
    """What lay on the disk at a moment (nanoseconds since 1970), `found` in the content folder.

    `shelves` has a digest for each hundred or so of articles' files, in the order of their paths, and `rest` is one of
    all else: of these paths, of the status of the other files, what is asked for, and our own code. A digest is empty
    where it is too early to believe the times in it. There are no shelves where articles' files were not looked at.
    """

    found: FoundFiles
    looked_at: int
    rest: bytes
    shelves: tuple[bytes, ...] = ()

    def shelve(self) -> tuple[bytes, ...]:
        """Give the shelves, where the files were not looked at: by the statuses that reading found (`FoundFiles`)."""
        return self.shelves or _shelve(self.found, self.looked_at)

    def suspects(self, shelves: Sequence[bytes]) -> list[str]:
        """Name the articles' files that may be others than those of an earlier survey, which had the same paths."""
        paths = self.found.articles
        places = [
            place for place, (now, was) in enumerate(zip(self.shelves, shelves, strict=True)) if not now or now != was
        ]
        return [path for place in places for path in paths[place * _SHELF : place * _SHELF + _SHELF]]


def survey_files(options: BuildOptions, *, articles: bool = True) -> Survey | None:
    """Look at the files of the content folder and of the theme, and open none; None where there is no such folder.

    Without `articles` theirs are but listed: a build that opens all of them finds out their status then, and sooner.
    """
    if not options.content.is_dir():
        return None
    looked_at = clock()
    found = find_files(options.content, str(options.content))
    with looking_into(str(options.content), through_links=True) as look:
        if articles:
            found.statuses.update(_look(look, found.articles))
        others = dict(_look(look, [SITE_FILE, *found.topics, *found.providers, *found.pages]))
    others.update(_look(os.stat, _theme_files(find_theme(options.templates, options.static))))
    paths = "\0".join([*found.articles, *others])  # by their beginnings it is plain which are which
    asked = f"{(_wanted(options), found.diagnostics, digest_code())!r}\0{paths}"
    rest = _sign(list(others.values()), looked_at, asked.encode("utf-8", "surrogatepass"))
    return Survey(found, looked_at, rest, _shelve(found, looked_at) if articles else ())


def _shelve(found: FoundFiles, looked_at: int) -> tuple[bytes, ...]:
    in_order = [found.statuses.get(path) for path in found.articles]
    shelves = [in_order[start : start + _SHELF] for start in range(0, len(in_order), _SHELF)]
    return tuple([_sign(shelf, looked_at) for shelf in shelves])


def _wanted(options: BuildOptions) -> tuple[object, ...]:
    """Name what is asked for that a site's files, or the report of its build, hang on."""
    flags = options.unpublished, options.future, options.strict, options.keep_going
    return (str(options.content), options.url, *flags)


def _look(look: Callable[[str], os.stat_result], paths: Iterable[str]) -> Iterator[tuple[str, Status]]:
    """Give the status of files, by path; one that has none is left out."""
    for path in paths:
        try:
            yield path, Status.of(look(path))
        except OSError:
            continue


def _theme_files(theme: Theme) -> Iterator[str]:
    for folder in (*theme.templates, *theme.static):
        yield from (str(path) for path in sorted(folder.rglob("*")))


def _sign(statuses: Sequence[Status | None], looked_at: int, besides: bytes = b"") -> bytes:
    """Digest files' statuses, with something else; nothing where one is missing, or too young to be believed."""
    known = [status for status in statuses if status is not None]
    if len(known) < len(statuses):
        return b""
    modified, changed, sizes, inodes = zip(*map(_STAMP, known), strict=True) if known else ((), (), (), ())
    if looked_at - max((*modified, *changed), default=0) <= UNSETTLED and not all(
        map(is_settled, modified, changed, repeat(looked_at))
    ):
        return b""
    return digest_bytes(msgspec.msgpack.encode((modified, changed, sizes, inodes)) + besides)
