"""The whole site, built aside, as ``isogloss build`` does: what is made of all pages, such as the search index."""

from __future__ import annotations

import mimetypes
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from isogloss.driver.exchange import Response

_STRICT = "in strict mode!"
"""What MkDocs says at the end of a build that is whole, and counts as failed for its warnings."""
_PATIENCE = 1.0
"""Seconds in which nobody has asked for anything, before a build begins: the page that is looked at comes first."""
_LAST = 3.0
"""Seconds in which a build that is ended may clean up."""


class Whole:
    """The site as it was built last, and builds of it, one at a time, when somebody needs one."""

    def __init__(self, config_file: Path, folder: Path, jobs: int) -> None:
        """Build nothing yet. *folder* is for the sites."""
        self._config_file, self._folder, self._jobs = config_file, folder, jobs
        self._lock = threading.Condition()
        self._site: Path | None = None
        self._failure = ""
        self._wanted = self._always = False
        self._state, self._built, self._number = 1, 0, 0
        """The number of the state of the files, that of the state that was built, and that of the build."""
        self._under_way = 0
        """The number of the state that is being built: who asks meanwhile needs no other build."""
        self._asked = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._done: Callable[[], None] = lambda: None
        self._running: threading.Thread | None = None
        self._closed = False

    def when_done(self, done: Callable[[], None]) -> None:
        """Let *done* be called after each build."""
        self._done = done

    def always(self, reason: str) -> None:
        """Build the site after each change from now on, if there is a *reason*: no page of it can be shown alone."""
        with self._lock:
            if reason and not self._always:
                sys.stderr.write(f"isogloss: the whole site is built after each change: {reason}\n")
            self._always = bool(reason)
        if reason:
            self._want()

    def stale(self) -> None:
        """Know that files have changed."""
        with self._lock:
            self._state += 1
            self._asked = time.monotonic()
        if self._always:
            self._want()

    def response(self, dest: str, *, patient: bool) -> Response | None:
        """What is at the path *dest* of the site as it was built last, which is waited for once; None if nothing is.

        Who is not *patient* does not wait.
        """
        self._want()
        with self._lock:
            self._lock.wait_for(lambda: self._built or self._closed or not patient)
            site, failure = self._site, self._failure
            if not self._built:
                return None
        if PurePosixPath(dest).is_absolute() or ".." in PurePosixPath(dest).parts or "\0" in dest or "\\" in dest:
            return None
        path = site / dest if site is not None else None
        if path is None:
            text = f"isogloss build has failed:\n\n{failure}\n"
            return Response(500, "text/plain; charset=utf-8", text.encode("utf-8", "replace"))
        # On Windows, a path with a drive leads out of any folder.
        if site is None or not path.resolve().is_relative_to(site.resolve()):
            return None
        try:
            body = path.read_bytes()
        except OSError:
            return None
        kind = mimetypes.guess_type(dest)[0] or "application/octet-stream"
        return Response(200, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, body)

    @property
    def failure(self) -> str:
        """Why the last build has failed; empty if it has not."""
        return self._failure

    def close(self) -> None:
        """Build no more."""
        with self._lock:
            self._closed = True
            process = self._process
            if process is not None:
                process.terminate()
            self._lock.notify_all()
            running = self._running
        if running is not None:
            running.join(_LAST)
            if running.is_alive() and process is not None:
                process.kill()
            running.join(_LAST)

    def _want(self) -> None:
        with self._lock:
            if self._state not in (self._built, self._under_way) and not self._closed:
                self._wanted = True
                self._asked = max(self._asked, time.monotonic() if self._running is None else 0)
                if self._running is None or not self._running.is_alive():
                    self._running = threading.Thread(target=self._work, daemon=True)
                    self._running.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wanted or self._closed:
                    self._running = None
                    return
            left = self._asked + _PATIENCE - time.monotonic()
            if left > 0 and not self._always:
                time.sleep(left)
                continue
            with self._lock:
                self._wanted, state = False, self._state
                self._under_way = state
            site = self._folder / f"site-{self._number}"
            self._number += 1
            failure = self._build(site)
            with self._lock:
                before = self._site
                whole = not failure or _STRICT in failure
                if whole:
                    self._site = site
                self._failure, self._built, self._under_way = failure, state, 0
                self._wanted = self._wanted or (self._always and self._state != state)
                self._lock.notify_all()
            if (useless := before if whole else site) is not None:
                shutil.rmtree(useless, ignore_errors=True)
            self._done()

    def _build(self, site: Path) -> str:
        """Build the site. Why that has failed; empty if it has not."""
        command = [sys.executable, "-m", "isogloss.driver.aside", str(self._config_file), str(site), str(self._jobs)]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        with self._lock:
            if self._closed:
                return "the preview has ended"
            self._process = process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
            )
        with suppress(AttributeError, OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, 10)  # Whoever looks at a page comes first.
        output, _ = process.communicate()
        self._process = None
        return "" if process.returncode == 0 else output.decode("utf-8", "replace")[-10000:] or "no reason was given"
