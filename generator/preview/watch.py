"""Watches folders and rings for every event in them: watchdog, by inotify, FSEvents or ReadDirectoryChangesW.

A folder that is deleted and put back is watched again, and so is one that does not exist yet; where the
system has no watches left, folders are polled.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

OnEvent = Callable[[tuple[str, ...], bool], None]
"""Hears of an event: the path, and where it was moved to; and whether somebody is still writing the file."""

TELLS_CLOSE = sys.platform == "linux"
"""Whether the system tells when a file that was written is closed."""

TEND_SECONDS = 0.25
"""How often the folders themselves are looked for."""
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
    FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip


@dataclass(slots=True)
class _Watched:
    """A folder under watch, and what tells it from another of the same name."""

    identity: tuple[int, int]
    watches: list[ObservedWatch] = field(default_factory=list)


class Watcher(FileSystemEventHandler):
    """Watches folders until it is stopped; `on_event` is called from threads of its own."""

    def __init__(self, folders: Iterable[Path], on_event: OnEvent) -> None:
        self._folders = sorted({folder.absolute() for folder in folders})
        self._on_event = on_event
        self._observer: BaseObserver = Observer()
        self._watched: dict[Path, _Watched] = {}
        self._lost: set[Path] = set()
        self._stopped = Event()
        self.polls = False
        """Whether folders are polled, for want of watches."""

    def start(self) -> None:
        """Begin to watch; changes from now on are heard."""
        # watchdog's own, when a folder is renamed while it is taken under watch; the watch goes on.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._observer.start()
        for folder in self._folders:
            self._tend(folder)
        Thread(target=self._tend_all, name="tend", daemon=True).start()

    def stop(self) -> None:
        """Stop; an event that is under way may still be heard."""
        self._stopped.set()
        self._observer.stop()

    def dispatch(self, event: FileSystemEvent) -> None:
        """Pass an event of the system on; a folder under watch that has gone is looked for again."""
        if event.event_type == EVENT_TYPE_DELETED:
            # The next one of this name may have its inode, so the inode alone would not tell.
            self._lost.update(
                folder for folder, watched in tuple(self._watched.items())
                if any(watch.path == event.src_path for watch in watched.watches)
            )  # fmt: skip
        writing = event.event_type in (EVENT_TYPE_CREATED, EVENT_TYPE_MODIFIED) and not event.is_directory
        paths = tuple(os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)
        self._on_event(paths, writing and TELLS_CLOSE and not self.polls)

    def _tend_all(self) -> None:
        while not self._stopped.wait(TEND_SECONDS):
            for folder in self._folders:
                if self._tend(folder):
                    self._on_event((str(folder),), False)

    def _tend(self, folder: Path) -> bool:
        """Watch a folder that has come, let go of one that has gone; tell whether anything was to do."""
        known = self._watched.get(folder)
        identity = _identify(folder)
        if identity == (known.identity if known else None) and folder not in self._lost:
            return False
        self._lost.discard(folder)
        if known:
            for watch in known.watches:
                self._let_go(watch)
            del self._watched[folder]
        if identity:
            self._watched[folder] = _Watched(identity, [self._schedule(each) for each in find_real_folders(folder)])
        return True

    def _schedule(self, folder: Path) -> ObservedWatch:
        try:
            return self._observer.schedule(self, str(folder), recursive=True, event_filter=_EVENTS)
        except OSError:  # no watches left (inotify: ENOSPC, EMFILE)
            if self.polls:
                raise
            self.polls = True
            self._observer.stop()
            self._observer = PollingObserver(timeout=1)
            self._observer.start()
            for watched in self._watched.values():
                watched.watches = [self._schedule(Path(os.fsdecode(each.path))) for each in watched.watches]
            return self._schedule(folder)

    def _let_go(self, watch: ObservedWatch) -> None:
        with suppress(KeyError, OSError):  # it may have gone with its folder
            self._observer.unschedule(watch)


def find_real_folders(folder: Path) -> Sequence[Path]:
    """Give a folder and the folders that are linked into it, each once: a system's watch does not follow links."""
    found: dict[Path, None] = {folder.resolve(): None}
    waiting = [str(folder)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            try:
                is_folder, is_link = entry.is_dir(), entry.is_symlink()
            except OSError:
                continue
            if is_folder and is_link:
                target = Path(entry.path).resolve()
                if not any(target.is_relative_to(each) for each in found):
                    found[target] = None
                    waiting.append(str(target))
            elif is_folder:
                waiting.append(entry.path)
    return tuple(found)


def _identify(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if folder.is_dir() else None
