"""The registry of checks: what is said once, on the function, and everything that follows from it.

A check is a generator with the decorator :func:`check`. It gets its subject and yields what is wrong. Its name is its
code, its docstring its manual page; the decorator says what it looks at, how much its findings weigh and what triggers
it. The reference, the order, the gate before the text checks, SARIF's rules and ``--explain`` come from here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from isogloss.diagnostics import Change, Diagnostic, Location, Rule, Severity
from isogloss.segments import Message

_SET = re.compile(r"\[(?!\^)(?:\\[^\w\s]|[ -\[^-~])+\]", re.ASCII)
"""A trigger that is a set of ASCII characters."""
Function = TypeVar("Function", bound=Callable[..., Iterator["Finding"]])
Trigger = str | Callable[[Message, str], bool]


class Group(NamedTuple):
    """A section of the published reference."""

    anchor: str
    title: str


_WORDS = Group("words", "In the words of a message")


class Subject(Enum):
    """What a check looks at, in the order of the published reference: what it gets, and its section there."""

    EXCESS = "message, msgstr, before anything else reads them", Group("texts", "In the text of a message")
    TEXT = "message, msgstr", Group("texts", "In the text of a message")
    PASSAGE = "English and localized Inline", Group("passages", "In a passage")
    WORDS = "message, msgstr, glossary", _WORDS
    FINISHED = "finished translation, corpus", _WORDS
    CATALOG = "name of a catalog, corpus", _WORDS
    GLOSSARY = "renderings, term", _WORDS
    PAGE = "aligned blocks of an English and a localized page", Group("pages", "In a localized page")
    DECISION = "English and localized outline", Group("pages", "In a localized page")
    SOURCE = "all English pages", Group("sources", "In an English page")
    SITE = "the finished site", Group("site", "In the finished site")
    FILE = "a file or a setting, looked at by whoever reads it", Group("files", "In files and settings")

    __hash__ = object.__hash__  # That of Enum is written in Python, and is asked for each text.

    @property
    def group(self) -> Group:
        """The section of the published reference."""
        return self.value[1]


class Check(NamedTuple):
    """One rule."""

    code: str
    """The name of the function without ``check_``, in kebab-case."""
    subject: Subject
    manual: str
    """A sentence, then more, then ``Bad:`` and ``Good:``."""
    severity: Severity
    trigger: Trigger = ""
    """Of a check of texts: a regular expression that matches the English text or the translation wherever the check
    finds anything, or a function that says whether it may; empty if any text may be wrong."""
    explains: frozenset[str] = frozenset()
    """Codes of findings of the same message that are evidence of the same mistake: they are told with this one."""
    host: bool = False
    """Whether the host of the site (MkDocs) tells of this by itself, in a build."""
    fixed: str = ""
    """Why a site cannot set its severity; empty if it can."""
    alone: bool = False
    """Whether a check of finished translations also says something where there are few of them."""
    function: Callable[..., Iterator[Finding]] | None = None
    """None of a code that whoever reads a file or a setting tells of."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check yields: what is wrong and what to do; the code and the severity are those of the check."""

    message: str
    """One sentence in English that says what is wrong."""
    hint: str = ""
    """What to do."""
    at: Any = None
    """Where in the subject it is: an aligned pair of blocks, a place of an English page, a path of the site."""
    difference: str = ""
    """Two outlines, line by line, where they part."""
    code: str = ""
    severity: Severity = Severity.ERROR
    evidence: tuple[str, ...] = ()
    """What other checks say of the same mistake."""
    followed: int = 0
    """How many links lead to what is wrong."""
    change: Change | None = None
    """What has to stand there instead, where that is one thing."""
    wished: bool = False
    """Whether an author has asked for it: it is a warning, whatever else the check finds."""

    def placed(
        self, location: Location, origin: Location | None = None, texts: tuple[tuple[str, str], ...] = ()
    ) -> Diagnostic:
        """The finding at its place in the project."""
        texts = (("difference", self.difference),) if self.difference else texts
        texts += tuple(("besides", sentence) for sentence in self.evidence)
        return Diagnostic(
            self.code, self.message, location, origin, self.hint, self.severity, texts, self.followed, self.change
        )


Found = TypeVar("Found", Finding, Diagnostic)
Severities = Mapping[str, Severity | None]
"""What a site says of codes: how much their findings weigh; None turns a check off."""
_AS_REGISTERED: Severities = MappingProxyType({})

GUARD = "it guards what a translation can add to the site"
"""Why the severity of a check is fixed: without it, a translation could add what its original does not have."""

_OF_WORDS = frozenset({Subject.WORDS, Subject.FINISHED, Subject.CATALOG, Subject.GLOSSARY})
"""What the checks on words look at: they are registered when somebody asks for them, which a build does not."""

_checks: dict[str, Check] = {}


def check(
    subject: Subject,
    *,
    severity: Severity = Severity.ERROR,
    trigger: Trigger = "",
    explains: Iterable[str] = (),
    host: bool = False,
    fixed: str = "",
    alone: bool = False,
) -> Callable[[Function], Function]:
    """Register the decorated generator as a check of *subject*; see :class:`Check` for the rest.

    Raises :class:`ValueError` if its code is taken or its docstring is missing.
    """

    def register(function: Function) -> Function:
        code = function.__name__.removeprefix("check_").replace("_", "-")
        manual = inspect.cleandoc(function.__doc__ or "")
        _add(Check(code, subject, manual, severity, trigger, frozenset(explains), host, fixed, alone, function))
        return function

    return register


def explain(code: str, manual: str, severity: Severity = Severity.ERROR, fixed: str = "") -> None:
    """Register the *manual* of a code that no check function finds: whoever reads a file or a setting tells of it.

    Raises :class:`ValueError` if the code is taken or the manual is empty.
    """
    _add(Check(code, Subject.FILE, inspect.cleandoc(manual), severity, fixed=fixed))


