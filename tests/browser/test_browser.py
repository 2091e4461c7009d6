"""The built site in a real Chromium: what scripts do, and that no page asks another host for anything."""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from lxml import html

HARNESS = """\
<!doctype html>
<meta charset="utf-8">
<iframe src="{page}" style="width:1200px;height:900px"></iframe>
<pre id="result"></pre>
<script>
document.querySelector("iframe").addEventListener("load", event => {{
  const view = event.target.contentWindow, page = view.document;
  const link = page.querySelector("a.md-select__link[hreflang='{locale}']");
  link.addEventListener("click", click => click.preventDefault());
  link.click();
  const requests = view.performance.getEntriesByType("resource").map(entry => entry.name);
  document.querySelector("#result").textContent = JSON.stringify({{
    href: link.href.replace(location.origin, ""), lang: link.lang,
    elsewhere: requests.filter(name => new URL(name).origin !== location.origin),
    requests: requests.length,
  }});
}});
</script>
"""


@pytest.fixture(scope="module")
def served(own_site):
    handler = functools.partial(_Quiet, directory=str(own_site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield own_site, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


def chromium(address: str, profile: Path) -> str:
    """The DOM of a page after its scripts have run."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "Chromium is not installed: run make systems"
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
    flags += " --disable-component-update --disable-dev-shm-usage --virtual-time-budget=8000 --dump-dom"
    command = [path, *flags.split(), f"--user-data-dir={profile}", address]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True).stdout


@pytest.mark.parametrize(
    ("page", "locale", "expected"),
    [
        ("es-ES/troubleshooting/#tensorflow-does-not-find-the-gpu", "it-IT", "/it-IT/troubleshooting/"),
        ("it-IT/#professionals", "en", "/"),
        ("gpu-cuda-in-wsl/#before-you-start", "es-ES", "/es-ES/gpu-cuda-in-wsl/"),
    ],
)
def test_switching_the_language_keeps_the_page_and_the_place(served, tmp_path, page, locale, expected):
    site, origin = served
    name = f"harness-{locale}.html"
    (site / name).write_text(HARNESS.format(page=f"/{page}", locale=locale), encoding="utf-8")
    dom = html.fromstring(chromium(f"{origin}/{name}", tmp_path))
    (site / name).unlink()
    result = dom.xpath("//pre[@id='result']/text()")
    assert result, "the page did not load"
    fragment = page.partition("#")[2]
    assert f'"href":"{expected}#{fragment}"' in result[0]
    assert f'"lang":"{locale}"' in result[0]
    assert '"elsewhere":[]' in result[0]
    assert '"requests":0' not in result[0]
