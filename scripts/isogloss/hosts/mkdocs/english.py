"""English around the text of a localized page: titles and strings that are not translated say so, with an element.

Titles go through many hands: plugins and themes put them into elements, attributes and scripts. So a title that is
English stays a string, of a class of its own. While a template is rendered, and only then, it is printed between two
characters that no page has; then an element takes their place where one can stand, and nothing where none can.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from mkdocs.plugins import event_priority
from yaml.representer import Representer, SafeRepresenter

from isogloss.structure.elements import replaced

if TYPE_CHECKING:
    from mkdocs.structure.files import File
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink
    from mkdocs.utils.templates import TemplateContext

    from isogloss.review.localize import Localizer

_BEGIN, _END = "\ufdd0", "\ufdd1"
"""Noncharacters of Unicode: they are in no text."""
_WRITTEN = re.compile(r"\\ufdd[01]|%EF%B7%9[01]", re.IGNORECASE)
"""The same where a filter has written them for a script or an address."""
_PARTS = re.compile(
    # What is not closed goes on to the end, as in browsers.
    r"<!--.*?(?:-->|\Z)"
    # In these there are no elements, or none of HTML.
    r"|<(script|style|title|textarea|template|select|noscript|svg|math)\b.*?(?:</\1\s*>|\Z)"
    # As browsers read a tag: a quotation mark means something after a sign of equality alone.
    r"|</?[a-z][^>=]*(?:=\s*(?:\"[^\"]*\"|'[^']*')?[^>=]*)*(?:>|\Z)"
    rf"|{_BEGIN}([^{_BEGIN}{_END}]*){_END}",
    re.DOTALL | re.IGNORECASE,
)
"""The parts of a page in which a mark means nothing, and what stands between two marks elsewhere."""


_TAG = re.compile("<([a-z][a-z0-9]*)", re.IGNORECASE)
_ANY_TAG = re.compile("<[^>]*(>?)")
_VERBATIM = re.compile(r"<((?:svg|script|style)\b|!--)", re.IGNORECASE)
_VALUE = re.compile(rf"""=\s*(["'])((?:(?!\1).)*{_BEGIN}(?:(?!\1).)*)\1""", re.DOTALL)
_HTML = re.compile(r"<html\b[^>]*")
_LANGUAGE = re.compile(r""".*\slang=["']?([\w-]+)""", re.DOTALL)
_LIST = re.compile(r"\s*<ul\b")
_VOID = frozenset({"area", "img", "input"})


class _Rendering:
    """Whether a template is being rendered."""

    under_way = False


class English(str):
    """A text that is published in English although the page is in another language."""

    __slots__ = ()

    def __str__(self) -> str:
        """The text; for a template, which prints everything by ``str``, between the marks."""
        text = str.__str__(self)
        return _BEGIN + text + _END if _Rendering.under_way else text

    def __mod__(self, values: Any) -> English:
        """With its placeholders filled in, as templates do it, it is as English as before."""
        return English(super().__mod__(values))


class EnglishMarkup(Markup, English):
    """The same, escaped already."""

    __slots__ = ()
    __str__ = English.__str__

    def __mod__(self, values: Any) -> EnglishMarkup:
        return EnglishMarkup(Markup(str.__str__(self)) % values)


# Who writes front matter or a configuration again, writes strings.
SafeRepresenter.add_representer(English, SafeRepresenter.represent_str)
Representer.add_representer(English, Representer.represent_str)


def begin() -> None:
    """Let what is English be printed between marks: a template is rendered next."""
    _Rendering.under_way = True


def end() -> None:
    """Let it be printed as it is: for everybody but templates, it is a string like others."""
    _Rendering.under_way = False


@contextmanager
def set_aside() -> Iterator[None]:
    """Let it be printed as it is meanwhile, also while a template is being rendered."""
    before, _Rendering.under_way = _Rendering.under_way, False
    try:
        yield
    finally:
        _Rendering.under_way = before


def is_under_way() -> bool:
    """Whether it is printed between marks."""
    return _Rendering.under_way


def marked(output: str, attributes: Mapping[str, str], name: str = "span") -> str:
    """*output*, a rendered template, with what is English in an element with *attributes* wherever one can stand."""
    if _BEGIN not in output:
        return output
    given = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    language = next(filter(None, map(_LANGUAGE.match, _HTML.findall(output))), None)
    parts, position, restored = [], 0, ""
    for found in _PARTS.finditer(output):
        text = found.group()
        if found.lastindex == 2:
            if (text := found[2]).strip():
                text = f"<{name}{given}>{text}</{name}>"
        else:
            text, restored = f"{text[:-1]}{restored}>" if restored else text, ""
            if _BEGIN in text and (tag := _TAG.match(text)) is not None:
                text = _marked_tag(output, found, tag[1].lower(), given)
                if tag[1] == "nav" and language is not None and _LIST.match(output, found.end()):
                    # Its label is English, and what is in it need not be.
                    text = _with_language(text, next(iter(attributes)), next(iter(attributes.values())).split()[0])
                    restored = f' {next(iter(attributes))}="{language[1]}"'
            # Filters write for scripts and addresses; in the text of the page, its author may have written the same.
            text = _without_written(text)
        parts += [output[position : found.start()], text]
        position = found.end()
    return _without_marks("".join(parts) + output[position:])


def _with_language(tag: str, name: str, language: str) -> str:
    """*tag* with the attribute *name* that says the *language* of its own attributes, if they are of one."""
    if not all(_is_whole(value) for _, value in _VALUE.findall(tag)):
        return tag
    return f'{tag[:-1]} {name}="{language}">'


def _marked_tag(output: str, found: re.Match[str], name: str, given: str) -> str:
    """The tag *found*, of an element *name*, with what is English in its attributes: *given*, if no words are in it."""
    tag = found.group()
    end = output.find(f"</{name}", found.end()) if name not in _VOID else found.end()
    if end < 0:
        return tag
    inside = output[found.end() : end]
    values = [value for _, value in _VALUE.findall(tag)]
    if _has_letters(_without_tags(inside)) or not all(map(_is_whole, values)):
        return tag
    place = len(tag) - (2 if tag.endswith("/>") else 1)
    return tag[:place].rstrip() + given + tag[place:]


def _without_tags(html: str) -> str:
    """The text of *html*. What looks like a tag without an end is text."""
    text = replaced(html, _VERBATIM, lambda _: "", _end_of_verbatim)
    return _ANY_TAG.sub(lambda tag: "" if tag[1] else tag[0], text)


def _end_of_verbatim(name: str) -> re.Pattern[str]:
    return re.compile("-->" if name == "!--" else rf"</{name}\s*>", re.IGNORECASE)


def _is_whole(value: str) -> bool:
    return value.startswith(_BEGIN) and value.endswith(_END) and value.count(_BEGIN) == 1


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, unescape(text)))


