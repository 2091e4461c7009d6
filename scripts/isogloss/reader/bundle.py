"""The style sheet and the script of the reader: one file each, of the parts that a site has, named by their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from isogloss.reader.parts import Parts

_FOLDER = Path(__file__).parent / "assets"
_FILES = {
    "switcher": ("switcher.css", "switcher.js"),
    "suggestion": ("suggestion.css", "suggestion.js"),
    "line": ("line.css",),
    "original": ("tools.css", "tools.js", "passages.js", "original.js"),
    "improve": ("tools.css", "tools.js"),
    "not_found": ("lost.css", "lost.js"),
    "decisions": ("decisions.css", "decisions.js"),
    "abbreviations": ("abbreviations.css",),
    "tasks": ("tasks.css", "tasks.js"),
    "print": ("print.css",),
    "search": ("search.css",),
    "styles": ("styles.css", "styles.js", "menu.css", "menu.js"),
}
"""The files of each part."""
_WORKER = ("words", "index", "question", "answer")
"""The files of the worker that searches."""


class Asset(NamedTuple):
    """One file to publish."""

    path: str
    """Below the site: its name changes with its content, so that browsers may keep it for good."""
    text: str


def style_sheet(parts: Parts, turned_round: bool = False) -> Asset | None:
    """The styles of *parts*; None if they have none.

    The theme may have to be *turned round* for languages that are read from right to left.
    """
    texts = _texts(parts, ".css")
    if turned_round and parts.styles:
        texts.append((_FOLDER / "right_to_left.css").read_text(encoding="utf-8"))
    return _asset("css", "".join(texts))


def script(parts: Parts, texts: Mapping[str, Mapping[str, str]], first: str = "") -> Asset | None:
    """The script of *parts*; None if they have none. *texts* are its words by the tag of each language.

    *first* is what has to be done before the scripts of the theme: all else that looks at the page waits until it is
    there.
    """
    files = _texts(parts, ".js")
    if not files and not first:
        return None
    words = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    begin = (_FOLDER / "begin.js").read_text(encoding="utf-8").replace("{}", words, 1)
    return _asset("js", apart(begin, first, *files))


def search_script(worker: Asset | None, material: bool) -> str:
    """What lets the script of the theme search in the language of the page, by *worker* if it is not the theme's."""
    if material:
        return (_FOLDER / "material_index.js").read_text(encoding="utf-8")
    if worker is None:
        return ""
    return (_FOLDER / "mkdocs_worker.js").read_text(encoding="utf-8").replace("[WORKER]", worker.path)


def apart(*texts: str, pieces: Iterable[str] = ("nodes",)) -> str:
    """One script of *texts*, whose names nobody else sees, after the *pieces* of the reader that they share."""
    shared = [(_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in pieces]
    return "".join(["(() => {\n", *shared, *texts, "})();\n"])


def search_worker(parts: Parts) -> Asset | None:
    """The script that searches, apart from pages; None if the part is off."""
    if not parts.search:
        return None
    texts = [(_FOLDER / "search" / f"{name}.js").read_text(encoding="utf-8") for name in _WORKER]
    return _named("search", "js", "".join(texts))


def _texts(parts: Parts, suffix: str) -> list[str]:
    names = dict.fromkeys(name for part, names in _FILES.items() if getattr(parts, part) for name in names)
    return [(_FOLDER / name).read_text(encoding="utf-8") for name in names if name.endswith(suffix)]


def _asset(kind: str, text: str) -> Asset | None:
    return _named("reader", kind, text) if text else None


def _named(name: str, kind: str, text: str) -> Asset:
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Asset(f"assets/isogloss/{name}.{digest}.{kind}", text)
