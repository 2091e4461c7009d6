"""How a locale is spelled: ``es-ES`` (the web), ``es_ES`` (gettext, CLDR) and ``es`` (a theme's language files)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import NamedTuple

import babel
from babel.core import get_global

_WIDER = {
    "ary": "ar-MA", "arz": "ar-EG", "ckb": "ku-Arab", "cmn": "zh", "fil": "tl", "gsw": "de-CH", "kmr": "ku",
    "yue": "zh-Hant-HK",
}  # fmt: skip
"""Languages of three letters that have a tag of two: the language that they belong to, where they are written so."""
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""Scripts that run from right to left."""
_MODIFIERS = {"latin": "latn", "cyrillic": "cyrl", "devanagari": "deva"}
"""How the C library calls scripts."""
_OWN_NAMES = {
    "ar": "العربية", "cs": "čeština", "de": "Deutsch", "en": "English", "es": "español", "fa": "فارسی",
    "fr": "français", "he": "עברית", "hi": "हिन्दी", "id": "Indonesia", "it": "italiano", "ja": "日本語",
    "ko": "한국어", "nl": "Nederlands", "pl": "polski", "pt": "português", "ru": "русский", "sv": "svenska",
    "tr": "Türkçe", "uk": "українська", "vi": "Tiếng Việt", "zh": "中文", "zh_Hans": "中文", "zh_Hant": "中文",
}  # fmt: skip
"""What CLDR says languages are called in themselves, of those that the reader speaks: it takes long to ask."""


class Locale(NamedTuple):
    """A language of the site, with or without a region."""

    tag: str
    """As mkdocs.yml and the web write it (BCP 47): ``es-ES``."""
    name: str
    """As readers of the language call it, from mkdocs.yml: ``Español``."""
    stands_for: str = ""
    """The language itself, where the tag only stands for it: ``es-419`` for ``es``."""

    @property
    def web(self) -> str:
        """As pages say what language they are in."""
        return self.stands_for or self.tag

    @property
    def language(self) -> str:
        """Without script and region: ``es``."""
        return self.web.partition("-")[0].lower()

    @property
    def gettext(self) -> str:
        """As gettext and CLDR write it: ``es_ES``."""
        return self.web.replace("-", "_")

    @property
    def cldr(self) -> babel.Locale:
        """Babel's data of the locale; of the language alone where CLDR does not know the region."""
        return _cldr(self.gettext)

    @property
    def own_name(self) -> str | None:
        """As the language is called in itself, in the middle of a sentence; None if CLDR does not say."""
        found = self.cldr
        known = _OWN_NAMES.get("_".join(filter(None, (found.language, found.script))))
        return known or found.get_language_name()

    @property
    def open_graph(self) -> str:
        """As Open Graph wants it, with a country: ``es_ES``; where the tag has none, that of most who speak it."""
        found = self.cldr
        names = [name for name in (found.language, found.script) if name]
        likely: str = get_global("likely_subtags").get("_".join(names), "")
        return "_".join(filter(None, (found.language, found.territory or likely.rpartition("_")[2])))

    @property
    def known_tag(self) -> str:
        """The tag, for those who ask CLDR and nobody else; where it does not know it, the nearest one that it knows."""
        for tag in (self.tag, self.web):
            with suppress(babel.UnknownLocaleError, ValueError):
                babel.Locale.parse(tag, sep="-")
                return tag
        return str(self.cldr).replace("_", "-")

    @property
    def is_known(self) -> bool:
        """Whether CLDR knows the language."""
        try:
            return self.cldr is not None
        except (babel.UnknownLocaleError, ValueError):
            return False

    @property
    def is_pseudo(self) -> bool:
        """Whether nobody speaks it: ``en-XA``, ``ar-XB``. Its catalogs are written by the program, for tests."""
        return self.tag.rpartition("-")[2] in ("XA", "XB")

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as the script is that the tag names, or in which the language is written most often."""
        return _direction(self.gettext)

    def attributes(self, page: Locale) -> dict[str, str]:
        """Those that say, on a *page* in another language, that a part of it is in this one."""
        direction = {"dir": self.direction} if self.direction != page.direction else {}
        return {"lang": self.web} | direction

    def marks(self, page: Locale) -> str:
        """The same attributes, to be put behind the name of a tag."""
        return "".join(f' {name}="{value}"' for name, value in self.attributes(page).items())

    @property
    def plural_forms(self) -> str:
        """The value of the header ``Plural-Forms``."""
        from babel.messages.plurals import get_plural  # A build reads catalogs, and writes none.

        return str(get_plural(str(self.cldr)).plural_forms)

    @property
    def language_files(self) -> tuple[str, ...]:
        """Names under which a theme may have this language, the nearest first: ``es-ES``, ``es``."""
        parts = self.web.split("-")
        names = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]
        if self.cldr.script:
            names.insert(1, f"{self.cldr.language}-{self.cldr.script}")
        return tuple(dict.fromkeys(names))


@cache
def _cldr(name: str) -> babel.Locale:
    """Babel's data of a locale, which takes long to find: pages ask for it again and again."""
    try:
        return babel.Locale.parse(name)
    except babel.UnknownLocaleError:
        return babel.Locale.parse(name.partition("_")[0])


