"""Hugo on the same articles, by the kit beside the checkout: its layouts, and its installed program."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from pathlib import Path

import yaml

from benchmarks.corpora import KIT

KIT_SITE = KIT / "hugo"
"""The kit's Hugo site, without articles."""
_DOMAIN = re.compile(r"^provider:\n(?:  .*\n)*?  domain: (.*)$", re.MULTILINE)


def find_program() -> str | None:
    """Give the program that the kit installed (`PEERS_WORK`, else its default folder), or one on the PATH."""
    work = Path(os.environ.get("PEERS_WORK") or Path(tempfile.gettempdir()) / "peers-work")
    installed = work / "bin" / "hugo"
    return str(installed) if installed.is_file() else shutil.which("hugo")


def is_here() -> bool:
    """Tell whether the kit and its program are here."""
    return KIT_SITE.is_dir() and find_program() is not None


def build_command(output: Path, cache: Path) -> list[str]:
    """Give the command of a build, run in the site's folder."""
    program = find_program()
    assert program
    return [program, "--quiet", "--noBuildLock", "--destination", str(output), "--cacheDir", str(cache)]


def server_command() -> list[str]:
    """Give the command of Hugo's server, run in the site's folder; pages stay in memory, as ours do."""
    program = find_program()
    assert program
    return [program, "server", "--bind", "127.0.0.1", "--noBuildLock", "--watch"]


def prepare_site(content: Path, site: Path, edited: str) -> Path:
    """Lay articles out as the kit does for Hugo, with its taxonomies in the front matter; give the edited one."""
    shutil.copytree(KIT_SITE, site)
    news = site / "content" / "news"
    news.mkdir(parents=True)
    for path in sorted((content / "news").glob("*.md")):
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        domain = _DOMAIN.search(front)
        providers = domain[1].replace(".", "-") if domain else ""
        lines = f'providers: ["{providers}"]\narchive: ["{path.stem[:10]}"]\n'
        (news / path.name).write_text(f"---\n{front}{lines}---\n{body}", "utf-8")
    (site / "static").mkdir(exist_ok=True)
    shutil.copyfile(KIT / "style.css", site / "static" / "style.css")
    _write_topics(content, site)
    return news / edited


def _write_topics(content: Path, site: Path) -> None:
    topics = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((content / "topics").glob("*"))]
    target = site / "data" / "topics.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(topics, ensure_ascii=False), "utf-8")
