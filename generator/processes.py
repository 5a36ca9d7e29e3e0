"""Work shared by forked processes: they inherit what is worked on, and only answers come back."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, NoReturn, Self, TypeVar

import msgspec

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_ROOM = 1 << 20  # bytes of answers that a pipe holds, where the system lets us say so: till then nobody waits


def count_cores() -> int:
    """Count the processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def without_cycle_search(*, for_good: bool = False) -> Iterator[None]:
    """Pause Python's search for garbage in cycles: values are made by the hundred thousand here, and cycles are not.

    `for_good` in a process that ends soon: taking the search up again means to look through all that is there.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled and not for_good:
            gc.enable()


def can_fork() -> bool:
    """Tell whether this process may fork: a fork copies one thread alone, so that others' locks would never open."""
    return hasattr(os, "fork") and threading.active_count() == 1


def widen(writer: int) -> None:
    """Have a pipe, given by the end that is written to, hold more than a page or two, on Linux."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl  # noqa: PLC0415 - not on every system

        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, _ROOM)


@contextmanager
def working_aside(
    work: Callable[[], Sequence[Item]],
    kind: type[list[Item]],
    jobs: int,
    afterwards: Callable[[], object] = lambda: None,
) -> Iterator[Callable[[], Sequence[Item]]]:
    """Have a forked process do some work while this one does other things; what is given is called once for the answer.

    The answer is a list of plain things, of the `kind` that MessagePack's decoder is to give.  Whoever has done the
    work does what comes `afterwards`, too; of that nothing comes back, and nobody waits for it before the block's end.
    Where `jobs` is 1, no process can be forked, or it ends early, the work is done when the answer is asked for.
    """

    def work_here() -> Sequence[Item]:
        answer = work()
        afterwards()
        return answer

    if jobs < 2 or not can_fork():
        yield work_here
        return
    reader, writer = os.pipe()
    widen(writer)
    child = os.fork()
    if child == 0:
        os.close(reader)  # or nobody would hear that it is closed
        _answer_and_end(work, writer, afterwards)
    os.close(writer)
    try:
        with open(reader, "rb") as stream:  # noqa: PTH123 - a pipe has no path
            yield lambda: _read_answer(stream, work_here, kind)
    finally:
        os.waitpid(child, 0)  # where nobody has asked, it finds the pipe closed


def _answer_and_end(work: Callable[[], Sequence[Item]], writer: int, afterwards: Callable[[], object]) -> NoReturn:
    """Send an answer and end this process, without what Python does at its end: that is its parent's to do."""
    try:
        answer = msgspec.msgpack.encode(list(work()))
        with suppress(BrokenPipeError), open(writer, "wb") as stream:
            stream.write(answer)
        afterwards()
    finally:
        os._exit(0)


def _read_answer(stream: BinaryIO, work: Callable[[], Sequence[Item]], kind: type[list[Item]]) -> Sequence[Item]:
    try:
        return msgspec.msgpack.decode(stream.read(), type=kind)
    except msgspec.DecodeError:  # it ended before it had one; what went wrong there goes wrong here, and is raised
        return work()


class Errand:
    """Work that has to be done once before a block is left, by whichever process has time for it.

    It gives no answer: it leaves something on the disk.  What goes wrong in another process goes wrong once more
    where it is waited for, and is raised there.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._process: BaseProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.join()

    def leave_to(self, process: BaseProcess) -> None:
        """Let a forked process have it, which calls `run` when it has nothing else to do."""
        self._process = process

    def run(self) -> None:
        """Do it in the process that has it."""
        try:
            self._work()
        except BaseException:
            raise SystemExit(1) from None

    def begin(self, jobs: int) -> None:
        """Have another process do it from now on, where `jobs` is not 1 and nobody has it yet."""
        if self._process is None and jobs > 1 and can_fork():
            import multiprocessing  # noqa: PLC0415 - a build that prints a few pages needs nothing of it

            self._process = multiprocessing.get_context("fork").Process(target=self.run, daemon=True)
            self._process.start()

    def finish(self) -> None:
        """Wait for the process that has it; do it here where there is none, or that has failed."""
        if self._process is not None:
            self._process.join()
            if self._process.exitcode == 0:
                return
        self._work()


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
