"""One locale under way: looks messages up, refuses a translation that fails a check, remembers why.

The build hook and ``isogloss check`` both render pages through it, so that they cannot disagree.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from markdown import Markdown

from isogloss import checks
from isogloss.catalog import Catalog
from isogloss.checks import Finding, Subject
from isogloss.diagnostics import Diagnostic, Location, Severity
from isogloss.project import Locale, Project
from isogloss.review.catalog_files import without_catalogs
from isogloss.review.kept_catalogs import KeptCatalogs
from isogloss.review.source_pages import SourcePages
from isogloss.segments import Inline, Kind, Message, Rendering, Review, SourceStructure
from isogloss.segments.contexts import as_published
from isogloss.segments.html import Original
from isogloss.segments.locate import origin_of
from isogloss.sources import FRONT_MATTER, Source, asked_for, front_matter_messages, home_of
from isogloss.structure import outline
from isogloss.structure.align import align

if TYPE_CHECKING:
    from isogloss.review.locale_corpus import LocaleCorpus


@dataclass(slots=True)
class Localizer:
    """One locale: its catalogs, what was published of them and what was refused."""

    project: Project
    locale: Locale
    source_pages: SourcePages
    catalogs: Mapping[Path, Catalog]
    corpus: LocaleCorpus | None = None
    """What takes finished translations in, to check their words."""
    given: Callable[[Message], str | None] = lambda _: None
    """What the site's configuration has for a message in this locale, in place of the catalogs."""
    begun: Mapping[str, bool] = field(default_factory=dict)
    """Whether pages are translated, as far as that is known without their catalogs."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    refused: set[tuple[str, str]] = field(default_factory=set)
    """The catalog's name and the msgid of each translation that failed a check."""
    messages: dict[str, list[Message]] = field(default_factory=dict)
    """The messages of each page that was rendered for its readers."""
    headings: dict[str, tuple[frozenset[str], bool | None]] = field(default_factory=dict)
    """The ids of the headings of each page that were published in English, and whether the page is named by one."""
    outlines: dict[str, outline.Outline] = field(default_factory=dict)
    unfinished: dict[str, str] = field(init=False)
    """Attributes of a passage that is published in the source language."""
    _told: set[Diagnostic] = field(default_factory=set)
    _judged: dict[tuple[Kind, str, str], list[Finding]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.unfinished = self.project.source.attributes(self.locale)
        if self.locale.is_pseudo and not self.catalogs:
            self.diagnostics.append(without_catalogs(self.project, self.locale))

    def refuse(self, message: Message, msgstr: str, found: Catalog, source: Path, findings: list[Finding]) -> bool:
        """Keep what the checks find in a translation, whose English text is in *source*: a file, or a folder.

        Whether it is refused: a warning is told, no more.
        """
        findings = list(checks.weighed(findings, self.project.severities))
        refused = any(finding.severity is Severity.ERROR for finding in findings)
        if refused:
            self.refused.add((found.name, message.msgid))
        origin = origin_of(self.project, source, message.msgid)
        texts = (("original", message.msgid), ("translation", msgstr))
        here = found.location(message.msgid)
        self.add(finding.placed(here, origin, texts) for finding in checks.joined(findings))
        return refused

    def translates(self, src_uri: str) -> bool:
        """Whether there is a finished translation of anything on the page *src_uri*."""
        if (known := self.begun.get(src_uri)) is not None:
            return known
        path = self.project.page_catalog(self.locale, src_uri)
        if isinstance(self.catalogs, KeptCatalogs):
            return path in self.catalogs.begun
        found = self.catalogs.get(path)
        return found is not None and found.begun

    def take_catalogs(self) -> None:
        """Have the catalogs here, if somebody else reads them all, and keep what is wrong with them."""
        if isinstance(self.catalogs, KeptCatalogs):
            self.add(self.catalogs.faults)

    def release(self) -> None:
        """Let go of the catalogs of pages: the language is built, and others ask for its strings alone."""
        if isinstance(self.catalogs, KeptCatalogs):
            self.catalogs.release({self.project.strings_catalog(self.locale, name) for name in ("mkdocs", "overrides")})
        self._judged.clear()

    def rendering(self, src_uri: str) -> Rendering:
        """The rendering of the English page *src_uri* in this locale."""
        page = _Page(self, src_uri)
        self.outlines[src_uri] = outline.Outline()

        def finish(md: Markdown, root: etree.Element) -> None:
            # What is equal in each locale is kept once.
            pages, messages = self.source_pages, list(map(page.original, rendering.messages))
            in_english = pages.messages.get(src_uri, messages)
            self.messages.setdefault(src_uri, []).extend(in_english if in_english == messages else messages)
            self.headings[src_uri] = rendering.english_headings, rendering.english_title
            english = pages.outlines.get(src_uri)
            found = outline.read(md, root, rendering.texts, english)
            # The words of a decision guide do not count when outlines are compared.
            self.outlines[src_uri] = (
                english if english is not None and english == found and not found.decisions else found
            )
            page.compare()

        rendering = Rendering(
            self.source_pages.pages.setdefault(src_uri, SourceStructure()),
            lookup=page.lookup,
            verify=page.verify,
            unfinished=self.unfinished,
            leaves_out=self.project.leaves_out_text,
            site_string=lambda msgid: self.string(Message(msgid, Kind.SITE), "mkdocs") or Original(msgid),
            original_of=lambda text: page.original(Message(text, Kind.HEADING)).msgid,
            finish=finish,
        )
        return rendering

    def rendering_of_part(self, src_uri: str) -> Rendering:
        """The rendering of a part of an English page on another page, such as the beginning of a post."""
        page = _Page(self, src_uri)
        return Rendering(SourceStructure(), page.lookup, page.verify, unfinished=self.unfinished)

    def left_out(self, src_uri: str) -> Rendering:
        """The rendering of a page that is in English alone: all of it is marked, and nothing is counted."""

        def finish(_: Markdown, __: etree.Element) -> None:
            self.headings[src_uri] = rendering.english_headings, rendering.english_title

        original = self.source_pages.pages.setdefault(src_uri, SourceStructure())
        rendering = Rendering(original, lookup=lambda _: None, unfinished=self.unfinished, finish=finish)
        return rendering

    def review(self, src_uri: str) -> Review:
        """What checks the translations of the English page *src_uri* while that page is rendered."""
        page = _Page(self, src_uri)
        return Review(page.lookup, page.verify)

    def string(self, message: Message, name: str) -> str | None:
        """The translation to publish of a message of the catalog *name* (``mkdocs`` or ``overrides``)."""
        if self.given(message) is not None:
            return message.msgid
        found = self.catalogs.get(self.project.strings_catalog(self.locale, name))
        return self._plain(message, found, home_of(self.project, name, message.origin))

    def strings(self, sources: Iterable[Source]) -> None:
        """Check the translations of the messages that are in no page."""
        for source in sources:
            for message, _ in source.messages:
                self.string(message, source.name)

    def page_strings(self, src_uri: str, messages: Iterable[Message]) -> None:
        """The same for messages of a page that are not in its Markdown."""
        for message in messages:
            self.page_string(src_uri, message)

    def asked(self, sources: Iterable[Source]) -> list[Source]:
        """*sources* with the messages that translators are asked for."""
        return asked_for(sources, self.given)

    def front_matter(
        self, src_uri: str, meta: dict[str, object], english: Callable[[str], str] = str, left_out: bool = False
    ) -> None:
        """Translate what readers see of the front matter of a page, in place.

        What stays English goes through *english*; of a page that is *left_out*, that is all.
        """
        for message in front_matter_messages(meta):
            published = self.page_string(src_uri, message) if not left_out else None
            meta[FRONT_MATTER[message.kind]] = english(message.msgid) if published is None else published

    def page_string(self, src_uri: str, message: Message) -> str | None:
        """The translation to publish of a message of the page *src_uri* that is not in its Markdown."""
        found = self.catalogs.get(self.project.page_catalog(self.locale, src_uri))
        return self._plain(message, found, self.project.docs_dir / src_uri)

    def text_findings(self, message: Message, msgstr: str) -> list[Finding]:
        """What the checks on texts find in a translation; a text that is on many pages is looked at once."""
        place = message.kind, message.msgid, msgstr
        if place not in self._judged:
            self._judged[place] = checks.text_findings(message, msgstr, self.project.template_marks)
        return self._judged[place]

    def add(self, problems: Iterable[Diagnostic]) -> None:
        """Keep *problems*; what is told already, of a text that is on a page twice, is not told again."""
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                self.diagnostics.append(problem)

    def forget(self, src_uri: str) -> None:
        """Forget all that came of rendering the page *src_uri*: it is rendered again."""
        name = self.project.relative(self.project.page_catalog(self.locale, src_uri))
        self.refused = {(of, msgid) for of, msgid in self.refused if of != name}
        for known in (self.messages, self.headings, self.outlines):
            known.pop(src_uri, None)
        gone = [one for one in self.diagnostics if one.location.path == name]
        self._told.difference_update(gone)
        self.diagnostics = [one for one in self.diagnostics if one not in gone]

    def _plain(self, message: Message, found: Catalog | None, source: Path) -> str | None:
        msgstr = found.translation(message.msgid) if found is not None else None
        if found is None or msgstr is None or self.project.leaves_out(message.msgid):
            return None
        findings = self.text_findings(message, msgstr)
        if findings and self.refuse(message, msgstr, found, source, findings):
            return None
        if self.corpus is not None:
            self.corpus.add(message, msgstr, found, source)
        return as_published(message.kind, message.msgid, msgstr)


def _comparable(english: outline.Outline, localized: outline.Outline) -> tuple[outline.Outline, outline.Outline]:
    """Both pages without passages that stand in one place of each, and have another text before it is translated.

    A plugin puts them in, other ones in each language, such as the way to the page: no translation is to blame.
    """
    pages = english.nodes, localized.nodes
    # Raw HTML in a text is translated by the time.
    texts = [[node.text if "<" not in node.text else "" for node in nodes] for nodes in pages]
    left_out: tuple[set[int], set[int]] = set(), set()
    for kind, first, last, other, other_last in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_opcodes():
        if kind == "replace" and last - first == other_last - other:
            for number, there in zip(range(first, last), range(other, other_last), strict=True):
                mine, its = pages[0][number], pages[1][there]
                passages = mine.kind == its.kind == "passage" and mine.detail == its.detail
                if passages and texts[0][number] and texts[1][there]:
                    left_out[0].add(number)
                    left_out[1].add(there)
    kept = [
        tuple(node for number, node in enumerate(nodes) if number not in out)
        for nodes, out in zip(pages, left_out, strict=True)
    ]
    return replace(english, nodes=kept[0]), replace(localized, nodes=kept[1])


class _Page:
    """One page of a locale: its catalog, held to the English page."""

    def __init__(self, localizer: Localizer, src_uri: str) -> None:
        self.localizer = localizer
        self.src_uri = src_uri
        self.path = localizer.project.page_path(src_uri)
        self.source = localizer.project.root / self.path
        self.is_made = not os.path.lexists(localizer.project.docs_dir / src_uri)
        self.catalog = localizer.catalogs.get(localizer.project.page_catalog(localizer.locale, src_uri))

    def lookup(self, message: Message) -> str | None:
        """The translation of *message* that has passed the checks on texts; None if there is none."""
        if (given := self.localizer.given(message)) is not None:
            return given
        msgstr = self.catalog.translation(message.msgid) if self.catalog is not None else None
        if msgstr is None or self.catalog is None:
            return message.msgid if self.original(message) is not message else None
        findings = self.localizer.text_findings(message, msgstr)
        if findings and self._refuse(message, msgstr, findings):
            return None
        if self.localizer.corpus is not None:
            self.localizer.corpus.add(message, msgstr, self.catalog, self.source)
        return msgstr.replace("\n", " ") if "\n" in msgstr and "\n" not in message.msgid else msgstr

    def original(self, message: Message) -> Message:
        """*message* in English, where it is translated already: a plugin makes the page, of titles of other pages."""
        if self.catalog is None or not self.is_made or self.catalog.translation(message.msgid) is not None:
            return message
        texts = (msgid for msgid in self.catalog.by_msgid if self.catalog.translation(msgid) == message.msgid)
        return next((message._replace(msgid=msgid) for msgid in texts), message)

    def verify(self, message: Message, whole: str, english: Inline, translated: Inline) -> bool:
        """Whether *translated*, made of the text *whole*, has the structure of the *english* passage."""
        findings = checks.passage_findings(english, translated, message.msgid, whole)
        if not findings or not self._refuse(message, whole, findings):
            return True
        if self.localizer.corpus is not None and self.catalog is not None:
            self.localizer.corpus.remove(message, self.catalog)
        return False

    def compare(self) -> None:
        """Hold the rendered page to the outline of the English one, where that is known."""
        english = self.localizer.source_pages.outlines.get(self.src_uri)
        localized = self.localizer.outlines[self.src_uri]
        if english is None or self.catalog is None or english == localized:
            return
        english, localized = _comparable(english, localized)
        findings = checks.run(Subject.PAGE, align(english, localized))
        nodes = dict(enumerate(english.nodes))
        found = [(finding, finding.at.original or nodes.get(finding.at.origin)) for finding in findings]
        if not findings:
            anchors = {node.anchor: node for node in english.nodes if node.anchor}
            findings = checks.run(Subject.DECISION, english, localized)
            found = [(finding, anchors.get(finding.at)) for finding in findings]
        self.localizer.add(finding.placed(*self._places(node.text if node else "")) for finding, node in found)

    def _places(self, text: str) -> tuple[Location, Location]:
        """Where *text*, that of a block of the English page, is in the catalog and on that page."""
        assert self.catalog is not None
        project = self.localizer.project
        here = self.catalog.location(text) if text in self.catalog.by_msgid else Location(self.catalog.name)
        return here, origin_of(project, project.root / self.path, text) if text else Location(self.path)

    def _refuse(self, message: Message, msgstr: str, findings: list[Finding]) -> bool:
        assert self.catalog is not None
        return self.localizer.refuse(message, msgstr, self.catalog, self.localizer.project.root / self.path, findings)
