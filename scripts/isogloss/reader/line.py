"""The line under the title of a translation: how it was made, what is missing and what is outdated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from isogloss.project import Locale
from isogloss.reader.strings import Words

LINE, TOOLS = "isogloss/line.html", "isogloss/tools.html"


class Facts(NamedTuple):
    """What is true of the translation of one page."""

    percent: int
    """What is translated, as :class:`Progress` counts it."""
    missing: int
    """Passages without a translation that can be published."""
    outdated: int
    """Passages whose translation is of an older text."""
    machine: bool
    """Whether a machine has translated it and nobody has said to have read it since."""
    since: date | None = None
    """The day on which the page changed last, where it is known."""
    original: str = ""
    """The address of the page in the source language."""
    improve: str = ""
    """Where the translation is mended; empty if nowhere."""

    @property
    def worth_telling(self) -> bool:
        """Whether there is anything to say."""
        return self.machine or self.percent < 100


def variables(
    facts: Facts, locale: Locale, source: Locale, words: Words, spell: Callable[[date, Locale], str]
) -> dict[str, object]:
    """What the template has to know; *spell* writes a day in a language."""
    spoken = Locale(words.language, "")
    return {
        "words": words.texts,
        "marks": words.marks(locale),
        "percent": facts.percent,
        "missing": facts.missing,
        "outdated": facts.outdated,
        "since": spell(facts.since, spoken) if facts.since is not None else "",
        "machine": facts.machine,
        "original": facts.original,
        "source": source.web,
        "language": spoken.cldr.languages.get(source.language) or source.name,
        "improve": facts.improve,
    }
