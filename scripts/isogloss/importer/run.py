"""The import as a whole: reads every page and catalog, then writes; nothing is written if anything cannot be read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from isogloss import catalog
from isogloss.catalog import Catalog, Store
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity
from isogloss.importer.align import Alignment, Pair, align
from isogloss.importer.bilingual import Bilingual, is_bilingual, split
from isogloss.importer.blocks import Block, PageRead, Reader
from isogloss.importer.fill import Translation, provenance, state, take
from isogloss.importer.links import Addresses
from isogloss.importer.pairing import Localized, page_text
from isogloss.importer.report import Outcome, Report
from isogloss.importer.source import english_page
from isogloss.importer.translations import Both, held_to_checks, translations
from isogloss.project import Locale
from isogloss.segments.locate import line_of
from isogloss.sources import Pages

_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]+\)")
"""A passage that is one image: wherever it is the same image, its alternative text means the same."""


@dataclass(slots=True)
class _Job:
    """A localized page under way."""

    given: Localized
    english: PageRead
    localized: PageRead
    alignment: Alignment
    halves: Bilingual | None = None
    lost: tuple[str, ...] = ()
    """Anchors that the English page could not keep."""


def import_pages(site: Pages, pages: Iterable[Localized]) -> Outcome:
    """Turn localized *pages* into translations in the catalogs.

    A catalog that has faults, or that somebody saves meanwhile, stays as it is: the outcome says so. Raises
    :class:`ProblemsFound` if a page cannot be read; nothing has been written then.
    """
    reader = Reader(site)
    originals: dict[str, PageRead] = {}
    new: dict[str, str] = {}
    jobs, problems = [], []
    for given in pages:
        try:
            jobs.append(_read(site, reader, given, originals, new))
        except ProblemsFound as error:
            problems += error.problems
    if problems:
        raise ProblemsFound(problems)
    left_out = [job for job in jobs if site.project.leaves_out_page(job.given.page, job.english.meta)]
    jobs = [job for job in jobs if job not in left_out]
    if not jobs:
        return Outcome(problems=list(map(_left_out, left_out)))
    with catalog.opened(site.project.docs_dir) as docs, catalog.opened(site.project.locales_dir) as store:
        catalogs = {(job.given.locale, job.given.page): _catalog(site, job.given) for job in jobs}
        out = _import_all(site, reader, jobs, catalogs)
        out.problems += map(_left_out, left_out)
        out.pages = [path for path in (_write_page(site, docs, *page, out) for page in new.items()) if path]
        for (locale, _), current in catalogs.items():
            try:
                if catalog.save(store, current, locale, site.project.name):
                    out.catalogs.append(current.name)
            except ProblemsFound as error:
                out.problems += error.problems
    return out


def _left_out(job: _Job) -> Diagnostic:
    message = f"{job.english.name} is left out of translation: nothing of this page was imported"
    hint = "translate it after all: see 'translate' in its front matter, and 'leave_out_pages' in mkdocs.yml"
    return Diagnostic("import-left-out", message, Location(job.given.name), hint=hint, severity=Severity.WARNING)


def _import_all(site: Pages, reader: Reader, jobs: list[_Job], catalogs: dict[tuple[Locale, str], Catalog]) -> Outcome:
    """Put what the pages say into the *catalogs*; nothing is written yet."""
    anchors = _anchors(site, jobs)
    out = Outcome(by_hand=[job.given.name for job in jobs if job.given.on_site])
    for job in jobs:
        current = catalogs[job.given.locale, job.given.page]
        if not current.faults:
            out.reports.append(_import(reader, job, anchors.get(job.given.locale.tag, {}), current))
    return out


def _write_page(site: Pages, docs: Store, src_uri: str, text: str, out: Outcome) -> str:
    """Write an English page that was not there; its path, if it was written."""
    seen = catalog.Seen(site.project.docs_dir / src_uri, site.project.page_path(src_uri), None)
    try:
        return seen.name if docs.write(seen, text) else ""
    except ProblemsFound as error:
        out.problems += error.problems
        return ""


def _read(site: Pages, reader: Reader, given: Localized, originals: dict[str, PageRead], new: dict[str, str]) -> _Job:
    """Read a localized page and its English page, and align them."""
    halves = split(given.text, given.name) if is_bilingual(given.text) else None
    text = halves.localized if halves else given.text
    name = site.project.page_path(given.page)
    beside, lost = english_page(reader, name, given.page, halves) if halves else (None, [])
    if given.page not in originals:
        there = site.project.docs_dir / given.page
        if there.is_file():
            originals[given.page] = reader.read(name, given.page, page_text(site, there))
        else:
            originals[given.page] = beside or reader.read(name, given.page, given.english or "")
            new[given.page] = originals[given.page].text
    english_read = originals[given.page]
    localized = reader.read(given.name, given.page, text, halves.lines if halves else ())
    same = (str, str)
    if beside is not None and beside.text != english_read.text:
        alignment = _through(english_read, align(beside.blocks, localized.blocks, same, same_form=True))
    elif beside is not None:
        alignment = align(english_read.blocks, localized.blocks, same, same_form=True)
    else:
        ours, theirs = _addresses(site, given, {})
        alignment = align(english_read.blocks, localized.blocks, (ours.place, theirs.place))
    return _Job(given, english_read, localized, alignment, halves, tuple(lost))


def _through(english: PageRead, alignment: Alignment) -> Alignment:
    """*alignment* with the English that stands beside the translations, carried over to the page that the site has."""
    by_text: dict[tuple[str, ...], Block] = {}
    by_image: dict[tuple[object, ...], Block] = {}
    for block in english.blocks:
        by_text.setdefault(block.texts, block)
        if _IMAGE.fullmatch(block.text):
            by_image.setdefault((block.shape, block.assets), block)
    out = Alignment()
    for pair in alignment.pairs:
        there = by_text.get(pair.english.texts)
        if there is None and _IMAGE.fullmatch(pair.english.text):
            there = by_image.get((pair.english.shape, pair.english.assets))
        if there is None:
            out.localized_alone.append(pair.localized)
        else:
            out.pairs.append(Pair(there, pair.localized, pair.doubt))
    paired = {id(pair.english) for pair in out.pairs}
    texts = {pair.english.texts for pair in out.pairs}
    out.english_alone = [block for block in english.blocks if id(block) not in paired and block.texts not in texts]
    out.localized_alone += alignment.localized_alone
    return out


def _catalog(site: Pages, given: Localized) -> Catalog:
    project = site.project
    path = project.page_catalog(given.locale, given.page)
    name = project.relative(path)
    return catalog.read(path, name) if os.path.lexists(path) else catalog.new(path, name, given.locale, project.name)


def _addresses(site: Pages, given: Localized, anchors: dict[str, dict[str, str]]) -> tuple[Addresses, Addresses]:
    """How addresses are written on the English and on the localized page."""
    source, locale = site.project.source, given.locale
    tags = (source.tag, f"{source.tag}-us", locale.tag, locale.gettext, locale.cldr.language)
    folder = given.page.rpartition("/")[0]
    ours = Addresses(folder, tags, page=given.page)
    ours = Addresses(folder, tags, page=ours.place(given.page.rpartition("/")[2]))
    return ours, Addresses(given.folder, tags, anchors, ours.page)


def _anchors(site: Pages, jobs: list[_Job]) -> dict[str, dict[str, dict[str, str]]]:
    """The English id of each heading of each localized page, by locale and page."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for job in jobs:
        ours, _ = _addresses(site, job.given, {})
        page = found.setdefault(job.given.locale.tag, {}).setdefault(ours.page, {})
        for pair in job.alignment.pairs:
            if pair.english.level and not pair.doubt:
                page[pair.localized.anchor] = pair.english.anchor
    return found


