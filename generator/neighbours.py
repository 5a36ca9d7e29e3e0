"""Stories' neighbours from build to build: those that are known, and those that are chosen anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from generator.config import Settings
from generator.fingerprint import digest_code
from generator.indexer import Features, FeatureTable, Kin, More, pack_kin, restore_features, unpack_kin
from generator.kept import read_kept, write_kept
from generator.processes import can_fork, share_work, working_aside

KIN_FILE = "neighbours.bin"
"""The file of the cache folder that has what a build found of neighbours."""
_FEW = 50
_MANY = 1_000  # stories; choosing for fewer costs less than a process


def read_kin(cache: Path | None, settings: Settings) -> list[Kin]:
    """Read what the last build found of stories' neighbours; nothing where it does not hold for this one."""
    kept = None if cache is None else read_kept(cache / KIN_FILE, _purpose(settings))
    return [] if kept is None else unpack_kin(kept)


def read_features(
    cache: Path, settings: Settings, paths: Sequence[str], contents: Sequence[bytes], find: Callable[[int], Features]
) -> FeatureTable:
    """Give what ties stories to others, as an earlier build found it; `find` finds it where that is not known."""
    return restore_features(read_kept(cache / KIN_FILE, _purpose(settings)) or b"", paths, contents, find)


@contextmanager
def choosing_neighbours(
    more: More,
    contents: Mapping[str, bytes],
    settings: Settings,
    cache: Path | None,
    jobs: int,
    keep_more: Callable[[], None],
) -> Iterator[None]:
    """Choose the neighbours that are not known yet, and keep all for the next build.

    `contents` has the digest of each article's file, by its source. Where there are many of them, that is done by other
    processes, up to `jobs` with this one, which goes on meanwhile. One of them does `keep_more` in the end; else it is
    done at once.
    """
    missing = more.missing()
    others = jobs - 1 if len(missing) > _MANY and can_fork() else 0
    if not others:
        keep_more()

    def choose() -> Sequence[tuple[int, ...]]:
        chosen = share_work(more.choose, missing, others)
        more.fill(missing, chosen)
        return chosen

    def keep() -> None:
        # A few are chosen once more by the next build: that is cheaper than writing all of them.
        if cache is not None and more.news * _FEW > len(more):
            write_kept(cache / KIN_FILE, _purpose(settings), pack_kin(more.kin(contents)))
        more.rest()
        if others:
            keep_more()

    with working_aside(choose, list[tuple[int, ...]], jobs if others else 1, keep) as take_chosen:
        more.expect(missing, take_chosen)
        yield


def _purpose(settings: Settings) -> bytes:
    """Name what neighbours hang on besides the articles' files: our code, and two settings."""
    return f"Broadsheet neighbours 2 {digest_code().hex()} {settings.timezone} {settings.related.more}\n".encode()
