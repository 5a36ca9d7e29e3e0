"""From saving an article to the browser showing it: a real server, a real watcher, a real browser."""

from __future__ import annotations

import math
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import hugo
from benchmarks.corpora import CHECKOUT, choose_article, copy_real, edit_title, make_articles
from benchmarks.options import Options
from benchmarks.tables import Table
from tests.browser.conftest import CHROMIUM_ARGUMENTS, find_chromium

_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
EDITS = 15
"""Edits that are measured, after two that are not."""
_WARM_UP = 2
_PATIENCE_MS = 60_000
# Notes, in each document, the moment of the first frame that shows a headline it has not shown before.
_NOTE_HEADLINES = """
(() => {
  let last = "";
  const look = () => {
    const now = document.querySelector("h1")?.textContent.trim() ?? "";
    if (now === last || !now.startsWith("Edit ")) return;
    last = now;
    requestAnimationFrame(() => console.log(`shown|${now}|${performance.timeOrigin + performance.now()}`));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
})();
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its process, the address of the edited article's page, seconds until it answered."""

    process: int
    address: str
    start: float


@dataclass(frozen=True, slots=True)
class Latency:
    """What was measured: milliseconds from save to sight, seconds to start, MiB at the most."""

    milliseconds: tuple[float, ...]
    start: float
    memory: float


def measure(options: Options) -> Iterator[Table]:
    """Measure the preview, by default at about 700 and at 20,000 articles, and Hugo's server where it is."""
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if options.real and copy_real(folder / "real"):
            found = measure_ours(folder / "real", "--unpublished")
            rows.append(_row("Broadsheet", "754, real", found))
        for count in (700, 20_000) if options.counts is None else options.counts:
            content = folder / str(count)
            kind = make_articles(count, content)
            rows.append(_row("Broadsheet", f"{count:,}, {kind}", measure_ours(content)))
            if options.hugo and hugo.is_here():
                rows.append(_row("hugo server", f"{count:,}, {kind}", _measure_hugo(content, folder / f"hugo-{count}")))
    heads = ("server", "articles", "median ms", "worst ms", "start s", "peak MiB")
    notes = ["From the write of an article's file to the first frame that shows its new headline, headless Chromium."]
    if all(row[0] != "hugo server" for row in rows):
        notes.append("Hugo is not here: install the kit's peers, and name their work directory in PEERS_WORK.")
    yield Table(f"Preview: {EDITS} edits of one article", heads, tuple(rows), tuple(notes))


def measure_ours(content: Path, *options: str) -> Latency:
    """Measure `broadsheet serve` on a content folder, which is changed by it."""
    article = choose_article(content)

    @contextmanager
    def run() -> Iterator[Served]:
        command = [sys.executable, "-m", "generator", "serve", "--quiet", "--content", str(content), *options]
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
        with started([*command, "--port", str(free_port())], content.parent, environment, "Serving") as (
            process, line, seconds,
        ):  # fmt: skip
            yield Served(process, f"{line.split()[1]}news/{article.stem}/", seconds)

    return measure_edits(run, article)


def _measure_hugo(content: Path, site: Path) -> Latency:
    article = hugo.prepare_site(content, site, choose_article(content).name)

    @contextmanager
    def run() -> Iterator[Served]:
        port = free_port()
        command = [*hugo.server_command(), "--port", str(port)]
        with started(command, site, dict(os.environ), "Web Server is available") as (process, line, seconds):
            address = line.split(" at ", 1)[1].split()[0].replace("//localhost", "//127.0.0.1")
            yield Served(process, f"{address}news/{article.stem}/", seconds)

    return measure_edits(run, article)


def measure_edits(run: Callable[[], object], article: Path) -> Latency:
    """Edit an article's headline again and again, and note when the browser shows it; infinity where it never does."""
    shown: dict[str, float] = {}
    with sync_playwright() as playwright, run() as served:  # type: ignore[attr-defined]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*CHROMIUM_ARGUMENTS, _ALONE])
        page = browser.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.add_init_script(_NOTE_HEADLINES)
        page.on("console", lambda message: _note(message.text, shown))
        page.goto(served.address, wait_until="domcontentloaded")
        page.wait_for_timeout(2000)  # both servers' scripts have joined their streams by then
        taken = [_edit_once(page, article, f"Edit {number}", shown) for number in range(EDITS + _WARM_UP)]
        memory = peak_memory(served.process)
        browser.close()
    return Latency(tuple(taken[_WARM_UP:]), served.start, memory)


def _edit_once(page: Page, article: Path, headline: str, shown: Mapping[str, float]) -> float:
    saved = time.time()
    edit_title(article, headline)
    while headline not in shown:
        page.wait_for_timeout(20)
        if time.time() - saved > _PATIENCE_MS / 1000:
            return math.inf
    page.wait_for_timeout(300)  # a curator looks before the next edit
    return shown[headline] - 1000 * saved


def _note(text: str, shown: dict[str, float]) -> None:
    if text.startswith("shown|"):
        _, headline, moment = text.split("|")
        shown.setdefault(headline, float(moment))


@contextmanager
def started(
    command: list[str], folder: Path, environment: Mapping[str, str], ready: str
) -> Iterator[tuple[int, str, float]]:
    """Run a server; give its process id, the line by which it says that it is ready, and the seconds that took."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        line = next((line for line in process.stdout if ready in line), "")
        if not line:
            raise RuntimeError(f"{command[0]} ended before it was ready")
        yield process.pid, line, time.monotonic() - began
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Give a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def peak_memory(process: int) -> float:
    """Give the most memory a process has had, in MiB; 0 where the system does not say (it does on Linux)."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(found[1]) / 1024 if found else 0.0


def _row(server: str, articles: str, found: Latency) -> tuple[str, ...]:
    row = (
        server,
        articles,
        f"{statistics.median(found.milliseconds):.0f}",
        f"{max(found.milliseconds):.0f}",
        f"{found.start:.1f}",
        f"{found.memory:.0f}",
    )
    print(" · ".join(row), file=sys.stderr, flush=True)  # the table comes when all is measured, and that takes minutes
    return row
