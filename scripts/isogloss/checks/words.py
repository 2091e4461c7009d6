"""What the checks on words find: in a translation by itself, and beside the others of its locale."""

from __future__ import annotations

from isogloss.checks import compared, numbers, wording
from isogloss.checks.corpus import Corpus
from isogloss.checks.english_left import Finished
from isogloss.checks.glossary import Glossary, glossary_of
from isogloss.checks.registry import Finding, Subject, run
from isogloss.checks.traits import is_program
from isogloss.checks.wording import Renderings
from isogloss.segments import Message

MODULES = (compared, numbers, wording)
"""The modules whose checks are registered, by importing them in this order."""

__all__ = [
    "Corpus",
    "Finished",
    "Glossary",
    "Renderings",
    "corpus_findings",
    "finished_findings",
    "glossary_of",
    "word_findings",
]


def word_findings(message: Message, msgstr: str, glossary: Glossary) -> list[Finding]:
    """What the checks on words find: warnings, for ``isogloss check`` alone.

    A text that is on many pages is looked at once: its words are the same on each.
    """
    place = message.kind, message.msgid, msgstr
    if place not in glossary.judged:
        program = is_program(message.msgid)
        glossary.judged[place] = [] if program else run(Subject.WORDS, message, msgstr, glossary)
    return glossary.judged[place]


def corpus_findings(finished: Finished, corpus: Corpus) -> list[Finding]:
    """What a finished translation looks like beside the others of its locale: warnings.

    Where there are not enough of them, only what a few can tell.
    """
    if is_program(finished.message.msgid):
        return []
    return run(Subject.FINISHED, finished, corpus, alone=not corpus.enough)


def finished_findings(finished: Finished, corpus: Corpus, glossary: Glossary) -> list[Finding]:
    """All that the checks on words find in a finished translation, by itself and beside the others."""
    if finished.message.msgid == finished.msgstr and finished.catalog in corpus.copied:
        return []  # Told of once, for the catalog.
    found = word_findings(finished.message, finished.msgstr, glossary)
    if found and any(one.code == "english" for one in found) and corpus.english.is_habit(finished):
        found = [one for one in found if one.code != "english"]
    return corpus_findings(finished, corpus) + found
