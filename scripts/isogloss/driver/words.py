"""The words of the desk and of the preview, in the catalogs of the reader: translators work in their own language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from isogloss.project import Locale
from isogloss.reader import strings
from isogloss.segments import Kind

KEY = "open the address that isogloss serve has printed: it has a new key for each run"
NO_MESSAGES = "this page has no messages: open a page of the site"
OF_SOURCE = "this page is in %(language)s: choose another language, then translate there"
CANNOT = "this cannot be done"
FAILED = "the desk has failed: the terminal of isogloss serve says why"
GONE = "the original is no longer there: open the page again"
NOT_YET = "the catalog does not have this text yet: run isogloss update"
PLURAL = "this message has plural forms: translate it in the file"
CHANGED = "somebody else has changed this translation meanwhile: theirs is in the file"
EMPTY = "there is no text: what is translated stays translated"
TEXTS = (
    "Translate",
    "Translate into %(language)s",
    "Translation into %(language)s",
    "Original",
    "Message",
    "Previous",
    "Next",
    "Next unfinished",
    "Save",
    "Save and go on",
    "Ctrl+Enter saves and goes on, Escape closes",
    "translated",
    "the original changed",
    "missing",
    "refused by a check",
    "Site: navigation, titles, words of the theme",
    "This page is written by hand: %(file)s",
    "Left on this page: %(number)s of %(all)s",
    "Error",
    "Warning",
    "What changed in the original",
    "Glossary",
    "stays as it is",
    "not %(words)s",
    "Nothing else is left: all that has a place in a catalog is translated.",
    "Saving…",
    "Saved.",
    "Saved. See what the checks say; Ctrl+Enter goes on.",
    "Saved, but not what you have written since.",
    "Not saved, so open it again: %(text)s",
    "Not saved: see what the checks say.",
    "Not saved: %(why)s.",
    "Save again to put yours in its place.",
    "Take this one",
    "In the file now",
    "(nothing)",
    "This is in no catalog: code, or the same in all languages.",
    "the preview does not answer: is isogloss serve still running?",
    "This page cannot be shown as it is now",
    "Findings on this page: %(number)s",
    "The whole site cannot be built",
    KEY,
    NO_MESSAGES,
    OF_SOURCE,
    CANNOT,
    FAILED,
    GONE,
    NOT_YET,
    PLURAL,
    CHANGED,
    EMPTY,
    *(kind.value for kind in Kind),
)
"""The words, in English, besides those that readers have too."""
_SHARED = ("Close", "Templates")
"""Those of the reader."""
_SCRIPT = Path(__file__).parent / "assets/words.js"


@cache
def script() -> str:
    """The piece of a script that knows the words in each language that has all of them."""
    known = {"en": {"dir": "ltr", "texts": {}}}
    for name in strings.languages():
        locale = Locale(name, "")
        found = {text: strings.translation(text, locale) for text in (*_SHARED, *TEXTS)}
        if None not in found.values():
            known[name] = {"dir": locale.direction, "texts": found}
    words = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return _SCRIPT.read_text(encoding="utf-8").replace("{}", words, 1)
