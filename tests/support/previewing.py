"""A real ``isogloss serve``, and what it answers."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

SCRIPTS = re.compile(rb'(<script src="/-/isogloss/[^>]*></script>)+')


@dataclass
class Preview:
    """The server of one site."""

    process: subprocess.Popen[str]
    origin: str
    token: str = ""
    said: list[str] = field(default_factory=list)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of the answer."""
        connection = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=300)
        try:
            connection.request(method, quote(path, safe="/?=&%:"), headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    def page(self, path: str) -> str:
        """The page at *path*, as it would be without the preview."""
        status, body, _ = self.ask(path)
        assert status == 200, body.decode()
        assert len(SCRIPTS.findall(body)) == 1, path
        return SCRIPTS.sub(b"", body).decode("utf-8")

    def notes(self, path: str) -> dict[str, Any]:
        return json.loads(self.ask(f"/-/isogloss/notes?path={path}")[1])

    @property
    def revision(self) -> str:
        return self.notes("")["revision"]

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """What is done in here changes what is shown, which is waited for."""
        before = self.revision
        yield
        self.until(lambda: self.revision != before)
        last = ""
        while last != (last := self.revision):  # Another batch of the same change may follow.
            time.sleep(0.3)

    @staticmethod
    def until(holds, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "in vain"
            time.sleep(0.02)

    def differences(self, built: Path, base: str = "/docs/") -> list[str]:
        """The pages of a built site that the preview answers otherwise."""
        found = []
        for path in sorted(built.rglob("*.html")):
            name = path.relative_to(built).as_posix()
            text = path.read_text(encoding="utf-8")
            if name == "404.html" or 'http-equiv="refresh"' in text:
                continue
            answer = self.page(base + quote(name))
            if answer != text:
                lines = (text.splitlines(), answer.splitlines())
                found += [name, *list(unified_diff(*lines, "built", "shown", lineterm="", n=0))[:12]]
        return found


@contextlib.contextmanager
def previewing(site, *options: str) -> Iterator[Preview]:
    """The preview of *site*, a ``conftest.Site``."""
    process = site.start("isogloss", "serve", "--port", "0", *options)
    preview = Preview(process, "")
    try:
        for line in process.stderr:
            preview.said.append(line)
            if found := re.search(r"(http://\S+?)/(?:#isogloss=(\S+))? shows the site", line):
                preview.origin, preview.token = found[1], found[2] or ""
                break
        assert preview.origin, "".join(preview.said)
        # What it says further on must not fill the pipe.
        threading.Thread(target=lambda: preview.said.extend(process.stderr), daemon=True).start()
        yield preview
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        finally:
            process.kill()