@cache
def _register_words() -> None:
    """Register the checks on words, by importing them."""
    from isogloss.checks import words  # noqa: F401


def _add(new: Check) -> None:
    if new.function is not None and not new.function.__module__.startswith(f"{__package__}."):
        _register_words()  # A check of the site's own may have taken one of their codes.
    old = _checks.get(new.code)
    # A preview loads a site's own checks again with each build.
    if old is not None and (new.function is None or _place(old.function) != _place(new.function)):
        raise ValueError(f"there are two checks with the code '{new.code}'")
    if not new.manual:
        raise ValueError(f"the check '{new.code}' has no docstring, which is its manual page")
    _wakes(new.trigger)
    _checks[new.code] = new
    _forget_order()


def _forget_order() -> None:
    for known in (of, _functions, _woken):
        known.cache_clear()


def _place(function: Callable[..., object] | None) -> tuple[str, str]:
    return (function.__code__.co_filename, function.__qualname__) if function is not None else ("", "")


def forget(code: str) -> None:
    """Take a check out again."""
    del _checks[code]
    _forget_order()


@cache
def of(subject: Subject) -> tuple[Check, ...]:
    """The checks of *subject*, in the order of their registration."""
    if subject in _OF_WORDS:
        _register_words()
    return tuple(found for found in _checks.values() if found.subject is subject)


def every() -> dict[str, Check]:
    """All checks by code, in the order of the reference."""
    _register_words()
    order = {subject: number for number, subject in enumerate(Subject)}
    return dict(sorted(_checks.items(), key=lambda item: order[item[1].subject]))


def rules(severities: Severities = _AS_REGISTERED) -> dict[str, Rule]:
    """What is known of each code: its manual page, and how much its findings weigh, on a site with *severities*."""
    return {
        code: Rule(
            found.manual, severities.get(code) or found.severity, severities.get(code, Severity.ERROR) is not None
        )
        for code, found in every().items()
    }


def weighed(found: Iterable[Found], severities: Severities) -> Iterator[Found]:
    """*found*, findings or problems, with the severities of a site; without those that it has turned off."""
    for one in found:
        severity = severities.get(one.code, one.severity)
        if severity is not None:
            yield one if severity is one.severity else replace(one, severity=severity)


def run(subject: Subject, *parts: Any, host: bool = False, alone: bool = False) -> list[Finding]:
    """What the checks of *subject* find in its *parts*; in a build of the *host*, not what it tells by itself.

    With *alone*, only those that need no other translations.
    """
    return [
        replace(found, code=one.code, severity=Severity.WARNING if found.wished else one.severity)
        for one, function in _functions(subject, host, alone)
        for found in function(*parts)
    ]


@cache
def _functions(subject: Subject, host: bool, alone: bool) -> list[tuple[Check, Callable[..., Iterator[Finding]]]]:
    asked = (one for one in of(subject) if not (host and one.host) and (one.alone or not alone))
    return [(one, one.function) for one in asked if one.function is not None]


def run_on_text(subject: Subject, message: Message, msgstr: str) -> list[Finding]:
    """What the checks of *subject* find in a translation, each asked only where its trigger says that it may."""
    findings: list[Finding] = []
    signs, woken = _woken(subject)
    both = message.msgid + msgstr
    here = [sign for sign in signs if sign in both]
    for one, function, own, wakes in woken:
        if (not own.isdisjoint(here)) if wakes is None else wakes(message, msgstr):
            for found in function(message, msgstr):
                findings.append(replace(found, code=one.code, severity=one.severity))
    return findings


_Woken = tuple[Check, Callable[..., Iterator[Finding]], frozenset[str], Callable[[Message, str], bool] | None]
"""A check with the characters that trigger it; or with what tells whether it may find anything."""


@cache
def _woken(subject: Subject) -> tuple[str, list[_Woken]]:
    """The checks of texts, and all characters that trigger any of them."""
    woken: list[_Woken] = [
        (one, function, _signs(one.trigger), None if _signs(one.trigger) else _wakes(one.trigger))
        for one, function in _functions(subject, host=False, alone=False)
    ]
    return "".join(sorted(frozenset[str]().union(*(own for _, _, own, _ in woken)))), woken


def _signs(trigger: Trigger) -> frozenset[str]:
    """The characters that *trigger* is; none if it is something else."""
    if not isinstance(trigger, str) or not _SET.fullmatch(trigger):
        return frozenset()
    return frozenset(filter(re.compile(trigger).match, map(chr, range(128))))


def _wakes(trigger: Trigger) -> Callable[[Message, str], bool]:
    if not isinstance(trigger, str):
        return trigger
    found = re.compile(trigger).search
    return lambda message, msgstr: bool(found(msgstr) or found(message.msgid))


def joined(found: Iterable[Finding]) -> list[Finding]:
    """*found*, all of one message, told once for each mistake: what another finding explains becomes its evidence."""
    findings = list(found)
    if len(findings) < 2:
        return findings
    explained: dict[int, int] = {}
    for number, finding in enumerate(findings):
        for other, possible in enumerate(findings):
            if finding.code in _checks[possible.code].explains and explained.get(other) != number:
                explained[number] = other
                break
    kept = []
    for number, finding in enumerate(findings):
        if number not in explained:
            evidence = [one.message for place, one in enumerate(findings) if _root(place, explained) == number != place]
            kept.append(replace(finding, evidence=(*finding.evidence, *evidence)))
    return kept


def _root(place: int, explained: dict[int, int]) -> int:
    seen = set()
    while place in explained and place not in seen:
        seen.add(place)
        place = explained[place]
    return place
