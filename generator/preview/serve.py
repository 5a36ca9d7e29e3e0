"""Serve a site while somebody works on it: watch, rebuild, tell the browsers."""

from __future__ import annotations

import gc
import time
import traceback
import webbrowser
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Condition, Thread

from generator.diagnostics import Diagnostic
from generator.options import BuildOptions, Progress
from generator.preview.gather import Gathering, gather_paths
from generator.preview.messages import is_wildcard
from generator.preview.server import PreviewServer, bind_server
from generator.preview.session import Session
from generator.preview.watch import Watcher

_SEARCHED = 20
"""After so many changes one search for garbage in cycles."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of the preview's life, such as the command line."""

    progress: Progress
    """Hears of the first reading."""
    started: Callable[[str, tuple[str, ...], tuple[Diagnostic, ...]], None]
    """Hears the address, what is to be known of it, and the first faults."""
    refreshed: Callable[[int, float, tuple[Diagnostic, ...]], None]
    """Hears of each change: how many paths, how many seconds, the faults there are now."""


class Bell:
    """Gathers what the watcher hears until a change is complete."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rung = Condition()
        self._gathering = Gathering()

    def ring(self, event: Iterable[str], writing: bool = False) -> None:
        """Hear of an event; this is quick, and any thread may call it."""
        paths = gather_paths((tuple(event),))
        if paths:
            with self._rung:
                self._gathering.add(paths, self._clock(), writing=writing)
                self._rung.notify_all()

    def wait(self) -> frozenset[str]:
        """Wait for a change and for it to be complete; what comes later is the next one."""
        with self._rung:
            while (seconds := self._gathering.wait_seconds(self._clock())) != 0:
                self._rung.wait(seconds)
            return self._gathering.take()


def serve(options: BuildOptions, host: str, port: int, listener: Listener, *, opens: bool = False) -> None:
    """Serve until interrupted (`KeyboardInterrupt`); raises `OSError` where the host or every port is refused."""
    gc.disable()  # searches for cycles stop all threads, and there are next to none: `_follow` has one now and then
    session = Session(options)
    with bind_server(host, port, session) as server:
        bell = Bell()
        watcher = Watcher(session.folders(), bell.ring)
        try:
            watcher.start()  # first, so that a change during the first reading is not lost
            session.refresh(on_progress=listener.progress)
            address = site_address(server, host, session)
            listener.started(address, tuple(_remarks(server, host, port, watcher)), session.state.diagnostics)
            Thread(target=_follow, args=(session, bell, listener), name="follow", daemon=True).start()
            if opens:
                Thread(target=webbrowser.open, args=(address,), name="open", daemon=True).start()
            server.serve_forever(poll_interval=0.1)
        finally:
            session.stop()
            watcher.stop()


def site_address(server: PreviewServer, host: str, session: Session) -> str:
    """Give the address at which a browser on this machine finds the site."""
    name = "127.0.0.1" if is_wildcard(host) else f"[{host}]" if ":" in host else host
    return f"http://{name}:{server.server_port}{session.state.generation.base}"


def _remarks(server: PreviewServer, host: str, port: int, watcher: Watcher) -> Iterable[str]:
    if port and server.server_port != port:
        yield f"port {port} is taken, so this is port {server.server_port}"
    if is_wildcard(host):
        yield f"serving on {host}: everybody on your networks can read what is held back too"
    if watcher.polls:
        yield "the system has no file watches left, so folders are polled: changes take a second or more"


def _follow(session: Session, bell: Bell, listener: Listener) -> None:
    """Refresh the session whenever the bell has rung; what rings meanwhile is taken up next."""
    while not session.stopped:
        changed = bell.wait()
        began = time.monotonic()
        try:
            different = session.refresh(changed)
        except Exception:  # a bug of ours must not end somebody's preview
            traceback.print_exc()
            continue
        if different:
            if session.number % _SEARCHED == 0:
                gc.collect()
            listener.refreshed(len(changed), time.monotonic() - began, session.state.diagnostics)
