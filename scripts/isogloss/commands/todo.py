"""``isogloss todo``: what is left to translate, in the order in which the site is read."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isogloss.catalogs.status import State, progress, state, total
from isogloss.commands.command import Command, localizers_of, opened, sources_of, tell
from isogloss.diagnostics import Diagnostic, Location
from isogloss.diagnostics.text import Paint, block, laid_out, painter, say, visible, word_diff
from isogloss.hosts.mkdocs.site import Site
from isogloss.review.localize import Localizer
from isogloss.review.source_pages import SourcePages
from isogloss.segments.locate import origin_of
from isogloss.sources import Source, catalog_path, home_of


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A message that is published in English in one locale."""

    locale: str
    source: str
    """The page, ``mkdocs`` or ``overrides``."""
    state: State
    location: Location
    """The line of its translation; without a line where the catalog does not have it yet."""
    origin: Location
    kind: str
    """What the message is on its page, as its catalog says."""
    msgid: str
    msgstr: str
    previous: str
    """The English text that was translated, where it was another one."""
    findings: tuple[Diagnostic, ...] = ()
    """Why it is refused."""


def unfinished(site: Site, localizer: Localizer, sources: Sequence[Source]) -> Iterator[Unfinished]:
    """What is left to do in one locale, whose translations have been checked."""
    project, locale = site.project, localizer.locale
    problems: dict[Location, list[Diagnostic]] = {}
    for problem in localizer.diagnostics:
        problems.setdefault(problem.location, []).append(problem)
    for source in sources:
        path = catalog_path(project, locale, source)
        current = localizer.catalogs.get(path)
        for msgid, message in source.by_msgid.items():
            found = state(current, msgid, localizer.refused)
            if found is State.TRANSLATED:
                continue
            entry = current.by_msgid.get(msgid) if current is not None else None
            here = Location(project.relative(path), entry.msgstr_line if entry is not None else 0)
            yield Unfinished(
                locale.tag,
                source.name,
                found,
                here,
                origin_of(project, home_of(project, source.name, message.origin), msgid),
                message.comment(),
                msgid,
                entry.msgstr if entry is not None else "",
                (entry.previous_msgid or "") if entry is not None and entry.fuzzy else "",
                tuple(problems.get(here, ())) if found is State.REFUSED else (),
            )


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("locales", nargs="*", metavar="LOCALE", help="only these locales (default: all)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")


def run(options: Namespace) -> int:
    """Run the command."""
    options.locale = [*(options.locale or ()), *options.locales]
    site, locales = opened(options)
    source_pages = SourcePages(site.project)
    localizers, problems = localizers_of(site, locales, source_pages)
    sources = sources_of(site, source_pages, localizers)
    rows = []
    paint = painter(sys.stdout)
    for one in localizers:
        by_hand = site.by_hand(one.locale)
        own = one.asked(source for source in sources if source.page not in by_hand)
        found = list(unfinished(site, one, own))
        if options.format == "json":
            rows += [_fields(message) for message in found]
            continue
        for message in found:
            say(_told(message, paint) + "\n", sys.stdout)
        counts = progress(site.project, one.locale, own, one.catalogs, refused=one.refused)
        print(f"{one.locale.tag}: {total(counts, one.locale.tag).summary}")
    if options.format == "json":
        print(json.dumps(rows, indent=2))
    return tell(problems)


def _told(message: Unfinished, paint: Paint) -> str:
    if message.findings:
        return "\n".join(laid_out(finding, paint) for finding in message.findings)
    english = word_diff(message.previous, message.msgid, paint) if message.previous else visible(message.msgid)
    texts = [("original", english.split("\n"))]
    if message.msgstr:
        texts.append(("translation", visible(message.msgstr).split("\n")))
    hint = "" if message.location.line else "the catalog does not have it yet: run isogloss update"
    head = f"{paint(str(message.location), 'path')}: {paint(message.state.value, 'state')}: {message.kind}"
    return block(head, message.origin, texts, hint, paint)


def _fields(message: Unfinished) -> dict[str, object]:
    return {
        "locale": message.locale,
        "source": message.source,
        "state": message.state.value,
        "path": message.location.path,
        "line": message.location.line or None,
        "origin": {"path": message.origin.path, "line": message.origin.line or None},
        "kind": message.kind,
        "original": message.msgid,
        "previous": message.previous or None,
        "difference": word_diff(message.previous, message.msgid) if message.previous else None,
        "translation": message.msgstr or None,
        "findings": [
            {"code": finding.code, "message": finding.message, "hint": finding.hint or None}
            for finding in message.findings
        ],
    }


COMMAND = Command(
    "todo",
    "list the messages that are missing, fuzzy or refused by a check, in the order in which the site is read",
    (
        "Each with its place in the catalog and in the English page. Of a fuzzy message, the old and the new English "
        "text are shown as a word diff."
    ),
    "isogloss todo es-ES",
    run,
    arguments,
)
