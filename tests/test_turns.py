"""Whoever takes turns, each task is done once, and whatever becomes of the others, all are done in the end."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable

import pytest

from generator import turns
from generator.turns import Turns, count_from_ends


def square(task: int) -> bytes:
    return str(task * task).encode()


def be_long(task: int) -> bytes:
    return bytes([task % 256]) * 2_000_000


def fail_at_seven(task: int) -> bytes:
    if task == 7:
        raise ValueError(task)
    return square(task)


def end_at_seven(task: int) -> bytes:
    if task == 7 and multiprocessing.parent_process() is not None:
        os._exit(1)
    return square(task)


@pytest.fixture(params=["fork", "spawn"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a way to start processes: forking asks for a process of one thread, and a test's own may have more."""
    way: str = request.param
    if way == "fork" and sys.platform != "linux":
        pytest.skip("processes are forked on Linux alone")
    monkeypatch.setattr("threading.active_count", lambda: 1 if way == "fork" else 2)
    return way


def do_all(answer: Callable[[int], bytes], count: int, jobs: int, mine: int) -> tuple[dict[int, bytes], list[int]]:
    """Give the answers of others, and which tasks are left for this process, which takes a few itself."""
    theirs: dict[int, bytes] = {}
    ours: list[int] = []
    with Turns(answer, range(count), jobs) as taken:
        while len(ours) < mine and (number := taken.take()) is not None:
            ours.append(number)
            for other, content in taken.answers():
                assert other not in theirs
                theirs[other] = content
        for other, content in taken.answers(till_the_end=True):
            assert other not in theirs
            theirs[other] = content
        assert not list(taken.answers(till_the_end=True))
    assert theirs.keys().isdisjoint(ours)
    return theirs, sorted({*range(count)} - theirs.keys())


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("mine", [0, 4])
def test_each_task_is_done_once(way: str, jobs: int, mine: int) -> None:
    theirs, left = do_all(square, 40, jobs, mine)
    assert len(left) <= mine
    assert theirs == {number: square(number) for number in range(40) if number not in left}


@pytest.mark.parametrize("answer", [fail_at_seven, end_at_seven])
def test_what_a_process_leaves_undone_is_left(
    way: str, answer: Callable[[int], bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    theirs, left = do_all(answer, 20, 1, 0)
    assert left == list(range(7, 20))
    assert theirs == {number: square(number) for number in range(7)}
    assert capfd.readouterr().err == ""


def test_an_answer_may_be_longer_than_a_pipe(way: str) -> None:
    theirs, left = do_all(be_long, 3, 1, 0)
    assert not left
    assert theirs == {number: be_long(number) for number in range(3)}


@pytest.mark.parametrize("jobs", [0, 2])
def test_where_there_are_no_others_one_takes_all(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr(turns, "_find_context", refuse)
    with Turns(square, range(5), jobs) as taken:
        assert [taken.take() for _ in range(6)] == [0, 1, 2, 3, 4, None]
        assert list(taken.answers(till_the_end=True)) == []


def test_others_end_with_the_block(way: str) -> None:
    with Turns(be_long, range(1_000), 2) as taken:
        processes = list(taken._processes)
        assert len(processes) == 2
    assert not any(process.is_alive() for process in processes)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_a_process_ends_when_nobody_is_left_to_read_its_answers() -> None:
    context = multiprocessing.get_context("fork")
    reader, writer = context.Pipe(duplex=False)
    arguments = be_long, range(10), context.Value("i", 0), reader, writer
    process = context.Process(target=turns._take_turns, args=arguments, daemon=True)
    process.start()
    writer.close()
    reader.close()
    process.join(10)
    assert process.exitcode == 0


@pytest.mark.parametrize(("count", "expected"), [(0, []), (1, [0]), (7, [0, 6, 1, 2, 5])])
def test_from_two_ends_each_number_is_taken_once(count: int, expected: list[int]) -> None:
    taken = multiprocessing.get_context("spawn").Array("i", 2)
    first, last, also_first = (count_from_ends(taken, count, end) for end in (0, -1, 0))
    found = [number for each in (first, last, first, also_first, last) if (number := next(each, None)) is not None]
    assert found == expected
    assert [*last, *first, *also_first] == [number for number in (4, 3) if number < count]
