"""Finds the texts that no catalog reaches: what stays plain where every message is published in pseudo letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from isogloss.commands.pseudo import STYLES
from isogloss.diagnostics import Diagnostic, Location, Severity
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import read_text
from isogloss.review.allowances import AllowedInEnglish
from isogloss.segments import Rendering, SourceStructure
from isogloss.segments.html import TRANSLATABLE_ATTRIBUTES
from isogloss.segments.locate import line_of, source_text

_VERBATIM = frozenset({"code", "kbd", "math", "pre", "samp", "script", "style", "textarea", "var"})
_READABLE = (*TRANSLATABLE_ATTRIBUTES, "aria-description", "aria-roledescription", "aria-valuetext", "label", "summary")
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]+@[^\s@]+\.\w+")
_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]+(?![^\W\d_])")
_SENTENCE = re.compile(r"(?<![A-Za-z])[A-Za-z]+[,;:.]?\s+[A-Za-z]")
_JINJA = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}|\{[{%#].*?[}%#]\}", re.DOTALL)


def not_reached(site: Site) -> list[Diagnostic]:
    """Texts of the pages, the templates and mkdocs.yml that readers of every language see as they are."""
    found: list[Diagnostic] = []
    paths: list[str] = []
    style = STYLES["XA"]
    for file in site.english:
        rendering = Rendering(
            SourceStructure(), lookup=lambda message: style.text(message.msgid), site_string=style.text
        )
        site.render(file, rendering)
        if site.leaves_out(file):
            continue
        content = file.page.content if file.page is not None else None
        path = site.project.page_path(file.src_uri)
        paths.append(path)
        english = source_text(site.project, site.project.root / path)
        for text in dict.fromkeys(text for text, _ in plain_texts(content or "")):
            found.append(_finding(path, line_of(english, text), text))
    for template in sorted(site.project.custom_dir.rglob("*.html")) if site.project.custom_dir is not None else ():
        found += _in_template(template, site.project.relative(template))
    for steps, text in _sentences(dict(site.config.extra), ("extra",)):
        if steps in site.option_texts:
            continue
        hint = f"write {'.'.join(map(str, steps))} under 'texts' of the plugin isogloss (* is any name or number)"
        here = site.project.place(*steps)
        found.append(_finding(here.path, here.line, text, hint))
    return list(AllowedInEnglish.of(site.project, paths).without(found, ["not-reached"]))


def _sentences(value: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Texts of more than one word in a part of mkdocs.yml that themes show; single words may be names of anything."""
    if isinstance(value, dict):
        # The plugin i18n lists the languages there.
        for name, below in value.items():
            yield from _sentences(below, (*steps, name)) if name != "alternate" else ()
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _sentences(below, (*steps, number))
    elif isinstance(value, str) and _SENTENCE.search(value):
        yield steps, " ".join(value.split())


def plain_texts(content: str) -> Iterator[tuple[str, int]]:
    """Texts and readable attributes of *content*, HTML, that hold words in plain letters, each with its line.

    Code, addresses and what is marked with ``translate="no"`` are not for translators.
    """
    reader = _Reader()
    reader.feed(content)
    reader.close()
    for text, line in reader.found:
        if _WORD.search(_ADDRESS.sub(" ", text)):
            yield " ".join(text.split()), line


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, int]] = []
        self.open: list[tuple[str, bool]] = []
        """The elements around, and whether each is for translators."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        no = attributes.get("translate") == "no" or "arithmatex" in (attributes.get("class") or "").split()
        readable = not (no or tag in _VERBATIM) and self._readable
        if readable:
            line = self.getpos()[0]
            self.found += [(value, line) for name, value in attrs if name in _READABLE and value]
        if tag not in _VOID:
            self.open.append((tag, readable))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self._readable:
            self.found.append((data, self.getpos()[0] + len(data) - len(data.lstrip("\n"))))

    @property
    def _readable(self) -> bool:
        return not self.open or self.open[-1][1]


def _in_template(template: Path, name: str) -> Iterator[Diagnostic]:
    source = read_text(template, name)
    for text, line in plain_texts(_JINJA.sub(lambda match: "\n" * match.group().count("\n"), source)):
        yield _finding(name, line, text, "give it to _() in the template")


def _finding(path: str, line: int, text: str, hint: str = "") -> Diagnostic:
    message = "no catalog reaches this text: it is the same in every language"
    return Diagnostic("not-reached", message, Location(path, line), None, hint, Severity.WARNING, (("text", text),))
