"""How often Python looks for garbage while a site is built.

A build makes objects by the hundred thousand, of which most stay until its end: catalogs, outlines, pages. Python goes
through them again with each thousand more, which is a twelfth of the CPU of a build.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (5000, 20, 20)
_DEFAULTS = frozenset({(700, 10, 10), (2000, 10, 10), (2000, 10, 0)})
"""Of Python 3.10 to 3.14."""


def collect_seldom() -> None:
    """Look for garbage less often, unless somebody has said how often."""
    if gc.get_threshold() in _DEFAULTS:
        _before.append(gc.get_threshold())
        gc.set_threshold(*_SELDOM)


def collect_as_before() -> None:
    """Look for it as often as before, unless somebody has said how often in the meantime."""
    before = _before.pop() if _before else None
    if before is not None and gc.get_threshold() == _SELDOM:
        gc.set_threshold(*before)


_before: list[tuple[int, int, int]] = []


@contextmanager
def later() -> Iterator[None]:
    """Look for none until somebody says :func:`now`.

    A build of which most is known has ended before there is much, and of what a check has read nearly all stays.
    """
    before = gc.isenabled()
    if before:
        _paused.append(True)
        gc.disable()
    try:
        yield
    finally:
        if before:
            _paused.pop()
            gc.enable()


def now() -> None:
    """Look for it from now on: much is going to be built."""
    if _paused:
        gc.enable()


_paused: list[bool] = []
"""Whether somebody has looked for it before it was put off."""
