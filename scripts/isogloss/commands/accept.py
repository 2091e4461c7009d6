"""The English text changed, its meaning did not: what was fuzzy because of that is finished again, in all locales."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from isogloss import catalog, checks, diagnostics
from isogloss.catalog import Catalog, Message
from isogloss.catalogs import history
from isogloss.catalogs.spelling import is_spelling, words_in
from isogloss.checks import Finished
from isogloss.commands.command import Command, can_ask, catalogs_of, opened, sources_of, tell
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, counted
from isogloss.diagnostics.text import painter, say, word_diff
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale, Project
from isogloss.review.glossaries import read_glossary
from isogloss.review.locale_corpus import LocaleCorpus
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.sources import Source, catalog_path

_BLOCK_MARKS = re.compile(r"(?m)^[\s>*+\-#:|]*(?:\d+[.)]\s+)?(?:\[[ xX]\]\s+)?")
_QUESTION = "Is the translation of the old text right for the new one? [y]es, [n]o, [q]uit: "


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

    @property
    def place(self) -> Location:
        """The line of the translation."""
        return Location(self.catalog.name, self.entry.msgstr_line)


Wanted = Callable[[Pending], bool]
"""Whether a translation is among those to accept."""
Catalogs = Mapping[Locale, Mapping[Path, Catalog]]
"""All catalogs of each locale, by path."""


def pending(site: Site, catalogs: Catalogs, sources: Sequence[Source]) -> list[Pending]:
    """All translations that wait because their English text changed, page by page."""
    found = []
    for locale, known in catalogs.items():
        by_hand = site.by_hand(locale)
        for source in sources:
            current = known.get(catalog_path(site.project, locale, source))
            if current is not None and source.page not in by_hand:
                found += [Pending(locale, source.name, current, entry) for entry in current.active() if _waits(entry)]
    order = {source.name: number for number, source in enumerate(sources)}
    return sorted(found, key=lambda one: order[one.source])


def _waits(entry: Message) -> bool:
    return entry.fuzzy and bool(entry.msgstr) and entry.previous_msgid not in (None, entry.msgid)


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


def reviewed(
    site: Site, catalogs: Catalogs, chosen: Sequence[Pending]
) -> tuple[list[Source], dict[Location, list[Diagnostic]]]:
    """All messages of the site, and what the checks find in the *chosen* translations with the new texts, by place."""
    source_pages = SourcePages(site.project)
    finished = {id(one.entry) for one in chosen}
    localizers, corpora = [], []
    for locale in dict.fromkeys(one.locale for one in chosen):
        trial = {
            path: replace(
                current,
                messages=[replace(one, flags=[]) if id(one) in finished else one for one in current.messages],
            )
            for path, current in catalogs[locale].items()
        }
        corpora.append(LocaleCorpus(site.project, locale, read_glossary(site.project, locale)))
        localizers.append(Localizer(site.project, locale, source_pages, trial, corpora[-1], site.given(locale)))
    sources = sources_of(site, source_pages, localizers)
    found: dict[Location, list[Diagnostic]] = {}
    for localizer, corpus in zip(localizers, corpora, strict=True):
        for problem in (*localizer.diagnostics, *corpus.problems()):
            found.setdefault(problem.location, []).append(problem)
    kinds = {source.name: source.by_msgid for source in sources}
    gained = {}
    for corpus in corpora:
        own = [one for one in chosen if one.locale == corpus.locale and one.place in found]
        own = [one for one in own if one.entry.msgid in kinds[one.source]]
        former = [
            Finished(kinds[one.source][one.entry.msgid]._replace(msgid=one.before), one.entry.msgstr, one.catalog.name)
            for one in own
        ]
        for one, before in zip(own, corpus.beside_others(former), strict=True):
            told = {(finding.code, finding.message) for finding in before}
            gained[one.place] = [p for p in found[one.place] if (p.code, p.message) not in told]
    return sources, gained


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
    parser.add_argument(
        "-y",
        "--yes",
        action="store_true",
        help="do not ask: accept where only spelling or punctuation changed, and nothing else",
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help="show, and write nothing")


def run(options: Namespace) -> int:
    """Run the command: show each change of an English text, ask, and finish its translations."""
    if not (options.place or options.msgid or options.commit):
        print("isogloss accept: name a page, a line of a catalog, --msgid TEXT or --commit REV", file=sys.stderr)
        return 2
    site, locales = opened(options)
    project = site.project
    places = [Source(project.page_path(page), (), page) for page in site.paths] + list(
        site.strings(SourcePages(project))
    )
    wanted = [at_place(project, project.locales, places, place) for place in options.place]
    if options.msgid:
        wanted.append(with_text(options.msgid))
    if options.commit:
        wanted.append(in_commit(project, options.commit))
    catalogs = {locale: catalogs_of(site, locale)[0] for locale in locales}
    chosen = [one for one in pending(site, catalogs, places) if any(is_wanted(one) for is_wanted in wanted)]
    faulty = {one.catalog.name: catalog.left(one.catalog) for one in chosen if one.catalog.faults}
    chosen = [one for one in chosen if one.catalog.name not in faulty]
    if not chosen and faulty:
        return tell(list(faulty.values()))
    if not chosen:
        print("nothing to accept: no translation there waits because its English text changed", file=sys.stderr)
        return 1
    status = _decide(site, catalogs, chosen, options)
    return tell(list(faulty.values())) or status


def _decide(site: Site, catalogs: Catalogs, chosen: Sequence[Pending], options: Namespace) -> int:
    """Let the checks, then whoever answers, decide on each of the *chosen* translations."""
    sources, gained = reviewed(site, catalogs, chosen)
    on_site = {source.name: source.by_msgid for source in sources}
    behind = [one for one in chosen if one.entry.msgid not in on_site[one.source]]
    fit = [one for one in chosen if not gained.get(one.place) and one not in behind]
    known = words_in(msgid for source in sources for msgid in source.by_msgid)
    accepted, left = _answered(fit, known, options)
    if not options.dry_run:
        accept(site.project, accepted)
    if accepted:
        done = "would be accepted" if options.dry_run else "accepted"
        print(f"{_number(accepted)} {done}. Run isogloss check before you commit.")
    sys.stdout.flush()
    status = int(bool(left) and not options.dry_run)
    if left and options.yes:
        print(
            f"{_number(left)} left fuzzy, because it is not certain that only spelling or punctuation changed: "
            "run the command on a terminal, without --yes, and answer for each",
            file=sys.stderr,
        )
    elif left and options.dry_run:
        print(f"{_number(left)} to ask about. With --dry-run nothing is written.")
    elif left and not can_ask():
        status = 2
        print(
            "isogloss accept: nothing was accepted, because there is no terminal on which to ask whether the "
            "translations are still right; with --yes, what is only spelling or punctuation is accepted",
            file=sys.stderr,
        )
    if behind:
        print(f"{_number(behind)} left fuzzy, because the catalogs are older: run isogloss update", file=sys.stderr)
    problems = [_with_change(problem, one) for one in chosen for problem in gained.get(one.place, ())]
    if problems:
        print("These stay fuzzy, because of what the checks find in them with the new text:\n", file=sys.stderr)
        diagnostics.write(diagnostics.in_order(problems), sys.stderr, checks.manual())
    return status or int(bool(problems or behind))


def _with_change(problem: Diagnostic, one: Pending) -> Diagnostic:
    changed = ("changed", word_diff(one.before, one.entry.msgid))
    return replace(problem, texts=(changed, *(text for text in problem.texts if text[0] != "original")))


def _answered(fit: Iterable[Pending], known: set[str], options: Namespace) -> tuple[list[Pending], list[Pending]]:
    """What is accepted, and what nobody has decided on: for each changed text, a word diff is shown first."""
    texts: dict[tuple[str, str], list[Pending]] = {}
    for one in fit:
        texts.setdefault((one.before, one.entry.msgid), []).append(one)
    accepted: list[Pending] = []
    left: list[Pending] = []
    paint = painter(sys.stdout)
    quitting = False
    for (before, msgid), group in texts.items():
        if quitting:
            left += group
            continue
        places = ", ".join(dict.fromkeys(one.source for one in group))
        tags = ", ".join(dict.fromkeys(one.locale.tag for one in group))
        say(f"{places} ({tags})\n    {word_diff(before, msgid, paint)}\n", sys.stdout)
        if options.yes:
            (accepted if is_spelling(before, msgid, known) else left).extend(group)
        elif options.dry_run or not can_ask():
            left += group
        elif (answer := _ask()) == "y":
            accepted += group
        elif answer == "q":
            quitting = True
            left += group
    return accepted, left


def _ask() -> str:
    """The first letter of an answer: ``y``, ``n``, or ``q`` to stop here."""
    while True:
        # Not with input(): where its question appears depends on the system.
        print(_QUESTION, end="", flush=True)
        line = sys.stdin.readline()
        answer = line.strip().lower()[:1] if line else "q"
        if answer and answer in "ynq":
            print()
            return answer


def _number(chosen: Sequence[Pending]) -> str:
    texts = len({one.entry.msgid for one in chosen})
    return f"{counted(len(chosen), 'translation')} of {counted(texts, 'message')}"


COMMAND = Command(
    "accept",
    ("say that the meaning of an English text did not change: its translations are finished again, in all locales"),
    (
        "Shows the old and the new text of each message as a word diff, and asks. Where the checks find something in "
        "the translation with the new text, it stays fuzzy. Without a terminal nothing is accepted, unless --yes is "
        "given."
    ),
    "isogloss accept docs/index.md",
    run,
    arguments,
)
