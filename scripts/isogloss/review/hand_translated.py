"""Localized pages written by hand (``index.es-ES.md``, ``es-ES/index.md``), held to their English pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from markdown import Markdown

from isogloss import checks
from isogloss.checks import Finding, Subject
from isogloss.diagnostics import Diagnostic, Location, Severity, counted
from isogloss.project import Locale, Project
from isogloss.review.allowances import Allowed, allowances
from isogloss.review.source_pages import possible
from isogloss.segments import Kind, Message, Rendering, SourceStructure
from isogloss.segments.locate import lines_of, source_text
from isogloss.segments.walk import KINDS
from isogloss.structure import outline
from isogloss.structure.addresses import Addresses, place
from isogloss.structure.align import Pair, align
from isogloss.structure.outline import Outline

if TYPE_CHECKING:
    from isogloss.checks import Corpus, Finished, Glossary

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


class HandTranslatedPage(NamedTuple):
    """One localized page, once it is rendered."""

    src_uri: str
    page: str
    """The page in all languages, by which the English one is found."""
    outline: Outline


@dataclass(slots=True)
class HandTranslated:
    """The pages of one locale that are written by hand; they are compared once all of them are rendered."""

    project: Project
    locale: Locale
    pages: list[HandTranslatedPage] = field(default_factory=list)
    texts: Mapping[str, str] = field(default_factory=dict)
    """What stands in place of some of their files, by path relative to the project."""

    def rendering(self, src_uri: str, page: str) -> Rendering:
        """A rendering that takes down the outline of a page."""

        def finish(md: Markdown, root: etree.Element) -> None:
            self.pages.append(HandTranslatedPage(src_uri, page, outline.read(md, root, rendering.texts)))

        rendering = Rendering(SourceStructure(), finish=finish)
        return rendering

    @property
    def paths(self) -> dict[str, str]:
        """The path of each page, by page."""
        return {page.page: page.src_uri for page in self.pages}

    def problems(
        self,
        english: Mapping[str, tuple[str, Outline]],
        english_addresses: Addresses,
        addresses: Addresses,
        glossary: Glossary | None = None,
        finished: Iterable[Finished] = (),
    ) -> Iterator[Diagnostic]:
        """What the checks of pages find.

        *english* has the path and the outline of each English page, by page; *finished* are the translations that the
        catalogs of the locale have: the passages of the pages are compared with them, and with each other.
        """
        anchors: dict[str, dict[str, str]] = {}
        for page in self.pages:
            if page.page in english:
                pairs = align(english[page.page][1], page.outline)
                anchors[page.page] = {
                    pair.localized.anchor: pair.original.anchor
                    for pair in pairs
                    if pair.original and pair.localized and pair.original.anchor and pair.localized.anchor
                }
        addresses = Addresses(addresses.files, addresses.locale, addresses.source, anchors)
        followed = Counter(
            english_addresses.compared(src_uri, link)
            for src_uri, page in english.values()
            for node in page.nodes
            for link in node.links
        )
        comparisons = []
        for page in self.pages:
            here = self.project.page_path(page.src_uri)
            if page.page not in english:
                yield Diagnostic(
                    "page-without-original",
                    f"this page has no English page: {self.project.page_path(page.page)} is not there",
                    Location(here, 1),
                    hint="write the English page, or remove this one",
                    severity=Severity.WARNING,
                )
                continue
            src_uri, original = english[page.page]
            original = outline.resolved(original, partial(english_addresses.compared, src_uri))
            nodes = (
                replace(node, followed=followed[place(page.page, node.anchor)] if node.anchor else 0)
                for node in original.nodes
            )
            original = replace(original, nodes=tuple(nodes))
            localized = outline.resolved(page.outline, partial(addresses.compared, page.src_uri))
            source = self.texts.get(here) or source_text(self.project, self.project.root / here)
            origin = self.project.page_path(src_uri)
            comparisons.append(_Comparison(self.project, here, source, origin, original, localized))
        if not comparisons:
            return
        from isogloss.review.locale_corpus import evidence  # A build of a site without such pages needs no words.

        glossary = glossary or checks.Glossary(language=self.locale.language)
        passages = [one for comparison in comparisons for _, one in comparison.passages]
        corpus, renderings = evidence([*finished, *passages], glossary)
        known = renderings.known()
        for comparison in comparisons:
            yield from comparison.problems(known, corpus)

    def missing(self, pages: Iterable[str]) -> Iterator[Diagnostic]:
        """English *pages* that have no edition in the locale."""
        missing = [page for page in pages if page not in self.paths]
        if missing:
            listed = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
            yield Diagnostic(
                "page-missing",
                f"{counted(len(missing), 'page')} not translated to {self.locale.tag}: {listed}",
                self.project.place_of_locale(self.locale),
                hint="readers of this language get the English pages",
                severity=Severity.WARNING,
            )


class _Comparison:
    """One localized page against its English page, with the lines of both."""

    def __init__(
        self, project: Project, here: str, source: str, origin: str, original: Outline, localized: Outline
    ) -> None:
        self.project, self.here, self.source, self.origin = project, here, source, origin
        self.original, self.localized = original, localized
        self.lines = _lines(self.source, localized)
        self.original_lines = _lines(source_text(project, project.root / origin), original)
        self.alignment = align(original, localized)
        self.passages = list(self._passages())
        """The passages that surely stand for each other, with the pair of blocks of each."""

    def problems(self, glossary: Glossary, corpus: Corpus) -> Iterator[Diagnostic]:
        """All findings, without those that the page allows."""
        allowed = Allowed(self.here, list(allowances(self.source)))
        severities = self.project.severities
        yield from checks.weighed(allowed.without(self._found(glossary, corpus)), severities)
        elsewhere = {one.code for one in checks.of(Subject.SITE)}
        elsewhere |= {code for code, severity in severities.items() if severity is None}
        yield from allowed.needless([one.code for one in allowed.listed if one.code not in elsewhere])

    def _found(self, glossary: Glossary, corpus: Corpus) -> Iterator[Diagnostic]:
        findings = checks.run(Subject.PAGE, self.alignment)
        for finding in findings:
            yield self._placed(finding)
        if not findings:
            for finding in checks.run(Subject.DECISION, self.original, self.localized):
                at = [found for found in self.alignment if found.localized and found.localized.anchor == finding.at]
                here, origin = self._places(at[0]) if at else (Location(self.here), Location(self.origin))
                yield finding.placed(here, origin)
        yield from self._words(glossary, corpus)

    def _placed(self, finding: Finding) -> Diagnostic:
        original, localized = finding.at.original, finding.at.localized
        both = original and localized and original.text
        texts = (("original", original.text), ("translation", localized.text)) if both else ()
        finding = possible(finding, self.localized.attribute_lists)
        return finding.placed(*self._places(finding.at), texts)

    def _places(self, pair: Pair) -> tuple[Location, Location]:
        return (
            Location(self.here, self.lines[pair.place] if self.lines else 1),
            Location(self.origin, self.original_lines[pair.origin] if self.original_lines else 1),
        )

    def _passages(self) -> Iterator[tuple[Pair, Finished]]:
        for pair in self.alignment:
            if not pair.original or not pair.localized or pair.original != pair.localized or not pair.original.text:
                continue
            if not self.project.leaves_out(pair.original.text):
                kind = (
                    Kind.HEADING if pair.original.kind == "heading" else KINDS.get(pair.original.detail, Kind.PARAGRAPH)
                )
                # White space at the end of a line is in Markdown, and nobody sees it.
                texts = pair.original.text.strip(), pair.localized.text.strip()
                yield pair, checks.Finished(Message(texts[0], kind), texts[1], self.here)

    def _words(self, glossary: Glossary, corpus: Corpus) -> Iterator[Diagnostic]:
        """Warnings of words, each passage by itself and beside the others of the locale."""
        for finding in checks.run(Subject.CATALOG, self.here, corpus):
            hint = "translate the page or remove it: the English page is published then, and marked as English"
            yield replace(finding, hint=hint).placed(Location(self.here, 1), Location(self.origin, 1))
        for pair, one in self.passages:
            texts = (("original", one.message.msgid), ("translation", one.msgstr))
            findings = checks.finished_findings(one, corpus, glossary)
            for finding in checks.joined(checks.weighed(findings, self.project.severities)):
                yield finding.placed(*self._places(pair), texts)


def _lines(source: str, page: Outline) -> list[int]:
    """The line of each block; that of the block before, where a block has no text of its own."""
    body = _FRONT_MATTER.sub(lambda found: "\n" * found.group().count("\n"), source)
    return lines_of(body, [node.text for node in page.nodes])
