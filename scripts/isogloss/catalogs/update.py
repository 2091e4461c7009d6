"""Brings the catalogs up to date with the English texts. Translations follow their texts; none is thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalogs.matching import SHORTEST, Match, match, with_new_targets
from isogloss.diagnostics import Diagnostic
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
    left: Diagnostic | None = None
    """Why the catalog stays as it is: it has faults."""


@dataclass(slots=True)
class _Plan:
    """One catalog under way."""

    current: Catalog
    change: Change
    wanted: dict[str, tuple[Message, str]]
    """The messages that the page has now, with their references."""
    active: dict[str, catalog.Message] = field(default_factory=dict)
    """Messages of the catalog that are still on the page; those without a translation are here too."""
    left: list[catalog.Message] = field(default_factory=list)
    """Messages that have left the page."""
    former: list[catalog.Message] = field(default_factory=list)
    """Messages that were obsolete before."""
    found: dict[str, catalog.Message] = field(default_factory=dict)
    """Messages that were not in the catalog, with the translations found for them."""

    def open(self, new: bool) -> list[str]:
        """Texts for which there is no translation yet, in order: the *new* ones, or those that waited before."""
        return [
            msgid
            for msgid in self.wanted
            if msgid not in self.found
            and (msgid not in self.active if new else msgid in self.active and not self.active[msgid].translated)
        ]


@dataclass(frozen=True, slots=True)
class _Memory:
    """Every translation of a locale, by msgid, wherever it is."""

    exact: dict[str, catalog.Message]
    homes: dict[int, Catalog]
    """The catalog of each of them, by the identity of the message."""


def update(project: Project, locale: Locale, sources: Iterable[Source]) -> list[Change]:
    """Bring all catalogs of *locale* up to date with *sources* and write those that changed.

    All catalogs are read before the first is written, and no other run writes in between. One with faults stays as it
    is; what can be read of it is known to the others.
    """
    sources = list(sources)
    with catalog.opened(project.locales_dir) as store:
        catalogs = {path: catalog.read(path, project.relative(path)) for path in project.catalog_files(locale)}
        memory = _remember(catalogs.values())
        renamed = _renamed(project, locale, sources, catalogs)
        plans = _plans(project, locale, sources, catalogs, renamed)
        for plan in plans:
            _recall_previous(plan.active.values(), (*plan.former, *plan.left))
            _find_same(plan, memory)
        _find_similar(plans)
        for plan in plans:
            _carry_out(plan)
            if plan.current.faults:
                plan.change.left = catalog.left(plan.current)
                continue
            if plan.current.seen.data is None and not plan.change.renamed_from:
                _inherit_provenance(plan, memory)
            plan.change.written = catalog.save(store, plan.current, locale)
        for path, old in renamed.items():
            store.remove(catalogs[old].seen, path)
    return [plan.change for plan in plans]


def catalog_path(project: Project, locale: Locale, source: Source) -> Path:
    """Where the catalog of *source* is."""
    if source.page:
        return project.page_catalog(locale, source.page)
    return project.strings_catalog(locale, source.name)


def notes(message: Message, reference: str) -> tuple[str, list[str]]:
    """What a catalog says of a message beside its text: what it is on its page, and where it comes from."""
    return message.comment, [reference]


def _remember(catalogs: Iterable[Catalog]) -> _Memory:
    """The best translation of each text: a finished one before a fuzzy one, an active one before an obsolete one."""
    homes: dict[int, Catalog] = {}
    entries = []
    for home in catalogs:
        for entry in home.messages:
            if entry.msgstr:
                homes[id(entry)] = home
                entries.append(entry)
    entries.sort(key=lambda entry: (entry.fuzzy, entry.obsolete))
    exact: dict[str, catalog.Message] = {}
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
    gone = [path for path in set(catalogs) - set(wanted) if not catalogs[path].faults]
    orphans = {path: _long(entry.msgid for entry in catalogs[path].active()) for path in gone}
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
    for entry in current.messages:
        if entry.obsolete:
            plan.former.append(entry)
        elif entry.msgid in wanted and entry.msgctxt is None:
            plan.active[entry.msgid] = entry
        else:
            plan.left.append(entry)
    return plan


def _recall_previous(entries: Iterable[catalog.Message], gone: Iterable[catalog.Message]) -> None:
    """Say again what the earlier text of a fuzzy message was: XLIFF and some editors cannot keep it."""
    earlier: dict[str, list[str]] = {}
    for entry in gone:
        if entry.msgstr and not entry.fuzzy:
            earlier.setdefault(entry.msgstr, []).append(entry.msgid)
    for entry in entries:
        if entry.fuzzy and entry.previous_msgid is None and len(earlier.get(entry.msgstr, ())) == 1:
            entry.previous_msgid = earlier[entry.msgstr][0]


def _find_same(plan: _Plan, memory: _Memory) -> None:
    """Take over translations of the same texts: from the obsolete messages, or from another catalog."""
    former: dict[str, catalog.Message] = {}
    for entry in sorted((entry for entry in plan.former if entry.msgstr), key=lambda entry: entry.fuzzy):
        former.setdefault(entry.msgid, entry)
    for msgid in plan.wanted:
        here = plan.active.get(msgid)
        known = memory.exact.get(msgid)
        if known is None or known is here or (here is not None and not _replaceable(here, known, memory)):
            continue
        own = former.get(msgid)
        if own is not None and (known.fuzzy or not own.fuzzy):
            known = own
        plan.change.moved += 1
        plan.found[msgid] = _entry(msgid, [known], fuzzy=known.fuzzy)
        plan.found[msgid].previous_msgid = known.previous_msgid if known.fuzzy else None


def _replaceable(here: catalog.Message, known: catalog.Message, memory: _Memory) -> bool:
    """Whether *known* can be put in the place of *here*: there is no translation, or only what an update proposed."""
    if not here.translated:
        return True
    if not here.fuzzy or known.fuzzy or not here.previous_msgid:
        return False
    proposed = memory.exact.get(here.previous_msgid)
    return proposed is not None and proposed.msgstr == here.msgstr


def _find_similar(plans: list[_Plan]) -> None:
    """Propose the translations of similar texts: first of those of the same page, then of those of other pages.

    What was obsolete before is proposed for new texts alone: a text that waits was held against it when it was new.
    """
    on_site = {msgid for plan in plans for msgid in plan.wanted}
    left: dict[str, catalog.Message] = {}
    pool: dict[str, catalog.Message] = {}
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
    _share(plans)
    for new, old in ((True, pool), (False, left)):
        texts = list(dict.fromkeys(msgid for plan in plans for msgid in plan.open(new)))
        matches = _match_elsewhere(texts, list(old), used)
        for plan in plans:
            for msgid in plan.open(new):
                if msgid in matches:
                    _propose(plan, msgid, matches[msgid], old)


def _share(plans: list[_Plan]) -> None:
    """Give what was found for a text on one page to the same text on others, as the next update would."""
    found: dict[str, catalog.Message] = {}
    for fuzzy in (False, True):
        for plan in plans:
            for msgid, entry in plan.found.items():
                if entry.fuzzy is fuzzy:
                    found.setdefault(msgid, entry)
    for plan in plans:
        for msgid in (*plan.open(new=True), *plan.open(new=False)):
            if msgid in found:
                plan.change.moved += 1
                plan.found[msgid] = _entry(msgid, [found[msgid]], fuzzy=found[msgid].fuzzy)
                plan.found[msgid].previous_msgid = found[msgid].previous_msgid


def _match_elsewhere(new: list[str], old: list[str], used: set[str]) -> dict[str, Match]:
    """Match texts over all pages. An old text of which a new one was found has to be very similar to be taken again."""
    found = match(new, [text for text in old if text not in used])
    rest = [text for text in new if text not in found]
    for text, again in match(rest, [text for text in old if text in used]).items():
        if again.split or again.score >= _LEAST_ELSEWHERE:
            found[text] = again
    return found


def _best_of(entries: Iterable[catalog.Message]) -> dict[str, catalog.Message]:
    """The translated messages among *entries* by msgid, in their order; a finished one before a fuzzy one."""
    found: dict[str, catalog.Message] = {}
    for entry in entries:
        if entry.msgstr and (entry.msgid not in found or (found[entry.msgid].fuzzy and not entry.fuzzy)):
            found[entry.msgid] = entry
    return found


def _propose(plan: _Plan, msgid: str, found: Match, old: dict[str, catalog.Message]) -> None:
    known = [old[text] for text in found.old]
    first = known[0]
    adapted = with_new_targets(first.msgid, msgid, first.msgstr) if len(known) == 1 and not first.fuzzy else None
    entry = _entry(msgid, known, fuzzy=adapted is None)
    if adapted is not None:
        entry.msgstr = adapted
        plan.change.relinked += 1
    else:
        # A translation that waits for its translator still belongs to the text before last.
        entry.previous_msgid = " ".join((one.fuzzy and one.previous_msgid) or one.msgid for one in known)
        plan.change.changed += 1
    plan.found[msgid] = entry


def _entry(msgid: str, known: list[catalog.Message], fuzzy: bool) -> catalog.Message:
    """A message with the translations of *known*, joined, and with what translators wrote about them."""
    flags = {flag for one in known for flag in one.flags if flag != "fuzzy"}
    msgstr = ""
    for one in known:
        blank = "" if not msgstr or msgstr[-1] in _FULL_STOPS else " "
        msgstr += blank + one.msgstr
    notes = _both(*(one.comments for one in known))
    return catalog.Message(
        msgid=msgid, msgstr=msgstr, comments=notes, flags=[*(["fuzzy"] if fuzzy else []), *sorted(flags)]
    )


def _carry_out(plan: _Plan) -> None:
    """Put the messages of the page into the catalog, in its order, and the obsolete ones behind them."""
    entries: dict[str, catalog.Message] = {}
    for msgid, (message, reference) in plan.wanted.items():
        here = plan.active.get(msgid)
        entry = plan.found.get(msgid) or here
        if entry is None:
            entry = catalog.Message(msgid=msgid, msgstr="")
            plan.change.new += 1
        elif here is not None and entry is not here:
            entry.comments = _both(here.comments, entry.comments)
        entry.extracted, entry.references = notes(message, reference)
        entries[msgid] = entry
    obsolete = list(_still_obsolete(plan.former, entries))
    for entry in plan.left:
        if entry.translated or entry.comments:
            entry.obsolete = True
            obsolete.append(entry)
            plan.change.obsolete += 1
    # One that returns may have lost its earlier text while it was obsolete.
    _recall_previous(entries.values(), obsolete)
    plan.current.messages = [*entries.values(), *obsolete]


def _still_obsolete(
    former: Iterable[catalog.Message], entries: dict[str, catalog.Message]
) -> Iterator[catalog.Message]:
    """The messages that stay obsolete; what was written about one that returns goes with it."""
    for entry in former:
        active = entries.get(entry.msgid)
        if active is None or (entry.translated and entry.msgstr != active.msgstr):
            yield entry
        elif entry.comments and entry.comments not in active.comments:
            active.comments = _both(active.comments, entry.comments)


def _both(*notes: str) -> str:
    return "\n".join(dict.fromkeys(note for note in notes if note))


def _inherit_provenance(plan: _Plan, memory: _Memory) -> None:
    """Say of a new catalog who translated it, if most of its translations come from a catalog that says so."""
    homes: Counter[str] = Counter()
    for msgid in plan.found:
        if (known := memory.exact.get(msgid)) is not None:
            homes[memory.homes[id(known)].fields.get("X-Translation-Type", "")] += 1
    if homes and (kind := homes.most_common(1)[0][0]):
        plan.current.fields["X-Translation-Type"] = kind
