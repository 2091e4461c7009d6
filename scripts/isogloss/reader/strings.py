"""The words of the reader, in its own gettext catalogs: English in templates and scripts, and its translations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from isogloss import catalog
from isogloss.project import Locale

_FOLDER = Path(__file__).parent / "locales"
TEXTS = {
    "available": "This page is available in %(language)s.",
    "close": "Close",
}
"""The words that scripts need, by the names that they know."""


def translation(text: str, locale: Locale) -> str | None:
    """*text* in the language of *locale*, of the nearest catalog that has it; None if there is none."""
    if locale.language == "en":
        return text
    for name in locale.language_files:
        if (found := _catalog(name)) is not None and (msgstr := found.translation(text)) is not None:
            return msgstr
    return None


@cache
def _catalog(name: str) -> catalog.Catalog | None:
    path = _FOLDER / f"{name}.po"
    return catalog.read(path, path.name) if path.is_file() else None
