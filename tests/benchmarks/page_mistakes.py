"""Mistakes in localized pages that are written by hand: Markdown in, wrong Markdown out, once for each place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HEADING = re.compile(r"(#{1,6}) (.+?)(?: \{([^}]*)\})?$")
ITEM = re.compile(r"( *)([-*+]|\d+\.) (.*)")
LINK = re.compile(r"(?<![!`])\[([^\]\[]*)\]\(([^)\s]+)\)")
FENCE = re.compile(r" *(```|~~~)")


@dataclass(frozen=True)
class PageMistake:
    """One kind of mistake."""

    name: str
    variants: Callable[[str], Iterator[str]]
    """The page with the mistake in it, once for each place where it can be made."""

    def __call__(self, source: str) -> str | None:
        """The page with the mistake at the first place; None if there is none."""
        return next(self.variants(source), None)


PAGE_MISTAKES: list[PageMistake] = []
Lines = list[str]


def page_mistake(name: str):
    """Register a generator of wrong pages; it gets the lines of the text, and where code and front matter end."""

    def register(change: Callable[[Lines, list[bool]], Iterator[Lines]]):
        def variants(source: str) -> Iterator[str]:
            lines = source.split("\n")
            for wrong in change(lines, prose(lines)):
                if wrong != lines:
                    yield "\n".join(wrong)

        PAGE_MISTAKES.append(PageMistake(name, variants))
        return change

    return register


def prose(lines: Lines) -> list[bool]:
    """For each line, whether it is neither code nor front matter."""
    found = []
    fence = ""
    front = bool(lines) and lines[0] == "---"
    for number, line in enumerate(lines):
        mark = FENCE.match(line)
        if front:
            found.append(False)
            front = number == 0 or line != "---"
        elif fence:
            found.append(False)
            fence = "" if mark and mark[1] == fence else fence
        else:
            fence = mark[1] if mark else ""
            found.append(not fence)
    return found


def headings(lines: Lines, text: list[bool]) -> list[int]:
    return [number for number, line in enumerate(lines) if text[number] and HEADING.match(line)]


def without(lines: Lines, first: int, last: int) -> Lines:
    return lines[:first] + lines[last:]


def with_line(lines: Lines, number: int, line: str) -> Lines:
    return [*lines[:number], line, *lines[number + 1 :]]


def paragraphs(lines: Lines, text: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last line (exclusive) of each plain paragraph at the left margin."""
    start = None
    for number, line in enumerate([*lines, ""]):
        inside = number < len(lines) and text[number] and bool(line.strip())
        if inside and start is None:
            start = number
        elif not inside and start is not None:
            first = lines[start]
            plain = not (
                HEADING.match(first) or ITEM.match(first) or first[0] in " |>[=<*!:" or first.startswith("===")
            )
            if plain and (number >= len(lines) or not lines[number].strip()):
                yield start, number
            start = None


