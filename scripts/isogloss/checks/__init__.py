"""Every rule: one ``check_*`` function each. Its name is its code, its docstring its manual page.

A check is a generator: it gets texts or structures and yields :class:`Finding`, a sentence and what to do. It knows no
files; who asks gives each finding its place. :mod:`isogloss.checks.registry` says how a check is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isogloss.checks import excess, faults, pages, passages, places, site, source, texts, written
from isogloss.checks.registry import (
    Finding,
    Severities,
    Subject,
    check,
    every,
    explain,
    forget,
    joined,
    of,
    rules,
    run,
    run_on_text,
    weighed,
)
from isogloss.segments import Inline, Message

if TYPE_CHECKING:
    from isogloss.checks.words import (
        Corpus,
        Finished,
        Glossary,
        Renderings,
        corpus_findings,
        finished_findings,
        glossary_of,
        word_findings,
    )

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
    "of",
    "passage_findings",
    "rules",
    "run",
    "run_on_text",
    "text_findings",
    "weighed",
    "word_findings",
]

MODULES = (excess, texts, places, passages, pages, source, site, faults)
"""The modules whose checks are registered, by importing them; those on words are when somebody asks for them."""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """What is about words, which a build does not need: it takes longer to import than a small change takes."""
        if name in __all__:
            from isogloss.checks import words

            return globals().setdefault(name, getattr(words, name))
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def manual() -> dict[str, str]:
    """The manual page of each code: of a check, its docstring."""
    return {code: rule.manual for code, rule in rules().items()}


def text_findings(message: Message, msgstr: str, template_marks: tuple[tuple[str, str], ...] = ()) -> list[Finding]:
    """What the checks on texts find in a translation; *template_marks* are those of the site, besides Jinja's own."""
    if excess := run_on_text(Subject.EXCESS, message, msgstr):
        return excess  # No other check and no parser reads it: that could take hours.
    found = run_on_text(Subject.TEXT, message, msgstr)
    if template_marks:
        found += places.template_findings(message, msgstr, template_marks)
    return found


def passage_findings(original: Inline, translated: Inline, msgid: str = "", msgstr: str = "") -> list[Finding]:
    """What the checks on rendered passages find; told with the marks of *msgid* and *msgstr*, their texts."""
    same = original == translated and len(original.link_texts) < 2
    found = [] if same else run(Subject.PASSAGE, original, translated)
    if not found:
        return list(written.broken_links(msgid, msgstr))
    return list(written.as_written(found, msgid, msgstr)) if msgid else found
