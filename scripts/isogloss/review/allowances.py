"""Comments in Markdown that allow a finding: ``<!-- allow CODE: reason -->``, up to the end of the next block."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isogloss import checks
from isogloss.checks import Subject
from isogloss.diagnostics import Diagnostic, Location, Severity
from isogloss.project import Project, read_text
from isogloss.segments.lines import page_lines
from isogloss.segments.text import CODE

_COMMENT = re.compile(r"<!--\s*allow ([a-z-]+): \S(?:[^<\n]|<(?!!--))*?-->")
_IN_ENGLISH = (Subject.SOURCE, Subject.SITE)
"""What the checks look at whose findings lead to an English page."""


class Allowance(NamedTuple):
    """One comment."""

    code: str
    lines: range
    """Those from the comment to the end of the next block."""


def allowances(source: str) -> Iterator[Allowance]:
    """The comments of *source*, not those that it shows as code."""
    if "<!--" not in source or "allow " not in source:
        return
    lines = page_lines(source)
    for number, line in enumerate(lines, start=1):
        if line.in_code or "<!--" not in line.text:
            continue
        for comment in _COMMENT.finditer(CODE.sub("", line.text)):
            last = number
            while last < len(lines) and not lines[last].text.strip():
                last += 1
            while last < len(lines) and lines[last].text.strip():
                last += 1
            yield Allowance(comment[1], range(number, last + 1))


@dataclass(slots=True)
class Allowed:
    """The allowances of one page, and which of them were needed."""

    path: str
    """The page's path relative to the project."""
    listed: list[Allowance]
    _needed: set[Allowance] = field(default_factory=set)

    def without(self, problems: Iterable[Diagnostic], whole: bool = False) -> Iterator[Diagnostic]:
        """*problems* that no comment allows; with *whole*, one of line 1 or none is about the whole page."""
        for problem in problems:
            line = problem.location.line
            about_page = whole and line <= 1
            by = [one for one in self.listed if one.code == problem.code and (about_page or line in one.lines)]
            self._needed.update(by[:1])
            if not by:
                yield problem

    def needless(self, codes: Collection[str] | None = None) -> Iterator[Diagnostic]:
        """Says which comments, of *codes*, allow nothing."""
        for one in self.listed:
            if one not in self._needed and (codes is None or one.code in codes):
                yield self.told(one, f"nothing that '{one.code}' finds has to be allowed here")

    def told(self, one: Allowance, message: str) -> Diagnostic:
        """A warning about a comment."""
        here, hint = Location(self.path, one.lines.start), "remove the comment '<!-- allow … -->'"
        return Diagnostic("allowance", message, here, hint=hint, severity=Severity.WARNING)


@dataclass(slots=True)
class AllowedInEnglish:
    """The allowances of the English pages, by their paths relative to the project."""

    project: Project
    pages: dict[str, Allowed]

    @classmethod
    def of(cls, project: Project, paths: Iterable[str]) -> AllowedInEnglish:
        """The allowances of the pages at *paths*; pages that a plugin makes have none."""
        found = {}
        for path in paths:
            file = project.root / path
            if file.is_file() and (listed := list(allowances(read_text(file, path)))):
                found[path] = Allowed(path, listed)
        return cls(project, found)

    def without(self, problems: Iterable[Diagnostic], ran: Collection[str]) -> Iterator[Diagnostic]:
        """*problems* that no comment allows; then the comments for codes that *ran* and found nothing there."""
        for problem in problems:
            page = self.pages.get(problem.location.path)
            yield from page.without([problem], whole=True) if page is not None else [problem]
        told = [code for code in ran if self.project.severities.get(code, Severity.ERROR) is not None]
        for page in self.pages.values():
            yield from page.needless(told)

    def strange(self) -> Iterator[Diagnostic]:
        """Comments for codes that are found in no English page."""
        for page in self.pages.values():
            every = checks.every()
            for one in page.listed:
                if one.code not in every:
                    yield page.told(one, f"there is no check '{one.code}'")
                elif every[one.code].subject not in _IN_ENGLISH and one.code != "not-reached":
                    yield page.told(one, f"'{one.code}' finds nothing in English pages")
