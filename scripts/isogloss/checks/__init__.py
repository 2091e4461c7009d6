"""Every rule: one ``check_*`` function each. Its name is its code, its docstring its manual page.

A check is a generator: it gets texts or structures and yields :class:`Finding`, a sentence and what to do. It knows no
files; who asks gives each finding its place. :mod:`isogloss.checks.registry` says how a check is added.
"""

from __future__ import annotations

from isogloss.checks import compared, excess, faults, numbers, pages, passages, places, site, source, texts, wording
from isogloss.checks.corpus import Corpus
from isogloss.checks.english_left import Finished
from isogloss.checks.glossary import Glossary, glossary_of
from isogloss.checks.registry import (
    Finding,
    Severities,
    Subject,
    check,
    every,
    explain,
    forget,
    joined,
    rules,
    run,
    run_on_text,
    weighed,
)
from isogloss.checks.traits import is_program
from isogloss.checks.wording import Renderings
from isogloss.segments import Inline, Message

__all__ = [
    "Corpus",
    "Finding",
    "Finished",
    "Glossary",
    "Renderings",
    "Severities",
    "Subject",
    "check",
    "corpus_findings",
    "every",
    "explain",
    "finished_findings",
    "forget",
    "glossary_of",
    "joined",
    "manual",
    "passage_findings",
    "rules",
    "run",
    "run_on_text",
    "text_findings",
    "weighed",
    "word_findings",
]

MODULES = (excess, texts, places, passages, wording, numbers, compared, pages, source, site, faults)
"""The modules whose checks are registered, by importing them."""


def manual() -> dict[str, str]:
    """The manual page of each code: of a check, its docstring."""
    return {code: rule.manual for code, rule in rules().items()}


def text_findings(message: Message, msgstr: str, template_marks: tuple[tuple[str, str], ...] = ()) -> list[Finding]:
    """What the checks on texts find in a translation; *template_marks* are those of the site, besides Jinja's own."""
    if excess := run(Subject.EXCESS, message, msgstr):
        return excess  # No other check and no parser reads it: that could take hours.
    found = run_on_text(Subject.TEXT, message, msgstr)
    if template_marks:
        found += places.template_findings(message, msgstr, template_marks)
    return found


def passage_findings(original: Inline, translated: Inline) -> list[Finding]:
    """What the checks on rendered passages find."""
    if original == translated and len(original.link_texts) < 2:
        return []
    return run(Subject.PASSAGE, original, translated)


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
    if any(one.code == "english" for one in found) and corpus.english.is_habit(finished):
        found = [one for one in found if one.code != "english"]
    return corpus_findings(finished, corpus) + found
