"""Tasks that this process and others take in turn, with nothing passed between them but answers as bytes."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast

from generator.processes import widen

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")

_NUMBER = 4  # bytes before an answer: the number of its task


class Turns(Generic[Task]):
    """Some tasks, which up to `jobs` other processes do by `answer`, and this one as it likes.

    Each takes the next task when it has done one. A process that ends early leaves its task undone, and one that
    cannot be started, all of them: so whoever takes turns does in the end what has not been answered. Where processes
    are not forked, `answer` and the tasks are sent to them by pickle.
    """

    def __init__(self, answer: Callable[[Task], bytes], tasks: Sequence[Task], jobs: int) -> None:
        self._count = len(tasks)
        self._turns: Iterator[int] = iter(range(self._count))
        self._readers: list[Connection] = []
        self._processes: list[BaseProcess] = []
        with suppress(OSError, ImportError, NotImplementedError):  # a system without semaphores, or out of processes
            self._start(answer, tasks, jobs)

    def _start(self, answer: Callable[[Task], bytes], tasks: Sequence[Task], jobs: int) -> None:
        context = _find_context()
        turn = context.Value("i", 0)
        for _ in range(jobs):
            reader, writer = context.Pipe(duplex=False)
            widen(writer.fileno())
            process: BaseProcess = context.Process(  # type: ignore[attr-defined]
                target=_take_turns, args=(answer, tasks, turn, reader, writer), daemon=True
            )
            process.start()
            self._turns = count_on(turn, self._count)
            writer.close()
            self._readers.append(reader)
            self._processes.append(process)

    def take(self) -> int | None:
        """Give the number of the next task, which is this process's now; None where all are taken."""
        return next(self._turns, None)

    def answers(self, *, till_the_end: bool = False) -> Iterator[tuple[int, bytes]]:
        """Give the answers of other processes that are there, with their tasks' numbers; or all that will be."""
        if not self._readers:
            return
        from multiprocessing.connection import wait  # noqa: PLC0415 - where all is known, nobody needs processes

        while self._readers and (ready := wait(self._readers, None if till_the_end else 0)):
            for reader in cast("list[Connection]", ready):
                try:
                    content = reader.recv_bytes()
                except (EOFError, OSError):
                    self._readers.remove(reader)
                else:
                    yield int.from_bytes(content[:_NUMBER], "big"), content[_NUMBER:]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
            process.join()
        for reader in self._readers:
            reader.close()


def _find_context() -> BaseContext:
    import multiprocessing  # noqa: PLC0415 - as above

    # A fork copies this thread alone: with others about, a lock one of them holds would never open again.
    # And macOS's own libraries do not survive a fork.
    fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if fork else "spawn")


def _take_turns(
    answer: Callable[[Task], bytes], tasks: Sequence[Task], turn: object, reader: Connection, writer: Connection
) -> None:
    """Answer task after task until none is left; what goes wrong here does so once more in the first process."""
    reader.close()  # or writing would wait for ever once that process is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted build is ended, and told of, by its first process
    gc.disable()
    with suppress(Exception), writer:
        for number in count_on(turn, len(tasks)):
            writer.send_bytes(number.to_bytes(_NUMBER, "big") + answer(tasks[number]))


def count_from_ends(taken: object, count: int, end: int) -> Iterator[int]:
    """Give number after number below `count` from one end, 0 or -1, until those that are taken from the other are met.

    `taken` is a `multiprocessing.Array` of two numbers, 0 at first, of the processes that share them.
    """
    while True:
        with taken.get_lock():  # type: ignore[attr-defined]
            first, last = taken[0], taken[1]  # type: ignore[index]
            if first + last >= count:
                return
            taken[end] += 1  # type: ignore[index]
        yield count - 1 - last if end else first


def count_on(turn: object, count: int) -> Iterator[int]:
    """Give number after number below `count`, each to one process; `turn` is a `multiprocessing.Value` of theirs."""
    while True:
        with turn.get_lock():  # type: ignore[attr-defined]
            number: int = turn.value  # type: ignore[attr-defined]
            turn.value = number + 1  # type: ignore[attr-defined]
        if number >= count:
            return
        yield number
