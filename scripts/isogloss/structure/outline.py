"""The structure of a rendered page: headings and anchors, blocks and where each leads, decision guides."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape

from markdown import Markdown

from isogloss.segments import html
from isogloss.segments.diagrams import read as read_diagram
from isogloss.segments.parser import STASHED_HTML, stash, unstashed
from isogloss.segments.rendering import LATE_MARK
from isogloss.segments.walk import HEADINGS
from isogloss.structure import decisions, diagrams
from isogloss.structure.decisions import Branch, DecisionGuide

_SPAN = "<span lang="
_MARKED = (_SPAN, f"<{LATE_MARK} ", f"</{LATE_MARK}>")
"""How text in raw HTML is marked that is still English."""
_BLOCKS = frozenset(["p", "li", "td", "th", "dt", "dd", "summary", "figcaption", "caption", "label"])
_CONTAINERS = frozenset(["ul", "ol", "dl", "table", "blockquote", "details"])
_READ = HEADINGS | _BLOCKS | _CONTAINERS | {"pre", "div"}
"""Elements that are blocks of a page, or may be."""
_NO_INLINE = _BLOCKS | _CONTAINERS | {"pre", "div"}
_Texts = tuple[str, ...]
_HREF = re.compile(r"""\s(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_NAMED = re.compile(r"""<a\s+(?:name|id)\s*=\s*["']?([^"'\s>]+)["']?\s*/?>""", re.IGNORECASE)
_CODE_WORDS = re.compile(r'<span class="(?:filename|c|ch|cm|c1|cs)"[^<>]*>.*?</span>', re.DOTALL)
"""Parts of a highlighted code block that are words of a language: its title, and comments."""
_CODE_COMMENT = re.compile(r"(?m)(^|<code[^>]*>)[ \t]*(?:#|//|--|;).*$|[ \t]#[ \t].*$")
"""Comments in a code block that is not highlighted."""


@dataclass(frozen=True, slots=True)
class Node:
    """One block of a page, without its words."""

    kind: str
    """``heading``, ``passage``, ``list``, ``table``, ``code``, ``html``, ``tabs``, ``tab``, ``alert``, ``decision``."""
    detail: str = ""
    """The level of a heading, the tag of a passage, the size of a table, the hash of a code block."""
    anchor: str = ""
    """The id that links can lead to."""
    links: tuple[str, ...] = ()
    """Targets of the links in the block; sorted, as the order inside a block is the language's own."""
    assets: tuple[str, ...] = ()
    """Images and code spans of the block, sorted."""
    text: str = field(default="", compare=False)
    """The raw text of the block, where it has one: words are no part of the structure."""
    names: tuple[str, ...] = field(default=(), compare=False)
    """Further anchors of a heading, as in ``## <a name="setup"></a>Configuración``."""
    code: str = field(default="", compare=False)
    """The code of a code block, without its comments."""
    followed: int | None = field(default=None, compare=False)
    """How many links of the site lead to its anchor; None where nobody has counted."""

    def __str__(self) -> str:
        text = f"{self.kind} {self.detail}".rstrip()
        text += f" #{self.anchor}" if self.anchor else ""
        text += f" → {', '.join(self.links)}" if self.links else ""
        return text + (f" [{', '.join(self.assets)}]" if self.assets else "")


@dataclass(frozen=True, slots=True)
class Outline:
    """All of a page that must be the same in every language."""

    nodes: tuple[Node, ...] = ()
    decisions: tuple[DecisionGuide, ...] = ()
    next_steps: tuple[str, ...] | None = None
    """The targets under the heading ``next-steps``; None if there is no such heading."""
    attribute_lists: bool = field(default=True, compare=False)
    """Whether the site's Markdown has them, so that a heading can be given an anchor."""


def as_text(page: Outline) -> str:
    """The outline for people: a line for each block, indented by the heading above; then the decision guides."""
    lines: list[str] = []
    depth = 0
    for node in page.nodes:
        if node.kind == "heading":
            depth = int(node.detail)
        lines.append("  " * (depth - (node.kind == "heading")) + str(node))

    def branch(found: Branch, indent: int) -> None:
        lines.append("  " * indent + (", ".join(found.targets) or "…") + f"  ({found.text})")
        for below in found.branches:
            branch(below, indent + 1)

    for guide in page.decisions:
        lines += ["", f"decision guide #{guide.anchor}"]
        for found in guide.branches:
            branch(found, 1)
    return "\n".join(lines)


def read(
    md: Markdown,
    root: etree.Element,
    texts: Mapping[etree.Element, str] | None = None,
    english: Outline | None = None,
) -> Outline:
    """The outline of the page under way in *md*, with link targets as they are written.

    *texts* has the raw texts of the blocks, for those who read the outline. Blocks that are as the *english* outline
    has them are its own: making a node costs more than looking at one.
    """
    reading = _Reading(md, texts or {}, english.nodes if english is not None else ())
    reading.children(root)
    return Outline(
        tuple(reading.nodes),
        tuple(decisions.read(md, root, texts or {})),
        _next_steps(md, root),
        "attr_list" in md.treeprocessors,
    )


def _readable(md: Markdown, links: _Texts, assets: _Texts, text: str = "") -> tuple[_Texts, _Texts, str]:
    """What a node says, without the placeholders of what Python-Markdown has put aside."""
    if "\x02" not in text:
        for one in (*links, *assets):
            if "\x02" in one:
                break
        else:
            return links, assets, text
    links, assets = (tuple(sorted(unstashed(md, one) for one in found)) for found in (links, assets))
    return links, assets, unstashed(md, text)


def resolved(page: Outline, resolve: Callable[[str], str]) -> Outline:
    """*page* with each link target and image in the form that *resolve* gives it."""

    def node(found: Node) -> Node:
        if not found.links and not found.assets:
            return found
        assets = (_resolved_tag(held, resolve) if held[:1] == "`" else resolve(held) for held in found.assets)
        return replace(found, links=tuple(sorted(map(resolve, found.links))), assets=tuple(sorted(assets)))

    guides = tuple(guide.resolved(resolve) for guide in page.decisions)
    next_steps = None if page.next_steps is None else tuple(dict.fromkeys(map(resolve, page.next_steps)))
    return replace(page, nodes=tuple(map(node, page.nodes)), decisions=guides, next_steps=next_steps)


def _resolved_tag(code: str, resolve: Callable[[str], str]) -> str:
    """*code* of a passage; if it is a tag of HTML, with what its addresses lead to."""
    if not code.startswith("`<"):
        return code
    return _HREF.sub(lambda found: f' {found[1].lower()}="{resolve(found[2] or found[3] or found[4] or "")}"', code)


class _Reading:
    """A page while its outline is read."""

    def __init__(self, md: Markdown, texts: Mapping[etree.Element, str], english: Sequence[Node]) -> None:
        self.md, self.texts, self.english = md, texts, english
        self.nodes: list[Node] = []

    def children(self, element: etree.Element) -> None:
        """Read what is in *element*, and between its children."""
        for child in element:
            tag, text = child.tag, child.text
            if tag in _READ:
                if not self.block(child, tag, text):
                    continue
            elif not isinstance(tag, str):
                continue
            if tag != "code":
                if text and "\x02" in text:
                    self.stashed(text)
                if len(child):
                    self.children(child)
            if (tail := child.tail) and "\x02" in tail:
                self.stashed(tail)

    def block(self, block: etree.Element, tag: str, text: str | None) -> bool:
        """Read *block* itself; whether there may be more in it."""
        anchor = block.get("id") or ""
        if tag in HEADINGS:
            names: list[str] = []
            inline = _inline(self.md, block, names)
            self.add("heading", tag[1], anchor, inline, self.texts.get(block, ""), tuple(names))
            return False
        if tag in _BLOCKS:
            if not (tag == "p" and text and "\x02" in text and _only_html(self.md, block)):
                self.add("passage", tag, anchor, _inline(self.md, block), self.texts.get(block, ""))
        elif tag == "pre":
            code = _CODE_COMMENT.sub("", "".join(block.itertext()))
            self.nodes.append(_code_block(code, block.get("class"), anchor))
            return False
        elif tag in _CONTAINERS:
            self.add(tag if tag in ("table", "blockquote", "details") else "list", _size(block), anchor)
        elif classes := block.get("class"):
            if "tabbed-set" in classes:
                self.add("tabs", block.get("data-tabs") or "", anchor)
                for tab in block.findall("input"):
                    self.add("tab", anchor=tab.get("id") or "")
            elif "admonition" in classes:
                self.add("alert", classes, anchor)
        return True

    def add(
        self,
        kind: str,
        detail: str = "",
        anchor: str = "",
        inline: tuple[_Texts, _Texts] = ((), ()),
        text: str = "",
        names: _Texts = (),
    ) -> None:
        """Take in a block."""
        links, assets = inline
        if links or assets or "\x02" in text:
            links, assets, text = _readable(self.md, links, assets, text)
        place = len(self.nodes)
        if place < len(self.english):
            known = self.english[place]
            if (
                known.text == text
                and known.assets == assets
                and known.links == links
                and known.anchor == anchor
                and known.detail == detail
                and known.kind == kind
                and known.names == names
                and not known.code
                and known.followed is None
            ):
                self.nodes.append(known)
                return
        self.nodes.append(Node(kind, detail, anchor, links, assets, text, names))

    def stashed(self, text: str) -> None:
        """Take in the blocks of HTML whose placeholders are in *text*."""
        for match in STASHED_HTML.finditer(text):
            source = stash(self.md)[int(match.group(1))]
            for node in _of_html(source) if isinstance(source, str) else ():
                links, assets, _ = _readable(self.md, node.links, node.assets)
                same = links is node.links and assets is node.assets
                self.nodes.append(node if same else replace(node, links=links, assets=assets))


def _inline(
    md: Markdown, block: etree.Element, names: list[str] | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Targets, and images, code, tags and attributes, of *block* and its inline content, not of the blocks below it.

    What raw HTML names in a heading goes to *names*.
    """
    if not len(block) and not block.attrib and "\x02" not in (block.text or ""):
        return (), ()
    links: list[str] = []
    assets: list[str] = []
    _visit(md, block, links, assets, names)
    return tuple(sorted(links)), tuple(sorted(assets))


def _visit(md: Markdown, element: etree.Element, links: list[str], assets: list[str], names: list[str] | None) -> None:
    """Put what *element* names, and what is in it, into *links*, *assets* and *names*."""
    if element.attrib and element.tag not in ("td", "th"):  # Their style says how a column is aligned.
        assets.extend(f'`{name}="{value}"`' for name, value in element.attrib.items() if _notable(name))
    if element.text and "\x02" in element.text:
        _visit_text(md, element.text, links, assets, names)
    for child in element:
        tag = child.tag
        if tag == "code":
            code = "".join(child.itertext()) if len(child) else child.text or ""
            assets.append(_in_one_line(unstashed(md, code)))
        elif tag not in _NO_INLINE:
            if tag == "a" and child.get("class") not in ("headerlink", "footnote-backref"):
                links.append(child.get("href") or "")
            elif tag == "img":
                assets.append(child.get("src") or "")
            if len(child) or child.attrib or child.text:
                _visit(md, child, links, assets, names)
        if child.tail and "\x02" in child.tail:
            _visit_text(md, child.tail, links, assets, names)


def _visit_text(md: Markdown, text: str, links: list[str], assets: list[str], names: list[str] | None) -> None:
    for found in STASHED_HTML.finditer(text):
        source = stash(md)[int(found[1])]
        # Several tags, or a block, are a node of their own.
        tags = html.tags(source) if isinstance(source, str) and source.lstrip().startswith("<") else ()
        if names is not None and tags and (named := _NAMED.fullmatch(tags[0])):
            names.append(named[1])
        elif len(tags) == 1 and tags[0][:2] != "</" and not tags[0].startswith(_MARKED):
            tag = tags[0]
            if tag[:3].lower() == "<a " and (href := _HREF.search(tag)):
                links.append(unescape(href[2] or href[3] or href[4] or ""))
                tag = tag[: href.start()] + tag[href.end() :]
            assets.append(_in_one_line(tag))


def _in_one_line(code: str) -> str:
    """*code* as a translation has it, in which lines are joined: readers see no difference."""
    return f"`{' '.join(code.split())}`"


def _notable(attribute: str) -> bool:
    """Whether *attribute* does something: it runs a script, or sets a style."""
    return attribute[:2] == "on" or attribute in ("style", "srcset", "formaction", "target", "download")


@lru_cache(maxsize=65536)
def _of_html(source: str) -> tuple[Node, ...]:
    """The nodes of a block of HTML that was put aside. Code is the same in every language: results are kept."""
    if not source.lstrip().startswith("<"):
        return ()
    if (diagram := _diagram(source)) is not None:
        return (_code_node(diagrams.without_labels(diagram)),)
    if html.is_code_block(source):
        return (_code_block(_CODE_WORDS.sub("", source), source),)
    if source.lstrip().startswith("<pre"):
        return (_code_block(_CODE_COMMENT.sub("", source), source),)
    tags = _unmarked(html.tags(source))
    found = [
        (match.group(1).lower(), match.group(2) or match.group(3) or match.group(4) or "")
        for tag in tags
        for match in _HREF.finditer(tag)
    ]
    links = tuple(sorted(value for name, value in found if name == "href"))
    assets = tuple(sorted(value for name, value in found if name == "src"))
    # One tag alone is part of a passage, in which the order is free.
    if len(tags) > 1 and (links or assets or tags):
        return (Node("html", " ".join(dict.fromkeys(re.findall(r"<(\w+)", " ".join(tags)))), "", links, assets),)
    return ()


def _diagram(source: str) -> str | None:
    """The code of the diagram that is in *source*; None if there is none for certain."""
    start = source.partition(">")[0]
    if "mermaid" not in start and (html.is_code_block(source) or not start.lstrip().startswith("<pre")):
        return None
    found = read_diagram(source)
    return found.code if found is not None else None


def _unmarked(tags: Iterable[str]) -> list[str]:
    """*tags* without those that say what is in English, and as many ends of them."""
    kept = [tag for tag in tags if not tag.startswith(_MARKED)]
    for _ in range(sum(tag.startswith(_SPAN) for tag in tags)):
        if "</span>" in kept:
            kept.remove("</span>")
    return kept


def _only_html(md: Markdown, paragraph: etree.Element) -> bool:
    """Whether *paragraph* holds nothing but blocks of raw HTML or comments, which take its place on the page."""
    text = paragraph.text or ""
    if len(paragraph) or "\x02" not in text or STASHED_HTML.sub("", text).strip():
        return False
    sources = [str(stash(md)[int(found[1])]) for found in STASHED_HTML.finditer(text)]
    return all(source.lstrip().startswith("<!") or md.is_block_level(html.first_tag(source)) for source in sources)


def _code_block(code: str, start: str | None = None, anchor: str = "") -> Node:
    """The node of *code*, which *start* begins, or says the class of."""
    if start and "mermaid" in start.partition(">")[0]:
        code = diagrams.without_labels(unescape(re.sub("<[^<>]*>", "", code)))
    return _code_node(code, anchor)


def _code_node(code: str, anchor: str = "") -> Node:
    return Node("code", hashlib.sha256(code.encode()).hexdigest()[:8], anchor, code=code)


def _size(element: etree.Element) -> str:
    if element.tag == "table":
        rows = list(element.iter("tr"))
        return f"{len(rows)}×{len(rows[0]) if rows else 0}"
    return f"{element.tag} of {len(element)}" if element.tag in ("ul", "ol") else ""


def _next_steps(md: Markdown, root: etree.Element) -> tuple[str, ...] | None:
    found: list[str] | None = None
    for child in root:
        if child.tag in HEADINGS:
            if child.get("id") == "next-steps":
                found = []
            elif found is not None:
                break
        elif found is not None:
            links = (link for link in child.iter("a") if link.get("class") != "footnote-ref")
            found += [unstashed(md, link.get("href") or "") for link in links]
    return None if found is None else tuple(dict.fromkeys(found))