@cache
def _direction(name: str) -> str:
    """The direction of the language that CLDR has by this *name*: that of its script.

    CLDR says the same of each language, among all that it says of it: that takes long to read.
    """
    named = [part for part in name.split("_")[1:] if _names_script(part)]
    script = named[0].title() if named else _script(str(_cldr(name)).split("_"))
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def names_of(tags: Iterable[str]) -> dict[str, str]:
    """What readers call the languages *tags*, by tag; with the country only where two of them had one name."""
    known = {tag: Locale(tag, "").cldr for tag in tags}
    short = {tag: babel.Locale(one.language, script=one.script) for tag, one in known.items()}
    shared = Counter(short.values())
    chosen = {tag: short[tag] if shared[short[tag]] == 1 else one for tag, one in known.items()}
    names = {tag: str(one.get_display_name()) for tag, one in chosen.items()}
    return {tag: name[:1].upper() + name[1:] for tag, name in names.items()}


def same_language(one: str, other: str) -> bool:
    """Whether two tags may mean one locale: spellings of the same tag, or one of them says more than the other.

    ``es_ES``, ``es`` and ``es-ES`` may; so may ``zh_CN`` and ``zh-Hans-CN``, ``sr@latin`` and ``sr-Latn``.
    """
    return names_locale(one, other) or names_locale(other, one)


def names_locale(tag: str, locale: str) -> bool:
    """Whether *tag*, in any spelling, says all that the tag *locale* says; it may say more: ``de_DE`` for ``de``."""
    (language, script, more), (other_language, other_script, others) = _parts(tag), _parts(locale)
    return language == other_language and script == other_script and more[: len(others)] == others


def _parts(tag: str) -> tuple[str, str, list[str]]:
    """The language, the script that it is written in there, and what else a tag says, in any spelling."""
    name, _, modifier = tag.lower().partition("@")
    language, *subtags = name.partition(".")[0].replace("_", "-").split("-")
    subtags += [_MODIFIERS.get(modifier, modifier)] if modifier else []
    return language, _script([language, *subtags]), [subtag for subtag in subtags if not _names_script(subtag)]


def _names_script(subtag: str) -> bool:
    return len(subtag) == 4 and subtag.isalpha()


def _script(subtags: list[str]) -> str:
    """The script of a language that is written in several ones: ``zh-TW`` in another than ``zh``."""
    language, *more = subtags
    if named := [subtag for subtag in more if _names_script(subtag)]:
        return named[0].title()
    likely: Mapping[str, str] = get_global("likely_subtags")
    names = [*(f"{language}_{subtag.upper()}" for subtag in more), language]
    found = next((likely[name] for name in names if name in likely), "")
    return next((subtag for subtag in found.split("_")[1:] if len(subtag) == 4), "")


def two_letter_tag(tag: str) -> str | None:
    """A tag for the language *tag* that has two letters, and perhaps a script and a country; None if there is none."""
    language, *more = tag.replace("_", "-").split("-")
    wider = _WIDER.get(language.lower(), language.lower())
    if not re.fullmatch("[a-z]{2}(-.*)?", wider):
        return None
    kept = [
        name.title() if len(name) == 4 else name.upper()
        for name in more
        if re.fullmatch("[A-Za-z]{4}|[A-Za-z]{2}", name)
    ]
    return "-".join([wider, *(kept if "-" not in wider else [])])
