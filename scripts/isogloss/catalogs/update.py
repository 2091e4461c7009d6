"""Brings the catalogs up to date with the English texts. Translations follow their texts; none is thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polib

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalogs.matching import SHORTEST, Match, match, with_new_targets
from isogloss.diagnostics import Diagnostic, ProblemsFound
from isogloss.project import Locale, Project
from isogloss.segments import Message
from isogloss.sources import Source

_LEAST_RENAMED = 0.5
"""The share of its longer texts that a page has kept if it is still the same page under another name."""
_LEAST_ELSEWHERE = 80.0
"""Score from which an old text that has a new one on its own page is proposed on another page as well."""
_FULL_STOPS = "。！？"
"""After these no blank follows when translations are joined."""


@dataclass(slots=True)
class Change:
    """What happened to one catalog."""

    path: str
    new: int = 0
    """Messages that wait for a translation."""
    changed: int = 0
    """Messages whose English text changed: the old translation is proposed, marked fuzzy."""
    relinked: int = 0
    """Messages of which only link targets changed: they changed in the translation too, which stays finished."""
    moved: int = 0
    """Translations of the same text that came from another catalog or back from the obsolete messages."""
    obsolete: int = 0
    """Messages that are no longer on the site: kept at the end of the file."""
    renamed_from: str = ""
    """The catalog that this one was, if the page has got another name."""
    written: bool = False


@dataclass(slots=True)
class _Plan:
    """One catalog under way."""

    current: Catalog
    change: Change
    wanted: dict[str, tuple[Message, str]]
    """The messages that the page has now, with their references."""
    active: dict[str, polib.POEntry] = field(default_factory=dict)
    """Messages of the catalog that are still on the page; those without a translation are here too."""
    left: list[polib.POEntry] = field(default_factory=list)
    """Messages that have left the page."""
    former: list[polib.POEntry] = field(default_factory=list)
    """Messages that were obsolete before."""
    found: dict[str, polib.POEntry] = field(default_factory=dict)
    """Messages that were not in the catalog, with the translations found for them."""

    def open(self, new: bool) -> list[str]:
        """Texts for which there is no translation yet, in order: the *new* ones, or those that waited before."""
        return [
            msgid
            for msgid in self.wanted
            if msgid not in self.found
            and (msgid not in self.active if new else msgid in self.active and not _translated(self.active[msgid]))
        ]


@dataclass(frozen=True, slots=True)
class _Memory:
    """Every translation of a locale, by msgid, wherever it is."""

    exact: dict[str, polib.POEntry]
    homes: dict[int, Catalog]
    """The catalog of each of them, by the identity of the message."""


def update(project: Project, locale: Locale, sources: Iterable[Source]) -> list[Change]:
    """Bring all catalogs of *locale* up to date with *sources* and write those that changed.

    All catalogs are read before the first is written, and no other run writes in between. Raises
    :class:`ProblemsFound` if one of them does not parse; nothing has been written then.
    """
    sources = list(sources)
    with suppress(OSError):  # writing the first catalog says what is wrong
        project.locales_dir.mkdir(parents=True, exist_ok=True)
    with catalog.writing(project.locales_dir):
        catalogs = _read(project, locale)
        memory = _remember(catalogs.values())
        renamed = _renamed(project, locale, sources, catalogs)
        plans = _plans(project, locale, sources, catalogs, renamed)
        for plan in plans:
            _recall_previous(plan.active.values(), (*plan.former, *plan.left))
            _find_same(plan, memory)
        _find_similar(plans)
        for plan in plans:
            _carry_out(plan)
            if not plan.current.data and not plan.change.renamed_from:
                _inherit_provenance(plan, memory)
            plan.change.written = catalog.save(plan.current, locale)
        for path, old in renamed.items():
            catalog.remove(old, catalogs[old].data, path)
    return [plan.change for plan in plans]


def catalog_path(project: Project, locale: Locale, source: Source) -> Path:
    """Where the catalog of *source* is."""
    if source.page:
        return project.page_catalog(locale, source.page)
    return project.strings_catalog(locale, source.name)


def _read(project: Project, locale: Locale) -> dict[Path, Catalog]:
    catalogs: dict[Path, Catalog] = {}
    problems: list[Diagnostic] = []
    for path in project.catalog_files(locale):
        try:
            catalogs[path] = catalog.read(path, project.relative(path), whole=True)
        except ProblemsFound as error:
            problems += error.problems
    if problems:
        raise ProblemsFound(problems)
    return catalogs


def _remember(catalogs: Iterable[Catalog]) -> _Memory:
    """The best translation of each text: a finished one before a fuzzy one, an active one before an obsolete one."""
    homes: dict[int, Catalog] = {}
    entries = []
    for home in catalogs:
        for entry in home.file:
            if entry.msgstr:
                homes[id(entry)] = home
                entries.append(entry)
    entries.sort(key=lambda entry: (_fuzzy(entry), bool(entry.obsolete)))
    exact: dict[str, polib.POEntry] = {}
    for entry in entries:
        exact.setdefault(entry.msgid, entry)
    return _Memory(exact, homes)


def _renamed(
    project: Project, locale: Locale, sources: Iterable[Source], catalogs: dict[Path, Catalog]
) -> dict[Path, Path]:
    """For the catalogs of pages that have a new name, where they are still.

    A page without a catalog and a catalog without a page belong together if they share most of their longer texts.
    """
    wanted = {catalog_path(project, locale, source): _long(m.msgid for m, _ in source.messages) for source in sources}
    orphans = {path: _long(entry.msgid for entry in catalogs[path].active()) for path in set(catalogs) - set(wanted)}
    pairs = []
    for path in set(wanted) - set(catalogs):
        for orphan, texts in orphans.items():
            common = len(texts & wanted[path])
            if common and common >= _LEAST_RENAMED * min(len(texts), len(wanted[path])):
                pairs.append((-common, path, orphan))
    found: dict[Path, Path] = {}
    for _, path, orphan in sorted(pairs):
        if path not in found and orphan not in found.values():
            found[path] = orphan
    return found


def _long(texts: Iterable[str]) -> set[str]:
    return {text for text in texts if len(text) >= SHORTEST}


def _plans(
    project: Project,
    locale: Locale,
    sources: Iterable[Source],
    catalogs: dict[Path, Catalog],
    renamed: dict[Path, Path],
) -> list[_Plan]:
    """A plan for each source that has messages or a catalog, then for each catalog whose source is gone."""
    plans = []
    rest = dict(catalogs)
    for source in sources:
        path = catalog_path(project, locale, source)
        name = project.relative(path)
        change = Change(name)
        current = rest.pop(path, None)
        if current is None and path in renamed:
            old = rest.pop(renamed[path])
            change.renamed_from = old.name
            current = old.at(path, name)
        if current is None and not source.messages:
            continue
        plans.append(_plan(current or catalog.new(path, name, locale), change, source))
    return plans + [_plan(orphan, Change(orphan.name), Source("", ())) for orphan in rest.values()]


def _plan(current: Catalog, change: Change, source: Source) -> _Plan:
    wanted: dict[str, tuple[Message, str]] = {}
    for message, reference in source.messages:
        wanted.setdefault(message.msgid, (message, reference))
    plan = _Plan(current, change, wanted)
    for entry in current.file:
        if entry.obsolete:
            plan.former.append(entry)
        elif entry.msgid in wanted and entry.msgctxt is None:
            plan.active[entry.msgid] = entry
        else:
            plan.left.append(entry)
    return plan


def _recall_previous(entries: Iterable[polib.POEntry], gone: Iterable[polib.POEntry]) -> None:
    """Say again what the earlier text of a fuzzy message was: XLIFF and some editors cannot keep it."""
    earlier: dict[str, list[str]] = {}
    for entry in gone:
        if entry.msgstr and not _fuzzy(entry):
            earlier.setdefault(entry.msgstr, []).append(entry.msgid)
    for entry in entries:
        if _fuzzy(entry) and entry.previous_msgid is None and len(earlier.get(entry.msgstr, ())) == 1:
            entry.previous_msgid = earlier[entry.msgstr][0]


def _find_same(plan: _Plan, memory: _Memory) -> None:
    """Take over translations of the same texts: from the obsolete messages, or from another catalog."""
    former: dict[str, polib.POEntry] = {}
    for entry in sorted((entry for entry in plan.former if entry.msgstr), key=_fuzzy):
        former.setdefault(entry.msgid, entry)
    for msgid in plan.wanted:
        here = plan.active.get(msgid)
        known = memory.exact.get(msgid)
        if known is None or known is here or (here is not None and not _replaceable(here, known, memory)):
            continue
        own = former.get(msgid)
        if own is not None and (_fuzzy(known) or not _fuzzy(own)):
            known = own
        plan.change.moved += 1
        plan.found[msgid] = _entry(msgid, [known], fuzzy=_fuzzy(known))
        plan.found[msgid].previous_msgid = known.previous_msgid if _fuzzy(known) else None


def _replaceable(here: polib.POEntry, known: polib.POEntry, memory: _Memory) -> bool:
    """Whether *known* can be put in the place of *here*: there is no translation, or only what an update proposed."""
    if not _translated(here):
        return True
    if not _fuzzy(here) or _fuzzy(known) or not here.previous_msgid:
        return False
    proposed = memory.exact.get(here.previous_msgid)
    return proposed is not None and proposed.msgstr == here.msgstr


def _find_similar(plans: list[_Plan]) -> None:
    """Propose the translations of similar texts: first of those of the same page, then of those of other pages.

    What was obsolete before is proposed for new texts alone: a text that waits was held against it when it was new.
    """
    on_site = {msgid for plan in plans for msgid in plan.wanted}
    left: dict[str, polib.POEntry] = {}
    pool: dict[str, polib.POEntry] = {}
    used: set[str] = set()
    for plan in plans:
        gone = _best_of(plan.left)
        known = _best_of([*plan.left, *(entry for entry in plan.former if entry.msgid not in plan.wanted)])
        for new, old in ((True, known), (False, gone)):
            for msgid, found in match(plan.open(new), list(old)).items():
                _propose(plan, msgid, found, old)
                used.update(found.old)
        left |= gone
        for msgid, entry in known.items():
            if msgid in gone or msgid not in on_site:
                pool.setdefault(msgid, entry)
    for new, old in ((True, pool), (False, left)):
        texts = list(dict.fromkeys(msgid for plan in plans for msgid in plan.open(new)))
        matches = _match_elsewhere(texts, list(old), used)
        for plan in plans:
            for msgid in plan.open(new):
                if msgid in matches:
                    _propose(plan, msgid, matches[msgid], old)


def _match_elsewhere(new: list[str], old: list[str], used: set[str]) -> dict[str, Match]:
    """Match texts over all pages. An old text of which a new one was found has to be very similar to be taken again."""
    found = match(new, [text for text in old if text not in used])
    rest = [text for text in new if text not in found]
    for text, again in match(rest, [text for text in old if text in used]).items():
        if again.split or again.score >= _LEAST_ELSEWHERE:
            found[text] = again
    return found


def _best_of(entries: Iterable[polib.POEntry]) -> dict[str, polib.POEntry]:
    """The translated messages among *entries* by msgid, in their order; a finished one before a fuzzy one."""
    found: dict[str, polib.POEntry] = {}
    for entry in entries:
        if entry.msgstr and (entry.msgid not in found or (_fuzzy(found[entry.msgid]) and not _fuzzy(entry))):
            found[entry.msgid] = entry
    return found


def _propose(plan: _Plan, msgid: str, found: Match, old: dict[str, polib.POEntry]) -> None:
    known = [old[text] for text in found.old]
    first = known[0]
    adapted = with_new_targets(first.msgid, msgid, first.msgstr) if len(known) == 1 and not _fuzzy(first) else None
    entry = _entry(msgid, known, fuzzy=adapted is None)
    if adapted is not None:
        entry.msgstr = adapted
        plan.change.relinked += 1
    else:
        # A translation that waits for its translator still belongs to the text before last.
        entry.previous_msgid = " ".join((_fuzzy(one) and one.previous_msgid) or one.msgid for one in known)
        plan.change.changed += 1
    plan.found[msgid] = entry


def _entry(msgid: str, known: list[polib.POEntry], fuzzy: bool) -> polib.POEntry:
    """A message with the translations of *known*, joined, and with what translators wrote about them."""
    flags = {flag for one in known for flag in one.flags if flag != "fuzzy"}
    msgstr = ""
    for one in known:
        blank = "" if not msgstr or msgstr[-1] in _FULL_STOPS else " "
        msgstr += blank + one.msgstr
    notes = _both(*(one.tcomment for one in known))
    return polib.POEntry(
        msgid=msgid, msgstr=msgstr, tcomment=notes, flags=[*(["fuzzy"] if fuzzy else []), *sorted(flags)]
    )


def _carry_out(plan: _Plan) -> None:
    """Put the messages of the page into the catalog, in its order, and the obsolete ones behind them."""
    entries: dict[str, polib.POEntry] = {}
    for msgid, (message, reference) in plan.wanted.items():
        here = plan.active.get(msgid)
        entry = plan.found.get(msgid) or here
        if entry is None:
            entry = polib.POEntry(msgid=msgid, msgstr="")
            plan.change.new += 1
        elif here is not None and entry is not here:
            entry.tcomment = _both(here.tcomment, entry.tcomment)
        entry.comment = message.comment
        entry.occurrences = [(reference, "")]
        entries[msgid] = entry
    obsolete = list(_still_obsolete(plan.former, entries))
    for entry in plan.left:
        if _translated(entry) or entry.tcomment:
            entry.obsolete = True
            obsolete.append(entry)
            plan.change.obsolete += 1
    # One that returns may have lost its earlier text while it was obsolete.
    _recall_previous(entries.values(), obsolete)
    file = plan.current.file
    file.clear()
    file.extend([*entries.values(), *obsolete])


def _still_obsolete(former: Iterable[polib.POEntry], entries: dict[str, polib.POEntry]) -> Iterator[polib.POEntry]:
    """The messages that stay obsolete; what was written about one that returns goes with it."""
    for entry in former:
        active = entries.get(entry.msgid)
        if active is None or (_translated(entry) and entry.msgstr != active.msgstr):
            yield entry
        elif entry.tcomment and entry.tcomment not in active.tcomment:
            active.tcomment = _both(active.tcomment, entry.tcomment)


def _both(*notes: str) -> str:
    return "\n".join(dict.fromkeys(note for note in notes if note))


def _inherit_provenance(plan: _Plan, memory: _Memory) -> None:
    """Say of a new catalog who translated it, if most of its translations come from a catalog that says so."""
    homes: Counter[str] = Counter()
    for msgid in plan.found:
        if (known := memory.exact.get(msgid)) is not None:
            homes[memory.homes[id(known)].file.metadata.get("X-Translation-Type", "")] += 1
    if homes and (kind := homes.most_common(1)[0][0]):
        plan.current.file.metadata["X-Translation-Type"] = kind


def _fuzzy(entry: polib.POEntry) -> bool:
    return "fuzzy" in entry.flags


def _translated(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))
