"""The English text changed, its meaning did not: what was fuzzy because of that is finished again, in all locales."""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from isogloss import catalog, diagnostics
from isogloss.catalog import Catalog, Message
from isogloss.catalogs import history
from isogloss.catalogs.update import catalog_path
from isogloss.commands.command import Command, opened, sources_of, tell
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity, counted
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale, Project
from isogloss.review.localize import Localizer, read_catalogs
from isogloss.review.source_pages import SourcePages
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


def refused(
    site: Site, source_pages: SourcePages, sources: Sequence[Source], chosen: Sequence[Pending]
) -> list[Diagnostic]:
    """What the checks would say against the *chosen* translations if they were published with the new texts."""
    found: list[Diagnostic] = []
    for locale in dict.fromkeys(one.locale for one in chosen):
        mine = [one for one in chosen if one.locale == locale]
        trial = {}
        for current in {one.catalog.path: one.catalog for one in mine}.values():
            finished = {id(one.entry) for one in mine}
            messages = [replace(entry, flags=[]) if id(entry) in finished else entry for entry in current.messages]
            trial[current.path] = replace(current, messages=messages)
        localizer = Localizer(site.project, locale, source_pages, trial)
        _publish(site, localizer, [source for source in sources if source.name in {one.source for one in mine}])
        places = {one.catalog.location(one.entry.msgid) for one in mine}
        found += [problem for problem in localizer.diagnostics if problem.location in places]
    return [problem for problem in found if problem.severity is Severity.ERROR]


def _publish(site: Site, localizer: Localizer, sources: Iterable[Source]) -> None:
    pages = {file.src_uri: file for file in site.english}
    for source in sources:
        if source.page:
            file = pages[source.page]
            site.render(file, localizer.rendering(source.page))
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
            catalog.save(store, current, locale, project.name)


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "place",
        nargs="*",
        metavar="PLACE",
        help="a page (docs/index.md), a catalog, or one of its lines (locales/es-ES/docs/index.po:29)",
    )
    parser.add_argument("--msgid", metavar="TEXT", help="the message with this English text, old or new")
    parser.add_argument("--commit", metavar="REV", help="the messages whose English text this commit changed")
    parser.add_argument("-n", "--dry-run", action="store_true", help="show, and write nothing")


def run(options: Namespace) -> int:
    """Run the command: show each change of an English text and, unless it is a dry run, finish its translations."""
    site, locales = opened(options)
    source_pages = SourcePages(site.project)
    return _accept(site, locales, source_pages, sources_of(site, source_pages), options)


def _accept(
    site: Site, locales: Sequence[Locale], source_pages: SourcePages, sources: Sequence[Source], options: Namespace
) -> int:
    if not (options.place or options.msgid or options.commit):
        print("isogloss accept: name a page, a line of a catalog, --msgid TEXT or --commit REV", file=sys.stderr)
        return 2
    project = site.project
    wanted = [at_place(project, project.locales, sources, place) for place in options.place]
    if options.msgid:
        wanted.append(with_text(options.msgid))
    if options.commit:
        wanted.append(in_commit(project, options.commit))
    chosen = [one for one in pending(project, locales, sources) if any(is_wanted(one) for is_wanted in wanted)]
    faulty = {one.catalog.name: catalog.left(one.catalog) for one in chosen if one.catalog.faults}
    chosen = [one for one in chosen if one.catalog.name not in faulty]
    if not chosen and faulty:
        return tell(list(faulty.values()))
    if not chosen:
        print("nothing to accept: no translation there waits because its English text changed", file=sys.stderr)
        return 1
    problems = refused(site, source_pages, sources, chosen)
    places = {problem.location for problem in problems}
    fit = [one for one in chosen if one.catalog.location(one.entry.msgid) not in places]
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in _changes(fit, colour):
        print(line)
    if not options.dry_run:
        accept(project, fit)
    if fit:
        texts = counted(len({one.entry.msgid for one in fit}), "message")
        done = "would be accepted" if options.dry_run else "accepted"
        print(f"{counted(len(fit), 'translation')} of {texts} {done}. Run isogloss check before you commit.")
    if problems:
        print("These stay fuzzy, because the checks refuse them with the new text:\n", file=sys.stderr)
        diagnostics.write(problems, sys.stderr)
    return tell(list(faulty.values())) or int(bool(problems))


def _changes(chosen: Iterable[Pending], colour: bool) -> Iterable[str]:
    """A paragraph for each changed text: where it is, in which locales, and a word diff."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in chosen:
        groups.setdefault((one.source, one.before, one.entry.msgid), []).append(one.locale.tag)
    for (source, before, msgid), tags in groups.items():
        yield f"{source} ({', '.join(tags)})\n    {word_diff(before, msgid, colour)}\n"


COMMAND = Command(
    "accept",
    ("say that the meaning of an English text did not change: its translations are finished again, in all locales"),
    ("Shows the old and the new text as a word diff. What the checks would refuse with the new text stays fuzzy."),
    "isogloss accept docs/index.md --dry-run",
    run,
    arguments,
)
