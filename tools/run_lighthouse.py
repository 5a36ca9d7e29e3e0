"""Lighthouse on the demonstration as a phone sees it: `make lighthouse`.

Builds the site, serves it compressed as a static host does, and runs the `lighthouse` of npm (a mobile
device by default) on the front page, an article and a topic, with pictures from elsewhere blocked.
Prints a line a page, performance, accessibility, best practices and SEO, and fails below what is promised.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from generator.build import BuildOptions, build

BASE = "/digest/"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"


@dataclass(frozen=True, slots=True)
class Scores:
    """What Lighthouse says of one page, 0 to 100 by category, and which audits fail."""

    path: str
    points: dict[str, int]
    failed: tuple[str, ...]


class _Requests(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(BASE))

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def measure(program: str, chromium: str, origin: str, path: str, folder: Path) -> Scores:
    """Run Lighthouse on one page; what goes wrong is raised as `subprocess.CalledProcessError`."""
    report = folder / "report.json"
    command = [
        program,
        origin + BASE + path,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags={FLAGS}",
    ]
    command += [f"--only-categories={','.join(LEAST)}", "--blocked-url-patterns=https://*"]
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium}, timeout=300)
    found = json.loads(report.read_text("utf-8"))
    points = {name: round(100 * (found["categories"][name]["score"] or 0)) for name in LEAST}
    weighed = {each["id"] for name in LEAST for each in found["categories"][name]["auditRefs"] if each["weight"]}
    failed = (name for name in weighed if (found["audits"][name]["score"] or 0) < 0.9)
    return Scores(path, points, tuple(sorted(failed)))


def main(arguments: Sequence[str]) -> int:
    """Measure the pages; `arguments` are the program and, if need be, a content folder and paths of pages."""
    program = arguments[0]
    content = Path(arguments[1] if len(arguments) > 1 else "content")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), "")
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "site")
        report = build(BuildOptions(content, site, url=f"https://example.org{BASE}"))
        if report.failed:
            print("The site cannot be built; `make build` says why.", file=sys.stderr)
            return 1
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Requests, directory=str(site)))
        Thread(target=server.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{server.server_port}"
        good = True
        for path in arguments[2:] or ("", _first_page(site, "news"), _first_page(site, "topics")):
            scores = measure(program, chromium, origin, path, Path(scratch))
            good &= all(scores.points[name] >= least for name, least in LEAST.items())
            print(
                f"/{path}:", *(f"{name} {points}" for name, points in scores.points.items()), *scores.failed, flush=True
            )
        server.shutdown()
    return 0 if good else 1


def _first_page(site: Path, folder: str) -> str:
    """Give the last page of a folder by name: of articles the newest, of topics any."""
    found = sorted(path.name for path in (site / folder).iterdir() if path.is_dir())
    return f"{folder}/{found[-1]}/"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
