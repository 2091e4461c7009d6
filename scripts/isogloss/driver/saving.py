"""Saves one translation at the desk: through the checks of ``isogloss check``, and through the one writer of files."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from isogloss import catalog, checks
from isogloss.catalog import Catalog
from isogloss.checks import Finding, Finished
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity
from isogloss.driver.sheets import Row, Sheet, Sheets, kind_of
from isogloss.driver.words import CHANGED, EMPTY, GONE, NOT_YET, PLURAL
from isogloss.project import Locale
from isogloss.review.glossaries import read_glossary
from isogloss.review.locale_corpus import LocaleCorpus
from isogloss.segments import Message

_PATIENCE = 10.0
"""Seconds to wait for another run that writes: somebody sits before the browser."""
_TRIES = 5
"""How often to begin again when another program has written the file at the same moment."""
_SHARE = 10
"""How many times as long as it took to gather them, the translations of a locale are evidence as they were then."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a translator had before them: whoever saves must have seen what they replace."""

    msgstr: str
    fuzzy: bool
    previous: str
    """The English text that was translated; empty if the translation does not wait."""

    @classmethod
    def of(cls, entry: catalog.Message) -> Read:
        """What *entry* is now."""
        return cls(entry.msgstr, entry.fuzzy, (entry.previous_msgid or "") if entry.fuzzy else "")


@dataclass(frozen=True, slots=True)
class Saved:
    """What has become of a wish to save."""

    sheet: Sheet
    row: Row | None
    """The message as it is in the file now; None if it is gone."""
    refused: str = ""
    """Why nothing was written, if that is not for the checks to say."""
    errors: tuple[Diagnostic, ...] = ()
    """Why the checks refuse the text: nothing was written."""
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def written(self) -> bool:
        """Whether the translation is in the file."""
        return not self.refused and not self.errors


@dataclass(slots=True)
class Words:
    """The finished translations of each locale, as evidence about the words of a new one."""

    sheets: Sheets
    _judges: dict[str, tuple[Callable[[Finished], list[Finding]], float, object]] = field(default_factory=dict)
    """By locale: what judges a text, until when it need not be made again, and of which files it was made."""

    def findings(self, locale: Locale, message: Message, entry: catalog.Message, name: str) -> list[Finding]:
        """What the checks on words find in the translation of *entry*, which the catalog *name* has."""
        judge = self._judge(locale)
        findings = checks.weighed(judge(Finished(message, entry.msgstr, name)), self.sheets.project.severities)
        return list(checks.joined([one for one in findings if one.code not in entry.allowed]))

    def _judge(self, locale: Locale) -> Callable[[Finished], list[Finding]]:
        project = self.sheets.project
        paths = [*project.catalog_files(locale), project.strings_catalog(locale, "glossary")]
        known = self._judges.get(locale.tag)
        seen = [(path, path.stat().st_mtime_ns) for path in paths if path.is_file()]
        if known is not None and (time.monotonic() < known[1] or known[2] == seen):
            return known[0]
        begin = time.monotonic()
        corpus = LocaleCorpus(project, locale, read_glossary(project, locale))
        for path in paths[:-1]:
            current = catalog.read(path, project.relative(path))
            for entry in current.active():
                if current.translation(entry.msgid) is not None:
                    corpus.add(Message(entry.msgid, kind_of(entry)), entry.msgstr, current, path)
        judge, now = corpus.judge(), time.monotonic()
        self._judges[locale.tag] = judge, now + _SHARE * (now - begin), seen
        return judge


def save(sheets: Sheets, words: Words, locale: Locale, name: str, msgid: str, msgstr: str, read: Read) -> Saved:
    """Write *msgstr* as the finished translation of *msgid*, a message of the source *name*, if the checks allow it.

    If the file no longer has what was *read*, nothing is written. Raises :class:`ProblemsFound` if the page cannot be
    rendered, or if the catalog cannot be read to its end or be written.
    """
    for left in reversed(range(_TRIES)):
        try:
            return _save(sheets, words, locale, name, msgid, msgstr, read)
        except ProblemsFound as error:
            # Poedit may have saved another message of the file meanwhile: it does not wait for anybody.
            if not left or {one.code for one in error.problems} != {"changed-meanwhile"}:
                raise
    raise AssertionError


def _save(sheets: Sheets, words: Words, locale: Locale, name: str, msgid: str, msgstr: str, read: Read) -> Saved:
    project = sheets.project
    with catalog.opened(project.locales_dir, patience=_PATIENCE) as store:
        before = sheets.sheet(name, locale)
        if before is None or before.catalog is None:
            raise ProblemsFound([_no_catalog(name)])
        current = before.catalog
        row = before.row(msgid)
        if why := _conflict(row, read):
            return Saved(before, row, refused=why)
        assert row is not None
        assert row.entry is not None
        if "\n" not in msgid:
            msgstr = " ".join(msgstr.splitlines())
        if not msgstr.strip():
            return Saved(before, row, refused=EMPTY)
        new = replace(row.entry, msgstr=msgstr)
        new.finish()
        after = sheets.sheet(name, locale, _with(current, row.entry, new))
        assert after is not None
        here = current.location(msgid)
        known = set(before.problems)
        problems = [one for one in after.problems if one.location == here or one not in known]
        if errors := tuple(one for one in problems if one.severity is Severity.ERROR):
            return Saved(before, row, errors=errors)
        texts = (("original", msgid), ("translation", msgstr))
        found = [one.placed(here, None, texts) for one in words.findings(locale, row.message, new, current.name)]
        # The preview sees the file as soon as it is written: nothing that takes time comes after that.
        catalog.amend(store, current, new, locale, project.name)
    written = after.row(msgid)
    if written is not None:
        entry = catalog.read(current.path, current.name).by_msgid.get(msgid)
        written = replace(written, entry=entry or written.entry)
    return Saved(after, written, warnings=(*problems, *found))


def _with(current: Catalog, old: catalog.Message, new: catalog.Message) -> Catalog:
    return replace(current, messages=[new if one is old else one for one in current.messages])


def _conflict(row: Row | None, read: Read) -> str:
    """Why what was *read* is no ground to write on; empty if it is one."""
    if row is None:
        return GONE
    if row.entry is None:
        return NOT_YET
    if row.entry.msgid_plural:
        return PLURAL
    if Read.of(row.entry) != read:
        return CHANGED
    return ""


def _no_catalog(name: str) -> Diagnostic:
    hint = "run isogloss update, which makes the catalogs"
    return Diagnostic("page-unknown", "this has no catalog in this language", Location(name), hint=hint)
