"""Twenty-two everyday mistakes, made in a finished translation of any language: for the benches that take any catalog.

Each is a function of a translation and of what is around it; it gives the wrong text, or None where it cannot be made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from isogloss.checks import Corpus, Finished
from isogloss.checks.lexicon import SPACELESS, english_words, foreign_words
from isogloss.segments import Kind
from isogloss.segments.text import CODE, words_of

LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")
BOLD = re.compile(r"\*\*([^*`\[\]]+)\*\*")
STOPS = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？])")
VERSION = re.compile(r"(?<![\w.,/-])(\d+)\.(\d+)(\.\d+)?(?![\w/-]|[.,]\d)")
NUMBER = re.compile(r"(?<![\w.,/:-])\d{2,}(?![\w/:-]|[.,]\d)")
PLAIN = re.compile(r"(?<![\w./@-])[a-z]{4,}(?![\w/@-]|\.\w)")


@dataclass(frozen=True)
class Surroundings:
    """What a mistake may take from elsewhere."""

    corpus: Corpus
    same_catalog: list[Finished]
    chance: random.Random


Mistake = Callable[[Finished, Surroundings], str | None]
KINDS: dict[str, Mistake] = {}
STRUCTURAL = ("code changed", "backquotes lost", "link dropped", "other target", "bold unclosed")
"""Kinds that no language excuses."""


def kind(name: str) -> Callable[[Mistake], Mistake]:
    def register(function: Mistake) -> Mistake:
        KINDS[name] = function
        return function

    return register


def _once(pattern: re.Pattern[str], text: str, new: Callable[[re.Match[str]], str]) -> str | None:
    changed = pattern.sub(new, text, count=1)
    return changed if changed != text else None


def _plain(text: str) -> bool:
    """Whether *text* is words alone, so that cutting it breaks nothing but them."""
    return not re.search(r"[`\[\]<>{}*_|]", text)


@kind("code changed")
def code_changed(one: Finished, _: Surroundings) -> str | None:
    return _once(CODE, one.msgstr, lambda code: re.sub(r"\w(?=`)", "q", code[0], count=1))


@kind("backquotes lost")
def backquotes_lost(one: Finished, _: Surroundings) -> str | None:
    return _once(CODE, one.msgstr, lambda code: code[0].strip("`"))


@kind("link dropped")
def link_dropped(one: Finished, _: Surroundings) -> str | None:
    return _once(LINK, one.msgstr, lambda link: link[1])


@kind("other target")
def other_target(one: Finished, _: Surroundings) -> str | None:
    return _once(LINK, one.msgstr, lambda link: f"[{link[1]}](other-{link[2].rpartition('/')[2]})")


@kind("bold unclosed")
def bold_unclosed(one: Finished, _: Surroundings) -> str | None:
    return _once(BOLD, one.msgstr, lambda bold: f"**{bold[1]}")


def _two_links(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    links = list(LINK.finditer(text))
    if len(links) < 2 or links[0][2] == links[1][2] or links[0][1] == links[1][1]:
        return None
    return links[0], links[1]


@kind("link texts swapped")
def link_texts_swapped(one: Finished, _: Surroundings) -> str | None:
    if (links := _two_links(one.msgstr)) is None:
        return None
    first, second = links
    text = one.msgstr[: second.start(1)] + first[1] + one.msgstr[second.end(1) :]
    return text[: first.start(1)] + second[1] + text[first.end(1) :]


@kind("targets swapped")
def targets_swapped(one: Finished, _: Surroundings) -> str | None:
    if (links := _two_links(one.msgstr)) is None:
        return None
    first, second = links
    text = one.msgstr[: second.start(2)] + first[2] + one.msgstr[second.end(2) :]
    return text[: first.start(2)] + second[2] + text[first.end(2) :]


@kind("half English")
def half_english(one: Finished, _: Surroundings) -> str | None:
    english = one.message.msgid.split()
    if not _plain(one.message.msgid) or len(english) < 6:
        return None
    half = " ".join(one.msgstr.split()[: len(one.msgstr.split()) // 2])
    if SPACELESS.search(one.msgstr):
        half = one.msgstr[: len(one.msgstr) // 2]
    return f"{half} {' '.join(english[len(english) // 2 :])}"


@kind("all English")
def all_english(one: Finished, _: Surroundings) -> str | None:
    return one.message.msgid if len(PLAIN.findall(words_of(one.message.msgid))) > 3 else None


@kind("short label")
def short_label(one: Finished, _: Surroundings) -> str | None:
    label = one.message.kind in (Kind.HEADING, Kind.TABLE_CELL, Kind.TABLE_HEADER, Kind.LIST_ITEM)
    words = one.message.msgid.split()
    if not label or len(words) > 3 or not _plain(one.message.msgid) or one.message.msgid == one.msgstr:
        return None
    # A name may stay: the translation must share no word with the English text.
    shared = set(one.msgstr.lower().split()) & set(one.message.msgid.lower().split())
    return one.message.msgid if not shared and PLAIN.search(one.message.msgid.lower()) else None


@kind("one English word")
def one_english_word(one: Finished, around: Surroundings) -> str | None:
    """A word of the original in the place of the one that translations usually have for it."""
    if not _plain(one.message.msgid):
        return None
    lexicon = around.corpus._lexicons[0]
    words = PLAIN.findall(one.message.msgid)
    for word in around.chance.sample(words, len(words)):
        (stem,) = english_words(word) or ("",)
        usual = lexicon.partners.get(stem, frozenset())
        found = [
            part
            for part in re.findall(r"[^\W\d_]{4,}", SPACELESS.sub(" ", one.msgstr))
            if not part.isascii() or part.lower() != word
            if usual.intersection(foreign_words(part))
        ]
        if len(found) == 1 and not set(foreign_words(word)) & usual and lexicon.counts[stem] > 5:
            return one.msgstr.replace(found[0], word, 1)
        runs = [part for part in usual if SPACELESS.fullmatch(part) and one.msgstr.count(part) == 1]
        if SPACELESS.search(one.msgstr) and runs and not set(foreign_words(word)) & usual and lexicon.counts[stem] > 5:
            return one.msgstr.replace(runs[0], f" {word} ", 1)
    return None


@kind("wrong version")
def wrong_version(one: Finished, _: Surroundings) -> str | None:
    return _outside_code(VERSION, one, lambda found: f"{found[1]}.{int(found[2]) + 1}{found[3] or ''}")


@kind("wrong number")
def wrong_number(one: Finished, _: Surroundings) -> str | None:
    return _outside_code(NUMBER, one, lambda found: found[0][1] + found[0][0] + found[0][2:] + "1")


@kind("version comma")
def version_comma(one: Finished, _: Surroundings) -> str | None:
    named = re.search(r"(?:[Vv]ersion|[A-Z]\w{2,})\s\d+\.\d+(?!\.?\d)", words_of(one.message.msgid))
    if not named:
        return None
    return _outside_code(VERSION, one, lambda found: f"{found[1]},{found[2]}" if not found[3] else found[0])


def _outside_code(pattern: re.Pattern[str], one: Finished, new: Callable[[re.Match[str]], str]) -> str | None:
    words = words_of(one.msgstr)
    for found in pattern.finditer(words):
        if found[0] in words_of(one.message.msgid) and one.msgstr.count(found[0]) == 1:
            changed = one.msgstr.replace(found[0], new(found))
            return changed if changed != one.msgstr else None
    return None


@kind("last sentence dropped")
def last_sentence_dropped(one: Finished, _: Surroundings) -> str | None:
    sentences = [part for part in STOPS.split(one.msgstr) if part.strip()]
    if len(sentences) < 2 or not _plain(sentences[-1]) or len(sentences[-1]) < 10:
        return None
    return one.msgstr[: one.msgstr.rindex(sentences[-1])].rstrip()


@kind("cut")
def cut(one: Finished, _: Surroundings) -> str | None:
    if not _plain(one.msgstr) or len(one.message.msgid.split()) < 6:
        return None
    if SPACELESS.search(one.msgstr):
        return one.msgstr[: len(one.msgstr) // 2]
    words = one.msgstr.split()
    return " ".join(words[: len(words) // 2]) if len(words) > 3 else None


@kind("other message")
def other_message(one: Finished, around: Surroundings) -> str | None:
    """That of another message of its kind on the page; plain words, so that nothing else tells."""
    same = [
        other
        for other in around.same_catalog
        if other.message.kind is one.message.kind and other.msgstr != one.msgstr and _plain(other.msgstr)
    ]
    return around.chance.choice(same).msgstr if same and _plain(one.msgstr) else None


@kind("list items swapped")
def list_items_swapped(one: Finished, around: Surroundings) -> str | None:
    """The translation of the next item; the bench leaves the other half of the exchange out."""
    if one.message.kind is not Kind.LIST_ITEM or not _plain(one.msgstr):
        return None
    place = next(number for number, other in enumerate(around.same_catalog) if other is one)
    following = around.same_catalog[place + 1 : place + 2]
    if not following or following[0].message.kind is not Kind.LIST_ITEM or not _plain(following[0].msgstr):
        return None
    return following[0].msgstr if following[0].msgstr != one.msgstr else None


@kind("colon lost")
def colon_lost(one: Finished, _: Surroundings) -> str | None:
    return one.msgstr[:-1].rstrip() if one.message.msgid.endswith(":") and one.msgstr.endswith((":", "：")) else None


@kind("word doubled")
def word_doubled(one: Finished, _: Surroundings) -> str | None:
    words = one.msgstr.split(" ")
    places = [place for place, word in enumerate(words) if re.fullmatch(r"[^\W\d_]{2,}", word)]
    if SPACELESS.search(one.msgstr) or len(words) < 4 or not places:
        return None
    place = places[len(places) // 2]
    return " ".join([*words[: place + 1], *words[place:]])


@kind("text doubled")
def text_doubled(one: Finished, _: Surroundings) -> str | None:
    if not _plain(one.msgstr):
        return None
    return one.msgstr * 2 if SPACELESS.search(one.msgstr) else f"{one.msgstr} {one.msgstr}"


@kind("bracket lost")
def bracket_lost(one: Finished, _: Surroundings) -> str | None:
    words = words_of(one.msgstr)
    if "](" in one.msgstr or words.count("(") + words.count("（") != 1 or words.count(")") + words.count("）") != 1:
        return None
    return _once(re.compile(r"[)）]"), one.msgstr, lambda _: "") if "`" not in one.msgstr else None
