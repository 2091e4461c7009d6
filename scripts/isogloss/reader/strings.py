"""The words of the reader, in its own gettext catalogs: English here, its translations in ``locales``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from isogloss import catalog
from isogloss.project import Locale

_FOLDER = Path(__file__).parent / "locales"
TEXTS = {
    "available": "This page is available in %(language)s.",
    "close": "Close",
    "machine": "Translated by machine",
    "untranslated": "This page is not translated yet",
    "percent": "%(percent)s %% translated",
    "missing": "Missing passages: %(number)s",
    "outdated": "Outdated passages: %(number)s",
    "outdated_since": "Outdated passages: %(number)s (since %(date)s)",
    "read_in": "Read in %(language)s",
    "improve": "Improve this translation",
    "original": "Show the original text",
    "no_original": "The original text could not be loaded.",
    "lost_title": "Page not found",
    "lost": "There is no page at this address.",
    "lost_near": "Did you mean this page?",
    "home": "Go to the start page",
    "here": "You are here",
    "search": "Search",
    "guide": "Ways to read this guide",
    "guide_steps": "Step by step",
    "guide_again": "Start again",
    "guide_table": "Table",
    "guide_map": "Map",
    "guide_caption": "All answers at a glance",
    "guide_answers": "Your answers",
    "guide_end": "Leads to",
    "guide_drawn": "Map of all answers",
    "guide_described": "Lines lead from answers to pages, as in the table.",
    "no_search": "Search needs JavaScript.",
    "status": "Translation status",
    "status_about": "How much of each page is translated. Outdated translations are of an older text of the page: they "
    "are not published until somebody has looked at them. Each percentage leads to the catalog.",
    "status_table": "Translations of each page",
    "status_page": "Page",
    "status_site": "Navigation and site strings",
    "status_templates": "Templates",
    "not_begun": "not begun",
    "by_hand": "written by hand",
    "by_machine": "by machine",
    "by_human": "by human",
    "number_outdated": "outdated: %(number)s",
    "number_missing": "missing: %(number)s",
    "number_refused": "refused: %(number)s",
    "number_translated": "translated: %(number)s of %(total)s",
}
"""The words, by the names that templates and scripts know."""
SCRIPTS = ("available", "close", "original", "no_original")
"""Those that scripts need."""

Say = Callable[[str, Locale], str | None]
"""Gives a text of the reader in a language; None if nobody has translated it."""


class Words(NamedTuple):
    """All words in one language; in English, if one of them is not translated."""

    language: str
    """The tag of the language that they are in."""
    direction: str
    texts: Mapping[str, str]

    def marks(self, locale: Locale) -> str:
        """The attributes that say so on a page of *locale*, to be put behind the name of a tag."""
        return f' lang="{self.language}" dir="{self.direction}"' if self.language != locale.web else ""


def words(locale: Locale, say: Say) -> Words:
    """The words in the language of *locale*, as *say* gives them."""
    found = {name: say(text, locale) for name, text in TEXTS.items()}
    whole = {name: text for name, text in found.items() if text is not None}
    return Words(locale.web, locale.direction, whole) if len(whole) == len(TEXTS) else Words("en", "ltr", TEXTS)


def translation(text: str, locale: Locale) -> str | None:
    """*text* in the language of *locale*, of the nearest catalog that has it; None if there is none."""
    if locale.language == "en":
        return text
    for name in locale.language_files:
        if (found := _catalog(name)) is not None and (msgstr := found.translation(text)) is not None:
            return msgstr
    return None


def languages() -> list[str]:
    """The names of the catalogs."""
    return sorted(path.stem for path in _FOLDER.glob("*.po"))


@cache
def _catalog(name: str) -> catalog.Catalog | None:
    path = _FOLDER / f"{name}.po"
    return catalog.read(path, path.name) if path.is_file() else None
