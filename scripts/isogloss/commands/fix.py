"""Writes what has one right answer: what ``isogloss check --fix`` does.

A fix is offered only if it is proven: with all of them in place, the site is checked again; the findings have to be
gone, no other may be at a text that was changed, and no other error anywhere. Where headings get their anchors, other
blocks correspond, which may show a warning that was hidden: it is told as all others are.
"""

from __future__ import annotations

import difflib
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from isogloss import catalog
from isogloss.catalog import Catalog, Seen
from isogloss.commands.command import can_ask, load
from isogloss.commands.inspection import Inspection, inspect
from isogloss.diagnostics import Diagnostic, Severity, counted
from isogloss.diagnostics.text import painter, say, visible
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale
from isogloss.review.catalog_files import read_catalogs
from isogloss.review.fixes import PagesUnderRepair, Trial, in_catalogs, with_texts
from isogloss.review.severities import weighed

_ROUNDS = 6
"""How often what was fixed may show more to fix."""
_ATTEMPTS = 4
"""How often fixes that bring new findings are taken back, before nothing is offered."""
_NOTHING = "of what is found, nothing has one right answer that can be written"
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUESTION = "Write these changes? [y]es, [n]o: "


_Place = tuple[str, str]
"""A file, and an English text of which it has the translation; the text is empty where a finding has none."""


def _places(problem: Diagnostic) -> tuple[_Place, _Place]:
    """Where *problem* is; and the whole file."""
    path = problem.location.path
    return (path, dict(problem.texts).get("original", "")), (path, "")


@dataclass(slots=True)
class _Fixes:
    """What is proven, and what is left."""

    site: Site
    """As it was looked at last."""
    trial: Trial
    fixed: list[Diagnostic]
    left: list[Diagnostic]
    catalogs: dict[Path, tuple[Catalog, Locale]]
    without_lists: int = 0
    """How many headings lack an anchor that the site's Markdown has no form for."""


@dataclass(slots=True)
class _Run:
    """The site, opened anew for each look at it: plugins may keep what they have seen."""

    options: Namespace
    tags: Sequence[str]
    asked: Callable[[Diagnostic], bool]
    refused: set[_Place] = field(default_factory=set)
    """Texts that are left alone, because something else would be wrong then; whole files, where the text is empty."""
    anchors: bool = True
    """Whether headings get other anchors: what leads to them may be anywhere."""
    seen: dict[str, Seen] = field(default_factory=dict)
    """The pages that are changed, as they were."""

    def look(self, trial: Trial) -> tuple[Site, Inspection, list[Diagnostic]]:
        """What is found with *trial* in place."""
        site, _ = load(self.options, needs_plugin=False)
        locales = [locale for locale in site.project.locales if locale.tag in self.tags]
        found = inspect(site, locales, trial)
        return site, found, list(dict.fromkeys(weighed(found.problems, site.project)))

    def _may_fix(self, problem: Diagnostic) -> bool:
        return not self.refused & set(_places(problem)) and (self.anchors or "anchor" not in problem.code)

    def refuse(self, new: set[_Place]) -> None:
        """Leave more alone than before, because of *new* findings."""
        if not new <= self.refused:
            self.refused |= new
        elif self.anchors:
            self.anchors = False
        else:
            self.refused |= {(path, "") for path, _ in new}

    def attempt(self) -> tuple[_Fixes, set[_Place]]:
        """Fix until nothing is left to fix; and the places of findings that were not there before."""
        trial = Trial()
        site, inspection, problems = self.look(trial)
        before, counts, without = _marks(problems), _kinds(problems), 0
        touched: set[_Place] = set()
        known = {
            path: (found, locale)
            for locale in site.project.locales
            if locale.tag in self.tags and site.project.catalog_files(locale)
            for path, found in read_catalogs(site.project, locale)[0].items()
        }
        first = problems
        for number in range(_ROUNDS):
            wanted = [one for one in problems if self.asked(one) and self._may_fix(one)]
            changed, lacking = self._changed(site, inspection, wanted, trial, known)
            without = lacking if not number else without
            if changed == trial:
                break
            trial = changed
            touched.update(_places(one)[0] for one in wanted)
            site, inspection, problems = self.look(trial)
        now = _kinds(problems)
        more, fewer = now - counts, counts - now
        new = {
            _places(one)[0]
            for one in problems
            if _kind(one) in more and (one.severity is Severity.ERROR or _places(one)[0] in touched)
        }
        gone = before - _marks(problems)
        fixed = [one for one in first if _mark(one) in gone and _taken(fewer, _kind(one))]
        return _Fixes(site, trial, fixed, problems, known, without), new

    def _changed(
        self,
        site: Site,
        inspection: Inspection,
        wanted: Sequence[Diagnostic],
        trial: Trial,
        known: dict[Path, tuple[Catalog, Locale]],
    ) -> tuple[Trial, int]:
        catalogs, pages = dict(trial.catalogs), dict(trial.pages)
        now = {found.name: catalogs.get(path, found) for path, (found, _) in known.items() if not found.faults}
        texts: dict[Path, dict[str, str]] = {}
        for problem, msgid, msgstr in in_catalogs(wanted, now):
            texts.setdefault(now[problem.location.path].path, {}).setdefault(msgid, msgstr)
        for path, new in texts.items():
            catalogs[path] = with_texts(now[known[path][0].name], new)
        without = 0
        for written, addresses in inspection.written.values():
            under_repair = PagesUnderRepair.of(site.project, written, addresses, pages)
            own = dict(under_repair.texts)
            under_repair.fix(wanted)
            for name, text in under_repair.texts.items():
                if text != own[name]:
                    pages[name] = text
                    self.seen.setdefault(name, catalog.look(site.project.root / name, name))
            if not under_repair.habit.possible:
                without += sum(
                    one.change is not None and one.change.new[:1] == "#" and one.location.path in own for one in wanted
                )
        return Trial(catalogs, pages), without


