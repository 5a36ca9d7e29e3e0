"""The templates as they are at one moment, so that a preview can go on with the last ones that were sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError


class TemplateFile(msgspec.Struct, frozen=True):
    """A template: where it is on disk, and its bytes; None where it cannot be read."""

    path: Path
    content: bytes | None


class TemplateSnapshot(BaseLoader):
    """Loads templates from memory; two snapshots say the same where their `files` are equal."""

    def __init__(self, files: Mapping[str, TemplateFile]) -> None:
        self.files = files

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Give a template's text and its file, as Jinja asks for them."""
        file = self.files.get(template)
        if file is None or file.content is None:
            raise TemplateNotFound(template)
        try:
            return file.content.decode("utf-8"), str(file.path), lambda: True
        except UnicodeDecodeError as error:
            line = file.content.count(b"\n", 0, error.start) + 1
            raise TemplateSyntaxError("the file is not UTF-8", line, template, str(file.path)) from None


def read_templates(folders: Sequence[Path]) -> TemplateSnapshot:
    """Read all templates; the first folder that has a template wins."""
    files: dict[str, TemplateFile] = {}
    for folder in reversed(folders):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                files[path.relative_to(folder).as_posix()] = TemplateFile(path, _read(path))
    return TemplateSnapshot(files)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