def _import(reader: Reader, job: _Job, anchors: dict[str, dict[str, str]], current: Catalog) -> Report:
    given, site = job.given, reader.site
    ours, theirs = _addresses(site, given, anchors)
    both = Both(job.english, job.localized, ours, theirs, same_form=job.halves is not None)
    result = translations(both, job.alignment)
    found = held_to_checks(reader, job.english, result.found)
    report = Report(given.locale.tag, job.english.name, given.name, remarks=result.remarks)
    taken = take(current, job.english.name, site.address(given.page), job.english.messages, found)
    report.aligned, report.fuzzy, report.known = taken.new, taken.fuzzy, taken.known
    report.conflicts = len(taken.conflicts)
    report.remarks += [
        *_conflicts(job, current, found, taken.conflicts),
        *_doubts(job, found, taken.conflicts),
        *_of_bilingual(job),
    ]
    if taken.new or taken.fuzzy:
        for name, value in state(current, provenance(job.localized.meta)).items():
            message = f"the header {name} of {current.name} stays '{value}'"
            report.remarks.append(_remark(job, "header", 0, message, ""))
    report.remarks.sort(key=lambda remark: (remark.location, remark.code))
    return report


def _conflicts(
    job: _Job, current: Catalog, found: dict[str, Translation], conflicts: dict[str, str]
) -> Iterable[Diagnostic]:
    for msgid, there in conflicts.items():
        texts = (("original", msgid), ("catalog", there), ("this page", found[msgid].text))
        here = Location(job.given.name, found[msgid].line)
        message = f"left out: {current.name} has another translation, which stays"
        yield Diagnostic("import-conflict", message, here, None, "", Severity.WARNING, texts)


def _doubts(job: _Job, found: dict[str, Translation], conflicts: dict[str, str]) -> Iterable[Diagnostic]:
    for msgid, translation in found.items():
        if translation.doubt and msgid not in conflicts:
            origin = Location(job.english.name, job.english.line(msgid))
            texts = (("original", msgid), ("translation", translation.text))
            here = Location(job.given.name, translation.line)
            message = f"taken as fuzzy: {translation.doubt}"
            yield Diagnostic("import-fuzzy", message, here, origin, "", Severity.WARNING, texts)


def _of_bilingual(job: _Job) -> Iterable[Diagnostic]:
    if job.halves is None:
        return
    for line, alt, text in job.halves.stand_ins:
        if any(f"![{text}]" in message.msgid for message in job.english.messages):
            message = f"the page has no English for this alternative text; {job.english.name} says '{text}'"
            hint = "write there what the image shows, then import again"
            yield _remark(job, "stand-in", line, message, alt, hint)
    for anchor in job.lost:
        message = f"the heading '{anchor}' has another anchor on the English page"
        hint = f"write {{ #{anchor} }} after it, and list attr_list under 'markdown_extensions'"
        yield _remark(job, "anchor", line_of(job.given.text, f'name="{anchor}"'), message, "", hint)
    for key in job.halves.without:
        message = f"'{key}' of the front matter may be in the page's language: the English page goes without it"
        yield _remark(job, "drop", job.localized.line(key), message, "")
    for line, text in job.halves.outside:
        yield _remark(job, "outside", line, "this text has no English beside it; it stays in every language", text)
    for line, text in job.halves.foreign:
        yield _remark(job, "outside", line, "MkDocs does not know this form; write it in another way", text)


def _remark(job: _Job, code: str, line: int, message: str, text: str, hint: str = "") -> Diagnostic:
    texts = (("text", text),) if text else ()
    here = Location(job.given.name, line)
    return Diagnostic(f"import-{code}", message, here, None, hint, Severity.WARNING, texts)
