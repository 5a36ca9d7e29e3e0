"""What is built: our site in two configurations and all cases, Hugo's site, and the floor under both.

No folder is removed or built into twice from empty: on ext4 without a journal a new file takes up to ten times as
long for minutes after many were deleted, for the kernel passes over inodes that were in use a moment ago.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from benchmarks import hugo
from benchmarks.corpora import CHECKOUT, choose_article, edit_title
from benchmarks.processes import Run, run

CASES = ("clean", "warm", "one title", "nothing", "topic template", "article template", "layout", "one setting")
"""What has changed since the build before, in the order of the table."""
CONFIGURATIONS: Mapping[str, Mapping[str, object]] = {
    "all": {"api": True, "search": True},
    "as Hugo's": {
        "api": False,
        "search": False,
        "older_pages": False,
        "feeds": {"formats": ["rss"], "lists": ["site", "topics"]},
    },
}
"""Settings of the two sites of ours: every kind of page, and the kinds that the kit's Hugo site has."""
_SETTLED = 2.5  # seconds: a file is believed by its times if they lay two back when it was read


@dataclass(frozen=True, slots=True)
class Result:
    """What one build took: the run, the seconds of each phase where it tells, files and bytes of its site."""

    run: Run
    files: int
    size: int
    phases: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OurSite:
    """One configuration of our site on a copy of a corpus, which the cases change."""

    folder: Path
    article: Path

    @classmethod
    def prepare(cls, corpus: Path, folder: Path, settings: Mapping[str, object]) -> OurSite:
        """Copy a corpus, and give it these settings and a template of its own."""
        shutil.copytree(corpus, folder / "content")
        (folder / "templates").mkdir()
        site = cls(folder, choose_article(folder / "content"))
        site.change_settings(settings)
        site.change_template("first")
        return site

    def measure_round(self, number: int, *, sampled: bool = False) -> Iterator[tuple[str, Result]]:
        """Build every case once, in folders that are new in each round; `sampled` to know the memory, not the time."""
        first, second = f"site-{number}-clean", f"site-{number}-warm"
        time.sleep(_SETTLED)
        yield "clean", self.build(number, first, sampled)
        yield "nothing", self.build(number, first, sampled)
        for path in (self.folder / "content").rglob("*"):
            os.utime(path)  # as a fresh checkout does
        time.sleep(_SETTLED)
        yield "warm", self.build(number, second, sampled)
        edit_title(self.article, f"Headline {number}")
        yield "one title", self.build(number, second, sampled)
        self.change_template(f"round {number}", "pages/topic.html", "{% block main %}")
        yield "topic template", self.build(number, second, sampled)
        self.change_template(f"round {number}", "pages/article.html", "{% block main %}")
        yield "article template", self.build(number, second, sampled)
        self.change_template(f"round {number}")
        yield "layout", self.build(number, second, sampled)
        self.change_settings({"tagline": f"Tagline {number}"})
        yield "one setting", self.build(number, second, sampled)

    def build(self, number: int, output: str, sampled: bool) -> Result:
        """Build by the command line, as a user would, with the cache of this round."""
        command = [sys.executable, "-m", "generator", "build", "--timings", "--format", "json"]
        done = run(
            [*command, "--cache", f"cache-{number}", "--output", output],
            self.folder,
            {**os.environ, "PYTHONPATH": str(CHECKOUT)},
            sampled=sampled,
        )
        answer = json.loads(done.printed)
        return Result(done, *weigh(self.folder / output), answer.get("timings", {}))

    def change_settings(self, changed: Mapping[str, object]) -> None:
        """Write settings into `site.yaml`."""
        path = self.folder / "content" / "site.yaml"
        settings = yaml.safe_load(path.read_text("utf-8")) | dict(changed)
        path.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")

    def change_template(self, text: str, name: str = "base.html", after: str = "</html>") -> None:
        """Lay a template over the theme's, with a comment in it: no page of it stays the same, byte for byte."""
        template = (CHECKOUT / "templates" / name).read_text("utf-8")
        path = self.folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.replace(after, f"{after}<!-- {text} -->", 1), "utf-8")


@dataclass(frozen=True, slots=True)
class HugoSite:
    """The kit's Hugo site on the same articles."""

    folder: Path
    article: Path

    @classmethod
    def prepare(cls, corpus: Path, folder: Path) -> HugoSite:
        """Lay the articles out for Hugo."""
        folder.mkdir(parents=True)
        return cls(folder, hugo.prepare_site(corpus, folder / "site", choose_article(corpus).name))

    def measure_round(self, number: int, *, sampled: bool = False) -> Iterator[tuple[str, Result]]:
        """Build into a new folder, and again over it with one title edited, which is all that Hugo knows of it."""
        output = self.folder / f"site-{number}"
        command = hugo.build_command(output, self.folder / f"cache-{number}")
        for case in ("clean", "one title"):
            done = run(command, self.folder / "site", sampled=sampled)
            yield case, Result(done, *weigh(output))
            edit_title(self.article, f"Headline {number}")


def measure_floor(content: Path, site: Path, target: Path) -> float:
    """Give the seconds of what nobody can leave out: read every input, write as many bytes in as many files."""
    began = time.perf_counter()
    for path in content.rglob("*"):
        if path.is_file():
            path.read_bytes()
    subprocess.run(["cp", "-r", str(site), str(target)], check=True)
    return time.perf_counter() - began


def weigh(site: Path) -> tuple[int, int]:
    """Count the files of a site and their bytes."""
    sizes = [os.stat(os.path.join(root, name)).st_size for root, _, names in os.walk(site) for name in names]  # noqa: PTH116, PTH118
    return len(sizes), sum(sizes)
