"""How often Python looks for garbage while a site is built.

A build makes objects by the hundred thousand, of which most stay until its end: catalogs, outlines, pages. Python goes
through them again with each thousand more, which is a twelfth of the CPU of a build.
"""

from __future__ import annotations

import gc

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