def _mark(problem: Diagnostic) -> tuple[str, str]:
    # Lines move, and so do what follows and what is beside: the rest says what it is.
    return problem.fingerprint, problem.severity.value


def _kind(problem: Diagnostic) -> tuple[str, str, _Place]:
    # A sentence may name another number, anchor or text than before, and tell of the same.
    return problem.code, problem.severity.value, _places(problem)[0]


def _kinds(problems: Iterable[Diagnostic]) -> Counter[tuple[str, str, _Place]]:
    return Counter(map(_kind, problems))


def _taken(counts: Counter[tuple[str, str, _Place]], kind: tuple[str, str, _Place]) -> bool:
    counts[kind] -= 1
    return counts[kind] >= 0


def _marks(problems: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter(map(_mark, problems))


def run(options: Namespace, tags: Sequence[str], asked: Callable[[Diagnostic], bool]) -> int:
    """Fix what is *asked* for in the locales *tags*: show it, ask, write it; the exit status."""
    under_way = _Run(options, tags, asked)
    found, new = under_way.attempt()
    for _ in range(_ATTEMPTS):
        if not new:
            break
        under_way.refuse(new)
        found, new = under_way.attempt()
    if new or not found.fixed:
        _tell_of_lists(found)
        why = "what has one right answer brings other findings with it" if new else _NOTHING
        print(f"nothing is fixed: {why}")
        return _status(found.left if not new else found.fixed + found.left)
    site = found.site
    files = _files(site, found, under_way.seen)
    for name, before, after in files:
        _show(name, before, after)
    done = f"{counted(len(found.fixed), 'finding')} in {counted(len(files), 'file')}"
    _tell_of_lists(found)
    if not options.yes and not _agreed(done):
        return 1
    _write(site, found, under_way.seen)
    left = f"; {counted(len(found.left), 'finding')} left: run isogloss check" if found.left else ""
    print(f"{done} fixed{left}")
    return _status(found.left)


def _status(problems: Iterable[Diagnostic]) -> int:
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _tell_of_lists(found: _Fixes) -> None:
    if found.without_lists:
        print(
            f"{counted(found.without_lists, 'anchor')} cannot be written: list 'attr_list' under "
            "'markdown_extensions' in mkdocs.yml, then run the command again",
            file=sys.stderr,
        )


def _agreed(done: str) -> bool:
    if not can_ask():
        print(f"{done} can be fixed as shown. Nothing was written: --yes writes it.")
        return False
    print(f"{done} can be fixed as shown.")
    print(_QUESTION, end="", flush=True)
    agreed = sys.stdin.readline().strip().lower()[:1] == "y"
    if not agreed:
        print("Nothing was written.")
    return agreed


def _files(site: Site, found: _Fixes, seen: Mapping[str, Seen]) -> list[tuple[str, str, str]]:
    """Each file that is changed: its name, its text, and the new one."""
    project = site.project
    out = []
    for path, changed in found.trial.catalogs.items():
        locale = found.catalogs[path][1]
        out.append((changed.name, changed.seen.text, catalog.canonical(changed, locale, project.name)))
    for name, text in found.trial.pages.items():
        out.append((name, seen[name].text, _as_before(seen[name].text, text)))
    return sorted(out)


def _as_before(before: str, text: str) -> str:
    """*text* with the byte order mark and the line ends of the file that it takes the place of."""
    lines, ends = text.split("\n"), [*_LINE_END.findall(before), ""]
    # No fix adds a line or takes one away; a page may have ends of both kinds.
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    return "\ufeff" + text if before.startswith("\ufeff") else text


def _show(name: str, before: str, after: str) -> None:
    paint = painter(sys.stdout)
    kinds = {"-": "removed", "+": "added"}
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=1, lineterm=""):
        text = visible(line)
        say(paint(text, kinds[line[0]]) if line[:1] in kinds else text, sys.stdout)
    print()


def _write(site: Site, found: _Fixes, seen: Mapping[str, Seen]) -> None:
    """Write all that is proven; raises :class:`ProblemsFound` if a file cannot be written or was changed meanwhile."""
    project = site.project
    with catalog.opened(project.docs_dir) as docs, catalog.opened(project.locales_dir) as store:
        for path, changed in found.trial.catalogs.items():
            catalog.save(store, changed, found.catalogs[path][1], project.name)
        for name, text in found.trial.pages.items():
            docs.write(seen[name], _as_before(seen[name].text, text))
