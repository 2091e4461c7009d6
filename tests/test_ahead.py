"""What is done ahead by other processes comes to what this one makes of it, whatever happens to them."""

from __future__ import annotations

import os
import signal
import time
from itertools import count

import pytest
from isogloss.driver.ahead import ahead

THINGS = list(range(7))


def with_process(thing: int) -> tuple[int, int]:
    """The *thing*, and who has looked at it."""
    return thing, os.getpid()


@pytest.mark.parametrize(("processes", "others"), [(0, 0), (1, 1), (3, 3), (20, 7)])
def test_things_are_done_by_others_and_come_in_order(processes, others, tmp_path):
    with ahead(processes, tmp_path) as begin:
        found = [ask() for ask in begin(with_process, THINGS)]
    assert [thing for thing, _ in found] == THINGS
    assert len({process for _, process in found} - {os.getpid()}) == others
    assert {process for _, process in found} - {os.getpid()} or not others


def test_nothing_waits_for_who_asks(tmp_path):
    """What comes of a thing is larger than a pipe, and the next thing is done all the same."""
    with ahead(1, tmp_path) as begin:
        asks = begin(lambda thing: b"x" * (10**6 + thing), THINGS)
        while len(list(tmp_path.iterdir())) < len(THINGS):
            time.sleep(0.01)
        assert [len(ask()) for ask in asks] == [10**6 + thing for thing in THINGS]


def test_two_kinds_of_things_are_not_mixed_up(tmp_path):
    with ahead(2, tmp_path) as begin:
        one, other = begin(str, THINGS), begin(float, THINGS)
        assert [ask() for ask in other] == [float(thing) for thing in THINGS]
        assert [ask() for ask in one] == [str(thing) for thing in THINGS]


def test_what_is_begun_by_two_is_not_mixed_up_if_a_process_dies(tmp_path):
    here = os.getpid()

    def die(thing: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return thing

    with ahead(1, tmp_path) as begin, ahead(1, tmp_path) as begin_too:
        one = begin(str, THINGS)
        assert [ask() for ask in one] == [str(thing) for thing in THINGS]
        assert [ask() for ask in begin_too(die, THINGS)] == THINGS


def test_who_asks_hears_an_error_and_gets_the_other_things(tmp_path):
    def fail(thing: int) -> int:
        if thing == 3:
            raise ValueError("three")
        return thing

    with ahead(2, tmp_path) as begin:
        asks = begin(fail, THINGS)
        assert [asks[number]() for number in THINGS if number != 3] == [0, 1, 2, 4, 5, 6]
        with pytest.raises(ValueError, match="three"):
            asks[3]()


@pytest.mark.parametrize("when", ["before", "while it writes"])
def test_what_a_process_that_dies_has_not_done_is_done_here(when, tmp_path, monkeypatch):
    here = os.getpid()
    monkeypatch.setattr("isogloss.driver.ahead._NUMBERS", count(0))

    def die(thing: int) -> int:
        if thing == 3 and os.getpid() != here:
            for number in range(20) if when == "while it writes" else ():
                (tmp_path / f"{here}-0-{number}.ahead").write_bytes(b"\x80\x05")
            os.kill(os.getpid(), signal.SIGKILL)
        return thing

    with ahead(1, tmp_path) as begin:
        assert [ask() for ask in begin(die, THINGS)] == THINGS


def test_what_nobody_asks_for_is_ended(tmp_path):
    def wait(_: int) -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60)

    with ahead(2, tmp_path) as begin:
        begin(wait, THINGS)
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.01)
    for path in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name), 0)
