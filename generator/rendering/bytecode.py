"""Compiled templates of the built-in theme, kept where Python keeps our own compiled modules, and trusted as those are.

Compiling them takes a tenth of a second. They are not in a build's cache folder: what lies there may have been
restored from anywhere, and compiled code is run.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from generator.fingerprint import digest_code
from generator.kept import read_kept, write_kept
from generator.rendering.theme import builtin_theme

_PURPOSE = b"Broadsheet template 1\n"
_ENDING = ".jinja.pyc"


class ThemeBytecode(BytecodeCache):
    """The compiled templates of the built-in theme for one `kind` of environment; a site's own ones are not kept.

    `given` digests all that the environment's filters hang on, for Jinja calls those of constants (`'x.css' | asset`)
    when it compiles them.
    """

    def __init__(self, kind: str, given: bytes, folder: Path | None = None) -> None:
        self._kind = kind
        self._given = given
        self._folder = folder or _find_folder()
        self._theme = builtin_theme().templates

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Give the file's name for a template; empty for one that is not the theme's."""
        is_ours = any(filename == str(folder / name) for folder in self._theme)
        return f"{name.replace('/', '.')}.{self._kind}{_ENDING}" if is_ours else ""

    def get_source_checksum(self, source: str) -> str:
        """Name what the code is made from: the template, and all that compiles it."""
        return super().get_source_checksum(source) + self._given.hex() + digest_code().hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template that was kept."""
        kept = read_kept(self._folder / bucket.key, _PURPOSE) if self._folder and bucket.key else None
        if kept is not None:
            bucket.bytecode_from_string(bytes(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, unless Python is told to keep no code, or the folder cannot be written."""
        if self._folder and bucket.key and not sys.dont_write_bytecode:
            write_kept(self._folder / bucket.key, _PURPOSE, bucket.bytecode_to_string())


def _find_folder() -> Path | None:
    with suppress(NotImplementedError):  # a Python that keeps no compiled modules
        return Path(cache_from_source(__file__)).parent
    return None
