"""Pseudo-locales: the English texts with other letters and a third longer, for tests of layout and coverage.

Only words change; code, addresses, tags and placeholders stay, so that every check accepts a pseudo text. The tags are
those of other systems: ``en-XA`` is written with accents, ``ar-XB`` from right to left.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as etree
from argparse import Namespace
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown import Markdown

from isogloss import catalog, checks
from isogloss.catalog import Catalog
from isogloss.catalogs.update import update
from isogloss.checks import Finding
from isogloss.commands.command import Command, load, sources_of, tell
from isogloss.diagnostics import Diagnostic, ProblemsFound, Severity, counted
from isogloss.hosts.mkdocs.site import Site
from isogloss.project import Locale, Project
from isogloss.review.catalog_files import find_renamed
from isogloss.review.source_pages import SourcePages
from isogloss.segments import Inline, Message, Rendering, SourceStructure
from isogloss.segments.html import SAME_BODY, TRANSLATABLE_ATTRIBUTES
from isogloss.segments.locate import origin_of
from isogloss.segments.prose import prose
from isogloss.segments.text import kept_places
from isogloss.sources import Source, asked_for, catalog_path, home_of

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED = dict(zip(_LATIN + _LATIN.upper(), "àƀćďéƒĝĥîĵķļṁńöþǫŕšţûṽŵẋýžÀƁĆĎÉƑĜĤÎĴĶĻṀŃÖÞǪŔŠŢÛṼŴẊÝŽ", strict=True))
_ARABIC = dict(zip(_LATIN + _LATIN.upper(), "ابثدهفجحيژکلمنوپقرستعغشخئز" * 2, strict=True))
_LETTER = re.compile("[A-Za-z]")
_VOWEL = re.compile("[aeiouAEIOU]")
_TAG = re.compile(r"""</?[A-Za-z](?:[^"'<>]|"[^"]*"|'[^']*')*>""")
_ATTRIBUTES = re.compile(r"\{:?[^{}%]*\}")
_TEXT_IN_TAG = re.compile(
    rf"""([\s{{:](?:{"|".join(TRANSLATABLE_ATTRIBUTES)})\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE
)
_KEPT = re.compile(
    r"(?<!\\)(?P<code>`+)(?!`).+?(?<!`)(?P=code)(?!`)"
    rf"|<(?P<raw>{'|'.join(sorted(SAME_BODY))})\b.*?</(?P=raw)\s*>"
    r"""|</?[A-Za-z](?:[^"'<>]|"[^"]*"|'[^']*')*>|<!--.*?-->|<[^\s<>]+[:@][^\s<>]*>"""
    r"|\]\(\s*(?:<[^>]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*"  # the target of a link; a title after it is text
    r"""(?:(?:\s+[^\s()"']+)+(?=\s*["')]))?)"""
    r"|\]\[[^\]]*\]|\[\^[^\]]*\]|\{[^{}]*\}|%\(\w+\)[sd]|%[sd]|&\#?\w+;"
    r"|(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w+"
    r"|\+\+[\w+\-]+\+\+|:[\w+\-]+:|\\.",
    re.DOTALL,
)
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_LABEL = re.compile(r"(?<![\]\\])\[([^\[\]]+)\](?![\[(:])")
"""What may be a link or an image by its own text: the label of an address elsewhere."""
_FIRST = re.compile(r"(?:\*\*[^*]+\*\*|`[^`]+`|\[[^\[\]]*\]|:[\w-]+:)\s*")
"""What a plugin may look for at the beginning of a text."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a pseudo-locale is written."""

    letters: dict[str, str]

    def variants(self, msgid: str, words: Collection[int] | None = None) -> list[str]:
        """Texts for *msgid*, the best first: the others change less of what may mean something where it stands.

        *words* are the places that the site's parser makes words of, where that is known: the others stay.
        """
        if not_translated := kept_places(msgid):
            words = frozenset(range(len(msgid)) if words is None else words) - not_translated
        labelled = {found: f"[{self._words(found[1])}]{found.group()}" for found in _LABEL.finditer(msgid)}
        bracketed = {found: found.group() for found in _BRACKETED.finditer(msgid)}
        found = [f"⟦{self._text(msgid, 0, words, also)}⟧" for also in ({}, labelled, bracketed)]
        found.append(f"{found[0][:-1]} ⟧")  # An address at the end takes in all that is not a blank.
        if first := _FIRST.match(msgid):
            if first.group().startswith("**") and "*" not in first.group().strip().strip("*"):
                inside = self._text(msgid[: first.end()].rstrip()[:-2], 2, words, {})
                found.append(f"**⟦{inside}⟧** ⟦{self._text(msgid, first.end(), words, {})}⟧".removesuffix(" ⟦⟧"))
            found.append(f"{first.group()}⟦{self._text(msgid, first.end(), words, {})}⟧")
        return list(dict.fromkeys(found))

    def text(self, msgid: str, words: Collection[int] | None = None) -> str:
        """*msgid* in this style, in brackets that show where a text is cut off."""
        return self.variants(msgid, words)[0]

    def _text(self, msgid: str, start: int, words: Collection[int] | None, also: dict[re.Match[str], str]) -> str:
        """*msgid* from *start* on; what *also* finds is written as it says."""
        out: list[str] = []
        kept = {found: self._inside(found) for found in _KEPT.finditer(msgid, start)} | also
        for match in sorted(kept, key=re.Match.start):
            if match.start() >= start:
                out += [self._plain(msgid, start, match.start(), words), kept[match]]
                start = match.end()
        return "".join([*out, self._plain(msgid, start, len(msgid), words)])

    def _plain(self, msgid: str, start: int, end: int, words: Collection[int] | None) -> str:
        """The text from *start* to *end* with its *words* in this style."""
        runs = groupby(range(start, end), key=lambda place: words is None or place in words)
        texts = ((is_words, "".join(msgid[place] for place in places)) for is_words, places in runs)
        return "".join(self._words(text) if is_words else text for is_words, text in texts)

    def _words(self, text: str) -> str:
        # English has two vowels in five letters: doubled, they make a text longer by about a third.
        longer = _VOWEL.sub(lambda match: match.group() + match.group().lower(), text)
        return _LETTER.sub(lambda match: self.letters[match.group()], longer)

    def _inside(self, kept: re.Match[str]) -> str:
        """What is *kept*; of a tag or an attribute list, its texts are written in this style."""
        in_template = kept.string[: kept.start()].endswith("{")
        if in_template or not (_TAG.match(kept.group()) or _ATTRIBUTES.match(kept.group())):
            return kept.group()
        return _TEXT_IN_TAG.sub(lambda match: match.group(1) + self._words(match.group(2)), kept.group())


STYLES = {"XA": Style(_ACCENTED), "XB": Style(_ARABIC)}
"""The styles by the region of the locale."""


def style_of(locale: Locale) -> Style | None:
    """The style of a pseudo-locale; None for a real one."""
    return STYLES.get(locale.tag.rpartition("-")[2])


def pseudo_locales(site: Site, locales: Iterable[Locale]) -> list[Locale]:
    """The pseudo-locales among *locales*.

    Raises :class:`ProblemsFound` if there are none.
    """
    found = [locale for locale in locales if style_of(locale)]
    if not found:
        location = site.project.place("plugins", "i18n")
        hint = "list en-XA (accents) or ar-XB (right to left) under 'languages' of 'i18n'"
        message = "none of these locales is a pseudo-locale: their translations are not touched"
        raise ProblemsFound([Diagnostic("locale-unknown", message, location, hint=hint)])
    return found


class Texts:
    """The pseudo texts of a site in one style, as the checks accept them once they are rendered."""

    def __init__(self, site: Site, style: Style) -> None:
        self.site, self.style = site, style
        self.found: dict[str, str] = {}
        self.refused: dict[str, Finding] = {}
        """What the checks find in the last of all texts for a message, which stays as it is."""
        self._places: dict[str, frozenset[int]] = {}
        self._left: dict[str, list[str]] = {}

    def add(self, source: Source) -> None:
        """Find texts for the messages of *source*."""
        msgids = {message.msgid: message for message, _ in source.messages}

        def read(md: Markdown, _: etree.Element) -> None:
            self._places.update((msgid, prose(md, msgid)) for msgid in msgids)

        structure = SourceStructure()
        for file in self.site.english:
            if file.src_uri == source.page:
                self.site.render(file, Rendering(structure, finish=read))
        for msgid, message in msgids.items():
            if msgid not in self.found:
                texts = self.style.variants(msgid, self._places.get(msgid))
                marks = self.site.project.template_marks
                findings = [checks.text_findings(message, text, marks) for text in texts]
                self._left[msgid] = [text for text, found in zip(texts, findings, strict=True) if not found]
                self._next(msgid, findings[-1])
        for file in self.site.english:
            before: dict[str, str] = {}
            while file.src_uri == source.page and before != self.found:
                before = dict(self.found)
                self.site.render(file, Rendering(structure, lookup=self._lookup, verify=self._verify))

    def _next(self, msgid: str, findings: Sequence[Finding]) -> None:
        """Take the next text for *msgid*; itself, if none is left after what is found in the one before."""
        if self._left[msgid]:
            self.found[msgid] = self._left[msgid].pop(0)
        elif self.found.get(msgid) != msgid:
            self.found[msgid] = msgid
            if findings:
                self.refused[msgid] = findings[0]

    def _lookup(self, message: Message) -> str | None:
        # A plugin may make other texts each time that it renders a page, or texts out of pseudo texts.
        return self.found.get(message.msgid)

    def _verify(self, message: Message, whole: str, english: Inline, translated: Inline) -> bool:
        findings = checks.passage_findings(english, translated)
        # Where a page has a text twice, the next one may be there already.
        if findings and message.msgid in self._left and self.found[message.msgid] in whole:
            self._next(message.msgid, findings)
        return not findings


def texts_of(site: Site, style: Style, sources: Iterable[Source]) -> Texts:
    """Texts in one style for all messages of *sources*."""
    texts = Texts(site, style)
    for source in sources:
        texts.add(source)
    return texts


def fill(
    project: Project, locale: Locale, sources: Sequence[Source], texts: Mapping[str, str]
) -> tuple[list[Catalog], list[Diagnostic]]:
    """Write catalogs of *locale* with *texts* by msgid; returns those that changed, and why others stay as they are."""
    with catalog.opened(project.locales_dir) as store:
        changes = update(project, locale, sources)
        written = {change.path for change in changes if change.written}
        changed = []
        for source in sources:
            path = catalog_path(project, locale, source)
            current = catalog.read(path, project.relative(path)) if os.path.lexists(path) else None
            if current is None or current.faults:
                continue
            for entry in current.active():
                entry.msgstr = texts.get(entry.msgid, entry.msgstr)
                entry.finish()
            if catalog.save(store, current, locale, project.name) or current.name in written:
                changed.append(current)
    return changed, [change.left for change in changes if change.left is not None]


def unchanged(project: Project, sources: Iterable[Source], texts: Texts) -> Iterator[Diagnostic]:
    """Tell of the messages that stay as they are, and why: the checks refuse every pseudo text for them."""
    for source in sources:
        for msgid, message in source.by_msgid.items():
            if msgid in texts.refused:
                place = origin_of(project, home_of(project, source.name, message.origin), msgid)
                why = f"no pseudo text fits this message, which stays as it is: {texts.refused[msgid].message}"
                shown = (("original", msgid), ("pseudo", texts.style.text(msgid)))
                yield Diagnostic("pseudo-unchanged", why, place, severity=Severity.WARNING, texts=shown)


def run(options: Namespace) -> int:
    """Run the command."""
    site, locales = load(options)
    chosen = pseudo_locales(site, locales)
    find_renamed(site.project, locales)
    sources = sources_of(site, SourcePages(site.project))
    problems = []
    for locale in chosen:
        asked = asked_for(sources, site.given(locale))
        style = style_of(locale)
        assert style is not None
        texts = texts_of(site, style, asked)
        written, left = fill(site.project, locale, asked, texts.found)
        problems += [*left, *unchanged(site.project, asked, texts)]
        print(f"{locale.tag}: {counted(len(written), 'catalog')} written")
    tell(problems)
    return int(any(problem.severity is Severity.ERROR for problem in problems))


COMMAND = Command(
    "pseudo",
    "write the catalogs of a pseudo-locale, to see what breaks before translators begin",
    (
        "en-XA has accents and longer words, ar-XB runs from right to left. List the locale in mkdocs.yml "
        "first; with 'build: !ENV [PSEUDO, false]' it is only built when you ask for it. The catalogs need "
        "not be committed."
    ),
    "isogloss pseudo --locale en-XA",
    run,
)
