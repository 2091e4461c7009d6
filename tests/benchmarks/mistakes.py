"""Mistakes that translators make, each as a function: the passages of one catalog in, wrong translations out.

A mistake is applied wherever it applies, and what it gives must be wrong: a text that came out unchanged, or that is a
right translation as well (the texts of two equal headings exchanged), does not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from isogloss.checks import Glossary
from isogloss.segments import Kind
from isogloss.segments.text import words_of


@dataclass(frozen=True)
class Passage:
    """One message of a catalog with its finished translation."""

    msgid: str
    msgstr: str
    kinds: frozenset[Kind]
    """A text that is on the page twice can be of two kinds."""
    glossary: Glossary

    @property
    def markdown(self) -> bool:
        """Whether Markdown becomes markup in it wherever it stands."""
        return not any(kind.plain or kind is Kind.HTML for kind in self.kinds)


Catalog = list[Passage]
Mutate = Callable[[Catalog], dict[str, str]]
"""Gives the wrong translations by msgid."""


@dataclass(frozen=True)
class Mistake:
    """One kind of mistake."""

    name: str
    structural: bool
    """Whether structure or safety is at stake: then every one has to be found, by errors."""
    mutate: Mutate


MISTAKES: list[Mistake] = []
"""All kinds of mistake in messages; those in the words are in word_mistakes.py."""


def each(name: str, structural: bool = True, markdown: bool = True):
    """Register a function that makes one translation wrong, or gives None where the mistake does not apply."""

    def register(change: Callable[[Passage], str | None]):
        def mutate(catalog: Catalog) -> dict[str, str]:
            found = {}
            for passage in catalog:
                if markdown and not passage.markdown:
                    continue
                wrong = change(passage)
                if wrong is not None and wrong != passage.msgstr:
                    found[passage.msgid] = wrong
            return found

        MISTAKES.append(Mistake(name, structural, mutate))
        return change

    return register


def pairs(name: str, structural: bool):
    """Register a function that makes two translations wrong; each passage is in one pair at most."""

    def register(change: Callable[[Passage, Passage], tuple[str, str] | None]):
        def mutate(catalog: Catalog) -> dict[str, str]:
            found: dict[str, str] = {}
            for number, first in enumerate(catalog):
                if first.msgid in found:
                    continue
                for second in catalog[number + 1 :]:
                    if second.msgid not in found and (wrong := change(first, second)):
                        found[first.msgid], found[second.msgid] = wrong
                        break
            return found

        MISTAKES.append(Mistake(name, structural, mutate))
        return change

    return register


def whole(name: str, structural: bool):
    """Register a function that changes several translations of one catalog at once."""

    def register(mutate: Mutate):
        MISTAKES.append(Mistake(name, structural, mutate))
        return mutate

    return register


CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r'(?<!!)\[([^\]\[]*)\]\(([^)\s"]*)\)')
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)\)")
REFERENCE = re.compile(r"\]\[([^\]]+)\]")
FOOTNOTE = re.compile(r"\[\^([^\]]+)\]")
KEYS = re.compile(r"\+\+([\w+]+)\+\+")
TAG = re.compile(r"<(\w+)([^<>]*)>(.*?)</\1>")
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{\}")


def substitute(pattern: re.Pattern[str], text: str, to: Callable[[re.Match[str]], str], count: int = 1) -> str:
    """Replace the first matches outside code."""
    done = 0
    out: list[str] = []
    position = 0
    for match in pattern.finditer(text):
        in_code = any(code.start() < match.start() < code.end() for code in CODE.finditer(text))
        if (pattern is not CODE and in_code) or done == count:
            continue
        out += [text[position : match.start()], to(match)]
        position = match.end()
        done += 1
    return "".join(out) + text[position:]


def links(text: str) -> list[re.Match[str]]:
    """The links of a text, without what looks like one in code."""
    spans = [code.span() for code in CODE.finditer(text)]
    return [match for match in LINK.finditer(text) if not any(a < match.start() < b for a, b in spans)]


def target(to: Callable[[str], str]) -> Callable[[Passage], str | None]:
    return lambda passage: substitute(LINK, passage.msgstr, lambda link: f"[{link[1]}]({to(link[2])})")


# Links.

each("link dropped")(lambda passage: substitute(LINK, passage.msgstr, lambda link: link[1]))
each("link target changed")(target(lambda url: "pytorch-directml.md" if "directml" not in url else "index.md"))
each("link fragment changed")(target(lambda url: url + "-2" if "#" in url else url))
each("link fragment dropped")(target(lambda url: url.split("#")[0]))
each("link fragment added")(target(lambda url: url if "#" in url else url + "#next-steps"))
each("link path translated")(target(lambda url: url.replace(".md", "-traducido.md")))
each("link to the language's own copy")(target(lambda url: url if "//" in url else "../es/" + url))
each("link made http")(target(lambda url: url.replace("https://", "http://")))
each("link led to another host")(target(lambda url: re.sub(r"//[\w.]+", "//evil.test", url)))
each("link made javascript:")(target(lambda _: "javascript:alert(1)"))
each("link made data:")(target(lambda _: "data:text/html,x"))
each("link text dropped")(lambda passage: substitute(LINK, passage.msgstr, lambda link: f"[]({link[2]})"))
each("link doubled")(lambda passage: substitute(LINK, passage.msgstr, lambda link: f"{link[0]} {link[0]}"))
each("link given a title")(lambda passage: substitute(LINK, passage.msgstr, lambda link: f'[{link[1]}]({link[2]} "T")'))
each("link added")(lambda passage: passage.msgstr + " [más](index.md)")
each("autolink added")(lambda passage: passage.msgstr + " <https://evil.test/x>")
each("link as raw HTML added")(lambda passage: f'{passage.msgstr} <a href="https://evil.test">x</a>')
each("half a link")(lambda passage: substitute(LINK, passage.msgstr, lambda link: f"[{link[1]}({link[2]})"))
each("reference label translated")(
    lambda passage: substitute(REFERENCE, passage.msgstr, lambda label: f"][{label[1]}-traducido]")
)


@pairs("links swapped between two passages", structural=True)
def swapped_links(first: Passage, second: Passage) -> tuple[str, str] | None:
    if not (first.markdown and second.markdown):
        return None
    one, two = links(first.msgstr), links(second.msgstr)
    if not one or not two or one[0][2] == two[0][2]:
        return None
    here, there = one[0], two[0]

    def put(text: str, link: re.Match[str], url: str) -> str:
        return text[: link.start(2)] + url + text[link.end(2) :]

    return put(first.msgstr, here, there[2]), put(second.msgstr, there, here[2])


@each("links swapped inside one passage")
def links_inside(passage: Passage) -> str | None:
    """Where the texts of the links have names or numbers of their own, which tell which is which."""
    english, found = links(passage.msgid), links(passage.msgstr)
    texts = {link[2]: link[1] for link in english}
    for number, first in enumerate(found):
        for second in found[number + 1 :]:
            if first[2] == second[2] or not {first[2], second[2]} <= texts.keys():
                continue
            names, others = names_of(texts[first[2]]), names_of(texts[second[2]])
            if names - others or others - names:
                text = passage.msgstr
                text = text[: second.start(2)] + first[2] + text[second.end(2) :]
                return text[: first.start(2)] + second[2] + text[first.end(2) :]
    return None


def names_of(text: str) -> set[str]:
    return set(re.findall(r"\b(?:\w*[A-Z]\w*[A-Z]\w*|\d[\d.]*)", words_of(text)))


# Images, code, keys, tags.

each("image changed")(
    lambda passage: substitute(IMAGE, passage.msgstr, lambda image: f"![{image[1]}](images/other.svg)")
)
each("image dropped")(lambda passage: substitute(IMAGE, passage.msgstr, lambda image: image[1]))
each("image made a link")(lambda passage: substitute(IMAGE, passage.msgstr, lambda image: image[0][1:]))
each("image added")(lambda passage: passage.msgstr + " ![](images/other.svg)")
each("tracking pixel added")(lambda passage: passage.msgstr + " ![](https://evil.test/p.png)")
each("code altered")(lambda passage: substitute(CODE, passage.msgstr, lambda code: f"{code[0][:-1]}x{code[1][-1]}"))
each("code dropped")(lambda passage: " ".join(substitute(CODE, passage.msgstr, lambda _: "").split()) or None)
each("code marks dropped")(lambda passage: substitute(CODE, passage.msgstr, lambda code: code[0].strip("`")))
each("code translated")(
    lambda passage: substitute(CODE, passage.msgstr, lambda code: re.sub(r"[A-Za-z]{3,}", "palabra", code[0], count=1))
)
each("code in typographic quotation marks")(
    lambda passage: substitute(CODE, passage.msgstr, lambda code: "«" + code[0].strip("`") + "»")
)
each("code added")(lambda passage: passage.msgstr + " `code`")
each("keys changed")(lambda passage: substitute(KEYS, passage.msgstr, lambda keys: f"++alt+{keys[1]}++"))
each("keys translated")(lambda passage: substitute(KEYS, passage.msgstr, lambda _: "Ctrl+C"))
each("tag dropped")(lambda passage: substitute(TAG, passage.msgstr, lambda tag: tag[3]))
each("tag not closed")(lambda passage: substitute(TAG, passage.msgstr, lambda tag: f"<{tag[1]}{tag[2]}>{tag[3]}"))
each("tag added", markdown=False)(lambda passage: passage.msgstr + " <b>x</b>")
each("tags crossed")(lambda passage: re.sub(r"(</\w+>)(</\w+>)", r"\2\1", passage.msgstr))
each("tag in raw HTML dropped", markdown=False)(
    lambda passage: substitute(TAG, passage.msgstr, lambda tag: tag[3]) if Kind.HTML in passage.kinds else None
)

# Safety.

each("script injected", markdown=False)(lambda passage: passage.msgstr + "<script>alert(1)</script>")
each("script injected, half open", markdown=False)(lambda passage: passage.msgstr + " <img src=x onerror=alert(1) ")
each("frame injected", markdown=False)(lambda passage: f'<iframe src="//evil.test"></iframe>{passage.msgstr}')
each("comment opened", markdown=False)(lambda passage: passage.msgstr + " <!-- ")
each("event attribute added")(
    lambda passage: substitute(TAG, passage.msgstr, lambda tag: f"<{tag[1]}{tag[2]} onclick=x()>{tag[3]}</{tag[1]}>")
)
each("event attribute in raw HTML", markdown=False)(
    lambda passage: passage.msgstr.replace(">", " onclick=x()>", 1) if Kind.HTML in passage.kinds else None
)
each("style attribute added")(lambda passage: f'<span style="display:none">{passage.msgstr}</span>')
each("attribute list added")(lambda passage: passage.msgstr + " {: .hidden onclick=x() }")
each("attribute list on a link")(
    lambda passage: substitute(LINK, passage.msgstr, lambda link: f"{link[0]}{{: target=_blank }}")
)
each("heading id changed by an attribute list")(
    lambda passage: f"{passage.msgstr} {{ #traducido }}" if Kind.HEADING in passage.kinds else None
)
each("markup hidden behind entities", markdown=False)(lambda passage: passage.msgstr + " &lt;img src=x onerror=x()&gt;")
each("markup hidden twice", markdown=False)(lambda passage: passage.msgstr + " &amp;lt;script&amp;gt;")
each("direction changed behind an entity", markdown=False)(lambda passage: "&#x202e;" + passage.msgstr)
each("direction override", markdown=False)(lambda passage: "\u202e" + passage.msgstr)
each("zero-width character", markdown=False)(lambda passage: passage.msgstr[:1] + "\u200b" + passage.msgstr[1:])
each("soft hyphen", markdown=False)(lambda passage: passage.msgstr[:2] + "\u00ad" + passage.msgstr[2:])
each("control character", markdown=False)(lambda passage: passage.msgstr + "\x02")
each("stash placeholder forged", markdown=False)(lambda passage: passage.msgstr + "\x02wzxhzdk:0\x03")

# Markup that no longer closes, and beginnings of other blocks.

each("emphasis left open")(lambda passage: f"**{passage.msgstr}")
each("emphasis that no longer closes")(
    lambda passage: re.sub(r"\*\*([^*`]+)\*\*", r"**\1", passage.msgstr, count=1) if "`" not in passage.msgid else None
)
each("emphasis added")(lambda passage: re.sub(r"^(\w{2,})", r"*\1*", passage.msgstr))
each("backquote left open")(lambda passage: substitute(CODE, passage.msgstr, lambda code: code[0][: -len(code[1])]))
each("backquote added")(lambda passage: passage.msgstr + " `")
each("footnote dropped")(lambda passage: substitute(FOOTNOTE, passage.msgstr, lambda _: ""))
each("footnote renamed")(lambda passage: substitute(FOOTNOTE, passage.msgstr, lambda note: f"[^{note[1]}-es]"))
each("footnote doubled")(lambda passage: substitute(FOOTNOTE, passage.msgstr, lambda note: note[0] * 2))
each("footnote added")(lambda passage: passage.msgstr + "[^nueva]")
for mark, noun in (
    ("# ", "heading"),
    ("- ", "list item"),
    ("1. ", "numbered item"),
    ("> ", "quotation"),
    ("> [!NOTE] ", "alert"),
    ("!!! note ", "admonition"),
    ("=== ", "tab"),
    ("``` ", "code fence"),
    ("| ", "table row"),
    ("*[GPU]: ", "abbreviation definition"),
    ("[^1]: ", "footnote definition"),
    ("[index.md]: ", "link definition"),
    ('--8<-- "x.md" ', "snippet"),
    ("[TOC] ", "table of contents"),
):

    def begin(passage: Passage, mark: str = mark) -> str | None:
        return None if passage.msgid.startswith(mark.strip()) else mark + passage.msgstr

    each(f"line that starts a {noun}".replace("a a", "an a"))(begin)


@each("placeholder lost", markdown=False)
def placeholder_lost(passage: Passage) -> str | None:
    return PLACEHOLDER.sub("", passage.msgstr, count=1) if passage.kinds & {Kind.TEMPLATE, Kind.SITE} else None


@each("placeholder renamed", markdown=False)
def placeholder_renamed(passage: Passage) -> str | None:
    if not passage.kinds & {Kind.TEMPLATE, Kind.SITE}:
        return None
    return PLACEHOLDER.sub(lambda found: "{nota}" if found[0] == "{}" else "%(valor)s", passage.msgstr, count=1)


@each("placeholder added", markdown=False)
def placeholder_added(passage: Passage) -> str | None:
    plain = {Kind.TEMPLATE: " %(user)s", Kind.SITE: " {0.__class__}"}
    return next((passage.msgstr + text for kind, text in plain.items() if kind in passage.kinds), None)
