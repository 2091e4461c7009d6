"""What the checks find: every kind of mistake, on every message of this site where it applies, in every locale.

For one page, locale and kind of mistake, all messages where it applies are made wrong at once and the page is rendered
as ``isogloss check`` renders it; a mistake counts as found if a finding names its message. Then the same with whole
localized pages written by hand. One page with every construct (tests/cases/mutations) stands beside the site's own.

Prints a line for each kind: how often it was made, how often it was found, by which checks; then what was missed (with
``--missed``). Exit status 1 below the bar: mistakes in structure or safety are all found by errors, of all others 95 %
by errors or warnings, and nothing is found in the finished translations as they are. A kind below its bar is marked.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from isogloss import checks
from isogloss.catalog import Catalog
from isogloss.catalog import Message as Entry
from isogloss.checks import Corpus, Finished, Glossary, Renderings
from isogloss.diagnostics import Diagnostic, Severity
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale
from isogloss.review.catalog_files import read_catalogs
from isogloss.review.glossaries import read_glossary
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.segments import Message
from isogloss.structure.addresses import Addresses
from mistakes import Mistake, Passage
from mkdocs.structure.files import File
from page_mistakes import PAGE_MISTAKES, PageMistake
from word_mistakes import MISTAKES

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/mutations"
BAR = {True: 100.0, False: 95.0}
"""Least percentage of mistakes found, by whether structure or safety is at stake."""
FEW_AT_A_TIME = {
    "English left in place: the second half",
    "English left in a link text",
    "cut in half",
    "last sentence missing",
}
"""Kinds that only a comparison with other translations finds: if a long page were wrong as a whole, it would teach that
this is the locale's way."""


@dataclass
class Row:
    """What became of one kind of mistake."""

    name: str
    structural: bool
    applied: int = 0
    detected: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    @property
    def percent(self) -> float:
        return 100 * self.detected / self.applied if self.applied else 0.0

    @property
    def passed(self) -> bool:
        return self.applied > 0 and self.percent >= BAR[self.structural]

    def __str__(self) -> str:
        codes = ", ".join(f"{code} {number}" for code, number in self.codes.most_common(4))
        kind = "structure" if self.structural else "words"
        mark = " " if self.passed else "!"
        return f"{mark} {self.name:<46} {kind:<9} {self.applied:>6} {self.detected:>6} {self.percent:>6.1f} %  {codes}"


