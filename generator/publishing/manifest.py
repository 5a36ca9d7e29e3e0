"""The manifest of an output folder: which of its files are Broadsheet's.

Only files that it lists are ever replaced or removed.  It holds no time and no path of the
machine: the same site has the same manifest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence, Set
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Literal

import msgspec

MANIFEST = ".broadsheet.json"
_VERSION = 1
_PART = r"(?!\.{1,2}(?:/|\Z))[^/\\\0]+"
_INSIDE = re.compile(rf"(?![^/]*:){_PART}(?:/{_PART})*")
# What a name that leads outside has somewhere, once names stand between slashes; others may have it, too.
_SIGNS = ("\\", "\0", ":")
_ODD_PART = re.compile(rf"/(?:/|\.(?:\.?|{re.escape(MANIFEST[1:])})/)")


class _Written(msgspec.Struct, frozen=True):
    version: Literal[1]
    files: list[str]


_DECODER = msgspec.json.Decoder(_Written)


class Manifest(msgspec.Struct, frozen=True):
    """What a manifest says: `files` are names inside the folder, with forward slashes.

    `fault` says why there are none: an empty text where all is well or no manifest is there.
    """

    exists: bool = False
    files: frozenset[str] = frozenset()
    fault: str = ""
    _listed: Sequence[str] = ()
    _content: bytes = b""

    def is_for(self, names: Set[str]) -> bool:
        """Tell whether it is, byte for byte, the manifest of some files."""
        is_same = self.files == names and len(self._listed) == len(names)
        return is_same and self._content == manifest_bytes(self._listed)  # in order mostly, and so quick to sort


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of an output folder; one that is damaged, or lists files outside, lists nothing."""
    try:
        content = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Manifest()
    except OSError as error:
        return Manifest(exists=True, fault=error.strerror or "it cannot be read")
    return _parse_manifest(content)


@lru_cache(maxsize=1)  # whether the folder will do is asked before what is in it
def _parse_manifest(content: bytes) -> Manifest:
    try:
        files = _DECODER.decode(content).files
        if are_inside(files):
            return Manifest(exists=True, files=frozenset(files), _listed=files, _content=content)
    except (ValueError, RecursionError):  # of msgspec, or of Unicode
        pass
    return Manifest(exists=True, fault=_explain(content))


def _explain(content: bytes) -> str:
    """Say what is wrong with a manifest."""
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        return "it is not JSON"
    if not isinstance(parsed, dict) or parsed.get("version") != _VERSION:
        return f"it is not of version {_VERSION}"
    return "it does not list files of this folder"


def manifest_bytes(files: Collection[str]) -> bytes:
    """Give the manifest that lists these files."""
    # One name in a line, as by `indent=0`, which takes ten times as long.
    listed = ",\n".join(map(encode_basestring, sorted(files)))
    return f'{{\n"version": {_VERSION},\n"files": [\n{listed}\n]\n}}\n'.encode()


def are_inside(names: Collection[str]) -> bool:
    """Tell whether all names stay inside their folder (`is_inside`): tens of thousands, nearly always plain ones."""
    text = "/".join(["", *names, ""])
    is_plain = _ODD_PART.search(text) is None and not any(sign in text for sign in _SIGNS)
    return is_plain or all(is_inside(name) for name in names)


def is_inside(name: str) -> bool:
    """Tell whether a name with forward slashes stays inside its folder, on every system."""
    return _INSIDE.fullmatch(name) is not None and name != MANIFEST
