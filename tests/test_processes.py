from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.processes import Errand, can_fork, share_work, without_cycle_search, working_aside


@pytest.mark.parametrize("jobs", [1, 2, 3, 20])
def test_the_answers_are_those_of_one_call_in_order(jobs: int) -> None:
    items = list(range(17))
    assert share_work(lambda part: [item * item for item in part], items, jobs) == [item * item for item in items]


def test_several_processes_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)  # a test's own process may have more
    if not can_fork():
        pytest.skip("this system does not fork processes")
    found = share_work(lambda part: [os.getpid() for _ in part], [1, 2, 3, 4], 2)
    assert len(set(found)) == 2


@pytest.mark.parametrize("guilty", [0, 3])
def test_what_goes_wrong_in_a_process_is_raised_here(guilty: int) -> None:
    def work(part: Sequence[int]) -> list[int]:
        if guilty in part:
            raise ValueError(guilty)
        return list(part)

    with pytest.raises(ValueError, match=str(guilty)):
        share_work(work, [0, 1, 2, 3], 2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_done_aside_gives_its_answer(jobs: int) -> None:
    with working_aside(lambda: ["späti", "", "?"], list[str], jobs) as answer:
        assert answer() == ["späti", "", "?"]
    with working_aside(list, list[str], jobs) as answer:
        assert answer() == []


def test_it_is_another_process_that_works_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)  # a test's own process may have more
    if not can_fork():
        pytest.skip("this system does not fork processes")
    with working_aside(lambda: [os.getpid()], list[int], 2) as answer:
        assert answer() != [os.getpid()]


def test_where_it_ends_early_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    here = os.getpid()

    def work() -> list[str]:
        if os.getpid() != here:
            os._exit(1)
        return ["done here"]

    with working_aside(work, list[str], 2) as answer:
        assert answer() == ["done here"]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("size", [1, 1_000_000])
@pytest.mark.parametrize("is_asked", [True, False])
def test_what_comes_afterwards_is_done_once_by_who_did_the_work(
    jobs: int, size: int, is_asked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    done, workers = tmp_path / "done", list[int]()

    def work() -> list[str]:
        workers.append(os.getpid())
        return ["x" * size]

    def note() -> None:
        with done.open("a") as file:
            file.write(f"{workers == [os.getpid()]}\n")

    with working_aside(work, list[str], jobs, note) as answer:
        if is_asked:
            assert answer() == ["x" * size]
    is_aside = jobs > 1 and can_fork()
    assert (done.read_text() if done.exists() else "") == ("True\n" if is_asked or is_aside else "")
    assert bool(workers) == (is_asked and not is_aside)


@pytest.mark.skipif(sys.platform != "linux", reason="the room in a pipe is known on Linux alone")
def test_who_works_aside_waits_for_nobody_with_an_answer_of_half_a_megabyte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    done, deadline = tmp_path / "done", time.monotonic() + 20
    with working_aside(lambda: ["x" * 500_000], list[str], 2, done.touch) as answer:
        while not done.exists():
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert answer() == ["x" * 500_000]


def test_what_goes_wrong_aside_goes_wrong_here() -> None:
    def work() -> list[str]:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), working_aside(work, list[str], 2) as answer:
        answer()


def test_work_nobody_asks_for_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    if not can_fork():
        pytest.skip("this system does not fork processes")
    fork, children = os.fork, list[int]()

    def remember_fork() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", remember_fork)
    with working_aside(lambda: ["x" * 1_000_000], list[str], 2):
        pass  # more than a pipe holds, so that it waits for a reader
    assert len(children) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)


def test_the_search_for_cycles_goes_on_afterwards() -> None:
    assert gc.isenabled()
    with without_cycle_search():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_search_for_cycles_stays_off_in_a_process_that_ends() -> None:
    try:
        with without_cycle_search(for_good=True):
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("begins", [True, False])
def test_an_errand_is_done_once(tmp_path: Path, jobs: int, begins: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    done = tmp_path / "done"

    def work() -> None:
        with done.open("a") as file:
            file.write(f"{os.getpid()}\n")

    with Errand(work) as errand:
        if begins:
            errand.begin(jobs)
            errand.begin(jobs)
        errand.finish()
        (process,) = done.read_text().split()
    assert done.read_text().split() == [process]
    assert (process == str(os.getpid())) == (jobs == 1 or not begins or not can_fork())


def test_an_errand_that_nobody_asks_for_is_ended_with_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    if not can_fork():
        pytest.skip("this system does not fork processes")

    def work() -> None:
        time.sleep(0.2)
        (tmp_path / "done").touch()

    with Errand(work) as errand:
        errand.begin(2)
    assert (tmp_path / "done").exists()


def test_an_errand_that_fails_elsewhere_is_done_here(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("threading.active_count", lambda: 1)
    here, done = os.getpid(), list[int]()

    def work() -> None:
        if os.getpid() != here:
            raise ValueError("not here")
        done.append(here)

    with Errand(work) as errand:
        errand.begin(2)
        errand.finish()
    assert done == [here]
    assert capfd.readouterr().err == ""


def test_what_goes_wrong_in_an_errand_is_raised_here() -> None:
    with Errand([].pop) as errand:
        errand.begin(2)
        with pytest.raises(IndexError):
            errand.finish()
