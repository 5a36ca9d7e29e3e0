"""Stories' neighbours from build to build: those that are known, and those that are chosen anew."""

from __future__ import annotations

from pathlib import Path

from generator.config import Settings
from generator.indexer import Digest, Kin, pack_kin, unpack_kin
from generator.kept import read_kept, write_kept
from generator.processes import share_work
from generator.rendering import digest_code

KIN_FILE = "neighbours.bin"
"""The file of the cache folder that has what a build found of neighbours."""
_FEW = 50
_MANY = 1_000  # stories; choosing for fewer costs less than a process


def read_kin(cache: Path | None, settings: Settings) -> list[Kin]:
    """Read what the last build found of stories' neighbours; nothing where it does not hold for this one."""
    kept = None if cache is None else read_kept(cache / KIN_FILE, _purpose(settings))
    return [] if kept is None else unpack_kin(kept)


def choose_neighbours(digest: Digest, settings: Settings, cache: Path | None, jobs: int) -> None:
    """Choose the neighbours that are not known yet, by up to `jobs` processes, and keep all for the next build."""
    missing = digest.more.missing()
    digest.more.fill(missing, share_work(digest.more.choose, missing, jobs if len(missing) > _MANY else 1))
    # A few are chosen once more by the next build: that is cheaper than writing all of them.
    if cache is not None and digest.more.news * _FEW > len(digest.more):
        write_kept(cache / KIN_FILE, _purpose(settings), pack_kin(digest.more.kin()))
    digest.more.rest()


def _purpose(settings: Settings) -> bytes:
    """Name what neighbours hang on besides the articles' files: our code, and two settings."""
    return f"Broadsheet neighbours 1 {digest_code().hex()} {settings.timezone} {settings.related.more}\n".encode()
