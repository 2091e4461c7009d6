"""Mistakes in the words: what a translator may do to a text while its markup stays whole."""

from __future__ import annotations

import itertools
import re

from isogloss.segments import Kind
from isogloss.segments.text import words_of
from mistakes import CODE, LINK, MISTAKES, Catalog, Passage, each, links, names_of, pairs, whole

__all__ = ["MISTAKES"]


@each("product name translated", structural=False, markdown=False)
def name_translated(passage: Passage) -> str | None:
    """The longest name of the message that stays as it is, everywhere in the translation."""
    for term in passage.glossary.terms:
        if term.stays and not term.term.islower() and passage.glossary.find_term(term.term, words_of(passage.msgid)):
            return outside_markup(passage.msgstr, term.term, "Ventanas")
    return None


def outside_markup(text: str, old: str, new: str) -> str | None:
    """*text* with *old* replaced where readers see it: not in code, not in link targets."""
    hidden = [match.span() for pattern in (CODE, re.compile(r"\]\([^)]*\)")) for match in pattern.finditer(text)]
    pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
    result = pattern.sub(lambda match: match[0] if any(a < match.start() < b for a, b in hidden) else new, text)
    return result if result != text else None


@each("banned rendering", structural=False, markdown=False)
def banned(passage: Passage) -> str | None:
    """The rendering of a term, as the glossary writes it, replaced by one that the glossary bans."""
    english = passage.glossary.without_names(words_of(passage.msgid))
    for term in passage.glossary.terms:
        if term.banned and passage.glossary.find_term(term.term, words_of(passage.msgid) if term.stays else english):
            return outside_markup(passage.msgstr, term.rendering, term.banned[0])
    return None


@each("glossary term replaced", structural=False, markdown=False)
def term_replaced(passage: Passage) -> str | None:
    """A rendering, also in the plural, replaced by a word that the glossary does not know."""
    english = passage.glossary.without_names(words_of(LINK.sub(" ", passage.msgid)))
    for term in passage.glossary.terms:
        if term.stays or not passage.glossary.find_term(term.term, english):
            continue
        stem = re.escape(term.rendering.rstrip("aeiou"))
        pattern = re.compile(rf"(?<!\w){stem}\w{{0,3}}(?!\w)", re.IGNORECASE)
        if pattern.search(words_of(passage.msgstr)) and "](" not in passage.msgstr and "`" not in passage.msgstr:
            return pattern.sub("cosa", passage.msgstr)
    return None


def english_words(text: str) -> list[str]:
    """Words in small letters that readers see, without those of English documents, whose titles stay."""
    without = re.sub(r"\[[^\]]*\]\(https?://[^)]*\)", " ", text)
    return re.findall(r"(?<![\w./-])[a-z]{2,}(?![\w./-])", words_of(without))


def approved(passage: Passage, text: str) -> bool:
    """Whether the glossary has just this as the rendering of the whole message: then it is no mistake."""
    pair = passage.msgid.lower(), text.lower()
    return any((term.term.lower(), term.rendering.lower()) == pair for term in passage.glossary.terms)


@each("English left in place: all of it", structural=False, markdown=False)
def english_whole(passage: Passage) -> str | None:
    return passage.msgid if english_words(passage.msgid) and not approved(passage, passage.msgid) else None


