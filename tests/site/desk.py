"""A site as people keep it for years: a content folder that is edited, and builds over one output with one cache."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from msgspec.structs import replace

from generator.build import BuildOptions, BuildReport, build
from generator.publishing.manifest import MANIFEST, read_manifest
from generator.verify import build_and_verify
from tests.built import read_tree

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}"/>'


@dataclass
class Desk:
    """A site under `folder`; `options` may be replaced between builds. Stories are paths, newest first."""

    folder: Path
    options: BuildOptions
    stories: list[Path] = field(default_factory=list)
    put_aside: dict[Path, str] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.options.content

    @property
    def output(self) -> Path:
        return self.options.output

    @property
    def cache(self) -> Path:
        assert self.options.cache
        return self.options.cache

    def use(self, **options: Any) -> None:
        self.options = replace(self.options, **options)

    def build(self) -> BuildReport:
        return build(self.options)

    def verify(self) -> BuildReport:
        """Build, compare with a clean build, and hold that the output has nothing besides."""
        report, verification = build_and_verify(self.options)
        assert not report.failed, report.diagnostics
        assert verification.holds, [each for each in report.diagnostics if each.code == "O103"]
        assert set(read_tree(self.output)) == read_manifest(self.output).files | {MANIFEST}
        assert not [path for path in self.output.rglob("*") if path.is_dir() and not any(path.iterdir())]
        return report

    # --- Files ---------------------------------------------------------------------------------

    def write(self, name: str, text: str) -> Path:
        """Write a file of the site: `content/…`, `static/…` or `templates/…`."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def remove(self, *names: str) -> None:
        for name in names:
            (self.folder / name).unlink()

    def override(self, name: str, old: str, new: str) -> None:
        """Lay a changed copy of a file of the theme over it: `templates/…` or `static/…`."""
        mine, theirs = self.folder / name, ROOT / name
        text = (mine if mine.exists() else theirs).read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def add(self, stem: str, **fields: Any) -> Path:
        """Write a story; it needs no field but what is told."""
        known = {"title": stem.title(), "webUrl": f"https://news.example/{stem}", "publishedDateTime": "2024-10-01"}
        body = fields.pop("body", "")
        lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in {**known, **fields}.items())
        return self.write(f"content/news/{stem}.md", f"---\n{lines}---\n{body}")

    def configure(self, **settings: Any) -> None:
        """Change settings; None removes one."""
        path = self.content / "site.yaml"
        known = yaml.safe_load(path.read_text("utf-8")) | settings
        path.write_text(yaml.safe_dump({name: each for name, each in known.items() if each is not None}), "utf-8")

    # --- Stories -------------------------------------------------------------------------------

    def fields(self, path: Path) -> dict[str, Any]:
        text = path.read_text("utf-8-sig")
        found: dict[str, Any] = yaml.safe_load(text.split("\n---", 1)[0].removeprefix("---"))
        return found

    def change(self, story: int, **fields: Any) -> None:
        """Give fields of a story other values; None removes one."""
        path = self.stories[story]
        path.write_text(with_fields(path.read_text("utf-8-sig"), fields), "utf-8")

    def append(self, story: int, body: str) -> None:
        path = self.stories[story]
        path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n\n{body}\n", "utf-8")

    def keep(self, count: int) -> None:
        """Delete all stories but the newest ones."""
        for path in self.stories[count:]:
            path.unlink()
        self.stories = self.stories[:count]

    def rename(self, story: int, stem: str) -> None:
        self.stories[story] = self.stories[story].rename(self.stories[story].with_name(f"{stem}.md"))

    def put_away(self, story: int) -> None:
        """Delete a story's file, to be laid back by `lay_back`."""
        path = self.stories[story]
        self.put_aside[path] = path.read_text("utf-8")
        path.unlink()

    def lay_back(self) -> None:
        for path, text in self.put_aside.items():
            path.write_text(text, "utf-8")
        self.put_aside.clear()


@contextmanager
def files_of_long_ago() -> Iterator[None]:
    """Let all files count as written long ago, so that builds believe their times; all is done at one moment."""
    later = time.time_ns() + 60_000_000_000
    with ExitStack() as patches:
        for module in ("generator.survey", "generator.loader.reading"):
            patches.enter_context(patch(f"{module}.clock", lambda: later))
        yield


def with_fields(text: str, fields: dict[str, Any]) -> str:
    """Set fields in the front matter of an article; a value is written in one line, as JSON is."""
    for name, value in fields.items():
        text = re.sub(rf"^{name}:.*\n(?:(?:[ \t]+.*)?\n(?!---))*", "", text, count=1, flags=re.MULTILINE)
        if value is not None:
            text = text.replace("---\n", f"---\n{name}: {json.dumps(value)}\n", 1)
    return text


def open_desk(folder: Path, content: Path, **options: Any) -> Desk:
    """Copy a content folder, and the demonstration's pictures."""
    shutil.copytree(content, folder / "content")
    shutil.copytree(ROOT / "static" / "pictures", folder / "static" / "pictures")
    (folder / "templates").mkdir()
    chosen = BuildOptions(
        folder / "content", folder / "site", folder / "cache", folder / "templates", folder / "static", now=NOW
    )
    desk = Desk(folder, replace(chosen, **options))
    shown = []
    for path in sorted((folder / "content" / "news").iterdir()):
        text = path.read_text("utf-8-sig")
        date = re.search(r"^publishedDateTime: \"?([^\"\n]+)", text, re.MULTILINE)
        if date and (
            desk.options.unpublished or not re.search(r"^(published: false|removed: true)", text, re.MULTILINE)
        ):
            shown.append((date[1], path))
    desk.stories = [path for _, path in sorted(shown, reverse=True)]
    return desk
