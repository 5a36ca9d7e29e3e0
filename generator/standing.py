"""Is the site as it should be already?  The answer hangs on the inputs alone, so that nobody plans what stands.

A build leaves the signs of its inputs in the ledger, with the stamps of all files it left.  Where both are the same
again, its report holds, too.  The clock takes part by what it decides: which articles are shown.  Mostly the times and
sizes of the inputs' files say so already (`is_untouched`); in a fresh checkout their bytes do (`stands`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.fingerprint import digest_code
from generator.options import BuildOptions
from generator.publishing import Entry, Ledger, Signs, Stamp, write_ledger
from generator.publishing.manifest import MANIFEST
from generator.rendering import Theme
from generator.survey import Survey

if TYPE_CHECKING:
    from generator.indexer import Selection
    from generator.inputs import Inputs
    from generator.model import Article


def sign_inputs(inputs: Inputs, selection: Selection, options: BuildOptions, survey: Survey | None) -> Signs:
    """Sign all that a site is made of: two builds of one frame and of the same contents give the same files and report.

    `survey` was made before the inputs were read.
    """
    since, until = _find_span(inputs.content.articles, options.now or datetime.now(UTC))
    contents = digest_contents(inputs.content.digests)
    rest, shelves = (survey.rest, survey.shelve()) if survey else (b"", ())
    return Signs(_digest_frame(inputs, selection, options), contents, rest, shelves, since, until)


def digest_contents(digests: Mapping[str, bytes]) -> bytes:
    """Digest the digests of articles' files, given by path."""
    found = blake2b("\n".join(digests).encode("utf-8", "surrogatepass"), digest_size=16)
    found.update(b"".join(digests.values()))
    return found.digest()


def _digest_frame(inputs: Inputs, selection: Selection, options: BuildOptions) -> bytes:
    """Digest all that a site is made of but the bytes of articles' files."""
    content = inputs.content
    found = blake2b(digest_code(), digest_size=16)
    wanted = (str(options.content), options.unpublished, options.future, options.strict, options.keep_going)
    shown = "\0".join([article.source for article in selection.shown if article.hold is None])
    marked = [(article.source, article.hold) for article in selection.shown if article.hold]
    held = [(article.source, hold) for article, hold in selection.held]
    registries = (content.settings, content.topics, content.providers, content.pages)
    faults = content.diagnostics
    for value in (wanted, registries, shown, marked, held, content.held, faults, list(_sign_theme(inputs))):
        found.update(repr(value).encode("utf-8", "surrogatepass"))
    return found.digest()


def _find_span(articles: Sequence[Article], now: datetime) -> tuple[float, float]:
    """Give the time in which the clock has the same articles shown as now: from a moment until before another."""
    moments = [article.published_at for article in articles]
    moments += [article.expires_at for article in articles if article.expires_at is not None]
    since = max((moment for moment in moments if moment <= now), default=None)
    until = min((moment for moment in moments if moment > now), default=None)
    return -inf if since is None else since.timestamp(), inf if until is None else until.timestamp()


def _sign_theme(inputs: Inputs) -> Iterator[tuple[str, int, int, int]]:
    """Give the names of templates and static files with their status; where in doubt, a site is planned once more."""
    for path in (*_template_files(inputs.theme), *(file.path for file in inputs.files)):
        try:
            status = path.stat()
        except OSError:
            continue
        yield str(path), status.st_mtime_ns, status.st_size, status.st_ino


def _template_files(theme: Theme) -> Iterable[Path]:
    return (path for folder in theme.templates for path in sorted(folder.rglob("*")))


def stands(ledger: Ledger, signs: Signs, displaced: Collection[str]) -> bool:
    """Tell whether the last build was of the same inputs, and none of the files that it left is displaced."""
    if ledger.standing is None or displaced:
        return False
    last = ledger.standing.signs
    return (last.frame, last.contents) == (signs.frame, signs.contents)


def is_framed_alike(ledger: Ledger, survey: Survey | None, now: datetime) -> bool:
    """Tell, before anything is read, whether nothing but articles' files has changed, and the clock shows the same."""
    if ledger.standing is None or survey is None or not survey.rest:
        return False
    last = ledger.standing.signs
    return last.rest == survey.rest and last.since <= now.timestamp() < last.until


def is_untouched(ledger: Ledger, survey: Survey | None, now: datetime) -> bool:
    """Tell, before anything is read, whether the inputs are those of the last build, and the clock shows the same."""
    if ledger.standing is None or survey is None or not is_framed_alike(ledger, survey, now):
        return False
    return not survey.suspects(ledger.standing.signs.shelves)


def renew(ledger: Ledger, signs: Signs, cache: Path | None) -> Ledger:
    """Let the ledger of a site that stands know its inputs' files by their new times."""
    standing = ledger.standing
    if cache is None or standing is None or not (signs.rest and all(signs.shelves)):
        return ledger
    signs = replace(signs, ground=standing.signs.ground)  # of the same frame and contents
    if signs == standing.signs:
        return ledger
    renewed = replace(ledger, standing=replace(standing, signs=signs))
    write_ledger(cache, renewed)
    return renewed


def stamp_others(output: Path, names: Iterable[str], entries: Mapping[str, Entry]) -> dict[str, Stamp] | None:
    """Give the stamps of the site's files that are no pages, its manifest among them; None where one is missing."""
    try:
        return {name: Stamp.of((output / name).lstat()) for name in (*names, MANIFEST) if name not in entries}
    except OSError:
        return None
