"""Static files: read from the theme's folders, bundled, and published under names that change with their content.

A fingerprinted file may be cached for ever; the same bytes have the same name on every machine.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from posixpath import join, splitext
from urllib.parse import quote

import msgspec

from generator.computed import Computed
from generator.diagnostics import Diagnostic, Place, fault, sort_diagnostics
from generator.rendering.references import near_miss, shown_path
from generator.rendering.scripts import imported_modules, rewrite_script
from generator.rendering.static_files import Assets, StaticFile
from generator.rendering.stylesheets import bundle_stylesheet, imported_parts

FOLDER = "static"
"""The folder of fingerprinted files inside the site."""
_ROOT = "root/"
_PICTURES = "pictures/"
_DIGITS = 10
_UNFIT = re.compile(r"[\\\x00-\x1f\x7f\ud800-\udfff]")  # in a name that becomes a part of an address


def build_assets(files: Sequence[StaticFile], base: str, used_pictures: Collection[str] | None = None) -> Assets:
    """Bundle and fingerprint static files for a site under the base path `base` (`/digest/`).

    `root/…` files go to the site's root under their own names.  Files under `pictures/` are
    published only where `used_pictures` has them (`/pictures/x.svg`) or a style sheet or script
    does; None publishes all.  Faults in style sheets and scripts are diagnostics (R103).
    """
    refused = [file for file in files if _UNFIT.search(file.name)]
    files = [file for file in files if file not in refused]
    workshop = _Workshop({file.name: file.path for file in files}, faults=[_misnamed(file.path) for file in refused])
    for name in workshop.paths:
        if name.startswith(_ROOT) or name in workshop.parts:
            continue
        if used_pictures is None or not name.startswith(_PICTURES) or "/" + name in used_pictures:
            workshop.publish(name)
    roots = [(file.name.removeprefix(_ROOT), file.path) for file in files if file.name.startswith(_ROOT)]
    hrefs = {"/" + name: base + quote(join(FOLDER, target)) for name, target in sorted(workshop.published.items())}
    outputs = {join(FOLDER, workshop.published[name]): content for name, content in workshop.contents.items()}
    return Assets(hrefs, (*sorted(outputs.items()), *roots), sort_diagnostics(workshop.faults))


class _Workshop(msgspec.Struct):
    """Static files on their way: each is published after the files it refers to, whose names it carries."""

    paths: Mapping[str, Path]
    published: dict[str, str] = msgspec.field(default_factory=dict)
    contents: dict[str, bytes | Path] = msgspec.field(default_factory=dict)
    faults: list[Diagnostic] = msgspec.field(default_factory=list)
    styles: dict[str, str] = msgspec.field(default_factory=dict)
    scripts: dict[str, str] = msgspec.field(default_factory=dict)
    parts: set[str] = msgspec.field(default_factory=set)
    underway: list[str] = msgspec.field(default_factory=list)

    def __post_init__(self) -> None:
        for name, path in self.paths.items():
            if name.startswith(_ROOT):
                continue
            if name.endswith(".css"):
                self.styles[name] = self._read(path)
                self.parts.update(part for part in imported_parts(name, self.styles[name]) if part != name)
            elif name.endswith((".js", ".mjs")):
                self.scripts[name] = self._read(path)

    def publish(self, name: str) -> str | None:
        """Give the fingerprinted name of a file, publishing it first; None where there is no such file."""
        if name in self.published:
            return self.published[name]
        if name not in self.paths or name in self.underway:
            return None
        self.underway.append(name)
        try:
            content = self._build(name)
            stem, suffix = splitext(name)
            self.published[name] = f"{stem}.{_digest(content)}{suffix}"
            self.contents[name] = content
        except OSError as error:
            self.faults.append(_unreadable(self.paths[name], error.strerror or str(error)))
            self.published[name] = name
        finally:
            self.underway.pop()
        return self.published[name]

    def _build(self, name: str) -> bytes | Path:
        if name in self.styles:
            paths = Computed(self.paths, lambda each: shown_path(self.paths[each]))
            text, faults = bundle_stylesheet(name, self.styles, self.publish, paths)
        elif name in self.scripts:
            if circle := self._circle(name):
                if name == min(circle):  # once for all of them
                    self.faults.append(_circular(circle, self.paths[name]))
                return self.scripts[name].encode()
            text, faults = rewrite_script(name, self.scripts[name], shown_path(self.paths[name]), self.publish)
        else:
            return self.paths[name]
        self.faults += faults
        return text.encode()

    def _circle(self, name: str) -> tuple[str, ...]:
        """Give the modules through which a module imports itself: each one's name would hang on the other's."""
        seen: dict[str, tuple[str, ...]] = {name: (name,)}
        queue = [name]
        for current in queue:
            for target in imported_modules(current, self.scripts.get(current, "")):
                if target == name:
                    return seen[current]
                if target not in seen:
                    seen[target] = (*seen[current], target)
                    queue.append(target)
        return ()

    def _read(self, path: Path) -> str:
        try:
            return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except OSError as error:
            self.faults.append(_unreadable(path, error.strerror or str(error)))
        except UnicodeDecodeError:
            self.faults.append(_unreadable(path, "it is not UTF-8"))
        return ""


def _unreadable(path: Path, reason: str) -> Diagnostic:
    return fault("R103", f"the static file cannot be read: {reason}", Place(shown_path(path)))


def _misnamed(path: Path) -> Diagnostic:
    message = "the static file's name has a backslash or a control character in it, or is not UTF-8"
    return fault("R103", message, Place(shown_path(path)), "rename it")


def _circular(names: tuple[str, ...], path: Path) -> Diagnostic:
    message = f"modules import each other: {' → '.join((*names, names[0]))}"
    return fault("R103", message, Place(shown_path(path)), "move what they share into a module of its own")


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()[:_DIGITS]
    status = content.stat()
    return _digest_file(os.fspath(content), status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=16_384)
def _digest_file(path: str, changed: int, size: int, inode: int) -> str:
    """Give the digest of a file in one state: a preview plans again and again, and pictures are large."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]


def explain_missing(name: str, hrefs: Mapping[str, str]) -> str:
    """Give a hint for a static file that does not exist: the nearest name, or nothing."""
    return near_miss(name, [path.removeprefix("/") for path in hrefs])
