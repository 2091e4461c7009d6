"""How much problems weigh on one site, as its mkdocs.yml says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from isogloss import checks
from isogloss.checks import Subject
from isogloss.diagnostics import Diagnostic, Severity
from isogloss.project import Project


def is_of_english_alone(problem: Diagnostic) -> bool:
    """Whether a problem is a fault of an English page that every language shares, and no error on this site."""
    one = checks.every().get(problem.code)
    registered = one is not None and one.subject is Subject.SOURCE and one.severity is Severity.WARNING
    return registered and problem.severity is Severity.WARNING


def weighed(problems: Iterable[Diagnostic], project: Project) -> Iterator[Diagnostic]:
    """*problems* with the severities of the site, without those that it has turned off.

    What the checks of localized pages find on a page that is made from a catalog counts as ever: they are the last to
    see what a translation has added to it.
    """
    of_pages = {one.code for subject in (Subject.PAGE, Subject.DECISION) for one in checks.of(subject)}
    for problem in problems:
        if problem.code in of_pages and problem.location.path.endswith(".po"):
            yield problem
        else:
            yield from checks.weighed([problem], project.severities)
