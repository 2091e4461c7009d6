"""Dresses a finished page: puts around it what readers get, wherever a theme has the place for it.

All of this is done to the text of the page, after every template and plugin: whoever looked at the page before has seen
what it would be without Isogloss. What a page of a theme does not have a place for is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from isogloss.project import Locale
from isogloss.reader.abbreviations import with_first_ones

_HTML = re.compile(r"<html\b[^<>]*>")
_LOST = re.compile(r"<h1\b[^<>]*>404[^<]*</h1>(?:\s*<p\b[^<>]*><strong>[^<]*</strong></p>)?")
"""What pages of themes for lost readers say: of Material, and of MkDocs' own."""
_VERBATIM = re.compile(r"<(?:(script|style)\b.*?</\1>|!--.*?-->)", re.DOTALL)
_BETWEEN = re.compile(r">[^\S\n]*\n\s*(?=<)")
"""What is between the elements of a head, which means nothing: a fifth of what is in the head of Material."""
_HEAD_LINK = re.compile(r"<link\b[^<>]*>\s*")
_REST_OF_LINK = re.compile(r"(?!\w)([^<>]*)>\s*")
_ROLE = re.compile(r"""role=["']?main\b""")
_MAIN = re.compile(rf"<[^<>]*\b{_ROLE.pattern}[^<>]*>")
_BUTTON = re.compile(r"""<button\b[^<>]*>""")
_LABEL = re.compile(r"""\baria-label=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINK = re.compile(r"<a\b[^<>]*>")
_HREFLANG = re.compile(r"""\bhreflang=["']?([\w-]+)["']?""")
_BLANKS = re.compile(r"(?<=>)\s+|(?<!\s)\s+(?=<)")
"""How a template is written, and not what it says."""
_HREF = re.compile(r"""\bhref=(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
_PATH = re.compile(r"""(<nav class=["']?md-path["']?) aria-label=(?:"[^"]*"|'[^']*'|[^\s>]+)""")
"""The way to a page: Material calls it what it calls the whole navigation."""
_CARD = re.compile(r"""\bproperty=["']?(og:[\w:]+)""")
_BAR = '<ul class="nav navbar-nav ms-md-auto">'
"""Where MkDocs' own theme has its search, and what else is no page."""
_LANGUAGES = re.compile(r"""class=["']?md-select__list\b""")


class Edition(NamedTuple):
    """A page in one language."""

    locale: Locale
    address: str
    """Relative to the page that is dressed; empty if the switcher leads where mkdocs.yml says."""
    absolute: str
    """With the host; empty if mkdocs.yml does not say where the site is published."""
    translated: bool
    """Whether anything of it is in the language."""
    elsewhere: str = ""
    """Where the switcher leads, if mkdocs.yml says so."""


class Card(NamedTuple):
    """What is shown of a page where somebody links to it."""

    title: str
    about: str = ""
    image: str = ""
    """Its address, with the host; empty if there is none."""
    address: str = ""
    """That of the page, with the host; empty if mkdocs.yml does not say where the site is published."""


class Outfit(NamedTuple):
    """What a page is dressed in."""

    locale: Locale
    editions: Sequence[Edition] = ()
    """The page in each language that has it, its own included; empty if it is in one alone."""
    root: str = ""
    """The language at the root of the site, by its tag: search engines send all others there."""
    style_sheet: str = ""
    """The address of the style sheet, relative to the page; empty if there is none."""
    script: str = ""
    before: re.Pattern[str] | None = None
    """The script of the theme that is to come after it; None if that is all the same."""
    before_style: str = ""
    """The first style sheet of the site's own: it has the last word."""
    line: str = ""
    """The line under the title; empty if there is nothing to say."""
    tools: str = ""
    """What stands beside the title; empty if nothing does."""
    card: Card | None = None
    path: str = ""
    """The attributes that name the way to the page; empty if it stays as the theme calls it."""
    switcher: bool = True
    draws_none: bool = False
    """Whether the theme has no switcher of its own."""
    text: str = ""
    """The text of the page, as it was put into the template: links in it are no switcher."""
    search_engines: bool = True
    abbreviations: bool = True

    @property
    def own(self) -> Edition | None:
        """The edition that is dressed."""
        return next((one for one in self.editions if one.locale == self.locale), None)


def dressed(output: str, outfit: Outfit) -> str:
    """The page *output* in its *outfit*."""
    # Pages that a plugin has made smaller may leave the end of the head to the beginning of the body.
    end = "</head>" if "</head>" in output else "<body"
    head, end, body = output.partition(end)
    if not end:
        return output
    head = _without_breaks(f"{head.rstrip()}\n")
    html = _HTML.search(head)
    if outfit.locale.direction == "rtl" and html is not None and " dir=" not in html[0]:
        head = f'{head[: html.end() - 1]} dir="rtl"{head[html.end() - 1 :]}'
    if outfit.search_engines:
        head = for_search_engines(head, outfit)
    if outfit.card is not None:
        head = _with_card(head, outfit, outfit.card)
    head = _with_style(head, outfit)
    if outfit.script:
        place = outfit.before.search(body) if outfit.before is not None else None
        if place is not None:
            script = f'<script src="{escape(outfit.script)}"></script>'
            body = body[: place.start()] + script + body[place.start() :]
        else:
            head += f'<script src="{escape(outfit.script)}" defer></script>\n'
    if outfit.switcher and (languages := _LANGUAGES.search(body)) is not None:
        body = _with_switcher(body, languages.start(), outfit)
    elif outfit.switcher and outfit.draws_none and len(outfit.editions) > 1:
        body = _with_languages(body, outfit)
    if outfit.abbreviations:
        body = with_first_ones(body)
    if outfit.path:
        body = _PATH.sub(lambda found: f"{found[1]} {outfit.path}", body, count=1)
    if outfit.tools:
        body = _with_tools(body, outfit.tools)
    if outfit.line:
        body = _with_line(body, outfit.line)
    return head + end + body


def _without_breaks(head: str) -> str:
    """*head* with one line break between elements where there are several, and blanks."""
    parts, place = [], 0
    for kept in _VERBATIM.finditer(head):
        # The sign before what is between two elements, and the one behind it, belong to them.
        parts += [_BETWEEN.sub(">\n", head[place : kept.start() + 1]), head[kept.start() + 1 : kept.end() - 1]]
        place = kept.end() - 1
    return "".join(parts) + _BETWEEN.sub(">\n", head[place:])


def lost(output: str, text: str) -> str:
    """The page *output* for lost readers with *text*; a page that is the site's own stays as it is."""
    return _LOST.sub(lambda _: text, output, count=1)


def _main(body: str) -> re.Match[str] | None:
    """The tag of *body* that its main part begins with: looked for by what it says, as each page has many tags."""
    tags = (_MAIN.match(body, body.rfind("<", 0, role.start())) for role in _ROLE.finditer(body))
    return next(filter(None, tags), None)


def _with_languages(body: str, outfit: Outfit) -> str:
    """*body* with a switcher where the theme draws none, unless a template of the site has links to the languages."""
    others = [one for one in outfit.editions if one.locale != outfit.locale]
    leads = {address for one in others for address in (one.address, one.absolute, one.elsewhere) if address}
    links = (f'href="{escape(address)}"' for address in leads)
    if not outfit.locale.name or any(body.count(link) > outfit.text.count(link) for link in links):
        return body
    items = []
    for one in outfit.editions:
        marks = one.locale.marks(outfit.locale) if one.locale != outfit.locale else ' aria-current="true"'
        address, name = escape(one.address or one.elsewhere), escape(one.locale.name or one.locale.tag)
        items.append(
            f'<li><a class="isogloss-switch" href="{address}" hreflang="{one.locale.web}"{marks}>{name}</a></li>'
        )
    summary = f'<summary class="nav-link dropdown-toggle">{escape(outfit.locale.name)}</summary>'
    switcher = f'<details class="isogloss-languages">{summary}<ul>{"".join(items)}</ul></details>'
    if (bar := body.find(_BAR)) >= 0:
        place, switcher = bar + len(_BAR), f'<li class="nav-item">{switcher}</li>'
    elif (main := _main(body)) is not None:
        place = main.start()
    else:
        return body
    return f"{body[:place]}{switcher}{body[place:]}"


def _with_tools(body: str, tools: str) -> str:
    """*body* with *tools* before its article, or where the text begins."""
    place = body.find("<article")
    if place < 0 and (main := _main(body)) is not None:
        place = main.end()
    return f"{body[:place]}{tools}\n{body[place:]}" if place > 0 else body


def _with_line(body: str, line: str) -> str:
    """*body* with *line* below the title, or above the text where the theme shows no title."""
    main = _main(body)
    start = max(body.find("<article"), main.start() if main is not None else -1)
    if start < 0:
        return body
    end = body.find("<h2", start)
    begin = body[start:end] if end >= 0 else body[start:]
    title = begin.find("</h1>")
    place = start + (title + len("</h1>") if title >= 0 else begin.find(">") + 1)
    return f"{body[:place]}\n{line}{body[place:]}"


def _with_style(head: str, outfit: Outfit) -> str:
    if not outfit.style_sheet:
        return head
    link = f'<link rel="stylesheet" href="{escape(outfit.style_sheet)}">\n'
    place = head.find(escape(outfit.before_style)) if outfit.before_style else -1
    place = head.rfind("<link", 0, place) if place >= 0 else len(head)
    return head[:place] + link + head[place:]


def for_search_engines(head: str, outfit: Outfit) -> str:
    """*head* with the languages of the page, as search engines want to hear of them.

    They are absolute, the same on each of the pages, and only of those on which anything is translated; a page that is
    not translated at all says that it is the English one.

    Material looks for links by ``rel`` alone and asks at each of them for a sitemap, in vain; a space after the word is
    nothing to all who read the attribute as the words that it is made of.
    """
    head = _without_languages(head)
    own, root = outfit.own, next((one for one in outfit.editions if one.locale.tag == outfit.root), None)
    if own is None or root is None or not all(one.absolute for one in outfit.editions):
        return head
    if not own.translated:
        link = f'<link rel="canonical" href="{escape(root.absolute)}">'
        head = _HEAD_LINK.sub(lambda found: "" if "canonical" in found[0] else found[0], head)
        return f"{head}{link}\n"
    translated = [one for one in outfit.editions if one.translated]
    if len(translated) < 2:
        return head
    tags = [(one.locale.web, one.absolute) for one in translated]
    tags += [("x-default", root.absolute)] if root.translated else []
    return head + "".join(
        f'<link rel="alternate " hreflang="{tag}" href="{escape(address)}">\n' for tag, address in tags
    )


def _without_languages(head: str) -> str:
    """*head* without links to other languages."""
    begin, *links = head.split("<link")
    found = ((link, _REST_OF_LINK.match(link) if "hreflang=" in link else None) for link in links)
    rest = (link[tag.end() :] if tag is not None and "hreflang=" in tag[1] else f"<link{link}" for link, tag in found)
    return begin + "".join(rest)


def _with_card(head: str, outfit: Outfit, card: Card) -> str:
    """*head* with what Open Graph calls the page; what a template or a plugin has said of it already stays.

    Other locales of a page would be those that it has at the same address, for whoever asks for one: there are none.
    """
    own, root = outfit.own, next((one for one in outfit.editions if one.locale.tag == outfit.root), None)
    shown = root if own is not None and not own.translated and root is not None else own
    locale = shown.locale if shown is not None else outfit.locale
    told = [
        ("og:title", card.title),
        ("og:description", card.about),
        ("og:url", shown.absolute if shown is not None else card.address),
        ("og:image", card.image),
        ("og:locale", locale.open_graph),
    ]
    said = set(_CARD.findall(head) if "og:" in head else ())
    return head + "".join(
        f'<meta property="{name}" content="{escape(text)}">\n' for name, text in told if text and name not in said
    )


def _with_switcher(body: str, place: int, outfit: Outfit) -> str:
    """*body* with a switcher that leads to the page itself in each language, and says its own in words."""
    end = body.find("</ul>", place)
    editions = {one.locale.web: one for one in outfit.editions}

    def link(found: re.Match[str]) -> str:
        text, language = found[0], _HREFLANG.search(found[0])
        if language is None:
            return text
        edition = editions.get(language[1])
        attributes = f' lang="{language[1]}"'
        if edition is not None and edition.locale.direction != outfit.locale.direction:
            attributes += f' dir="{edition.locale.direction}"'
        if language[1] == outfit.locale.web:
            attributes += ' aria-current="true"'
        text = text[: language.end()] + attributes + text[language.end() :]
        if edition is not None and edition.address and (leads := _HREF.search(text)) is not None:
            text = f'{text[: leads.start()]}href="{escape(edition.address)}"{text[leads.end() :]}'
        return text

    languages = _BLANKS.sub(lambda found: "" if "\n" in found[0] else found[0], _LINK.sub(link, body[place:end]))
    before, start = body[:place], body.rfind("<button", 0, place)
    button = _BUTTON.match(body, start, place) if start >= 0 else None
    if button is not None and outfit.locale.name:
        name = escape(outfit.locale.name)
        label = _LABEL.search(button[0])
        text = next(filter(None, label.groups()), "") if label is not None else ""
        opened = button[0].replace(label[0], f'aria-label="{text}: {name}"') if label is not None else button[0]
        rest = before[button.end() :].replace("</button>", f"<span>{name}</span></button>", 1)
        before = before[:start] + opened + rest
    return before + languages + body[end:]


def sitemap_of(sitemap: str, untranslated: Sequence[str], root: str) -> str:
    """*sitemap* without the addresses that are *untranslated*; *root* is the language that all others are sent to."""
    left_out = {escape(address) for address in untranslated}
    begin, *pages = sitemap.split("<url>")
    kept = [begin]
    for page in pages:
        address = page.partition("<loc>")[2].partition("</loc>")[0]
        if address in left_out:
            continue
        found = [(line, *_SITEMAP_LINK.findall(line)) for line in page.split("\n")]
        links = [link for _, *links in found for link in links if link[1] not in left_out]
        lines = [line for line, *links in found if not links]
        if len(links) > 1:
            links += [("x-default", address) for tag, address in links if tag == root]
            rows = [f'        <xhtml:link rel="alternate" hreflang="{tag}" href="{href}"/>' for tag, href in links]
            end = next(number for number, line in enumerate(lines) if "</url>" in line)
            lines[end:end] = rows
        kept.append("\n".join(lines))
    text = "<url>".join(kept)
    return text if "</urlset>" in text else f"{text}</urlset>\n"


_SITEMAP_LINK = re.compile(r'<xhtml:link rel="alternate" hreflang="([^"]*)" href="([^"]*)"/>')
