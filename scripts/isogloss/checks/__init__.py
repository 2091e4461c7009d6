"""Every rule: one ``check_*`` function each. Its name is its code, its docstring its manual page.

A check is a generator: it gets texts or structures and yields what is wrong, as a sentence and what to do. It knows no
files; :func:`found` adds the places.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator

from isogloss.checks import compared, pages, passages, places, site, source, texts, wording
from isogloss.checks.compared import check_copied, check_other_message
from isogloss.checks.corpus import Corpus, Finished
from isogloss.checks.faults import FAULT_WARNINGS, FAULTS
from isogloss.checks.glossary import Glossary, glossary_of
from isogloss.checks.problem import Problem
from isogloss.checks.wording import Renderings, check_glossary
from isogloss.diagnostics import Diagnostic, Location, Rule, Severity
from isogloss.segments import Inline, Message
from isogloss.segments.contexts import TEMPLATE_MARKS

__all__ = [
    "Corpus",
    "Finished",
    "Glossary",
    "Problem",
    "Renderings",
    "check_copied",
    "check_glossary",
    "code_of",
    "comparing_problems",
    "finished_problems",
    "found",
    "glossary_of",
    "manual",
    "rules",
    "structure_problems",
    "text_problems",
    "wording_problems",
]

TextCheck = Callable[[Message, str], Iterator[Problem]]
StructureCheck = Callable[[Inline, Inline], Iterator[Problem]]

TEXT_CHECKS: tuple[TextCheck, ...] = (
    texts.check_control_character,
    texts.check_bidi_control,
    texts.check_invisible_character,
    texts.check_hidden_markup,
    texts.check_line_start,
    places.check_plain_text,
    texts.check_footnote,
    texts.check_placeholder,
    texts.check_html,
)
STRUCTURE_CHECKS: tuple[StructureCheck, ...] = (
    passages.check_link,
    passages.check_link_swap,
    passages.check_image,
    passages.check_code,
    passages.check_tag,
    passages.check_attribute_list,
    passages.check_emphasis,
    passages.check_leftover,
)
COMPARED_CHECKS = (*compared.COMPARING_CHECKS, check_copied, check_glossary)


def code_of(check: Callable[..., object]) -> str:
    """The code of a check: its name without ``check_``, in kebab-case."""
    return check.__name__.removeprefix("check_").replace("_", "-")


def found(
    check: Callable[..., object],
    problems: Iterable[Problem],
    location: Location,
    origin: Location | None = None,
    texts: tuple[tuple[str, str], ...] = (),
    severity: Severity = Severity.ERROR,
) -> Iterator[Diagnostic]:
    """The *problems* that *check* found, with their places."""
    for problem in problems:
        yield Diagnostic(code_of(check), problem.message, location, origin, problem.hint, severity, texts)


def manual() -> dict[str, str]:
    """The manual page of each code: of a check, its docstring."""
    every: tuple[Callable[..., object], ...] = (
        *TEXT_CHECKS,
        places.check_template_expression,
        *STRUCTURE_CHECKS,
        *wording.WORDING_CHECKS,
        *COMPARED_CHECKS,
        *pages.PAGE_CHECKS,
        pages.check_decision,
        *source.SOURCE_CHECKS,
        *site.SITE_CHECKS,
    )
    return {code_of(check): inspect.cleandoc(check.__doc__ or "") for check in every} | FAULTS


def rules() -> dict[str, Rule]:
    """Each check, by code: its manual page, and how much its findings weigh."""
    checks = (*wording.WORDING_CHECKS, *COMPARED_CHECKS, *source.WARNINGS, *site.SITE_WARNINGS)
    warnings = {code_of(check) for check in checks} | FAULT_WARNINGS
    return {
        code: Rule(page, Severity.WARNING if code in warnings else Severity.ERROR) for code, page in manual().items()
    }


def text_problems(
    message: Message, msgstr: str, template_marks: tuple[tuple[str, str], ...] = ()
) -> list[tuple[Callable[..., object], Problem]]:
    """What the checks on texts find in a translation; *template_marks* are those of the site, besides Jinja's own."""
    in_template = places.check_template_expression
    found: list[tuple[Callable[..., object], Problem]] = [
        (in_template, problem) for problem in in_template(message, msgstr, (*TEMPLATE_MARKS, *template_marks))
    ]
    if message.kind in places.RENDERED and not texts.NOTABLE.search(msgstr) and not texts.NOTABLE.search(message.msgid):
        return found
    return found + [(check, problem) for check in TEXT_CHECKS for problem in check(message, msgstr)]


def structure_problems(original: Inline, translated: Inline) -> list[tuple[Callable[..., object], Problem]]:
    """What the checks on rendered passages find."""
    if original == translated and len(original.link_texts) < 2:
        return []
    return [(check, problem) for check in STRUCTURE_CHECKS for problem in check(original, translated)]


def wording_problems(message: Message, msgstr: str, glossary: Glossary) -> list[tuple[Callable[..., object], Problem]]:
    """What the checks on words find: warnings, for ``isogloss check`` alone."""
    return [(check, problem) for check in wording.WORDING_CHECKS for problem in check(message, msgstr, glossary)]


def comparing_problems(finished: Finished, corpus: Corpus) -> list[tuple[Callable[..., object], Problem]]:
    """What a finished translation looks like beside the others of its locale: warnings, if there are enough of them.

    The checks are in the order of how much they explain; what the first one explains, is told of once.
    """
    if not corpus.enough:
        return []
    for check in compared.COMPARING_CHECKS:
        if problems := list(check(finished, corpus)):
            return [(check, problem) for problem in problems]
    return []


def finished_problems(
    finished: Finished, corpus: Corpus, glossary: Glossary
) -> list[tuple[Callable[..., object], Problem]]:
    """All that the checks on words find in a finished translation, by itself and beside the others."""
    message, msgstr = finished.message, finished.msgstr
    if message.msgid == msgstr and finished.catalog in corpus.copied:
        return []  # Told of once, for the catalog.
    compared = comparing_problems(finished, corpus)
    if any(check is check_other_message for check, _ in compared):
        return compared  # The words are those of another text: that explains whatever they lack.
    return wording_problems(message, msgstr, glossary) + compared
