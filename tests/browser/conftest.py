"""A real browser for the tests in this folder: a Chromium of the machine, driven by Playwright.

No page gets out: a request to anything but this machine is refused and noted in `foreign_requests`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM_NAMES = (
    "chromium-headless-shell",  # the same without windows: half the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
PHONE = (360, 740)
DESK = (1280, 900)

ServeFolder = Callable[[Path, str], str]


class OpenPage(Protocol):
    """Open an address in a fresh browser profile and return its page, loaded."""

    def __call__(
        self,
        url: str,
        *,
        viewport: tuple[int, int] = DESK,
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "reduce",
        javascript: bool = True,
    ) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str | None:
    """The program named by CHROMIUM, else the first Chromium or Chrome on the PATH."""
    names = [named] if (named := os.environ.get("CHROMIUM")) else CHROMIUM_NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole session; without one, tests skip, or fail where REQUIRE_BROWSER=1."""
    program = find_chromium()
    if program is None:
        reason = f"no Chromium: set CHROMIUM, or install one of {', '.join(CHROMIUM_NAMES)}"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


class FolderRequests(SimpleHTTPRequestHandler):
    """Answers like a static host: the folder under its base path, and its 404.html for the rest."""

    # A browser keeps its connections; without this each request would be a new one.
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, folder: Path, base_path: str, **named: object) -> None:
        self.base_path = base_path
        super().__init__(*arguments, directory=str(folder), **named)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        if not urlsplit(path).path.startswith(self.base_path):
            return super().translate_path("/outside/of/the/site")
        return super().translate_path("/" + path.removeprefix(self.base_path))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        not_found = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not not_found.is_file():
            super().send_error(code, message, explain)
            return
        body = not_found.read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the tests' report is no place for an access log."""


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[ServeFolder]:
    """Serve a folder under a base path ("/" or "/digest/") and return the address of its root."""
    with ExitStack() as servers:

        def serve(folder: Path, base_path: str = "/") -> str:
            answer = partial(FolderRequests, folder=folder, base_path=base_path)
            server = servers.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), answer))
            server.daemon_threads = True
            # Closing would otherwise wait for connections that an idle browser keeps open.
            server.block_on_close = False
            servers.callback(server.shutdown)
            Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            return f"http://127.0.0.1:{server.server_port}{base_path}"

        yield serve


@pytest.fixture
def foreign_requests() -> list[str]:
    """Addresses outside of this machine that the test's pages asked for, in order; none was reached."""
    return []


@pytest.fixture
def open_page(browser: Browser, foreign_requests: list[str]) -> Iterator[OpenPage]:
    """Open pages of a chosen size and colour scheme, each in a profile of its own."""

    def keep_local(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob") or address.hostname == "127.0.0.1":
            route.continue_()
        else:
            foreign_requests.append(route.request.url)
            route.abort()

    with ExitStack() as contexts:

        def open_url(
            url: str,
            *,
            viewport: tuple[int, int] = DESK,
            color_scheme: Literal["light", "dark"] = "light",
            reduced_motion: Literal["reduce", "no-preference"] = "reduce",
            javascript: bool = True,
        ) -> Page:
            context = browser.new_context(
                viewport={"width": viewport[0], "height": viewport[1]},
                color_scheme=color_scheme,
                reduced_motion=reduced_motion,
                java_script_enabled=javascript,
                service_workers="block",
            )
            contexts.callback(context.close)
            context.set_default_timeout(10_000)
            context.route("**/*", keep_local)
            page = context.new_page()
            page.goto(url)
            return page

        yield open_url
