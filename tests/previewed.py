"""A preview in a process of its own, and what tests of it share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).parents[1]
PATIENCE = 30.0
"""Seconds after which a condition that does not come true fails a test."""
ARTICLE = """\
---
title: {title}
publishedDateTime: {at}
webUrl: https://example.org/{title}
excerpt: {excerpt}
topics: [Otters]
provider: {{name: The Example, domain: example.org}}
---
"""


def write_article(folder: Path, stem: str, title: str, excerpt: str = "Short.", at: str = "2024-05-01") -> Path:
    """Write an article into a content folder and give its file."""
    path = folder / "news" / f"{stem}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ARTICLE.format(title=title, excerpt=excerpt, at=at), "utf-8")
    return path


def write_site(folder: Path, articles: int = 3, url: str = "https://example.org/digest/") -> Path:
    """Write a small content folder into a project folder and give the content folder."""
    content = folder / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text(f"title: T\nurl: {url}\n")
    for number in range(articles):
        write_article(content, f"s{number}", f"Story {number}")
    return content


def until(condition: Callable[[], object], what: str = "") -> None:
    """Wait for a condition to come true."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, what or "it did not come true in time"
        time.sleep(0.01)


@dataclass(slots=True)
class Preview:
    """A running `broadsheet serve`."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        """Ask for a path of the server and give the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def interrupt(self) -> tuple[int, float, str]:
        """Press Ctrl-C; give the exit status, the seconds it took and what was said to stderr."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, time.monotonic() - began, said


@contextmanager
def running_preview(folder: Path, *arguments: str) -> Iterator[Preview]:
    """Run `broadsheet serve` in a folder until the block ends; port 0 unless another is asked for."""
    port = () if "--port" in arguments else ("--port", "0")
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", *port, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Serving "), (line, process.communicate(timeout=PATIENCE))
        yield Preview(process, line.split()[1], [line])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)
