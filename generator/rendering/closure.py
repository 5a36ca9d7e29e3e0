"""The closure: all that every page hangs on, whatever its own key says.

Templates, the theme's static files, settings, registries, what all pages share, the libraries that draw, and our own
code. It errs on the side of change: a template that one page kind uses has every page drawn again, and only
what then differs is written.
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
from generator.urls import static_path

if TYPE_CHECKING:
    from generator.config import Settings
    from generator.indexer import Digest
    from generator.pages.parts import SiteView
    from generator.rendering.theme import Theme

_PACKAGE = Path(__file__).resolve().parents[1]
_CONTENT_PICTURES = "/pictures/"
_INSTALLED = (".dist-info", ".egg-info")


def digest_closure(
    theme: Theme, settings: Settings, site: SiteView, digest: Digest, assets: Mapping[str, str]
) -> bytes:
    """Digest what all pages of a site hang on: 16 bytes, other ones as soon as any of it is different."""
    found = blake2b(digest_registries(settings, digest), digest_size=16)
    pictured = False
    for folder in theme.templates:
        for part in _read_files(folder):
            found.update(_framed(part))
            pictured = pictured or (isinstance(part, bytes) and _CONTENT_PICTURES[1:].encode() in part)
    shared = dict(_shared_assets(assets, digest, everything=pictured))
    for value in (site, sorted(shared.items())):
        found.update(_framed(repr(value)))
    return found.digest()


def digest_registries(settings: Settings, digest: Digest) -> bytes:
    """Digest what all that is made of articles hangs on, drawn or not: our code, settings and registries."""
    found = blake2b(digest_code(), digest_size=16)
    registries = ([topic.entry for topic in digest.topics], sorted(digest.registry.by_name.items()))
    for value in (settings, registries):
        found.update(_framed(repr(value)))
    return found.digest()


@cache
def digest_code() -> bytes:
    """Digest our own code, the libraries that are installed beside it, and the Python that runs them."""
    found = blake2b(digest_size=16)
    for part in (sys.version, *_installed_libraries(), *_read_files(_PACKAGE, ".py")):
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


def _read_files(folder: Path, extension: str = "") -> Iterator[str | bytes]:
    """Give the names and the contents of the files in a folder, in order."""
    for above, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            if name.endswith(extension):
                path = os.path.join(above, name)  # noqa: PTH118
                yield os.path.relpath(path, folder)
                yield _read(path)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - hundreds of files, at the start of every build
            return file.read()
    except OSError:
        return b""
