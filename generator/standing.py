"""Is the site as it should be already?  The answer hangs on the inputs alone, so that nobody plans what stands.

A build leaves a digest of its inputs in the ledger, with the stamps of all files it left.  Where both are the same
again, its report holds, too.  The clock takes part by what it decides: which articles are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

from generator.indexer import Selection
from generator.inputs import Inputs
from generator.options import BuildOptions
from generator.publishing import Entry, Ledger, Stamp
from generator.publishing.manifest import MANIFEST
from generator.rendering import Theme, digest_code


def digest_inputs(inputs: Inputs, selection: Selection, options: BuildOptions) -> bytes:
    """Digest all that a site is made of: two builds of equal digests give the same files and the same report."""
    content = inputs.content
    found = blake2b(digest_code(), digest_size=16)
    wanted = (str(options.content), options.unpublished, options.future, options.strict, options.keep_going)
    shown = [article.source for article in selection.shown if article.hold is None]
    marked = [(article.source, article.hold) for article in selection.shown if article.hold]
    held = [(article.source, hold) for article, hold in selection.held]
    registries = (content.settings, content.topics, content.providers, content.pages)
    faults = content.diagnostics
    for value in (wanted, registries, shown, marked, held, content.held, faults, list(_sign_theme(inputs))):
        found.update(repr(value).encode("utf-8", "surrogatepass"))
    found.update("\n".join(content.digests).encode("utf-8", "surrogatepass") + b"".join(content.digests.values()))
    return found.digest()


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


def stands(ledger: Ledger, inputs: bytes, displaced: Collection[str]) -> bool:
    """Tell whether the last build was of the same inputs, and none of the files that it left is displaced."""
    return ledger.standing is not None and ledger.standing.inputs == inputs and not displaced


def stamp_others(output: Path, names: Iterable[str], entries: Mapping[str, Entry]) -> dict[str, Stamp] | None:
    """Give the stamps of the site's files that are no pages, its manifest among them; None where one is missing."""
    try:
        return {name: Stamp.of((output / name).lstat()) for name in (*names, MANIFEST) if name not in entries}
    except OSError:
        return None