@each("English left in place: the second half", structural=False, markdown=False)
def english_half(passage: Passage) -> str | None:
    """The first half of the translation, then the second half of the original; where links and code allow it."""
    if re.search(r"[\[`<%{]|\+\+", passage.msgid):
        return None
    english, words = passage.msgid.split(), passage.msgstr.split()
    rest = english[len(english) // 2 :]
    if len(english) < 4 or len(words) < 4 or not english_words(" ".join(rest)):
        return None
    return " ".join([*words[: len(words) // 2], *rest])


@each("English left in a link text", structural=False)
def english_link(passage: Passage) -> str | None:
    english = {link[2]: link[1] for link in links(passage.msgid)}
    for link in links(passage.msgstr):
        if link[2] in english and "//" not in link[2] and len(english_words(english[link[2]])) > 1:
            return passage.msgstr[: link.start(1)] + english[link[2]] + passage.msgstr[link.end(1) :]
    return None


@each("text doubled", structural=False, markdown=False)
def doubled(passage: Passage) -> str | None:
    return f"{passage.msgstr} {passage.msgstr}" if passage.kinds.isdisjoint({Kind.CODE_TITLE}) else None


@each("word doubled", structural=False, markdown=False)
def doubled_word(passage: Passage) -> str | None:
    """The word in the middle, as when a line was broken and typed on."""
    words = passage.msgstr.split(" ")
    places = [place for place, word in enumerate(words) if re.fullmatch(r"[^\W\d_]{2,}", word)]
    if len(words) < 4 or not places or re.search(r"[\[`<]", passage.msgstr):
        return None
    place = places[len(places) // 2]
    return " ".join([*words[: place + 1], *words[place:]])


@each("number changed", structural=False, markdown=False)
def number_changed(passage: Passage) -> str | None:
    """The last number that both texts have, one digit up."""
    visible = words_of(passage.msgstr)
    for number in reversed(re.findall(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)", words_of(passage.msgid))):
        other = number[:-1] + str((int(number[-1]) + 1) % 10)
        if re.search(rf"(?<![\w.,]){re.escape(number)}(?!\w)", visible):
            return outside_markup(passage.msgstr, number, other)
    return None


each("space before the text", structural=False, markdown=False)(lambda passage: " " + passage.msgstr)
each("space after the text", structural=False, markdown=False)(lambda passage: passage.msgstr + " ")


@each("links swapped inside one passage, words tell", structural=False)
def links_by_words(passage: Passage) -> str | None:
    """Where no name or number tells which link is which, but each text has a word of its own."""
    texts = {link[2]: link[1] for link in links(passage.msgid)}
    for first, second in itertools.combinations(links(passage.msgstr), 2):
        if first[2] == second[2] or not {first[2], second[2]} <= texts.keys():
            continue
        one, two = texts[first[2]], texts[second[2]]
        apart = names_of(one) == names_of(two) and set(english_words(one)) != set(english_words(two))
        if apart and first[1] != second[1]:
            text = passage.msgstr
            text = text[: second.start(2)] + first[2] + text[second.end(2) :]
            return text[: first.start(2)] + second[2] + text[first.end(2) :]
    return None


@each("cut in half", structural=False, markdown=False)
def cut(passage: Passage) -> str | None:
    words = passage.msgstr.split(" ")
    half = " ".join(words[: len(words) // 2])
    return half if len(words) >= 2 and not approved(passage, half) else None


@each("last sentence missing", structural=False)
def last_sentence(passage: Passage) -> str | None:
    """Of two sentences or more; without links and code, which tell by themselves."""
    sentences = re.split(r"(?<=[.!?]) ", passage.msgstr)
    if len(sentences) < 2 or re.search(r"[\[`<%]", sentences[-1]) or len(sentences[-1]) < 10:
        return None
    return " ".join(sentences[:-1])


@pairs("two headings' texts swapped", structural=False)
def swapped_headings(first: Passage, second: Passage) -> tuple[str, str] | None:
    if first.kinds != {Kind.HEADING} or second.kinds != {Kind.HEADING}:
        return None
    return (second.msgstr, first.msgstr) if first.msgstr.lower() != second.msgstr.lower() else None


@pairs("two cells' texts swapped", structural=False)
def swapped_cells(first: Passage, second: Passage) -> tuple[str, str] | None:
    if first.kinds != {Kind.TABLE_CELL} or second.kinds != {Kind.TABLE_CELL}:
        return None
    return (second.msgstr, first.msgstr) if first.msgstr.lower() != second.msgstr.lower() else None


@whole("rows slipped by one", structural=False)
def slipped(catalog: Catalog) -> dict[str, str]:
    """Every message has the translation of the one before it."""
    return {
        passage.msgid: before.msgstr
        for before, passage in itertools.pairwise(catalog)
        if before.msgstr != passage.msgstr
    }


@whole("translation of another message", structural=False)
def another(catalog: Catalog) -> dict[str, str]:
    """Every tenth message has the translation of one of its kind further down; that one keeps it."""
    found = {}
    for number, passage in enumerate(catalog[::10]):
        same = [other for other in catalog[number * 10 + 1 :] if other.kinds == passage.kinds]
        if same and same[len(same) // 2].msgstr != passage.msgstr:
            found[passage.msgid] = same[len(same) // 2].msgstr
    return found


@whole("list item merged into its neighbour", structural=False)
def merged(catalog: Catalog) -> dict[str, str]:
    """The translation of the next item stands here too, and is missing there."""
    items = [passage for passage in catalog if passage.kinds == {Kind.LIST_ITEM}]
    found = {}
    for first, second in zip(items[::2], items[1::2], strict=False):
        found[first.msgid] = f"{first.msgstr} {second.msgstr}"
    return found
