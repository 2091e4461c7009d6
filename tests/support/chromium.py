"""A site served on this machine, and a real Chromium that opens pages of it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
    " --disable-component-update --disable-dev-shm-usage --disable-extensions"
    # No pages of the browser's own in each window: two thirds of the CPU of one.
    " --disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess"
)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the site, and takes what a page tells."""

    told: queue.Queue[str]
    beside: dict[str, Path]
    """Files that are served as if they were in the folder of the site, by their names."""

    def translate_path(self, path):
        return str(self.beside.get(path.lstrip("/"), "")) or super().translate_path(path)

    def do_POST(self):
        self.told.put(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8"))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


def program() -> str:
    """The path of Chromium."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "Chromium is not installed: run make systems"
    return path


class Browser:
    """A Chromium that opens pages of the site inside a page of the test."""

    def __init__(self, site: Path, origin: str, told: queue.Queue[str], beside: dict[str, Path]) -> None:
        self.site, self.origin, self.told, self._beside = site, origin, told, beside

    def open(self, harness: str, profile: Path, timeout: int = 60):
        """What the script of *harness* tells."""
        page = profile.with_name(f"harness-{profile.name}.html")  # Others read the folder of the site.
        page.write_text(harness, encoding="utf-8")
        self._beside[page.name] = page
        options = [*FLAGS.split(), "--remote-debugging-port=0", f"--user-data-dir={profile}"]
        command = [program(), *options, f"{self.origin}/{page.name}"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                return json.loads(self.told.get(timeout=timeout))
            finally:
                process.kill()


@contextlib.contextmanager
def serving(site: Path, handler: type[Handler] = Handler) -> Iterator[Browser]:
    """A browser for the built *site*, while a server serves it."""
    told: queue.Queue[str] = queue.Queue()
    beside: dict[str, Path] = {}
    serve = functools.partial(type("Telling", (handler,), {"told": told, "beside": beside}), directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Browser(site, f"http://127.0.0.1:{server.server_port}", told, beside)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
