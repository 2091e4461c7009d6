"""Cuts raw HTML (blocks, code titles) into messages, and tells what tags and attributes a text holds."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from isogloss.segments.message import Kind
from isogloss.segments.text import has_words

TRANSLATABLE_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_VERBATIM = frozenset(["code", "math", "pre", "script", "style", "svg", "textarea", "title"])
_CODE_BLOCK = re.compile(
    r'\s*<(?:div|table|pre)\b[^>]*\bclass="[^"]*\b(?:highlight|highlighttable|codehilite|mermaid|arithmatex)\b'
)
_CODE_TITLE = re.compile(r'(<span class="filename">)(.*?)(</span>)', re.DOTALL)
_TOKEN = re.compile(r"""<!--.*?-->|<(?=[A-Za-z/!?])(?:[^"'<>]|"[^"]*"|'[^']*')*>""", re.DOTALL)
_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(rf"""(\s(?:{"|".join(TRANSLATABLE_ATTRIBUTES)})\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)

Translate = Callable[[str, Kind], str]
"""Takes a msgid and its kind, returns what is published in its place."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    name: str
    """The tag's name in small letters; empty for text and comments."""
    closing: bool = False

    @property
    def inline(self) -> bool:
        return not self.text.startswith("<") or self.name in _INLINE


def _tokens(source: str) -> Iterator[_Token]:
    position = 0
    for match in _TOKEN.finditer(source):
        if match.start() > position:
            yield _Token(source[position : match.start()], "")
        name = _NAME.match(match.group())
        yield _Token(match.group(), name.group(1).lower() if name else "", match.group().startswith("</"))
        position = match.end()
    if position < len(source):
        yield _Token(source[position:], "")


def is_code_block(source: str) -> bool:
    """Whether *source* is what a highlighter made of a code block: code is the same in every locale."""
    return _CODE_BLOCK.match(source) is not None


def translate_html(source: str, translate: Translate) -> str:
    """Give every text of *source* to *translate* and put back what it returns; markup stays byte for byte.

    A highlighted code block has one text at most, its title. In other HTML a text is the longest run of words and
    inline tags between two block tags; a run without words gives its ``alt``, ``title``, ``aria-label`` instead.
    """
    if is_code_block(source):
        return _CODE_TITLE.sub(lambda match: _code_title(match, translate), source)
    out: list[str] = []
    run: list[_Token] = []
    verbatim = ""
    for token in _tokens(source):
        if verbatim:
            if verbatim == "code":
                run.append(token)
            else:
                out.append(token.text)
            if token.closing and token.name == verbatim:
                verbatim = ""
            continue
        if token.inline:
            run.append(token)
        else:
            out += _run(run, translate)
            run = []
            out.append(_attributes(token.text, translate))
        if token.name in _VERBATIM and not token.closing and not token.text.endswith("/>"):
            verbatim = token.name
    out += _run(run, translate)
    return "".join(out)


def _code_title(match: re.Match[str], translate: Translate) -> str:
    title = html.unescape(match.group(2))
    if not has_words(title):
        return match.group()
    published = translate(title, Kind.CODE_TITLE)
    text = match.group(2) if published == title else html.escape(published)
    return match.group(1) + text + match.group(3)


def _run(run: list[_Token], translate: Translate) -> list[str]:
    source = "".join(token.text for token in run)
    body = source.strip()
    if not has_words(body):
        return [_attributes(token.text, translate) if token.name else token.text for token in run]
    start = source.index(body[0]) if body else 0
    published = translate(" ".join(body.split()), Kind.HTML)
    return [source[:start], published, source[start + len(body) :]]


def _attributes(tag: str, translate: Translate) -> str:
    def put_back(match: re.Match[str]) -> str:
        quote, value = match.group(2)[0], match.group(2)[1:-1]
        if not has_words(value):
            return match.group()
        published = translate(value, Kind.ATTRIBUTE)
        published = published.replace("<", "&lt;").replace(quote, "&quot;" if quote == '"' else "&#39;")
        return f"{match.group(1)}{quote}{published}{quote}"

    return _ATTRIBUTE.sub(put_back, tag)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((name, "…" if name in TRANSLATABLE_ATTRIBUTES else value or "") for name, value in attrs)
        self.found.append(f"<{tag}{''.join(f' {name}={value!r}' for name, value in kept)}>")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}]>")


@lru_cache(maxsize=4096)
def tags(source: str) -> tuple[str, ...]:
    """The tags of *source* as a browser reads them, in order, with their attributes sorted.

    The values of attributes that translators may change (``alt``, ``title``, ``aria-label``) are left out; a ``<``
    that begins no tag counts as one, so that half a tag cannot hide.
    """
    parser = _Tags()
    parser.feed(source)
    parser.close()
    rest = _TOKEN.sub("", source)
    return (*parser.found, *["<"] * rest.count("<"))


def well_nested(found: Sequence[str]) -> bool:
    """Whether every closing tag of *found* closes the tag opened last (void elements have none)."""
    open_tags: list[str] = []
    for tag in found:
        if tag.startswith("</"):
            if not open_tags or open_tags.pop() != tag[2:-1]:
                return False
        elif (name := re.match(r"<([a-z][^\s>]*)", tag)) and name.group(1) not in ("br", "img", "wbr", "hr", "input"):
            open_tags.append(name.group(1))
    return not open_tags
