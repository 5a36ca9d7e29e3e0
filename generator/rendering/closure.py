"""The closures: all that the pages of a template hang on, whatever their own keys say.

The template and all that it uses, the theme's static files, settings, registries, what all pages share, the libraries
that draw, and our own code. They err on the side of change: where in doubt, a page is drawn again, and only what then
differs is written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model import Picture
from generator.rendering.template_uses import find_uses
from generator.urls import static_path

if TYPE_CHECKING:
    from generator.config import Settings
    from generator.indexer import Digest
    from generator.pages.parts import SiteView
    from generator.rendering.theme import Theme

_PACKAGE = Path(__file__).resolve().parents[1]
_CONTENT_PICTURES = "/pictures/"
_INSTALLED = (".dist-info", ".egg-info")


def digest_closures(
    theme: Theme, settings: Settings, site: SiteView, digest: Digest, assets: Mapping[str, str]
) -> dict[str, bytes]:
    """Digest what the pages of each template hang on, by the template's name: 16 bytes, others where any differs."""
    base = digest_registries(settings, digest) + repr(site).encode("utf-8", "surrogatepass")
    shared = {
        everything: repr(sorted(_shared_assets(assets, digest, everything=everything))).encode("utf-8", "surrogatepass")
        for everything in (False, True)
    }
    sources = _read_templates(theme)
    closures = {}
    for name, used in find_uses(sources).items():
        is_pictured = any(_CONTENT_PICTURES[1:].encode() in sources[each] for each in used)
        found = blake2b(digest_size=16)
        for part in (base, shared[is_pictured], *(part for each in sorted(used) for part in (each, sources[each]))):
            found.update(_framed(part))
        closures[name] = found.digest()
    return closures


def _read_templates(theme: Theme) -> dict[str, bytes]:
    """Read the templates that count; the first folder that has one of a name wins."""
    sources: dict[str, bytes] = {}
    for folder in reversed(theme.templates):
        sources.update((name.replace(os.sep, "/"), content) for name, content in _read_files(folder))
    return sources


def digest_registries(settings: Settings, digest: Digest) -> bytes:
    """Digest what all that is made of articles hangs on, drawn or not: our code, settings and registries."""
    found = blake2b(digest_code(), digest_size=16)
    entries = [topic.entry for topic in digest.topics if topic.entry]
    registries = (entries, sorted(digest.registry.by_name.items()))
    for value in (settings, registries):
        found.update(_framed(repr(value)))
    return found.digest()


@cache
def digest_code() -> bytes:
    """Digest our own code, the libraries that are installed beside it, and the Python that runs them."""
    found = blake2b(digest_size=16)
    files = (part for file in _read_files(_PACKAGE, ".py") for part in file)
    for part in (sys.version, *_installed_libraries(), *files):
        found.update(_framed(part))
    return found.digest()


def _framed(part: str | bytes) -> bytes:
    content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
    return len(content).to_bytes(8, "big") + content


def _shared_assets(assets: Mapping[str, str], digest: Digest, *, everything: bool) -> Iterator[tuple[str, str]]:
    """Give the static files that any page may show; a story's own pictures are in its key."""
    logos: list[Picture] = []
    for topic in digest.topics:
        logos.extend(topic.images)
    for entry in digest.registry.by_name.values():
        logos.extend(entry.images)
    names = {static_path(picture.url) for picture in logos}
    for name, href in assets.items():
        if everything or name in names or not name.startswith(_CONTENT_PICTURES):
            yield name, href


def _installed_libraries() -> list[str]:
    """Name what is installed with its versions, by the folders that say so: no library is loaded for it."""
    names: set[str] = set()
    for folder in sys.path:
        try:
            names.update(path.name for path in Path(folder or ".").iterdir() if path.name.endswith(_INSTALLED))
        except OSError:
            continue
    return sorted(names)


def _read_files(folder: Path, extension: str = "") -> Iterator[tuple[str, bytes]]:
    """Give the names and the contents of the files in a folder, in order."""
    for above, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            if name.endswith(extension):
                path = os.path.join(above, name)  # noqa: PTH118
                yield os.path.relpath(path, folder), _read(path)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds of files, at the start of every build
            return file.read()
    except OSError:
        return b""
