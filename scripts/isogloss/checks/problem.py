"""What a check yields."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A sentence that says what is wrong, and what to do about it."""

    message: str
    hint: str = ""
