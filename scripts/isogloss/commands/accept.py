"""The English text changed, its meaning did not: what was fuzzy because of that is finished again, in all locales."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog, Message
from isogloss.catalogs import history
from isogloss.catalogs.update import catalog_path
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale, Project
from isogloss.review.localize import Localizer, read_catalogs
from isogloss.review.source_pages import Originals
from isogloss.sources import Source

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_BLOCK_MARKS = re.compile(r"(?m)^[\s>*+\-#:|]*(?:\d+[.)]\s+)?(?:\[[ xX]\]\s+)?")
_RED, _GREEN, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Pending:
    """A translation that waits because its English text changed."""

    locale: Locale
    source: str
    """What the English text is in: ``docs/index.md``."""
    catalog: Catalog
    entry: Message

    @property
    def before(self) -> str:
        """The English text that was translated."""
        return self.entry.previous_msgid or ""


Wanted = Callable[[Pending], bool]
"""Whether a translation is among those to accept."""


def pending(project: Project, locales: Iterable[Locale], sources: Sequence[Source]) -> list[Pending]:
    """All translations that wait because their English text changed, page by page."""
    found = []
    for locale in locales:
        catalogs, _ = read_catalogs(project, locale)
        for source in sources:
            current = catalogs.get(catalog_path(project, locale, source))
            for entry in current.active() if current is not None else ():
                if entry.fuzzy and entry.msgstr and entry.previous_msgid:
                    assert current is not None
                    found.append(Pending(locale, source.name, current, entry))
    order = {source.name: number for number, source in enumerate(sources)}
    return sorted(found, key=lambda one: order[one.source])


def with_text(msgid: str) -> Wanted:
    """The message *msgid*, as it is now or as it was, on every page."""
    return lambda one: msgid in (one.entry.msgid, one.before)


def at_place(project: Project, locales: Iterable[Locale], sources: Iterable[Source], place: str) -> Wanted:
    """A page (``docs/index.md``), a catalog, or the message at a line of one (``locales/es-ES/docs/index.po:29``).

    Raises :class:`ProblemsFound` if there is no such page, catalog or message.
    """
    path, colon, number = place.rpartition(":")
    if colon and number.isdigit():
        msgid = _msgid_at(project, path, int(number))
        return lambda one: one.entry.msgid == msgid
    names = {name: source.name for source in sources for name in (source.name, source.page, _file(project, source))}
    for locale in locales:
        names |= {project.relative(catalog_path(project, locale, source)): source.name for source in sources}
    name = names.get(Path(place).as_posix())
    if name is None:
        hint = "name a page (docs/index.md), a catalog, or a line of a catalog (locales/es-ES/docs/index.po:29)"
        raise ProblemsFound(
            [Diagnostic("page-unknown", "there is no such page or catalog", Location(place), hint=hint)]
        )
    return lambda one: one.source == name


def _file(project: Project, source: Source) -> str:
    return project.config_file.name if source.name == "mkdocs" else source.name


def _msgid_at(project: Project, path: str, line: int) -> str:
    file = project.root / path
    if file.is_file():
        entries = catalog.read(file, path).by_msgid
        # The comments above a message belong to it.
        above = [msgid for msgid, entry in entries.items() if entry.msgstr_line >= line]
        if above:
            return above[0]
    hint = "name a line of a catalog's message: locales/es-ES/docs/index.po:29"
    raise ProblemsFound([Diagnostic("message-unknown", "there is no message", Location(path, line), hint=hint)])


def in_commit(project: Project, revision: str) -> Wanted:
    """The messages whose English text a commit changed.

    Raises :class:`ProblemsFound` if git does not know the commit.
    """
    commit = history.commit_of(project.root, revision)
    before: list[str] = []
    after: list[str] = []
    for parent in history.parents(project.root, commit)[:1]:
        for path in history.changed(project.root, parent, commit):
            if path.startswith(f"{project.relative(project.locales_dir)}/"):
                continue
            for texts, version in ((before, parent), (after, commit)):
                text = history.content(project.root, version, path)
                texts.append(_in_one_line((text or b"").decode("utf-8", "replace")))
    return lambda one: _is_in(one.before, before) and _is_in(one.entry.msgid, after)


def _in_one_line(source: str) -> str:
    return " ".join(_BLOCK_MARKS.sub("", source).split())


def _is_in(msgid: str, texts: Iterable[str]) -> bool:
    wanted = " ".join(msgid.split())
    return any(wanted in text for text in texts)


def word_diff(before: str, after: str, colour: bool = False) -> str:
    """Both texts in one: ``[-old words-]{+new words+}``, in red and green with *colour*."""
    red, green, plain = (_RED, _GREEN, _PLAIN) if colour else ("", "", "")
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    parts = []
    for start, end, other_start, other_end in _differences(old, new):
        removed, added = "".join(old[start:end]), "".join(new[other_start:other_end])
        if removed == added:
            parts.append(added)
            continue
        parts.append(f"{red}[-{removed}-]{plain}" if removed else "")
        parts.append(f"{green}{{+{added}+}}{plain}" if added else "")
    return "".join(parts)


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of both texts, in order; changed words with only a blank between them are one range."""
    ranges: list[list[int]] = []
    same: list[bool] = []
    for tag, *numbers in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        equal = tag == "equal"
        blank = equal and not "".join(old[numbers[0] : numbers[1]]).strip()
        if ranges and not same[-1] and (not equal or (blank and numbers[1] < len(old))):
            ranges[-1][1], ranges[-1][3] = numbers[1], numbers[3]
            continue
        ranges.append(list(numbers))
        same.append(equal)
    yield from ((start, end, other_start, other_end) for start, end, other_start, other_end in ranges)


def refused(site: Site, originals: Originals, sources: Sequence[Source], chosen: Sequence[Pending]) -> list[Diagnostic]:
    """What the checks would say against the *chosen* translations if they were published with the new texts."""
    found: list[Diagnostic] = []
    for locale in dict.fromkeys(one.locale for one in chosen):
        mine = [one for one in chosen if one.locale == locale]
        trial = {}
        for current in {one.catalog.path: one.catalog for one in mine}.values():
            finished = {id(one.entry) for one in mine}
            messages = [replace(entry, flags=[]) if id(entry) in finished else entry for entry in current.messages]
            trial[current.path] = replace(current, messages=messages)
        localizer = Localizer(site.project, locale, originals, trial)
        _publish(site, localizer, [source for source in sources if source.name in {one.source for one in mine}])
        places = {one.catalog.location(one.entry.msgid) for one in mine}
        found += [problem for problem in localizer.diagnostics if problem.location in places]
    return [problem for problem in found if problem.severity is Severity.ERROR]


def _publish(site: Site, localizer: Localizer, sources: Iterable[Source]) -> None:
    pages = {file.src_uri: file for file in site.english}
    for source in sources:
        if source.page:
            file = pages[source.page]
            site.render(file, localizer.edition(source.page))
            localizer.front_matter(source.page, dict(file.page.meta) if file.page is not None else {})
        else:
            for message, _ in source.messages:
                localizer.string(message, source.name)


def accept(project: Project, chosen: Iterable[Pending]) -> None:
    """Mark the *chosen* translations as finished, and write their catalogs.

    Raises :class:`ProblemsFound` if a catalog cannot be written, or was changed since it was read.
    """
    touched: dict[Path, tuple[Catalog, Locale]] = {}
    for one in chosen:
        one.entry.finish()
        touched[one.catalog.path] = one.catalog, one.locale
    with catalog.opened(project.locales_dir) as store:
        for current, locale in touched.values():
            catalog.save(store, current, locale)
