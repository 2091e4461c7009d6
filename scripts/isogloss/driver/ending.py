"""How a preview ends, and the processes that it has begun."""

from __future__ import annotations

import signal
from collections.abc import Callable


def when_ended(handler: Callable[..., None] | signal.Handlers) -> None:
    """Let *handler* be called when somebody ends this, also by closing the terminal."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        # With nohup, it goes on without a terminal.
        if number is not None and not (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
            signal.signal(number, handler)


def end_when_told() -> None:
    """Let this process end when it is told to, whatever it does; plugins remove what they have made for a while."""
    signal.signal(signal.SIGTERM, _end)


def _end(*_: object) -> None:
    raise SystemExit("the preview has ended")
