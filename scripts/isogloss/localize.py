"""One locale under way: looks messages up, refuses a translation that fails a check, remembers why.

The build hook and ``isogloss check`` both render pages through it, so that they cannot disagree.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown import Markdown

from isogloss import catalog, checks, outline
from isogloss.catalog import Catalog
from isogloss.checks import Glossary
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity
from isogloss.project import Locale, Project
from isogloss.segments import Edition, Inline, Kind, Message, Original
from isogloss.segments.locate import line_of


@dataclass(slots=True)
class Originals:
    """What the English pages turned out to be; shared by all locales of one build."""

    project: Project
    pages: dict[str, Original] = field(default_factory=dict)
    outlines: dict[str, outline.Outline] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def edition(self, src_uri: str) -> Edition:
        """The English edition of a page: rendering it fills in its structure, and checks the source."""
        self.pages[src_uri] = original = Original()
        edition = Edition(original)

        def finish(md: Markdown, root: etree.Element) -> None:
            self.outlines[src_uri] = page = outline.read(md, root)
            self.messages[src_uri] = edition.messages
            self.diagnostics += source_problems(self.project, src_uri, page)

        edition.finish = finish
        return edition


def source_problems(project: Project, src_uri: str, page: outline.Outline) -> Iterator[Diagnostic]:
    """What the checks of English pages find."""
    path = project.page_path(src_uri)
    for check in checks.SOURCE_CHECKS:
        problems = list(check(page))
        if problems:
            anchor = page.decisions[0].anchor if page.decisions else ""
            source = (project.root / path).read_text(encoding="utf-8")
            line = line_of(source, anchor.replace("-", " ")) or line_of(source.lower(), anchor.replace("-", " "))
            yield from checks.found(check, problems, Location(path, line))


def read_catalogs(project: Project, locale: Locale) -> dict[Path, Catalog]:
    """All catalogs of *locale*, by path.

    Raises :class:`ProblemsFound` with the faults of all of them, or if there are none at all.
    """
    paths = project.catalog_files(locale)
    if not paths:
        folder = project.relative(project.locales_dir / locale.tag)
        raise ProblemsFound(
            [
                Diagnostic(
                    "locale-without-catalogs",
                    f"locale '{locale.tag}' has no catalogs: {folder} holds no PO file",
                    Location(project.config_file.name, project.line_of_locale(locale)),
                    hint="create them: isogloss update",
                )
            ]
        )
    found: dict[Path, Catalog] = {}
    problems: list[Diagnostic] = []
    for path in paths:
        try:
            found[path] = catalog.read(path, project.relative(path))
        except ProblemsFound as error:
            problems += error.problems
    glossary = project.strings_catalog(locale, "glossary")
    if glossary.exists():
        try:
            catalog.read(glossary, project.relative(glossary))
        except ProblemsFound as error:
            problems += error.problems
    if problems:
        raise ProblemsFound(problems)
    return found


def read_glossary(project: Project, locale: Locale) -> Glossary:
    """The glossary of *locale*; an empty one if there is none."""
    path = project.strings_catalog(locale, "glossary")
    if not path.exists():
        return Glossary()
    found = catalog.read(path, project.relative(path))
    return checks.glossary_of((entry.msgid, entry.msgstr, entry.tcomment) for entry in found.active())


def orphans(
    project: Project, locale: Locale, catalogs: Iterable[Catalog], pages: Iterable[str]
) -> Iterator[Diagnostic]:
    """Catalogs with messages of a page that is gone."""
    expected = {project.page_catalog(locale, src_uri) for src_uri in pages}
    expected |= {project.strings_catalog(locale, name) for name in ("mkdocs", "overrides")}
    folder = project.locales_dir / locale.tag / "docs"
    for found in catalogs:
        if found.path in expected or not found.entries:
            continue
        why = "it belongs to no page"
        if found.path.is_relative_to(folder):
            page = project.docs_dir / found.path.relative_to(folder).with_suffix(".md")
            why = f"its page {project.relative(page)} is gone"
        yield Diagnostic(
            "catalog-without-page",
            f"this catalog holds messages, but {why}",
            Location(found.name, 1),
            hint="run: isogloss update (translations go to where their texts are now; the rest is kept as obsolete)",
        )


@dataclass(slots=True)
class Localizer:
    """One locale: its catalogs, what was published of them and what was refused."""

    project: Project
    locale: Locale
    originals: Originals
    catalogs: dict[Path, Catalog]
    glossary: Glossary | None = None
    """With a glossary, the words are checked too."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    pages: dict[str, tuple[int, int]] = field(default_factory=dict)
    """How many messages of each page were published in translation, and how many it has."""

    outlines: dict[str, outline.Outline] = field(default_factory=dict)
    worded: set[tuple[Path, str]] = field(default_factory=set)
    """Messages whose words have been checked: one that is on a page twice is told of once."""
    unfinished: dict[str, str] = field(init=False)
    """Attributes of a passage that is published in the source language."""

    def __post_init__(self) -> None:
        source = self.project.source
        self.unfinished = {"lang": source.tag}
        if source.direction != self.locale.direction:
            self.unfinished["dir"] = source.direction

    @property
    def published(self) -> int:
        """Messages published in translation, on all pages."""
        return sum(published for published, _ in self.pages.values())

    @property
    def total(self) -> int:
        """Messages on all pages."""
        return sum(total for _, total in self.pages.values())

    def edition(self, src_uri: str) -> Edition:
        """The edition of the English page *src_uri* in this locale."""
        found = self.catalogs.get(self.project.page_catalog(self.locale, src_uri))
        path = self.project.page_path(src_uri)

        def report(message: Message, msgstr: str, problems: list[tuple[Callable[..., object], checks.Problem]]) -> None:
            assert found is not None
            origin = _origin(self.project, self.project.root / path, message.msgid)
            texts = (("original", message.msgid), ("translation", msgstr))
            for check, problem in problems:
                self.diagnostics += checks.found(check, [problem], found.location(message.msgid), origin, texts)

        def lookup(message: Message) -> str | None:
            msgstr = found.translation(message.msgid) if found is not None else None
            if msgstr is None:
                return None
            if problems := checks.text_problems(message, msgstr):
                report(message, msgstr, problems)
                return None
            if self.glossary is not None and found is not None:
                self._check_words(message, msgstr, found, self.project.root / path)
            return msgstr.replace("\n", " ") if "\n" in msgstr and "\n" not in message.msgid else msgstr

        def accept(message: Message, whole: str, english: Inline, translated: Inline) -> bool:
            problems = checks.structure_problems(english, translated)
            if problems:
                report(message, whole, problems)
            return not problems

        def finish(md: Markdown, root: etree.Element) -> None:
            self.pages[src_uri] = edition.published, len(edition.messages)
            self.outlines[src_uri] = localized = outline.read(md, root)
            english = self.originals.outlines.get(src_uri)
            if english is not None and found is not None:
                self.diagnostics += page_problems(english, localized, Location(found.name), Location(path))

        edition = Edition(
            self.originals.pages.setdefault(src_uri, Original()),
            lookup=lookup,
            accept=accept,
            unfinished=self.unfinished,
            site_string=lambda msgid: self.string(Message(msgid, Kind.SITE), "mkdocs"),
            finish=finish,
        )
        return edition

    def handwritten(self, src_uri: str, english_uri: str) -> Edition:
        """An edition that checks a localized page written by hand against its English page."""

        def resolve(target: str) -> str:
            for mark in (f".{self.locale.tag}.", f".{self.project.source.tag}."):
                target = target.replace(mark, ".")
            return target

        def finish(md: Markdown, root: etree.Element) -> None:
            english = self.originals.outlines.get(english_uri)
            if english is not None:
                here, origin = Location(self.project.page_path(src_uri)), Location(self.project.page_path(english_uri))
                self.diagnostics += page_problems(english, outline.read(md, root, resolve), here, origin)

        return Edition(Original(), finish=finish)

    def string(self, message: Message, name: str) -> str:
        """The text to publish for a message of the catalog *name* (``mkdocs`` or ``overrides``)."""
        found = self.catalogs.get(self.project.strings_catalog(self.locale, name))
        source = self.project.config_file if name == "mkdocs" else self.project.custom_dir
        return self._plain(message, found, source or self.project.root)

    def front_matter(self, src_uri: str, meta: dict[str, object]) -> None:
        """Translate the title and description of a page, in place."""
        found = self.catalogs.get(self.project.page_catalog(self.locale, src_uri))
        for message in front_matter_messages(meta):
            name = "title" if message.kind is Kind.TITLE else "description"
            meta[name] = self._plain(message, found, self.project.docs_dir / src_uri)

    def _plain(self, message: Message, found: Catalog | None, source: Path) -> str:
        msgstr = found.translation(message.msgid) if found is not None else None
        if found is None or msgstr is None:
            return message.msgid
        if problems := checks.text_problems(message, msgstr):
            origin = _origin(self.project, source, message.msgid)
            texts = (("original", message.msgid), ("translation", msgstr))
            for check, problem in problems:
                for diagnostic in checks.found(check, [problem], found.location(message.msgid), origin, texts):
                    if diagnostic not in self.diagnostics:
                        self.diagnostics.append(diagnostic)
            return message.msgid
        if self.glossary is not None:
            self._check_words(message, msgstr, found, source)
        return msgstr

    def _check_words(self, message: Message, msgstr: str, found: Catalog, source: Path) -> None:
        assert self.glossary is not None
        if (found.path, message.msgid) in self.worded:
            return
        self.worded.add((found.path, message.msgid))
        needless = set(found.entries[message.msgid].allowed)
        texts = (("original", message.msgid), ("translation", msgstr))
        here = found.location(message.msgid)
        for check, problem in checks.wording_problems(message, msgstr, self.glossary):
            code = checks.code_of(check)
            if code in found.entries[message.msgid].allowed:
                needless.discard(code)
                continue
            origin = _origin(self.project, source, message.msgid)
            self.diagnostics += checks.found(check, [problem], here, origin, texts, Severity.WARNING)
        for code in sorted(needless):
            self.diagnostics.append(
                Diagnostic(
                    "allowance",
                    f"nothing that '{code}' finds has to be allowed here",
                    here,
                    hint="remove the comment '# allow …' from the message",
                    severity=Severity.WARNING,
                )
            )


def _origin(project: Project, source: Path, msgid: str) -> Location:
    """The place of *msgid* in *source*, a file or a folder of templates."""
    for path in sorted(source.rglob("*.html")) if source.is_dir() else [source]:
        if line := line_of(path.read_text(encoding="utf-8"), msgid):
            return Location(project.relative(path), line)
    return Location(project.relative(source))


def front_matter_messages(meta: dict[str, object]) -> list[Message]:
    """The messages of a page's front matter: its title and its description."""
    kinds = (("title", Kind.TITLE), ("description", Kind.DESCRIPTION))
    texts = [(meta.get(name), kind) for name, kind in kinds]
    return [Message(text.strip(), kind) for text, kind in texts if isinstance(text, str) and text.strip()]


def page_problems(
    english: outline.Outline, localized: outline.Outline, here: Location, origin: Location
) -> Iterator[Diagnostic]:
    """What the checks of whole pages find."""
    for check in checks.PAGE_CHECKS:
        yield from checks.found(check, list(check(english, localized)), here, origin)
