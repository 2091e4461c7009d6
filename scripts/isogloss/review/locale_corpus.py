"""The words of one locale: checked once all its translations are known, as each is evidence about the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from isogloss import catalog, checks
from isogloss.catalog import Catalog
from isogloss.checks import Corpus, Finding, Finished, Glossary, Renderings, Subject
from isogloss.diagnostics import Diagnostic, Location, Severity
from isogloss.project import Locale, Project
from isogloss.segments import Message
from isogloss.segments.locate import origin_of

_NOTHING = frozenset[str]()


def evidence(finished: Iterable[Finished], glossary: Glossary) -> tuple[Corpus, Renderings]:
    """All *finished* translations of a locale as evidence about each, and the renderings of its *glossary* in them."""
    names = (term.term for term in glossary.terms if term.stays)
    corpus, renderings = Corpus(finished, names, glossary.language), Renderings(glossary)
    for one in corpus.finished:
        renderings.add(one.message, one.msgstr)
    return corpus, renderings


@dataclass(slots=True)
class LocaleCorpus:
    """The finished translations of one locale."""

    project: Project
    locale: Locale
    glossary: Glossary
    _found: dict[tuple[str, str], tuple[Finished, Catalog, Path]] = field(default_factory=dict)
    """By catalog and msgid: a message that is on a page twice is told of once."""

    def add(self, message: Message, msgstr: str, found: Catalog, source: Path) -> None:
        """Take a finished translation in; *source* is the file, or the folder of templates, with its English text."""
        place = found.name, message.msgid
        if place not in self._found:
            entry = found.by_msgid.get(message.msgid)
            allowed = frozenset(entry.allowed) if entry is not None and entry.comments else _NOTHING
            self._found[place] = Finished(message, msgstr, found.name, allowed), found, source

    def remove(self, message: Message, found: Catalog) -> None:
        """Take a translation out again, which turned out to be refused."""
        self._found.pop((found.name, message.msgid), None)

    @property
    def finished(self) -> list[Finished]:
        """All translations that were taken in."""
        return [finished for finished, _, _ in self._found.values()]

    def _all(self) -> tuple[Corpus, Renderings]:
        return evidence(self.finished, self.glossary)

    def beside_others(self, texts: Iterable[Finished]) -> list[list[Finding]]:
        """What the checks on words find in each of *texts*, which are not in the catalogs, beside those that are."""
        judge = self.judge()
        return [judge(one) for one in texts]

    def judge(self) -> Callable[[Finished], list[Finding]]:
        """Says what the checks on words find in a text beside the translations that were taken in up to now."""
        corpus, renderings = self._all()
        glossary = renderings.known()
        return lambda one: checks.finished_findings(one, corpus, glossary)

    def problems(self) -> Iterator[Diagnostic]:
        """Warnings, without those that a translator allows."""
        corpus, renderings = self._all()
        glossary = renderings.known()
        yield from self._of_catalogs(corpus)
        yield from self._of_glossary(renderings)
        for finished, found, source in self._found.values():
            yield from self._of_message(finished, found, source, corpus, glossary)

    def _of_catalogs(self, corpus: Corpus) -> Iterator[Diagnostic]:
        for name in corpus.by_catalog:
            for finding in checks.run(Subject.CATALOG, name, corpus):
                yield finding.placed(Location(name, 1))

    def _of_glossary(self, renderings: Renderings) -> Iterator[Diagnostic]:
        path = self.project.strings_catalog(self.locale, "glossary")
        for term in renderings.glossary.terms:
            for finding in checks.run(Subject.GLOSSARY, renderings, term):
                yield finding.placed(catalog.read(path, self.project.relative(path)).location(term.term))

    def _of_message(
        self, finished: Finished, found: Catalog, source: Path, corpus: Corpus, glossary: Glossary
    ) -> Iterator[Diagnostic]:
        message = finished.message
        findings = checks.finished_findings(finished, corpus, glossary)
        allowed = finished.allowed
        if not findings and not allowed:
            return
        here, needless = found.location(message.msgid), set(allowed)
        texts = (("original", message.msgid), ("translation", finished.msgstr))
        severities = self.project.severities
        needless.difference_update(finding.code for finding in findings)
        needless.difference_update(code for code in allowed if severities.get(code, Severity.ERROR) is None)
        findings = [finding for finding in findings if finding.code not in allowed]
        for finding in checks.joined(checks.weighed(findings, severities)):
            yield finding.placed(here, origin_of(self.project, source, message.msgid), texts)
        for code in sorted(needless):
            yield Diagnostic(
                "allowance",
                f"nothing that '{code}' finds has to be allowed here",
                here,
                hint="remove the comment '# allow …' from the message",
                severity=Severity.WARNING,
            )
