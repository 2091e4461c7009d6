"""What of two texts is compared: their words, how long they are, how they end, which links they have."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise

from isogloss.checks.lexicon import SPACELESS, WORD, apart
from isogloss.segments.text import CODE, words_of

_PLAIN_WORD = re.compile(r"(?<![\w./@-])[a-z]{2,}(?!\.?[\w/@-])")
_FIRST_WORD = re.compile(r"[^\w`]*([A-Z][a-z]+)(?!\.?[\w/@-])")
_TITLE = re.compile(r"[^\w`]*([A-Z][a-z]+) [A-Z]\w+")
NAME_IN_CODE = re.compile(r"(?<![a-z])[a-z]{2,}(?![a-z])")
_BRACKETS = re.compile(r"(?<!\])\([^()]*\)")
_EXTERNAL_LINK = re.compile(r"!?\[[^\[\]]*\]\((?:https?:)?//[^()]*(?:\([^()]*\)[^()]*)*\)")
_LABEL = re.compile(r"\[[^\[\]]*\]\[\]|\[[^\[\]\s]+(?: [^\[\]\s]+){3,}\]\[[^\[\]]+\]")
"""A link whose text is its label, too: in another language, the label has to stay. Where a label is apart, it is not
known where it leads: a long text may be the title of an English document."""
_ASSIGNED = re.compile(
    r"""(?<![\w:-])[\w:-]{1,60}(?:=(?:"[^"]*"|'[^']*'|\{[^{}]*\}?)|(?<=:) '[^' ]*'|(?<=:) "[^" ]*")"""
)
"""An attribute of an element that Markdown does not see as one, or an option with its value."""
_SHOWN = re.compile(
    r"[“”„«»「『\"][^“”„«»「」『』\"]*[“”«»」』\"]|(?<!\w)_[^_]+_(?!\w)|\*\*?[^\s*]+(?: [^\s*]+){0,2}\*\*?"
    r"|\*\*?[^*>→]+[>→][^*]*\*\*?"
)
"""Quotations, short emphasis and the way through menus, in which a translation may show the English word, or a name."""
_EMPHASISED = re.compile(r"(?<![*_A-Za-z\d])([*_]{1,2})([A-Z][^*_]*)\1(?![*_A-Za-z\d])")
_ENUMERATION = re.compile(r"(?<![\w-])[a-z]+(?:, (?!and |or )[a-z]+){2,}(?:,? (?:and|or) [a-z]+)?(?![\w-])")
_BREAK = re.compile(r"<br\s*/?>|\n")
_QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
_ASIDE = re.compile(r"\([^()]*\)|（[^（）]*）")
"""Parentheses, in which it explains a word."""
_LINK = re.compile(r"(?<!!)\[([^\]\[]+)\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)(?:\s[^()]*(?:\([^()]*\)[^()]*)*)?\)")
_SENTENCE_END = re.compile(r"(?<!\.[^\W\d_])[.?!।۔؟](?=[*_]{0,3}(?:\s|\Z))|[。？！]")
_LAST_WORD = re.compile('(?:\\A|(?<=[ ("«„“¿¡*_]))[^\\W\\d_]+\\Z|[\u3041-\u3096]\\Z')
_LAST_BRACKETS = re.compile(r"[(（][^()（）]*[)）]\s*\Z")
_ABBREVIATED = re.compile(r"\b(?:etc|[a-z]\.[a-z])\.[)\s]*\Z", re.IGNORECASE)
_STATEMENT = re.compile(
    r"=>|[{}]|;(?=\s|\Z)|(?<=\s)(?:[!=]?==?|&&|\|\|)(?=\s)|\w\(\)|(?<!`)```+\w|</|/>|(?:\A|\s)//\s|(?<=[\s(])[a-z][\w-]*:\s|\w<[A-Z]"
    r"|\b(?:const|let)\b(?=\s+[\w{\[][^=;]{0,80}=)|\breturn\b(?=[^.;]{0,200};)|\bfunction\b(?=\s*\w*\()"
    r"""|\bimport\b(?=[^'"]{0,200}\sfrom\s+['"])|\bexport\b(?=\s+(?:const|default|function|class|\{|\*))"""
)
_MAY_BE_STATEMENT = re.compile(r"[=>{};&|`</]|:\s|\(\)|function|import|export")
_FIELD = re.compile(r"\{/\*[^{}]*\*/\}|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{\w+\}")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
_CODE_OR_FIELD = re.compile(rf"{CODE.pattern}|{_FIELD.pattern}", re.DOTALL)
_PRINTED = re.compile(r"\A\s*\[?\*\*[A-Z][a-z]+(?:[A-Z][a-z]*)+\*\*(?:\]\([^()]*\))?\s*:")
_AUTOLINK = re.compile(r"<https?://[^\s<>]*>")
_CLOSING = " \u3000)»”\"'」』*_]）\\"
_TITLE_ASKS = re.compile(r"(?<=\S )\[[^\[\]]*[?!]\]\([^()\s]*\)\s*\Z")
"""The title of a page, which may be a question there and none in another language."""
_ENDS = dict(zip("。।۔….;；؛؟？?！!：:", "........???!!::", strict=True))


@lru_cache(maxsize=65536)
def own_words(text: str) -> str:
    """The words of *text*, without fields of templates and titles of English documents, which are links elsewhere."""
    text = _ASSIGNED.sub(" ", text) if "=" in text or ": " in text else text
    text = _FIELD.sub(" ", text) if "{" in text else text
    text = _PLACEHOLDER.sub(" ", text) if "%(" in text else text
    return words_of(_LABEL.sub(" ", _EXTERNAL_LINK.sub(" ", text)) if "[" in text else text)


@lru_cache(maxsize=65536)
def is_program(text: str) -> bool:
    """Whether *text* is a piece of a program and no prose, such as a code block that Markdown does not see as one."""
    rest = _CODE_OR_FIELD.sub(" ", text) if "`" in text or "{" in text else text
    signs = len(_STATEMENT.findall(rest)) if _MAY_BE_STATEMENT.search(rest) else 0
    if not signs:
        return False
    words = len(WORD.findall(text))
    return (signs > 1 and 5 * signs >= words) or (signs > 3 and 8 * signs >= words) or 2 * signs >= words > 0


def is_printed(text: str) -> bool:
    """Whether *text* says what a program prints, after the name that it has there: "**NoMatch**: …"."""
    return _PRINTED.match(text) is not None


def is_explained(msgid: str, msgstr: str) -> bool:
    """Whether *msgstr* is the English text with an explanation after it: "Stop and go (停止と発進)"."""
    return msgstr.startswith(msgid) and _LAST_BRACKETS.fullmatch(msgstr[len(msgid) :].strip()) is not None


@lru_cache(maxsize=65536)
def plain_words(text: str) -> frozenset[str]:
    """The words in small letters, and the first one: others with a capital letter are names."""
    text = own_words(text)
    first = _FIRST_WORD.match(text)
    return frozenset(_PLAIN_WORD.findall(text)) | ({first.group(1).lower()} if first else frozenset())


@lru_cache(maxsize=65536)
def all_words(text: str) -> tuple[str, ...]:
    """The words of *text* in small letters, in order."""
    return tuple(word.lower() for word in _separate(own_words(text)))


def _with_code_as(text: str, instead: str) -> str:
    return CODE.sub(instead, text) if "`" in text else text


def _separate(text: str) -> list[str]:
    """The words of *text*; those in Latin letters without what another script writes beside them."""
    if text.isascii():
        return WORD.findall(apart(text))
    return WORD.findall(SPACELESS.sub(lambda run: f" {run.group()} ", apart(text)))


@lru_cache(maxsize=65536)
def kept_words(msgid: str, msgstr: str) -> frozenset[str]:
    """The words of a translation, without those that it quotes, explains in parentheses or writes as its own names."""
    words = _separate(_SHOWN.sub(" ", without_shown(msgid, msgstr)))
    return frozenset(word.lower() for place, word in enumerate(words) if word.islower() or not place)


@lru_cache(maxsize=65536)
def without_shown(msgid: str, msgstr: str) -> str:
    """The words of a translation without what it shows in English: explanations in parentheses, labels of programs."""
    bracketed = frozenset(WORD.findall(" ".join(_BRACKETS.findall(msgid))))

    def explained(aside: re.Match[str]) -> str:
        # Parentheses that the original has, too, explain nothing; a list that is the same there is one of names.
        words = WORD.findall(aside.group())
        names = "/" in aside.group() and aside.group() in msgid
        return aside.group() if not names and not bracketed.isdisjoint(words) else " "

    shown = emphasised(msgid)

    def named(emphasis: re.Match[str]) -> str:
        known = emphasis.group(2) in shown and len(emphasis.group()) < len(msgid) / 2
        return " " if known else emphasis.group()

    return _ASIDE.sub(explained, _EMPHASISED.sub(named, own_words(_without_printed(msgid, msgstr))))


def emphasised(text: str) -> frozenset[str]:
    """What *text* emphasises and begins with a capital letter: labels of programs."""
    return frozenset(found[2] for found in _EMPHASISED.finditer(text)) if "*" in text or "_" in text else frozenset()


def _without_printed(msgid: str, msgstr: str) -> str:
    """*msgstr* without the lines that are the same in *msgid*, below one that is not and announces them: output."""
    if "<br" not in msgstr and "\n" not in msgstr:
        return msgstr
    first, *lines = _BREAK.split(msgstr)
    if first.strip() in msgid or not leads_in(first):
        return msgstr
    original = {line.strip() for line in _BREAK.split(msgid)}
    return "\n".join([first, *(line for line in lines if line.strip() not in original)])


def first_of_names(msgid: str, msgstr: str) -> Iterator[str]:
    """The first word, where it begins a name that stays: "Full Stack Template"."""
    first = _TITLE.match(msgid)
    if first and first.group() in msgstr:
        yield first[1].lower()


@lru_cache(maxsize=65536)
def beginning(text: str) -> tuple[str, ...]:
    """The first two words of *text*, as the parts of a series begin: "Part two: …"."""
    return all_words(text)[:2] if ":" in text else ()


@lru_cache(maxsize=65536)
def listed_names(msgid: str, msgstr: str) -> frozenset[str]:
    """The words of enumerations of single words of which all stay, in their order: names, such as those of commands."""
    there = [word for word in _separate(msgstr) if word.isascii()] if msgid.count(", ") > 1 else []
    found: set[str] = set()
    for enumeration in _ENUMERATION.findall(words_of(msgid)) if there else ():
        words = [word for word in WORD.findall(enumeration) if word not in ("and", "or")]
        if [word for word in there if word in words] == words:
            found.update(words)
    return frozenset(found)


@lru_cache(maxsize=65536)
def last_word(text: str) -> str:
    """The word, or the kana, after which *text* is over; empty if that is something else."""
    last = _LAST_WORD.search(apart(words_of(_with_code_as(text, "0"))).rstrip("*_ "))
    return "" if last is None else last[0].lower()


@lru_cache(maxsize=65536)
def places(text: str) -> frozenset[str]:
    """What may be the last word of a text like *text*: its words, and its characters of scripts without spaces."""
    return frozenset(chain(all_words(text), *SPACELESS.findall(text)))


@lru_cache(maxsize=65536)
def quoted_words(text: str) -> frozenset[str]:
    """The words that *text* quotes."""
    return frozenset(word.lower() for quoted in _QUOTED.findall(text) for word in WORD.findall(quoted))


@lru_cache(maxsize=65536)
def inside_names(text: str) -> frozenset[tuple[str, str, str]]:
    """Each small word between two with a capital letter, with these: "Ruby on Rails"."""
    words = _separate(own_words(text))
    around = zip(words, words[1:], words[2:], strict=False)
    return frozenset(
        three for three in around if three[1].islower() and three[0][0].isupper() and three[2][0].isupper()
    )


@lru_cache(maxsize=65536)
def names_in(text: str, *, first: bool = False) -> frozenset[str]:
    """What stays in every language: code, and words with a capital letter or a digit; not the first, unless asked."""
    words = _separate(own_words(text))[0 if first else 1 :]
    codes = (code[0] for code in CODE.finditer(text)) if "`" in text else ()
    return frozenset([*(word for word in words if not word.islower()), *codes])


@lru_cache(maxsize=65536)
def titles(text: str) -> frozenset[tuple[str, str]]:
    """Each two words of *text* in a row that have a capital letter: "Visual Studio"."""
    words = _separate(own_words(text))
    return frozenset((one, two) for one, two in pairwise(words) if one[0].isupper() and two[0].isupper())


@lru_cache(maxsize=65536)
def phrases(text: str) -> frozenset[tuple[str, str, str]]:
    """Each three words of *text* in a row."""
    words = all_words(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))


@lru_cache(maxsize=65536)
def width(text: str) -> int:
    """How long *text* is for a reader: an ideograph counts twice."""
    words = " ".join(words_of(text.replace("`", " ")).split())
    return len(words) + sum(len(run) for run in SPACELESS.findall(words))


@lru_cache(maxsize=65536)
def ending(text: str) -> str:
    """The sign that ends *text*: a full stop, a question mark, an exclamation mark, a colon, or nothing."""
    # Code at the end of a text is a word of it, and so is a link.
    words = _without_pictures(words_of(_TITLE_ASKS.sub("x", _AUTOLINK.sub("x", _with_code_as(text, "x")))))
    # What stands in parentheses after the stop, or before it.
    before = _ENDS.get(_LAST_BRACKETS.sub("", words).rstrip(_CLOSING)[-1:], "")
    return before or _ENDS.get(words.rstrip(_CLOSING)[-1:], "")


def leads_in(text: str) -> bool:
    """Whether *text* ends as one does that something follows: a colon, or the comma of scripts that have their own."""
    return text.rstrip(_CLOSING).endswith((":", "：", "、")) and not text.rstrip().endswith("::")


def _without_pictures(text: str) -> str:
    """*text* without the pictures after its last sign: "Done! 🎉"."""
    end = len(text)
    while end and (text[end - 1].isspace() or unicodedata.category(text[end - 1]) in ("So", "Mn")):
        end -= 1
    return text[:end]


def is_abbreviated(text: str) -> bool:
    """Whether *text* ends with an abbreviation, whose stop another language need not have."""
    return _ABBREVIATED.search(text) is not None


def links_of(text: str) -> dict[str, str]:
    """The text of each link, by its target; without targets that several links have."""
    return _links(text) if "](" in text else {}


@lru_cache(maxsize=65536)
def _links(text: str) -> dict[str, str]:
    found = _LINK.findall(_with_code_as(text, " "))
    times = Counter(target for _, target in found)
    return {target: words for words, target in found if times[target] == 1}


@lru_cache(maxsize=65536)
def sentences(text: str) -> int:
    """How many signs of *text* end a sentence."""
    return len(_SENTENCE_END.findall(words_of(text)))
