"""Decision guides: nested lists of conditions, under a heading of the class ``decision``, that end in links."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from markdown import Markdown

from isogloss.segments import html
from isogloss.segments.parser import STASHED_HTML, stash, unstashed
from isogloss.segments.walk import HEADINGS, is_heading

FORMS = ("table", "map")
"""What addresses call the other forms of a guide: no condition has such a name."""
WORDS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup svg time u"
        " var wbr",
    )
)
"""Elements that conditions are written with."""
_LISTS = frozenset({"ul", "ol"})


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition of a decision guide: what it leads to, or the conditions below it."""

    text: str = field(compare=False)
    """The condition in the page's language: it is not part of the structure."""
    targets: tuple[str, ...]
    branches: tuple[Branch, ...] = ()
    written: str = field(default="", compare=False)
    """Its own text as the page has it."""
    name: str = field(default="", compare=False)
    """What addresses call the conditions below it, after its English text; no other branch beside it has this name."""
    obstacle: str = field(default="", compare=False)
    """What is in it, besides words, that no step of a chooser can be made of; empty if nothing is."""

    def leaves(self) -> Iterator[Branch]:
        """The branches that have none below them."""
        return (branch for branch in self.every() if not branch.branches)

    def every(self) -> Iterator[Branch]:
        """This one and all below it, in order."""
        yield self
        for branch in self.branches:
            yield from branch.every()


@dataclass(frozen=True, slots=True)
class DecisionGuide:
    """A nested list under a heading of the class ``decision``, read as a tree of conditions."""

    anchor: str
    branches: tuple[Branch, ...]
    covers: tuple[str, ...] = field(default=(), compare=False)
    """Beginnings of the paths of the pages that the guide has to lead to, from ``data-covers``."""

    def every(self) -> Iterator[Branch]:
        """All conditions, in order."""
        for branch in self.branches:
            yield from branch.every()

    def leaves(self) -> list[Branch]:
        """Where the guide ends, in order."""
        return [branch for branch in self.every() if not branch.branches]

    @property
    def leads(self) -> bool:
        """Whether each end has exactly one link, and nothing else has any: a reader is never stuck."""
        return bool(self.branches) and all(len(one.targets) == (not one.branches) for one in self.every())

    def resolved(self, resolve: Callable[[str], str]) -> DecisionGuide:
        """The guide with each target in the form that *resolve* gives it."""

        def branch(found: Branch) -> Branch:
            targets = tuple(map(resolve, found.targets))
            return replace(found, targets=targets, branches=tuple(map(branch, found.branches)))

        return replace(self, branches=tuple(map(branch, self.branches)))


def read(md: Markdown, root: etree.Element, texts: Mapping[etree.Element, str]) -> Iterator[DecisionGuide]:
    """The decision guides of the page under way in *md*; *texts* has the raw texts of its blocks."""
    headings = [element for element in root.iter() if element.tag in HEADINGS]
    if not any("decision" in (heading.get("class") or "") for heading in headings):
        return
    for parent in root.iter():
        children = list(parent)
        for position, heading in enumerate(children):
            if not is_heading(heading) or "decision" not in (heading.get("class") or "").split():
                continue
            covers = tuple((heading.get("data-covers") or "").split())
            for follower in children[position + 1 :]:
                if is_heading(follower):
                    break
                if follower.tag in _LISTS:
                    yield DecisionGuide(heading.get("id") or "", _branches(md, follower, texts), covers)
                    break
            else:
                yield DecisionGuide(heading.get("id") or "", (), covers)


def _branches(md: Markdown, items: etree.Element, texts: Mapping[etree.Element, str]) -> tuple[Branch, ...]:
    branches: list[Branch] = []
    names = set(FORMS)
    for item in items:
        below = next((child for child in item if child.tag in _LISTS), None)
        targets: list[str] = []
        words: list[str] = [item.text or ""]
        for child in item:
            if child is below:
                continue
            words += ["".join(child.itertext()), child.tail or ""]
            targets += [unstashed(md, link.get("href") or "") for link in child.iter("a")]
        text = " ".join(unstashed(md, "".join(words)).split())
        written = texts.get(item) or next((texts[child] for child in item if child in texts), text)
        obstacle = _obstacle(md, item, below, "".join(words))
        found = _branches(md, below, texts) if below is not None else ()
        name = _name(written, names) if below is not None else ""
        branches.append(Branch(text, tuple(targets), found, written, name, obstacle))
    return tuple(branches)


def _name(text: str, taken: set[str]) -> str:
    """What addresses call what is below a condition with that *text*; it is *taken* then."""
    name = base = "-".join(re.findall(r"[^\W_]+", text.lower())) or "step"
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def _obstacle(md: Markdown, item: etree.Element, below: etree.Element | None, text: str) -> str:
    """What *item*, a condition with the list *below* it, holds besides words and a link; empty if nothing."""
    children = [child for child in item if child is not below]
    if len(children) and children[0].tag == "p" and not (item.text or "").strip():
        children = [*children[0], *children[1:]]
    tags = [one.tag for child in children for one in child.iter() if isinstance(one.tag, str)]
    for found in STASHED_HTML.finditer(text):
        source = stash(md)[int(found[1])]
        if isinstance(source, str) and (name := html.first_tag(source)):
            tags.append(name if name != "a" else "a href")
    other = next((tag for tag in tags if tag not in WORDS), "")
    if not other and below is not None and (below.tail or "").strip():
        return "text below its list"
    return f"<{other}>" if other else ""
