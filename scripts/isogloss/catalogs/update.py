"""Brings the catalogs up to date with the English texts. Translations follow their texts; none is thrown away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog
from isogloss.catalog.writer import without_repeats
from isogloss.catalogs.matching import SHORTEST, Match, match, with_new_targets
from isogloss.catalogs.memory import Memory, joined, notes_of, remember
from isogloss.diagnostics import Diagnostic
from isogloss.project import Locale, Project
from isogloss.segments import Message
from isogloss.sources import Source, catalog_path

_LEAST_RENAMED = 0.5
"""The share of its longer texts that a page has kept if it is still the same page under another name."""
_LEAST_ELSEWHERE = 80.0
"""Score from which an old text that has a new one on its own page is proposed on another page as well."""


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
    """Messages that are no longer on the site: kept as obsolete."""
    renamed_from: str = ""
    """The catalog that this one was, if the page has got another name."""
    written: bool = False
    removed: bool = False
    """Whether nothing was left in it: no text of the site, and no translation."""
    left: Diagnostic | None = None
    """Why the catalog stays as it is: it has faults."""


@dataclass(slots=True)
class _Plan:
    """One catalog under way."""

    current: Catalog
    change: Change
    wanted: dict[str, tuple[Message, str]]
    """The messages that the page has now, with their references."""
    address: str
    """Where the page is published."""
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


def update(project: Project, locale: Locale, sources: Iterable[Source]) -> list[Change]:
    """Bring all catalogs of *locale* up to date with *sources* and write those that changed.

    All catalogs are read before the first is written, and no other run writes in between. One with faults stays as it
    is; what can be read of it is known to the others.
    """
    sources = list(sources)
    with catalog.opened(project.locales_dir) as store:
        catalogs = {path: catalog.read(path, project.relative(path)) for path in project.catalog_files(locale)}
        others = [catalog.read(path, project.relative(path)) for path in project.catalogs_of_others(locale)]
        memory = remember((*catalogs.values(), *others))
        renamed = _renamed(project, locale, sources, catalogs)
        plans = _plans(project, locale, sources, catalogs, renamed)
        for plan in plans:
            _recall_previous(plan.active.values(), (*plan.former, *plan.left))
            _find_same(plan, memory, project.root)
        _find_similar(plans)
        for plan in plans:
            _carry_out(plan)
            if plan.current.faults:
                plan.change.left = catalog.left(plan.current)
                continue
            if plan.current.seen.data is None and not plan.change.renamed_from:
                _inherit_provenance(plan, memory)
            if plan.current.empty:
                store.remove(plan.current.seen)
                plan.change.removed = plan.change.written = True
                continue
            plan.change.written = catalog.save(store, plan.current, locale, project.name)
        for path, old in renamed.items():
            store.remove(catalogs[old].seen, path)
    return [plan.change for plan in plans]


def notes(message: Message, reference: str, address: str) -> tuple[str, list[str]]:
    """What a catalog says of a message beside its text: what it is on its page, and where it comes from."""
    return message.comment(address), [reference]


def describe(entry: catalog.Message, message: Message, reference: str, address: str) -> None:
    """Put into *entry* what its catalog says of *message* beside its text. Flags of other tools stay."""
    entry.extracted, entry.references = notes(message, reference, address)
    if message.format and not {message.format, f"no-{message.format}"} & set(entry.flags):
        entry.flags.append(message.format)


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
        plans.append(_plan(current or catalog.new(path, name, locale, project.name), change, source))
    return plans + [_plan(orphan, Change(orphan.name), Source("", ())) for orphan in rest.values()]


def _plan(current: Catalog, change: Change, source: Source) -> _Plan:
    wanted: dict[str, tuple[Message, str]] = {}
    for message, reference in source.messages:
        wanted.setdefault(message.msgid, (message, reference))
    plan = _Plan(current, change, wanted, source.address)
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


def _find_same(plan: _Plan, memory: Memory, root: Path) -> None:
    """Take over translations of the same texts: from the obsolete messages, or from another catalog."""
    former: dict[str, catalog.Message] = {}
    for entry in sorted((entry for entry in plan.former if entry.msgstr), key=lambda entry: entry.fuzzy):
        former.setdefault(entry.msgid, entry)
    for msgid in plan.wanted:
        here = plan.active.get(msgid)
        known = memory.exact.get(msgid)
        if known is None and (returned := memory.returned(msgid, root)) is not None:
            plan.change.moved += 1
            plan.found[msgid] = returned
        if known is None or known is here or (here is not None and not _replaceable(here, known)):
            continue
        own = former.get(msgid)
        if own is not None and (known.fuzzy or not own.fuzzy):
            known = own
        plan.change.moved += 1
        plan.found[msgid] = joined(msgid, [known], fuzzy=known.fuzzy)
        plan.found[msgid].previous_msgid = known.previous_msgid if known.fuzzy else None
        if here is not None and here.translated:
            # Somebody may have begun to translate it here, too.
            plan.former.append(replace(here, obsolete=True))


def _replaceable(here: catalog.Message, known: catalog.Message) -> bool:
    """Whether *known* can be put in the place of *here*: there is no translation, or one of an earlier text."""
    return not here.translated or (here.fuzzy and not known.fuzzy and bool(here.previous_msgid))


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
        waiting = _best_of(entry for entry in plan.active.values() if entry.fuzzy)
        known |= {text: entry for text, entry in waiting.items() if text not in plan.wanted and text not in known}
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
                plan.found[msgid] = joined(msgid, [found[msgid]], fuzzy=found[msgid].fuzzy)
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
    """The translated messages among *entries* by msgid, in their order; a finished one before a fuzzy one.

    One that waits is there by its earlier text, too.
    """
    found: dict[str, catalog.Message] = {}
    for entry in entries:
        if entry.msgstr and (entry.msgid not in found or (found[entry.msgid].fuzzy and not entry.fuzzy)):
            found[entry.msgid] = entry
        if entry.msgstr and entry.fuzzy and entry.previous_msgid:
            found.setdefault(entry.previous_msgid, entry)
    return found


def _propose(plan: _Plan, msgid: str, found: Match, old: dict[str, catalog.Message]) -> None:
    known = [old[text] for text in found.old]
    first = known[0]
    adapted = with_new_targets(first.msgid, msgid, first.msgstr) if len(known) == 1 and not first.fuzzy else None
    entry = joined(msgid, known, fuzzy=adapted is None)
    if adapted is not None:
        entry.msgstr = adapted
        plan.change.relinked += 1
    else:
        # A translation that waits for its translator still belongs to the text before last.
        entry.previous_msgid = " ".join((one.fuzzy and one.previous_msgid) or one.msgid for one in known)
        plan.change.changed += 1
    plan.found[msgid] = entry


def _carry_out(plan: _Plan) -> None:
    """Put the messages of the page into the catalog, in its order, and the obsolete ones where they stood."""
    entries: dict[str, catalog.Message] = {}
    for msgid, (message, reference) in plan.wanted.items():
        here = plan.active.get(msgid)
        entry = plan.found.get(msgid) or here
        if entry is None:
            entry = catalog.Message(msgid=msgid, msgstr="")
            plan.change.new += 1
        elif here is not None and entry is not here:
            entry.comments = notes_of(here.comments, entry.comments)
        describe(entry, message, reference, plan.address)
        entries[msgid] = entry
    left = [entry for entry in plan.left if entry.translated or entry.comments]
    obsolete = [*_still_obsolete(plan.former, entries), *left]
    # One that returns may have lost its earlier text while it was obsolete.
    _recall_previous(entries.values(), obsolete)
    messages = list(_in_place(plan.current.messages, entries, obsolete))
    for entry in left:
        entry.obsolete = True
    plan.current.messages = without_repeats(messages)
    if not any(entry.translated for entry in plan.current.messages):
        # A server has made it from the catalog of another language: nobody has translated anything.
        plan.current.fields.pop("X-Translation-Type", None)
    kept = {id(entry) for entry in plan.current.messages}
    plan.change.obsolete = sum(id(entry) in kept for entry in left)


def _in_place(
    before: Iterable[catalog.Message], entries: Mapping[str, catalog.Message], obsolete: Iterable[catalog.Message]
) -> Iterator[catalog.Message]:
    """The *entries* of the page, each with the *obsolete* ones that stood behind it.

    Where all of these are at one end, changes of two branches would meet there, and git could not merge them.
    """
    waiting = {id(entry): entry for entry in obsolete}
    heirs = {entry.previous_msgid: msgid for msgid, entry in entries.items() if entry.fuzzy}
    before = list(before)
    restored = all(entry.obsolete for entry in before)
    returning = entries.keys() - {entry.msgid for entry in before if not entry.obsolete}
    behind: dict[str, list[catalog.Message]] = {}
    last = ""
    for entry in before:
        if id(entry) in waiting:
            behind.setdefault(last, []).append(waiting.pop(id(entry)))
        if not entry.obsolete or restored or entry.msgid in returning:
            last = entry.msgid if entry.msgid in entries else heirs.get(entry.msgid, last)
    for entry in waiting.values():
        behind.setdefault(entry.msgid if entry.msgid in entries else "", []).append(entry)
    yield from behind.get("", ())
    for msgid, entry in entries.items():
        yield entry
        yield from behind.get(msgid, ())


def _still_obsolete(
    former: Iterable[catalog.Message], entries: dict[str, catalog.Message]
) -> Iterator[catalog.Message]:
    """The messages that stay obsolete; what was written about one that returns goes with it."""
    for entry in former:
        active = entries.get(entry.msgid)
        if active is None or (entry.translated and entry.msgstr != active.msgstr):
            yield entry
        elif entry.comments and entry.comments not in active.comments:
            active.comments = notes_of(active.comments, entry.comments)


def _inherit_provenance(plan: _Plan, memory: Memory) -> None:
    """Say of a new catalog who translated it, if most of its translations come from a catalog that says so."""
    homes: Counter[str] = Counter()
    for msgid in plan.found:
        if (known := memory.exact.get(msgid)) is not None:
            homes[memory.homes[id(known)].fields.get("X-Translation-Type", "")] += 1
    if homes and (kind := homes.most_common(1)[0][0]):
        plan.current.fields["X-Translation-Type"] = kind
