"""Work shared by forked processes: they inherit what is worked on, and only answers come back."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def count_cores() -> int:
    """Count the processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Pause Python's search for garbage in cycles: values are made by the hundred thousand here, and cycles are not."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def can_fork() -> bool:
    """Tell whether this process may fork: a fork copies one thread alone, so that others' locks would never open."""
    import multiprocessing  # noqa: PLC0415 - a build in which little has changed needs none of it

    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def share_work(
    work: Callable[[Sequence[Item]], Sequence[Answer]], items: Sequence[Item], jobs: int
) -> Sequence[Answer]:
    """Give the answers to all items, in order, as one call of `work` would; up to `jobs` processes share the items.

    Answers are sent as MessagePack or pickle does between processes of one program: keep them small and plain.
    """
    if jobs < 2 or len(items) < 2 or not can_fork():
        return work(items)
    import multiprocessing  # noqa: PLC0415 - as above

    context = multiprocessing.get_context("fork")
    gc.freeze()  # a collection in a child would copy every page of memory it looks at
    size = -(-len(items) // jobs)
    parts = [items[start : start + size] for start in range(0, len(items), size)]
    readers, processes = [], []
    for part in parts[1:]:
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(work, part, writer), daemon=True)
        process.start()
        writer.close()
        readers.append(reader)
        processes.append(process)
    try:
        answers = list(work(parts[0]))
        for reader in readers:
            answer = reader.recv()
            if isinstance(answer, BaseException):
                raise answer
            answers += answer
        return answers
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _send(work: Callable[[Sequence[Item]], Sequence[Answer]], part: Sequence[Item], writer: object) -> None:
    gc.disable()
    try:
        writer.send(list(work(part)))  # type: ignore[attr-defined]
    except KeyboardInterrupt:
        pass
    except BaseException as error:  # the parent raises it
        writer.send(error)  # type: ignore[attr-defined]
