"""What runs: our own code, the libraries beside it and Python, as digests that are others where any of it is.

Nothing is imported to find out; what was kept under another digest is of no use any more.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = (".dist-info", ".egg-info")
"""How the folders end that say what is installed, and in which version."""


@cache
def digest_code() -> bytes:
    """Digest our own code, the libraries that are installed beside it, and the Python that runs them: 16 bytes."""
    found = blake2b(digest_size=16)
    files = (part for file in read_code().items() for part in file)
    for part in (sys.version, *name_libraries(), *files):
        found.update(framed(part))
    return found.digest()


@cache
def read_code() -> dict[str, bytes]:
    """Read our own modules, by the names of their files in the package."""
    return {name.replace(os.sep, "/"): content for name, content in read_files(_PACKAGE, ".py")}


@cache
def name_libraries() -> tuple[str, ...]:
    """Name what is installed with its versions, such as `pyyaml-6.0.3.dist-info`, in order."""
    names: set[str] = set()
    for folder in sys.path:
        try:
            names.update(path.name for path in Path(folder or ".").iterdir() if path.name.endswith(_INSTALLED))
        except OSError:
            continue
    return tuple(sorted(names))


def framed(part: str | bytes) -> bytes:
    """Give a part of what is digested with its length, so that two parts are never taken for two others."""
    content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
    return len(content).to_bytes(8, "big") + content


def read_files(folder: Path, extension: str = "") -> Iterator[tuple[str, bytes]]:
    """Give the names and the contents of the files in a folder, in order; one that cannot be read has none."""
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
