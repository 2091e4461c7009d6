"""Proposes what has one right answer, in catalogs and in pages that are written by hand: new texts, not yet proven."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from isogloss.catalog import Catalog
from isogloss.diagnostics import Change, Diagnostic
from isogloss.project import Project
from isogloss.review.hand_translated import HandTranslated
from isogloss.review.repairs import Repair, repaired, repaired_block
from isogloss.segments.lines import page_lines
from isogloss.segments.locate import source_text
from isogloss.segments.text import CODE
from isogloss.structure.addresses import Addresses, path_and_anchor, place

_ATTRIBUTES = re.compile(r"(?<=[ \t]\{)(:?[ \t]*)([.#\w][^{}\n]*)(?=\}[ \t]*#*[ \t]*\Z)")
_OWN_ID = re.compile(r"(?<!\S)#[^\s}]+")
_AT_END = re.compile(r"(?m)^#{1,6}[ \t].*\{:?([ \t]*)#[^{}\n]*\}[ \t]*#*$")
_AT_START = re.compile(r"""(?m)^#{1,6}[ \t]+<a[ \t]+(?:name|id)=""")
_HEADING = re.compile(r"[ \t>*+\-]*[#<]|[^\n]*\n[ \t]*(?:=+|-+)[ \t]*(?:\n|\Z)")
"""The line of a heading, with marks of the blocks that it is in, or with a tag; or with a line below."""
_DESTINATION = re.compile(r"\]\(<?([^\s()<>#]*)#([^\s()<>]+)|\A[ \t]*\[[^\[\]\n]+\]:[ \t]*<?([^\s<>#]*)#([^\s<>]+)")


@dataclass(frozen=True, slots=True)
class Trial:
    """What stands in place of files while nobody has decided."""

    catalogs: Mapping[Path, Catalog] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    """The texts of pages, by path relative to the project."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How the pages of a language give their headings anchors."""

    names: bool
    """Whether they write ``<a name="setup"></a>`` before the text of a heading."""
    blank: str
    """What stands between the brace and the id: nothing, or a blank."""
    possible: bool
    """Whether the site's Markdown takes it."""


def habit_of(written: HandTranslated, texts: Iterable[str]) -> Habit:
    """The habit in *texts*, pages of one language; braces where there is none."""
    at_end = at_start = blanks = 0
    for text in texts:
        found = _AT_END.findall(text)
        at_end, blanks = at_end + len(found), blanks + sum(map(bool, found))
        at_start += len(_AT_START.findall(text))
    names = at_start > at_end
    possible = names or all(page.outline.attribute_lists for page in written.pages)
    return Habit(names, " " if blanks * 2 > at_end else "", possible)


def in_catalogs(
    problems: Iterable[Diagnostic], catalogs: Mapping[str, Catalog]
) -> Iterator[tuple[Diagnostic, str, str]]:
    """Each of the *problems* that has one right answer in a catalog, the msgid, and the new msgstr.

    *catalogs* are those of all locales, by path relative to the project.
    """
    for problem in problems:
        found = catalogs.get(problem.location.path)
        texts = dict(problem.texts)
        message = found.by_msgid.get(texts.get("original", "")) if found is not None else None
        if message is None or message.msgstr != texts.get("translation"):
            continue
        new = repaired(problem.code, Repair(message.msgid, message.msgstr, problem.change))
        if new:
            yield problem, message.msgid, new


def with_texts(found: Catalog, texts: Mapping[str, str]) -> Catalog:
    """*found* with other translations of the messages whose msgids are in *texts*."""
    messages = [
        replace(one, msgstr=texts[one.msgid]) if one.msgid in texts and not one.obsolete else one
        for one in found.messages
    ]
    return replace(found, messages=messages)