def items(lines: Lines, text: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last line (exclusive) of each list item in one or more lines, without anything below it."""
    for number, line in enumerate(lines):
        found = ITEM.match(line)
        if not found or not text[number]:
            continue
        indent = len(found[1])
        end = number + 1
        while end < len(lines) and text[end] and lines[end].strip() and not ITEM.match(lines[end]):
            end += 1
        follows = next((other for other in lines[end:] if other.strip()), "")
        if len(follows) - len(follows.lstrip()) <= indent:
            yield number, end


@page_mistake("page: heading level changed")
def heading_level(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number in headings(lines, text):
        deeper = lines[number] if lines[number].startswith("######") else "#" + lines[number]
        yield with_line(lines, number, deeper)


@page_mistake("page: heading deleted")
def heading_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number in headings(lines, text):
        yield without(lines, number, number + 1)


@page_mistake("page: heading made bold text")
def heading_bold(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number in headings(lines, text):
        yield with_line(lines, number, f"**{HEADING.match(lines[number])[2]}**")


@page_mistake("page: anchor translated")
def anchor_translated(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number in headings(lines, text):
        match = HEADING.match(lines[number])
        rest = re.sub(r"#\S+ ?", "", match[3] or "")
        yield with_line(lines, number, f"{match[1]} {match[2]} {{ #traducido {rest}}}")


@page_mistake("page: anchors rotated")
def anchors_rotated(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    """Each heading has the id of the next one: as many ids as before, all of them right, each in the wrong place."""
    places = headings(lines, text)
    ids = [anchor(lines[number]) for number in places]
    if len(set(ids)) < 2:
        return
    wrong = list(lines)
    for number, identifier in zip(places, ids[1:] + ids[:1], strict=True):
        match = HEADING.match(lines[number])
        classes = re.sub(r"#\S+ ?", "", match[3] or "")
        wrong[number] = f"{match[1]} {match[2]} {{ #{identifier} {classes}}}"
    yield wrong


def anchor(line: str) -> str:
    match = HEADING.match(line)
    given = re.search(r"#(\S+)", match[3] or "")
    return given[1] if given else re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", match[2]).strip().lower())


@page_mistake("page: two headings exchanged")
def headings_exchanged(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    places = headings(lines, text)
    for first, second in itertools.pairwise(places):
        if lines[first] != lines[second]:
            yield with_line(with_line(lines, first, lines[second]), second, lines[first])


@page_mistake("page: sections exchanged")
def sections_exchanged(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    places = [number for number in headings(lines, text) if lines[number].startswith("## ")] + [len(lines)]
    for first, second, end in zip(places, places[1:], places[2:], strict=False):
        yield [*lines[:first], *lines[second:end], "", *lines[first:second], *lines[end:]]


@page_mistake("page: section deleted")
def section_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    places = [number for number in headings(lines, text) if lines[number].startswith("## ")] + [len(lines)]
    for first, end in itertools.pairwise(places):
        yield without(lines, first, end)


@page_mistake("page: paragraph deleted")
def paragraph_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, end in paragraphs(lines, text):
        yield without(lines, start, end)


@page_mistake("page: paragraph doubled")
def paragraph_doubled(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, end in paragraphs(lines, text):
        yield [*lines[:end], "", *lines[start:end], *lines[end:]]


@page_mistake("page: paragraph split")
def paragraph_split(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, end in paragraphs(lines, text):
        if end - start > 1:
            yield [*lines[: start + 1], "", *lines[start + 1 :]]


@page_mistake("page: paragraphs joined")
def paragraphs_joined(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    places = list(paragraphs(lines, text))
    for (_, end), (start, _) in itertools.pairwise(places):
        if start == end + 1:
            yield without(lines, end, start)


@page_mistake("page: paragraph made a list item")
def paragraph_item(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, _ in paragraphs(lines, text):
        yield with_line(lines, start, f"- {lines[start]}")


@page_mistake("page: list item deleted")
def item_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, end in items(lines, text):
        yield without(lines, start, end)


@page_mistake("page: list item merged into its neighbour")
def item_merged(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    places = list(items(lines, text))
    for (first, end), (start, _) in itertools.pairwise(places):
        one, two = ITEM.match(lines[first]), ITEM.match(lines[start])
        if start == end and one[1] == two[1]:
            yield [*lines[: end - 1], f"{lines[end - 1]} {two[3]}", *lines[start + 1 :]]


@page_mistake("page: list item moved out of its list")
def item_outdented(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, end in items(lines, text):
        if lines[start].startswith("    "):
            yield [*lines[:start], *[line[4:] for line in lines[start:end]], *lines[end:]]


@page_mistake("page: list items exchanged")
def items_exchanged(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    """Two items with different targets: the words stay where they were, the reader goes elsewhere."""
    places = list(items(lines, text))
    for (first, end), (start, last) in itertools.pairwise(places):
        one, two = "\n".join(lines[first:end]), "\n".join(lines[start:last])
        targets = [sorted(link[2] for link in LINK.finditer(item)) for item in (one, two)]
        same = ITEM.match(lines[first])[1] == ITEM.match(lines[start])[1]
        if start == end and same and targets[0] != targets[1]:
            yield [*lines[:first], *lines[start:last], *lines[first:end], *lines[last:]]


@page_mistake("page: code block changed")
def code_changed(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines[:-1]):
        if FENCE.match(line) and text[number - 1] and lines[number + 1].strip() and not FENCE.match(lines[number + 1]):
            yield with_line(lines, number + 1, lines[number + 1] + "x")


@page_mistake("page: code block deleted")
def code_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, end in fences(lines, text):
        yield without(lines, start, end)


def fences(lines: Lines, text: list[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for number, line in enumerate(lines):
        if FENCE.match(line) and not text[number]:
            if start is None:
                start = number
            else:
                yield start, number + 1
                start = None


@page_mistake("page: code block made text")
def code_made_text(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for start, end in fences(lines, text):
        yield [*lines[:start], *lines[start + 1 : end - 1], *lines[end:]]


@page_mistake("page: table row deleted")
def row_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else ""
        ruled = set(line) <= set("|-: ") or set(before) <= set("|-: ")
        if text[number] and line.startswith("|") and before.startswith("|") and not ruled:
            yield without(lines, number, number + 1)


@page_mistake("page: table rows exchanged")
def rows_exchanged(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    """Two rows that lead elsewhere or hold other code."""
    for number, line in enumerate(lines[:-1]):
        other = lines[number + 1]
        if not (text[number] and line.startswith("|") and other.startswith("|")) or "---" in line + other:
            continue
        if (LINK.findall(line) or "`" in line + other) and row_structure(line) != row_structure(other):
            yield [*lines[:number], other, line, *lines[number + 2 :]]


def row_structure(line: str) -> list[tuple]:
    return [
        (tuple(link[1] for link in LINK.findall(cell)), tuple(re.findall(r"`[^`]+`", cell))) for cell in line.split("|")
    ]


@page_mistake("page: table column deleted")
def column_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    number = 0
    while number < len(lines):
        end = number
        while end < len(lines) and text[end] and lines[end].startswith("|"):
            end += 1
        if end > number:
            rows = [re.sub(r"[^|]*\|$", "", line) for line in lines[number:end]]
            if all(row.count("|") > 1 for row in rows):
                yield [*lines[:number], *rows, *lines[end:]]
        number = max(end, number + 1)


@page_mistake("page: link target changed")
def link_changed(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and (link := LINK.search(line)):
            other = "pytorch-directml.md" if "directml" not in link[2] else "index.md"
            yield with_line(lines, number, line[: link.start(2)] + other + line[link.end(2) :])


@page_mistake("page: link dropped")
def link_dropped(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and LINK.search(line):
            yield with_line(lines, number, LINK.sub(lambda link: link[1], line, count=1))


@page_mistake("page: fragment changed")
def fragment_changed(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and (link := re.search(r"\]\([^)\s]*#[^)\s]+", line)):
            yield with_line(lines, number, line[: link.end()] + "-2" + line[link.end() :])


@page_mistake("page: links swapped between two passages")
def links_swapped(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    """Between neighbours: every count on the page stays the same."""
    found = [(number, link) for number, line in enumerate(lines) if text[number] and (link := LINK.search(line))]
    for (first, one), (second, two) in itertools.pairwise(found):
        apart = any(not line.strip() or ITEM.match(line) or line[:1] == "|" for line in lines[first + 1 : second + 1])
        if one[2] != two[2] and apart:
            wrong = with_line(lines, first, lines[first][: one.start(2)] + two[2] + lines[first][one.end(2) :])
            yield with_line(wrong, second, wrong[second][: two.start(2)] + one[2] + wrong[second][two.end(2) :])


@page_mistake("page: image changed")
def image_changed(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and re.search(r"!\[[^\]]*\]\([^)\s]*", line):
            yield with_line(lines, number, re.sub(r"(!\[[^\]]*\]\()[^)\s]*", r"\1images/other.svg", line, count=1))


@page_mistake("page: image dropped")
def image_dropped(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and re.search(r"!\[[^\]]*\]\(", line):
            yield with_line(lines, number, re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", line, count=1))


@page_mistake("page: code span changed")
def span_changed(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and (code := re.search(r"(?<!`)`([^`]+)`(?!`)", line)):
            yield with_line(lines, number, line[: code.end() - 1] + "x" + line[code.end() - 1 :])


@page_mistake("page: alert made a quotation")
def alert_lost(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and line.startswith("> [!"):
            yield without(lines, number, number + 1)


@page_mistake("page: kind of an alert changed")
def alert_changed(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and line.startswith("> [!"):
            yield with_line(lines, number, "> [!TIP]" if "TIP" not in line else "> [!NOTE]")


@page_mistake("page: tab deleted")
def tab_deleted(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and line.lstrip().startswith("=== "):
            indent = len(line) - len(line.lstrip())
            end = number + 1
            while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
                end += 1
            yield without(lines, number, end)


@page_mistake("page: footnote reference dropped")
def reference_dropped(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and re.search(r"(?<![`^])(?<!^)\[\^\w+\]", line) and not line.startswith("[^"):
            yield with_line(lines, number, re.sub(r"\[\^\w+\]", "", line, count=1))


@page_mistake("page: script added")
def script_added(lines: Lines, _: list[bool]) -> Iterator[Lines]:
    yield [*lines, "", "<script>alert(1)</script>"]


@page_mistake("page: script added in a paragraph")
def script_in_paragraph(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for _, end in paragraphs(lines, text):
        yield with_line(lines, end - 1, lines[end - 1] + " <script>alert(1)</script>")


@page_mistake("page: event attribute added")
def event_added(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number in headings(lines, text):
        if "{" not in lines[number]:
            identifier = anchor(lines[number])
            yield with_line(lines, number, f'{lines[number]} {{ #{identifier} onclick="x()" }}')


@page_mistake("page: javascript: link")
def javascript_link(lines: Lines, text: list[bool]) -> Iterator[Lines]:
    for number, line in enumerate(lines):
        if text[number] and (link := LINK.search(line)):
            yield with_line(lines, number, line[: link.start(2)] + "javascript:alert(1)" + line[link.end(2) :])
