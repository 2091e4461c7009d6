"""Work that is shared out among processes comes to what one process makes of it, whatever happens to the others."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from isogloss.driver.shares import among

THINGS = list(range(50))


def with_process(thing: int) -> tuple[int, int]:
    """The *thing*, and who has looked at it."""
    return thing, os.getpid()


@pytest.mark.parametrize("processes", [1, 2, 3, 8])
def test_things_are_shared_out_and_come_back_in_order(processes):
    found = among(processes)(with_process, THINGS)
    assert [thing for thing, _ in found] == THINGS
    assert len({process for _, process in found}) == processes


@pytest.mark.parametrize("things", [[], [1], [1, 2, 3]])
def test_few_things_are_done_here(things):
    assert among(8)(with_process, things) == [(thing, os.getpid()) for thing in things]


def test_what_comes_of_a_thing_may_be_larger_than_a_pipe():
    assert [len(found) for found in among(2)(lambda thing: b"x" * (10**6 + thing), THINGS)] == [
        10**6 + thing for thing in THINGS
    ]


def test_an_error_is_raised_as_it_is_here():
    def fail(thing: int) -> int:
        if thing == 33:  # not in the share of this process
            raise ValueError("thirty-three")
        return thing

    with pytest.raises(ValueError, match="thirty-three"):
        among(2)(fail, THINGS)


def test_the_share_of_a_process_that_dies_is_done_here():
    here = os.getpid()

    def die(thing: int) -> int:
        if thing == 13 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return thing

    assert among(2)(die, THINGS) == THINGS


@pytest.fixture
def interruptible():
    """Tests that run in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_leaves_no_process(tmp_path):
    def wait(thing: int) -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(0.05)

    interrupt = threading.Timer(0.3, lambda: signal.raise_signal(signal.SIGINT))
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        among(2)(wait, THINGS)
    others = {int(path.name) for path in tmp_path.iterdir()} - {os.getpid()}
    assert len(others) == 1
    for process in others:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
