"""Which folders may be the output: a wrong `--output` must not cost anyone a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.diagnostics import Diagnostic, Place, fault
from generator.publishing.changes import DRAFTS
from generator.publishing.ledger import Stamp
from generator.publishing.manifest import MANIFEST, read_manifest

_HARMLESS = frozenset({".git", ".gitkeep", ".gitignore", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""Names that do not make a folder somebody's: a published branch's checkout, what desktops leave behind."""

_ANOTHER = "choose a folder of its own, such as --output _site"


def check_output(output: Path, *sources: Path | None, manifest: Stamp | None = None) -> tuple[Diagnostic, ...]:
    """Refuse an output folder that holds, or may hold, someone's work (O101); no answer means that it will do.

    Fine are a folder that does not exist, an empty one, and one with our manifest.  `sources` are
    the folders that the site is made from; links are followed before anything is compared.  A manifest with the
    stamp of the one that the last build left need not be read.
    """
    try:
        folder = output.resolve()
        reason, hint = _refusal(folder, [source for source in sources if source])
        if not reason and folder.exists() and not _is_left_so(folder / MANIFEST, manifest):
            reason, hint = _strangers(output, folder)
    except (OSError, RuntimeError) as error:  # a folder that cannot be listed, links in a circle
        reason, hint = f"it cannot be read ({getattr(error, 'strerror', None) or error})", ""
    if not reason:
        return ()
    return (fault("O101", f"the output folder is refused: {reason}", Place(str(output)), hint or _ANOTHER),)


def _refusal(folder: Path, sources: Iterable[Path]) -> tuple[str, str]:
    """Give the reason why a folder is refused and a way out, or empty texts."""
    if folder.parent == folder:
        return "it is the root of the disk", ""
    for kept, what in ((Path.home(), "your home folder"), (Path.cwd(), "the folder you are in")):
        if _holds(folder, kept):
            same = folder.resolve() == kept.resolve()
            return f"it is {what}" if same else f"it holds {what}", ""
    for source in sources:
        if _holds(folder, source) or _holds(source, folder):
            return f"it overlaps '{source}', which the site is made from", ""
    if not folder.exists():
        return ("it is below a file", "") if _is_below_file(folder) else ("", "")
    if not folder.is_dir():
        return "it is a file", ""
    return "", ""


def _is_left_so(file: Path, stamp: Stamp | None) -> bool:
    """Tell whether a file has the stamp that one was left with."""
    if stamp is None:
        return False
    try:
        return Stamp.of(file.lstat()) == stamp
    except OSError:
        return False


def _strangers(output: Path, folder: Path) -> tuple[str, str]:
    manifest = read_manifest(folder)
    if manifest.exists and not manifest.fault:
        return "", ""
    others = sorted(path.name for path in folder.iterdir() if path.name not in {*_HARMLESS, MANIFEST, DRAFTS})
    if not others:
        return "", ""
    found = f"it holds files that Broadsheet did not write, such as '{others[0]}'"
    if manifest.fault:
        found = f"its list of files, {MANIFEST}, cannot be used ({manifest.fault})"
    return found, f"if nothing in it is needed, empty it yourself: {output}"


def _holds(outer: Path, inner: Path) -> bool:
    """Tell whether a folder is another one or above it, whatever their spelling."""
    inner = inner.resolve()
    return any(_same(outer, each) for each in (inner, *inner.parents))


def _same(first: Path, second: Path) -> bool:
    if first.resolve() == second:
        return True
    try:
        return first.samefile(second)  # on a disk where letter case does not count
    except OSError:
        return False


def _is_below_file(folder: Path) -> bool:
    nearest = next((parent for parent in folder.parents if parent.exists()), folder)
    return not nearest.is_dir()
