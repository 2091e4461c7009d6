"""``isogloss serve``: a preview that begins at once, and shows what is saved."""

from __future__ import annotations

import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from isogloss.driver.ending import when_ended
from isogloss.driver.listening import Server
from isogloss.driver.own_folder import own_folder
from isogloss.driver.preview import Preview
from isogloss.driver.speakers import Nursery
from isogloss.driver.speaking import Facts
from isogloss.driver.watching import Watching
from isogloss.driver.whole import Whole


def serve(config_file: Path, host: str, port: int, *, open_browser: bool) -> None:
    """Show the site of *config_file* until somebody presses Ctrl-C.

    Raises :class:`NotLoopbackError` where others than this machine could listen, :class:`PortError` where nobody can,
    and :class:`OSError` if there is no room on the disk, or too many files are watched.
    """
    server = Server(host, port)
    nursery = Nursery()
    own = ExitStack()
    whole: Whole | None = None
    preview: Preview | None = None

    def changed(paths: set[Path]) -> None:
        if preview is not None:
            preview.changed(paths)

    def watch(facts: Facts, looked_for: Iterable[str]) -> None:
        assert watching is not None
        watching.watch(facts.folders, [*facts.files, *(Path(path).absolute() for path in looked_for)])

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    watching: Watching | None = None
    try:
        when_ended(end)
        folder = own.enter_context(own_folder("isogloss-serve-"))
        whole = Whole(config_file, folder, _cores())
        watching = Watching(changed)
        preview = Preview(config_file, nursery, whole, watch)
        watching.watch([], [config_file])
        server.show(preview)
        threading.Thread(target=preview.redirect, args=("/",), daemon=True).start()  # Somebody will ask soon.
        address = f"{server.address}/#isogloss={server.token}"
        sys.stderr.write(f"isogloss: {address} shows the site; Ctrl-C ends it\n")
        sys.stderr.flush()
        if open_browser:
            webbrowser.open(address)
        server.serve_forever()
    except KeyboardInterrupt:
        sys.stderr.write("\n")
    finally:
        when_ended(signal.SIG_IGN)  # Whoever is impatient must not stop what cleans up; it takes a moment.
        server.server_close()
        if preview is not None:
            preview.close()
        nursery.close()
        if watching is not None:
            watching.close()
        if whole is not None:
            whole.close()
        own.close()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