def add_every_construct(site: Path, root: Path) -> Path:
    """Copy a *site* to *root*, with the page of tests/cases/mutations in it; returns its mkdocs.yml."""
    for part in ("docs", "locales", "overrides"):
        shutil.copytree(site / part, root / part)
    shutil.copyfile(site / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copyfile(CASES / "everything.md", root / "docs/everything.md")
    for catalog in CASES.glob("*.po"):
        shutil.copyfile(catalog, root / "locales" / catalog.stem / "docs/everything.po")
    return root / "mkdocs.yml"


@dataclass(frozen=True)
class Source:
    """A page, or the site's strings, with its messages."""

    name: str
    file: File | None
    messages: tuple[Message, ...]


class Laboratory:
    """The site, loaded once, whose translations are made wrong in memory."""

    def __init__(self, config_file: Path) -> None:
        self.site = Site(config_file)
        self.source_pages = SourcePages(self.site.project)
        self.markdown: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self.rendered = ""
        self.sources = [self._page(file) for file in self.site.english if not self.site.leaves_out(file)]
        project = self.site.project
        for found in self.site.strings(self.source_pages):
            self.sources.append(Source(found.name, None, tuple(message for message, _ in found.messages)))
        self.locales = [locale for locale in project.locales if (CASES / f"{locale.tag}.po").is_file()]
        self.catalogs = {locale: read_catalogs(project, locale)[0] for locale in self.locales}
        self.glossaries: dict[Locale, Glossary] = {locale: read_glossary(project, locale) for locale in self.locales}

    def _page(self, file: File) -> Source:
        messages = self.site.render(file, self.source_pages.rendering(file.src_uri))
        self.markdown[file.src_uri] = file.content_string
        return Source(file.src_uri, file, tuple(messages))

    def catalog(self, source: Source, locale: Locale) -> Catalog:
        project = self.site.project
        if source.file is None:
            return self.catalogs[locale][project.strings_catalog(locale, source.name)]
        return self.catalogs[locale][project.page_catalog(locale, source.name)]

    def passages(self, source: Source, locale: Locale) -> list[Passage]:
        """The finished translations of one source, in the order of the page."""
        catalog = self.catalog(source, locale)
        kinds: dict[str, set] = {}
        for message in source.messages:
            kinds.setdefault(message.msgid, set()).add(message.kind)
        return [
            Passage(msgid, msgstr, frozenset(found), self.glossaries[locale])
            for msgid, found in kinds.items()
            if (msgstr := catalog.translation(msgid)) is not None
        ]

    def errors(self, source: Source, locale: Locale, wrong: dict[str, str]) -> list[Diagnostic]:
        """What a build and ``isogloss check`` refuse in one source with these translations in place of the others."""
        catalog = self.catalog(source, locale)
        finished = catalog.by_msgid
        catalog.by_msgid = {msgid: _with(entry, wrong.get(msgid)) for msgid, entry in finished.items()}
        try:
            localizer = Localizer(self.site.project, locale, self.source_pages, self.catalogs[locale])
            if source.file is None:
                for message in source.messages:
                    localizer.string(message, source.name)
            else:
                self.site.render(source.file, localizer.rendering(source.name))
                localizer.front_matter(source.name, dict(source.file.page.meta))
            return localizer.diagnostics
        finally:
            catalog.by_msgid = finished

    def finished(
        self, locale: Locale, source: Source | None = None, wrong: dict[str, str] | None = None
    ) -> list[Finished]:
        """All finished translations of a locale, with wrong ones in one source."""
        found = []
        for one in self.sources:
            catalog, seen = self.catalog(one, locale), set()
            for message in one.messages:
                msgstr = catalog.translation(message.msgid)
                if wrong is not None and one is source:
                    msgstr = wrong.get(message.msgid, msgstr)
                if msgstr and message.msgid not in seen:
                    seen.add(message.msgid)
                    found.append(Finished(message, msgstr, catalog.name))
        return found

    def warnings(
        self, source: Source, locale: Locale, wrong: dict[str, str], known: Iterable[str] = ()
    ) -> list[Diagnostic]:
        """What ``isogloss check`` finds in the words of one source, by themselves and beside all of the locale.

        The second costs more; it is left out if all wrong translations are *known* or found without it.
        """
        everything = self.finished(locale, source, wrong)
        names = (term.term for term in self.glossaries[locale].terms if term.stays)
        catalog, corpus = self.catalog(source, locale), Corpus(everything, names, locale.language)
        renderings = Renderings(self.glossaries[locale])
        for one in everything:
            renderings.add(one.message, one.msgstr)
        glossary = renderings.known()
        here = [one for one in everything if one.catalog == catalog.name]
        found = [(one, checks.word_findings(one.message, one.msgstr, glossary)) for one in here]
        named = {one.message.msgid for one, problems in found if problems}.union(known)
        if not wrong or not wrong.keys() <= named:
            # A catalog that is English throughout would be one finding; mistakes are counted as if made one by one.
            found = [(one, problems + checks.corpus_findings(one, corpus)) for one, problems in found]
        return [
            finding.placed(
                catalog.location(one.message.msgid),
                texts=(("original", one.message.msgid), ("translation", one.msgstr)),
            )
            for one, findings in found
            for finding in checks.joined(findings)
        ]

    def hand_translated(self, source: Source, locale: Locale, markdown: str) -> list[Diagnostic]:
        """What is found in a localized page that somebody has written by hand, given as its Markdown."""
        assert source.file is not None
        project = self.site.project
        written = HandTranslated(project, locale)
        source.file.content_string = markdown
        try:
            self.site.render(source.file, written.rendering(source.name, source.name))
        finally:
            source.file.content_string = self.markdown[source.name]
        self.rendered = source.file.page.content
        english = {source.name: (source.name, self.source_pages.outlines[source.name])}
        addresses = Addresses(self.site.source_files(project.source), project.source, project.source)
        found = written.problems(english, addresses, addresses)
        return [problem for problem in found if problem.severity is Severity.ERROR]

    def html(self, source: Source) -> str:
        """The page as it is, rendered."""
        if source.name not in self.pages:
            self.hand_translated(source, self.locales[0], self.markdown[source.name])
            self.pages[source.name] = self.rendered
        return self.pages[source.name]


def _with(entry: Entry, msgstr: str | None) -> Entry:
    return entry if msgstr is None else replace(entry, msgstr=msgstr)


def run(laboratory: Laboratory, mistakes: Iterable[Mistake], sample: int = 0, seed: int = 1) -> Iterator[Row]:
    """Make each mistake everywhere; with *sample*, in so many pairs of a page and a locale where it applies."""
    chance = random.Random(seed)
    places = [(source, locale) for source in laboratory.sources for locale in laboratory.locales]
    passages = {(source.name, locale): laboratory.passages(source, locale) for source, locale in places}
    for mistake in mistakes:
        row = Row(mistake.name, mistake.structural)
        done = 0
        for source, locale in chance.sample(places, len(places)) if sample else places:
            wrong = mistake.mutate(passages[source.name, locale])
            if not wrong or (sample and done == sample):
                continue
            done += 1
            for few in _few(wrong) if mistake.name in FEW_AT_A_TIME else [wrong]:
                findings = laboratory.errors(source, locale, few)
                if not mistake.structural:
                    known = [text for finding in findings for label, text in finding.texts if label == "original"]
                    findings += laboratory.warnings(source, locale, few, known)
                _count(row, few, findings, f"{locale.tag} {source.name}")
        yield row


def _few(wrong: dict[str, str]) -> Iterator[dict[str, str]]:
    texts = iter(wrong.items())
    while few := dict(islice(texts, 12)):
        yield few


def _count(row: Row, wrong: dict[str, str], findings: list[Diagnostic], where: str) -> None:
    found: dict[str, set[str]] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR or not row.structural:
            for label, text in finding.texts:
                if label == "original":
                    found.setdefault(text, set()).add(finding.code)
    for msgid, msgstr in wrong.items():
        if not msgstr:
            continue
        row.applied += 1
        if msgid in found:
            row.detected += 1
            row.codes.update(found[msgid])
        else:
            row.missed.append(f"{where}: {msgid!r} → {msgstr!r}")


def run_pages(laboratory: Laboratory, mistakes: Iterable[PageMistake], sample: int = 0, seed: int = 1) -> Iterator[Row]:
    """Make each mistake in each page, as if it were written by hand in a locale; with *sample*, so many of all."""
    chance = random.Random(seed)
    locale = laboratory.locales[0]
    pages = [source for source in laboratory.sources if source.file is not None]
    for mistake in mistakes:
        row = Row(mistake.name, structural=True)
        variants = [(page, text) for page in pages for text in mistake.variants(laboratory.markdown[page.name])]
        for page, text in chance.sample(variants, len(variants)) if sample else variants:
            if sample and row.applied == sample:
                break
            original = laboratory.html(page)
            found = [one for one in laboratory.hand_translated(page, locale, text) if one.severity is Severity.ERROR]
            if laboratory.rendered == original:
                continue  # Markdown reads both alike: this is no mistake.
            row.applied += 1
            if found:
                row.detected += 1
                row.codes.update({one.code for one in found})
            else:
                row.missed.append(f"{page.name}: {changed(laboratory.markdown[page.name], text)}")
        yield row


def changed(before: str, after: str) -> str:
    """The first line that differs."""
    lines = zip([*before.splitlines(), ""], [*after.splitlines(), ""], strict=False)
    return next((f"{old!r} → {new!r}" for old, new in lines if old != new), "nothing")


def false_alarms(laboratory: Laboratory) -> list[Diagnostic]:
    """What is found in the finished translations as they are."""
    found: list[Diagnostic] = []
    for locale in laboratory.locales:
        for source in laboratory.sources:
            found += laboratory.errors(source, locale, {}) + laboratory.warnings(source, locale, {})
    for source in laboratory.sources:
        if source.file is not None:
            locale = laboratory.locales[0]
            found += laboratory.hand_translated(source, locale, laboratory.markdown[source.name])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N places for each kind of mistake")
    parser.add_argument("--missed", action="store_true", help="list what was not found")
    parser.add_argument("--only", action="append", default=[], metavar="KIND", help="only this kind of mistake")
    options = parser.parse_args()
    start = time.monotonic()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(add_every_construct(ROOT, Path(folder)))
        messages = [one for one in MISTAKES if not options.only or one.name in options.only]
        pages = [one for one in PAGE_MISTAKES if not options.only or one.name in options.only]
        print(f"  {'kind of mistake':<46} {'at stake':<9} {'made':>6} {'found':>6}           found by")
        found = chain(run(laboratory, messages, options.sample), run_pages(laboratory, pages, options.sample))
        for row in found:
            rows.append(row)
            print(row, *(f"      {missed}" for missed in row.missed if options.missed), sep="\n", flush=True)
        alarms = false_alarms(laboratory)
    below_the_bar = False
    for structural in (True, False):
        group = [row for row in rows if row.structural is structural]
        applied, detected = sum(row.applied for row in group), sum(row.detected for row in group)
        what = "structure and safety" if structural else "words"
        share = 100 * detected / (applied or 1)
        below_the_bar |= bool(group) and share < BAR[structural]
        print(f"{what}: {len(group)} kinds, {applied:,} mistakes, {detected:,} found ({share:.2f} %)")
    for alarm in alarms:
        print(alarm)
    print(f"finished translations: {len(alarms)} findings; {time.monotonic() - start:.0f} s")
    unmade = [row.name for row in rows if not row.applied]
    return int(bool(alarms) or bool(unmade) or below_the_bar)


if __name__ == "__main__":
    sys.exit(main())
