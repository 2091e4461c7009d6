"""Cuts raw HTML (blocks, code titles) into messages, and tells what tags and attributes a text holds."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from isogloss.segments.message import Kind
from isogloss.segments.text import NOT_TRANSLATED, has_prose, has_words

TRANSLATABLE_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")

_INLINE = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
])  # fmt: skip
_ELEMENTS = frozenset([
    "a", "abbr", "acronym", "address", "animate", "animatemotion", "animatetransform", "applet", "area", "article",
    "aside", "audio", "b", "base", "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br",
    "button", "canvas", "caption", "center", "circle", "cite", "code", "col", "colgroup", "command", "content",
    "data", "datalist", "dd", "del", "desc", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "element", "em",
    "embed", "fencedframe", "fieldset", "figcaption", "figure", "font", "footer", "foreignobject", "form", "frame",
    "frameset", "geolocation", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i",
    "iframe", "image", "img", "input", "ins", "isindex", "kbd", "keygen", "label", "legend", "li", "link",
    "listing", "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta", "meter", "multicol", "nav",
    "nextid", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p",
    "param", "path", "permission", "picture", "plaintext", "portal", "pre", "progress", "q", "rb", "rect", "rp",
    "rt", "rtc", "ruby", "s", "samp", "script", "search", "section", "select", "selectedcontent", "set", "shadow",
    "slot", "small", "source", "spacer", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "template", "text", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track",
    "tt", "u", "ul", "use", "var", "video", "wbr", "xmp",
])  # fmt: skip
"""The elements that browsers know, old ones and those of SVG included."""
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
_VERBATIM = frozenset(["math", "pre", "script", "style", "svg", "template", "textarea", "title"])
_CODE = frozenset(["code", "kbd", "samp"])
SAME_BODY = _VERBATIM | _CODE | frozenset(["iframe", "noembed", "noframes", "plaintext", "xmp"])
"""Elements whose content is the same in every language: code, drawings, and what a browser does not read as text."""
_CODE_BLOCK = re.compile(
    r'\s*<(?:div|table|pre)\b[^>]*\bclass="[^"]*\b(?:highlight|highlighttable|codehilite|mermaid|arithmatex)\b'
)
_FILENAME = '<span class="filename">'
_CODE_TITLE = re.compile(f"({_FILENAME})(.*?)(</span>)", re.DOTALL)
_A_TAG = r"""<!--.*?-->|<(?=[A-Za-z/!?])(?:[^"'<>]|"[^"]*"|'[^']*')*>"""
TAG = re.compile(f"({_A_TAG})", re.DOTALL)
"""A tag or a comment."""
_TOKEN = re.compile(f"\x02[^\x02\x03]*\x03|{_A_TAG}", re.DOTALL)
_LONE = re.compile(r"<(?:/?[A-Za-z][^\s/>]*|[!?])?")
_ENTITY = re.compile(r"&#?\w+;")
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_LONGEST_NUMBER = len(str(sys.maxunicode))
_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""(?<!\s)(\s+)([^\s=>"'/]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")

_TRANSLATE = re.compile(r"""\stranslate\s*=\s*["']?(yes|no)(?=["'\s/>])""", re.IGNORECASE)
_NONE: Mapping[str, str] = {}

Translate = Callable[[str, Kind, str], str]
"""Takes a msgid, its kind and the text as the author wrote it, returns what is published in its place."""


class Original(str):
    """A text that is published as its author wrote it, for want of a translation, where no element can say so."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    name: str
    """The tag's name in small letters; empty for text and comments."""
    closing: bool = False
    kept: bool = False
    """Whether it is not for translators: ``translate="no"``."""

    @property
    def inline(self) -> bool:
        # What is stashed inside, such as a code block, stands between two texts.
        return self.text[0] not in "<\x02" or self.name in _INLINE


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


def _with_kept(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """*tokens*, those marked that are not for translators: as in browsers, the nearest element around decides."""
    around: list[tuple[str, bool]] = []
    for token in tokens:
        kept = bool(around) and around[-1][1]
        if token.name and not token.closing:
            said = _TRANSLATE.search(token.text)
            kept = said[1].lower() == "no" if said else kept
            if token.name not in _VOID and not token.text.endswith("/>"):
                around.append((token.name, kept))
        yield replace(token, kept=kept) if kept else token
        if token.closing and any(name == token.name for name, _ in around):
            while around.pop()[0] != token.name:
                pass


def is_code_block(source: str) -> bool:
    """Whether *source* is what a highlighter made of a code block: code is the same in every locale."""
    return _CODE_BLOCK.match(source) is not None


def translate_html(source: str, translate: Translate, english: Mapping[str, str] = _NONE) -> str:
    """Give every text of *source* to *translate* and put back what it returns; markup stays byte for byte.

    A highlighted code block has one text at most, its title. In other HTML a text is the longest run of words and
    inline tags between two block tags, or tags whose partner is elsewhere; a run without words gives its ``alt``,
    ``title``, ``aria-label`` instead. A block that is not for translators gets the attributes *english*.
    """
    if is_code_block(source):
        if _FILENAME not in source or NOT_TRANSLATED.search(source, 0, source.index(">") + 1):
            return source
        return _CODE_TITLE.sub(lambda match: _code_title(match, translate, english), source)
    out: list[str] = []
    run: list[_Token] = []
    verbatim = ""
    tokens = _tokens(source)
    before = False
    for token in _with_kept(tokens) if "translate" in source else tokens:
        if verbatim:
            if verbatim in _CODE:
                run.append(token)
            else:
                out.append(token.text)
            if token.closing and token.name == verbatim:
                verbatim = ""
            continue
        if token.inline:
            run.append(token)
        else:
            out += _run(run, translate, english)
            run = []
            out.append(
                _marked(token.text, english) if token.kept and not before else _attributes(token, translate, english)
            )
        before = token.kept
        if (token.name in _VERBATIM or token.name in _CODE) and not token.closing and token.text[-2:] != "/>":
            verbatim = token.name
    out += _run(run, translate, english)
    return "".join(out)


def is_inline_tag(source: str) -> bool:
    """Whether *source* is one tag or one entity and nothing else: a part of a text."""
    token = _TOKEN.fullmatch(source)
    return (token is not None and _NAME.match(source) is not None) or _ENTITY.fullmatch(source) is not None


def _code_title(match: re.Match[str], translate: Translate, english: Mapping[str, str]) -> str:
    title = html.unescape(match.group(2))
    if not has_words(title):
        return match.group()
    published = translate(title, Kind.CODE_TITLE, title)
    text = match.group(2) if published == title else html.escape(published)
    tag = _marked(match.group(1), english) if isinstance(published, Original) else match.group(1)
    return tag + text + match.group(3)


def _run(run: list[_Token], translate: Translate, english: Mapping[str, str]) -> list[str]:
    """Cut *run* at the tags that have no partner in it, so that no message holds half a pair, and at labels alone."""
    out: list[str] = []
    part: list[_Token] = []
    lonely = _without_partner(run) | _labels(run)
    for position, token in enumerate(run):
        if position in lonely:
            out += _text(part, translate, english)
            out.append(_attributes(token, translate, english))
            part = []
        else:
            part.append(token)
    return out + _text(part, translate, english)


def _labels(run: list[_Token]) -> set[int]:
    """Where in *run* the tags of labels are, if all its words are in labels: those of tabs, each a text of its own.

    Their ``for`` may be a number that is another one on each build, and styles look for them where they are.
    """
    found: set[int] = set()
    inside = False
    for position, token in enumerate(run):
        if token.name == "label":
            inside = not token.closing
            found.add(position)
        elif not inside and token.name not in _VOID and token.text.strip():
            return set()
    return found


def _without_partner(run: list[_Token]) -> set[int]:
    """Where in *run* tags stand that are not closed or not opened there, and pairs that go across such a tag."""
    pairs: list[tuple[int, int]] = []
    lonely: set[int] = set()
    still_open: list[int] = []
    in_code = ""
    for position, token in enumerate(run):
        if token.closing and token.name == in_code:
            in_code = ""
        if not token.name or in_code or token.name in _VOID or token.text.endswith("/>"):
            continue
        if not token.closing:
            still_open.append(position)
            in_code = token.name if token.name in _CODE else ""
        elif any(run[opening].name == token.name for opening in still_open):
            while run[opening := still_open.pop()].name != token.name:
                lonely.add(opening)
            pairs.append((opening, position))
        else:
            lonely.add(position)
    lonely.update(still_open)
    across = [pair for pair in pairs if any(pair[0] < position < pair[1] for position in lonely)]
    return lonely.union(*across)


def _text(run: list[_Token], translate: Translate, english: Mapping[str, str]) -> list[str]:
    source = "".join(token.text for token in run)
    body = source.strip()
    if not has_prose("".join(token.text for token in run if not token.kept)):
        return [_attributes(token, translate, english) if token.name else token.text for token in run]
    start = source.index(body[0]) if body else 0
    published = translate(" ".join(body.split()), Kind.HTML, body)
    return [source[:start], published, source[start + len(body) :]]


def _marked(tag: str, attributes: Mapping[str, str]) -> str:
    """*tag*, which opens an element, with *attributes*, unless its author says the language."""
    if not attributes or tag.startswith("</") or re.search(r"\slang\s*=", tag):
        return tag
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    return tag[:end].rstrip() + "".join(f' {name}="{value}"' for name, value in attributes.items()) + tag[end:]


def marked(source: str, attributes: Mapping[str, str]) -> str:
    """*source*, one element, with *attributes* of it, unless its author says the language."""
    return TAG.sub(lambda tag: _marked(tag.group(), attributes), source, count=1)


def _attributes(token: _Token, translate: Translate, english: Mapping[str, str]) -> str:
    tag = token.text
    marks: Mapping[str, str] = _NONE
    if token.kept or tag.startswith("<!"):
        return tag

    # Attributes are taken one after the other, so that what looks like one inside a value stays part of the value.
    def put_back(match: re.Match[str]) -> str:
        before, name, equals, quoted = match.groups()
        quote, value = quoted[0], quoted[1:-1]
        if name.lower() not in TRANSLATABLE_ATTRIBUTES or quote not in "\"'" or not has_words(value):
            return match.group()
        nonlocal marks
        published = translate(value, Kind.ATTRIBUTE, value)
        if isinstance(published, Original) and token.name in _VOID:
            marks = english
        if published == value:
            return match.group()
        published = published.replace("<", "&lt;").replace(quote, "&quot;" if quote == '"' else "&#39;")
        return f"{before}{name}{equals}{quote}{published}{quote}"

    return _marked(_ATTRIBUTE.sub(put_back, tag), marks)


def first_tag(source: str) -> str:
    """The name of the tag with which *source* begins; empty if it begins with another thing."""
    name = _NAME.match(source.lstrip())
    return name.group(1).lower() if name else ""


def with_stashed_tags(source: str, store: Callable[[str], str]) -> str:
    """*source* with each tag replaced by what *store* returns for it."""
    return _TOKEN.sub(lambda match: match.group() if match.group()[0] == "\x02" else store(match.group()), source)


@lru_cache(maxsize=4096)
def tags(source: str) -> tuple[str, ...]:
    """The tags and comments of *source* as they are written, in order.

    Only the words in quoted values of attributes that translators may change (``alt``, ``title``, ``aria-label``) are
    left out, unless the tag says ``translate="no"``.
    Two texts whose tags are equal letter by letter are read alike by every browser. A ``<`` that begins no whole tag
    counts as one, so that half a tag cannot hide.
    """
    if "<" not in source and "\x02" not in source:
        return ()
    found = [
        # A browser may see the end of a comment before it: in comments nothing may differ.
        match.group() if _is_fixed(match.group()) else _ATTRIBUTE.sub(_blank, match.group())
        for match in _TOKEN.finditer(source)
    ]
    return (*found, *_LONE.findall(_TOKEN.sub("", source)))


def _is_fixed(tag: str) -> bool:
    return tag.startswith("<!") or ("translate" in tag and NOT_TRANSLATED.search(tag) is not None)


def _blank(match: re.Match[str]) -> str:
    if match.group(2).lower() not in TRANSLATABLE_ATTRIBUTES or match.group(4)[0] not in "\"'":
        return match.group()
    return f"{match.group(1)}{match.group(2)}{match.group(3)}…{''.join(markup(match.group(4)[1:-1]))}"


def markup(value: str) -> tuple[str, ...]:
    """The tags that scripts make of the *value* of an attribute, in a tooltip or a caption, sorted."""
    if "<" not in value and "&" not in value:
        return ()
    plain = unescaped(value)
    return tuple(sorted(tags(plain))) if plain == value else tuple(sorted((*tags(value), *tags(plain))))


def unescaped(text: str) -> str:
    """*text* as browsers read it once all entities are gone, also those inside others."""
    for _ in range(4):
        plain = html.unescape(_NUMBER.sub(_as_browsers_do, text) if "&#" in text else text)
        if plain == text:
            break
        text = plain
    return text


def _as_browsers_do(reference: re.Match[str]) -> str:
    """The character that *reference* stands for, also where Python drops it, or does not read so long a number."""
    mark = "x" if reference[1] else ""
    number = (reference[1] or reference[2]).lstrip("0") or "0"
    if len(number) > _LONGEST_NUMBER:
        return "\ufffd"
    return html.unescape(f"&#{mark}{number};") or chr(int(number, 16 if mark else 10))


def same_bodies(parts: Iterable[str], kept: bool = False) -> list[str]:
    """The contents of the elements in *parts*, tags and texts, that are the same in every language: each with its tag.

    What is not closed goes on to the end. With *kept*, those with ``translate="no"``, in place of code and the like.
    """
    found: list[str] = []
    name, depth = "", 0
    for part in parts:
        tag = _NAME.match(part)
        here = tag.group(1).lower() if tag else ""
        if name and here == name and part[-2:] != "/>":
            depth += -1 if part[1] == "/" else 1
        if name and depth:
            found[-1] += part
        elif name:
            name = ""
        elif _is_same(here, part, kept) and part[1] != "/" and part[-2:] != "/>":
            name, depth = here, 1
            found.append("" if kept else f"<{here}>")
    return found


def _is_same(name: str, part: str, kept: bool) -> bool:
    if kept:
        return bool(name) and name not in _VOID and NOT_TRANSLATED.search(part) is not None
    return name in SAME_BODY


def acts(tag: str) -> bool:
    """Whether *tag* is more to a browser than a word: not a placeholder such as ``<your name>``."""
    name = _NAME.match(tag)
    return name is None or "=" in tag or name.group(1).lower() in _ELEMENTS


def split_tags(source: str) -> list[str]:
    """*source* as texts and tags."""
    return [token.text for token in _tokens(source)]


def well_nested(found: Sequence[str]) -> bool:
    """Whether every closing tag of *found* closes the tag opened last (void elements have none)."""
    open_tags: list[str] = []
    for tag in found:
        name = _NAME.match(tag)
        if name is None:
            continue
        if tag.startswith("</"):
            if not open_tags or open_tags.pop() != name.group(1).lower():
                return False
        elif name.group(1).lower() not in _VOID and not tag.endswith("/>"):
            open_tags.append(name.group(1).lower())
    return not open_tags
