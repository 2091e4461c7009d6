"""Finds the texts that no catalog reaches: what stays English where every message is published in pseudo letters.

The site is really built, in a temporary place, in one of its languages with pseudo texts in all catalogs. What is as
English there as on the English page went through no catalog; what a theme or a plugin translates itself is in that
language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from isogloss.commands.command import sources_of
from isogloss.commands.pseudo import STYLES, fill, style_of, texts_of, unchanged
from isogloss.diagnostics import Diagnostic, Location, Severity, counted
from isogloss.hosts.mkdocs.origins import Origin, Origins
from isogloss.hosts.mkdocs.site import Site
from isogloss.hosts.mkdocs.trial import Trial, TrialPage, try_out
from isogloss.project import Locale
from isogloss.review.allowances import AllowedInEnglish
from isogloss.review.source_pages import SourcePages
from isogloss.sources import asked_for
from isogloss.structure import visible

_REACHED = re.compile("⟦[^⟦⟧]*⟧")
_CUT = re.compile("⟦[^⟦⟧]*$|^[^⟦⟧]*⟧")
_STAND_INS = (Locale("es", "Español"), Locale("de", "Deutsch"))
"""Languages for a site that has none yet: themes speak them."""


@dataclass(slots=True)
class _Text:
    """One text that no catalog reaches."""

    origin: Origin
    inside: bool
    count: int = 0
    words: int = 0


@dataclass(slots=True)
class Coverage:
    """What readers of one language see of a site."""

    locale: Locale
    found: list[Diagnostic] = field(default_factory=list)
    total: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    """How many words there are in the texts of pages (True), and around them."""
    missed: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    """How many of them no catalog reaches."""
    left_out: Counter[str] = field(default_factory=Counter)
    """How many words are none to translate, by the reason. They are in no other number."""
    by_hand: int = 0
    """How many pages are written by hand."""

    def leave_out(self, one: _Text, reason: str) -> None:
        """Take a text out of the numbers."""
        self.missed[one.inside] -= one.words
        self.total[one.inside] -= one.words
        self.left_out[reason] += one.words

    @property
    def summary(self) -> str:
        """The shares, in a line for each."""
        lines = [f"what readers see of this site in {self.locale.tag}, where catalogs are full:"]
        for inside, name in ((True, "in the text"), (False, "around it")):
            total, missed = self.total[inside], self.missed[inside]
            share = 100 * (total - missed) / total if total else 100.0
            # What is not whole is never called so.
            shown = "100" if not missed else f"{min(share, 99.99):.2f}"
            lines.append(f"  {name:12}{shown:>6} % of {counted(total, 'word')} reached, {missed:,} not")
        if self.left_out:
            reasons = ", ".join(f"{number:,} of {reason}" for reason, number in self.left_out.most_common())
            lines.append(f"  words that are not counted: {reasons}")
        if self.by_hand:
            lines.append(f"  not looked at: {counted(self.by_hand, 'page')} written by hand")
        return "\n".join(lines)


def language_of(site: Site, chosen: Iterable[Locale]) -> Locale:
    """The language in which the site is looked at: the first real one of those that were *chosen*, or another one."""
    real = [locale for locale in chosen if style_of(locale) is None]
    others = (locale for locale in _STAND_INS if locale.language != site.project.source.language)
    return real[0] if real else next(others)


def coverage(site: Site, locale: Locale) -> Coverage:
    """Look at the finished *site* in *locale*. Raises :class:`ProblemsFound` if it cannot be built."""
    with TemporaryDirectory(prefix="isogloss-") as folder:
        root = Path(folder).resolve()
        sources = asked_for(sources_of(site, SourcePages(site.project)), site.given(locale))
        texts = texts_of(site, STYLES["XA"], sources)
        fill(replace(site.project, locales_dir=root / "locales"), locale, sources, texts.found)
        trial = try_out(site, locale, root / "locales", root / "site")
    found = Coverage(locale, by_hand=trial.by_hand)
    codes = set().union(*(visible.codes(page.html) for page in trial.pages))
    origins = Origins(site, trial, locale, codes)
    told = {}
    for (text, _), one in _texts(trial, origins, found).items():
        found.missed[one.inside] += one.words
        if one.origin.counted:
            told[_finding(text, one.origin, one.count)] = one
        else:
            found.leave_out(one, one.origin.what)
    seen = {problem.location for problem in told}
    places = ((words, Location(name, words.line)) for name, words in origins.templates)
    unseen = [(words, place) for words, place in places if place not in seen]
    others = [_finding(words.text, Origin("a template", place, f"write {words.write}"), 0) for words, place in unseen]
    paths = [site.project.page_path(path) for path in site.paths]
    left = list(AllowedInEnglish.of(site.project, paths).without([*told, *others], ["not-reached"]))
    for problem in told.keys() - set(left):
        found.leave_out(told[problem], "what a comment allows")
    found.found = [*left, *unchanged(site.project, sources, texts)]
    return found


def _texts(trial: Trial, origins: Origins, found: Coverage) -> dict[tuple[str, bool], _Text]:
    """The texts that no catalog reaches, each with whether it is in the text of a page; *found* gets the totals."""
    texts: dict[tuple[str, bool], _Text] = {}

    def add(text: str, number: int, page: TrialPage, inside: bool, place: str = "text") -> None:
        if text in origins.same_in_theme and not inside:
            return
        if (text, inside) not in texts:
            texts[text, inside] = _Text(origins.of(text, page, inside, place), inside)
        one = texts[text, inside]
        one.count += 1
        one.words += number

    for page in trial.pages:
        content: dict[str, int] = {}
        for seen in visible.read(page.content):
            content[seen.text] = content.get(seen.text, 0) + 1
        english, localized = visible.read(page.english), visible.read(page.html)
        same = {seen.text for seen in english}
        beside = english if len(english) == len(localized) else None
        everywhere = {word for seen in english for word in visible.words(seen.text)} if beside is None else set()
        for number, seen in enumerate(localized):
            inside = content.get(seen.text, 0) > 0
            content[seen.text] = content.get(seen.text, 0) - 1
            found.total[inside] += len(visible.words(seen.text))
            # One page may have a text more, and the other one another: their places differ a little.
            near = beside[max(0, number - 2) : number + 3] if beside is not None else ()
            known = {word for other in near for word in visible.words(other.text)} if near else everywhere
            known = known | set(visible.words(seen.text) if seen.text in same else ())
            for text, missed in _not_reached(seen, same, known):
                add(text, missed, page, inside, seen.place)
    for text, missed, page in in_search(trial):
        if (text, True) not in texts and (text, False) not in texts:
            add(text, missed, page, False)
            found.total[False] += missed
    return texts


def _not_reached(seen: visible.Seen, same: set[str], known: set[str]) -> Iterator[tuple[str, int]]:
    """The parts of a text that are English, each with the number of its words.

    *same* are the texts of the English page, and *known* the words that its text in this place has.
    """
    parts: Iterable[str] = ()
    if "⟦" in seen.text or "⟧" in seen.text:
        rest, before = "\n".join(seen.parts), ""
        while rest != before:
            rest, before = _REACHED.sub("\n", rest), rest
        parts = _CUT.sub("\n", rest).split("\n")
    elif seen.text in same:
        parts = seen.parts
    # What another text has become without a catalog, a theme or a plugin has translated.
    for part in parts:
        plain = [word for word in visible.words(part) if visible.is_plain(word) and word in known]
        if plain:
            yield visible.bare(part), len(plain)


def in_search(trial: Trial) -> Iterator[tuple[str, int, TrialPage]]:
    """Words in the search index that are on the English page and not on the one that it leads to, with their number."""
    pages = {page.src_uri: page for page in trial.pages}
    by_address = {page.address: page for page in pages.values()}
    for address, title, text in trial.search:
        page = by_address.get(address)
        if page is None:
            continue
        shown, english = (set(re.findall(r"[A-Za-z]+", html)) for html in (page.html, page.english))
        for part in (title, text):
            for seen in visible.read(part):
                plain = [word for word in visible.words(seen.text) if word in english - shown]
                if plain:
                    yield " ".join(plain), len(plain), page


def _finding(text: str, origin: Origin, count: int) -> Diagnostic:
    times = f" ({count:,} times)" if count > 1 else "" if count else " (on no page that was built)"
    message = f"no catalog reaches this text{times}; it comes from {origin.what}"
    return Diagnostic("not-reached", message, origin.place, None, origin.hint, Severity.WARNING, (("text", text),))