def unmarked(output: str) -> str:
    """*output* as it would be if nothing in it were marked: for files of a localized edition that are no pages."""
    return _without_written(_without_marks(output))


def _without_marks(output: str) -> str:
    return output.replace(_BEGIN, "").replace(_END, "")


def _without_written(output: str) -> str:
    return _WRITTEN.sub("", output) if "\\" in output or "%" in output else output


def mark_contents(items: Iterable[AnchorLink], anchors: Collection[str]) -> None:
    """Mark the titles in a table of contents of the headings with *anchors*, which are English."""
    for item in items:
        if item.id in anchors:
            item.title = English(item.title)
        mark_contents(item.children, anchors)


def mark_title(page: Page, heading_is_english: bool | None) -> None:
    """Mark the title of a page that takes it from its first heading, or from its file's name if there is none (None).

    A title of mkdocs.yml or of the front matter is marked where it is looked up.
    """
    given = "title" in vars(page) or "title" in page.meta
    if not given and heading_is_english is not False and isinstance(page.title, str):
        page.title = English(page.title)


def mark_pages(files: Iterable[File], headings: Mapping[str, tuple[frozenset[str], bool | None]]) -> None:
    """Mark what is English in titles and contents of the pages of *files*, once all of them are rendered.

    *headings* says of each page which of its headings are, and whether the one is that names it.
    """
    for file in files:
        anchors, title = headings.get(file.src_uri, (frozenset(), None))
        if file.page is not None:
            mark_title(file.page, title)
            mark_contents(file.page.toc if anchors else (), anchors)


class MarksEnglish:
    """The events of the plugin right before a template is rendered.

    Other plugins, and what they say of the pages before and after, meet no mark.
    """

    localizer: Localizer | None = None
    """The locale that is being built; None for the source language."""

    @event_priority(-1000)
    def begin_page(self, context: TemplateContext, **_: Any) -> None:
        """Before a page."""
        if self.localizer is not None:
            begin()

    @event_priority(-1000)
    def on_template_context(self, context: TemplateContext, **_: Any) -> None:
        """Before a template that is no page of the docs."""
        if self.localizer is not None:
            begin()
