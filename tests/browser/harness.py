"""Opens pages of a site in Chromium, does what readers may do, and tells what happens and what they are made of."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from chromium import Browser, Handler

HERE = Path(__file__).parent
WATCH = (HERE / "watch.js").read_bytes()
CREDITS = re.compile(r" a href=https://(?:www\.mkdocs\.org|github\.com/readthedocs|readthedocs\.org)/")
HARNESS = (HERE / "harness.html").read_text(encoding="utf-8")


class Watched(Handler):
    """Serves each page with a script before all others, and lets it ask no other host for anything."""

    extensions_map = Handler.extensions_map | {"": "text/html"}

    def end_headers(self):
        if self.watched:
            own = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
            self.send_header("Content-Security-Policy", f"{own}; base-uri 'self'; form-action 'self'")
        super().end_headers()

    @property
    def watched(self) -> bool:
        return self.path.endswith("/")

    def do_GET(self):  # noqa: N802 - as http.server calls it
        page = Path(self.translate_path(self.path)) / "index.html"
        if not self.watched or not page.is_file():
            super().do_GET()
            return
        # Scripts in files run when the page has been parsed: what it is made of does not depend on how far they are.
        text = re.sub(rb"<script src=(?![^>]*glightbox)", b"<script defer src=", page.read_bytes())
        start = text.lower().index(b"<!doctype html>") + len("<!doctype html>")
        body = text[:start] + b"<script>" + WATCH + b"</script>" + text[start:]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Opened(NamedTuple):
    """What a page is made of, and what happened on it."""

    nodes: list[tuple[str, str]]
    """Each element and comment in order, with its depth, its attributes and what it holds verbatim, after its place."""
    seen: list[str]
    """Scripts that ran or failed, requests to others, addresses that run."""
    shown: list[str]
    """Elements in what a tooltip or a caption shows."""


def visit(browser: Browser, paths: list[str], profile: Path) -> dict[str, Opened]:
    """What each of the pages is made of, and what happened on it."""
    told = browser.open(HARNESS.replace("[PAGES]", json.dumps(paths)), profile, timeout=60 + 5 * len(paths))
    lost = {page["address"]: page["seen"] for page in told if not page.get("nodes")}
    assert not lost, lost
    return {
        page["address"]: Opened([tuple(node.split("\t", 1)) for node in page["nodes"]], page["seen"], page["shown"])
        for page in told
    }


def more(page: Opened, english: Opened) -> Counter[tuple[str, str]]:
    """What *page* has and does beyond the *english* one, after the place where that is."""
    added = Counter(page.nodes) - Counter(english.nodes)
    # A theme that does not escape makes attributes of an English quotation mark; a translation without one is whole.
    broken = [node for node in Counter(english.nodes) - Counter(page.nodes) if '"' in node[1]]
    for node in list(added):
        if any(_is_less(node[1], other[1]) for other in broken):
            del added[node]
    added += Counter(("seen", text) for text in page.seen) - Counter(("seen", text) for text in english.seen)
    for text in set(page.shown) - set(english.shown):
        added["shown", text] += 1
    return added


def _is_less(node: str, other: str) -> bool:
    """Whether *node* is *other* without some of its attributes, which have half a quotation mark in their names."""
    attributes, others = node.split(), other.split()
    return (
        attributes[:2] == others[:2] and set(attributes) < set(others) and '"' in "".join(set(others) - set(attributes))
    )


def structure(page: Opened) -> list[tuple[str, str]]:
    """The nodes of *page* in order, without emphasis: whether a translation emphasizes a word is its own affair.

    In which order a theme names those who made it is that of its own translation.
    """
    nodes = [(place, " ".join(word for word in node.split() if not _half_quoted(word))) for place, node in page.nodes]
    return [
        node for node in nodes if node[1] not in ("em", "strong") and node[0] != "site" and not CREDITS.search(node[1])
    ]


def _half_quoted(attribute: str) -> bool:
    return '"' in attribute.partition("=")[0]