@dataclass(slots=True)
class PagesUnderRepair:
    """The pages of one language that are written by hand, as they become."""

    project: Project
    written: HandTranslated
    addresses: Addresses
    texts: dict[str, str]
    """By path relative to the project."""
    habit: Habit
    anchors: dict[str, set[str]]
    """The anchors of each of these pages, and the empty one of its beginning."""
    all_pages: frozenset[str]
    """All pages of the site, by paths that are the same in all languages."""
    renamed: dict[str, str] = field(default_factory=dict)
    """The new anchor of a heading, by the page with the anchor that it had."""

    @classmethod
    def of(
        cls, project: Project, written: HandTranslated, addresses: Addresses, changed: Mapping[str, str]
    ) -> PagesUnderRepair:
        """The pages *written* by hand, some of which are *changed* already."""
        paths = [project.page_path(page.src_uri) for page in written.pages]
        texts = {path: changed.get(path) or source_text(project, project.root / path) for path in paths}
        anchors = {
            page.page: {"", *(name for node in page.outline.nodes for name in (node.anchor, *node.names))}
            for page in written.pages
        }
        pages = frozenset(file.page for file in addresses.files.values())
        return cls(project, written, addresses, texts, habit_of(written, texts.values()), anchors, pages)

    def fix(self, problems: Iterable[Diagnostic]) -> None:
        """Repair what has one right answer of the *problems*."""
        pages = {self.project.page_path(page.src_uri): page for page in self.written.pages}
        # From the end of a page to its beginning, so that lines stay where they are.
        for problem in sorted(problems, key=lambda one: one.location, reverse=True):
            page = pages.get(problem.location.path)
            if page is None or "translation" not in dict(problem.texts):
                continue
            if self._block(problem, page.src_uri):
                change = problem.change
                if change is not None and change.new[:1] == change.old[:1] == "#" and not self.habit.names:
                    self.renamed[place(page.page, change.old[1:])] = change.new[1:]
        if self.renamed:
            for path, page in pages.items():
                self.texts[path] = self._with_links(self.texts[path], page.src_uri)

    def _block(self, problem: Diagnostic, src_uri: str) -> bool:
        path, words = problem.location.path, dict(problem.texts)["translation"]
        source = self.texts[path]
        span = span_of(source, problem.location.line, words)
        if span is None:
            return False
        start, end = span
        new = self._new(problem, source[start:end], src_uri)
        if problem.code in ("anchor", "title-anchor"):
            stop = source.find("\n", end)
            stop = len(source) if stop < 0 else stop
            if not _HEADING.match(source, source.rfind("\n", 0, start) + 1):
                return False  # A line is a hint: the same words may stand before.
            new, end = self._heading(problem.change, source[start:stop]), stop
        if new is None:
            return False
        self.texts[path] = source[:start] + new + source[end:]
        return True

    def _new(self, problem: Diagnostic, text: str, src_uri: str) -> str | None:
        def is_dead(written: str) -> bool:
            page, fragment = path_and_anchor(self.addresses.compared(src_uri, written))
            elsewhere = "//" in written or written.startswith(("/", "mailto:"))
            return not elsewhere and fragment not in self.anchors.get(
                page, {fragment} if page in self.all_pages else ()
            )

        repair = Repair(dict(problem.texts)["original"], text, problem.change)
        return repaired_block(problem.code, repair, is_dead)

    def _heading(self, change: Change | None, line: str) -> str | None:
        """The *line* of a heading, from its text on, with the anchor that it has to have."""
        if change is None:
            return None
        if change.new[:1] == "<":
            return change.new + line
        if not self.habit.possible:
            return None
        if self.habit.names:
            return f'<a name="{change.new[1:]}"></a>{line}'
        found = _ATTRIBUTES.search(line)
        if found is None:
            blank, text = self.habit.blank, line.rstrip()
            closing = text[len(text.rstrip("#")) :] if text.rstrip("#").endswith((" ", "\t")) else ""
            text = text.removesuffix(closing).rstrip()
            return f"{text} {{{blank}{change.new}{blank}}}{' ' if closing else ''}{closing}"
        own = _OWN_ID.search(found[2])
        listed = f"{change.new} {found[2]}" if own is None else _OWN_ID.sub(lambda _: change.new, found[2], count=1)
        return line[: found.start(2)] + listed + line[found.end() :]

    def _with_links(self, text: str, src_uri: str) -> str:
        """*text* with links that lead where the headings have their anchors now."""

        def led(found: re.Match[str]) -> str:
            path, fragment = (found[1], found[2]) if found[2] is not None else (found[3], found[4])
            new = self.renamed.get(self.addresses.compared(src_uri, f"{path}#{fragment}"))
            return found.group() if new is None else found.group()[: -len(fragment)] + new

        def outside_code(line: str) -> str:
            code = [found.span() for found in CODE.finditer(line)]
            return _DESTINATION.sub(
                lambda found: found.group() if any(a <= found.start() < b for a, b in code) else led(found), line
            )

        return "\n".join(line.text if line.in_code else outside_code(line.text) for line in page_lines(text))


def span_of(source: str, line: int, text: str) -> tuple[int, int] | None:
    """Where *text*, whose lines are joined, begins in the *line* of *source* and where it ends; None if it does not."""
    words = text.split()
    start = 0
    for _ in range(line - 1):
        start = source.find("\n", start) + 1
    stop = source.find("\n", start)
    start = source.find(words[0], start, stop if stop >= 0 else len(source)) if words else -1
    if start < 0:
        return None
    position = start
    for word in words:
        while source[position : position + 1] in (" ", "\t", "\n", ">") and not source.startswith(word, position):
            position += 1
        if not source.startswith(word, position):
            return None
        position += len(word)
    return start, position
