"""Every place where a text is published: its Markdown, with a word in it that tells which place it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

PLACES = {
    "heading": "## heading{n} of a part",
    "headingmath": "## headingmath{n} with $mc^2$ and `code`",
    "paragraph": "paragraph{n} with **bold** and `code`.",
    "generic": 'generic{n} is a `List<T>` of Generic \\<T> for "it" & more.',
    "listitem": "- listitem{n} one\n- [x] tasklist{n} two\n    - innerlist{n} three",
    "table": "| tablehead{n} | Other |\n| --- | --- |\n| tablecell{n} | `only code` |",
    "definition": "term{n}\n:   meaning{n} of it",
    "callout": "> [!NOTE]\n> callout{n} with a [link](a.md)",
    "admonition": '!!! note "admonition{n}"\n\n    admonished{n} text',
    "details": '??? note "details{n}"\n\n    detailed{n} text',
    "summary": "<details markdown><summary>summary{n}</summary>\nsummarized{n} text\n</details>",
    "tab": '=== "tab{n}"\n\n    tabbed{n} text',
    "footnote": "noted{n} here.[^{n}]\n\n[^{n}]: footnote{n} text",
    "codetitle": '```bash title="codetitle{n}"\nls\n```',
    "abbreviation": "ABC{n}X is a word.\n\n*[ABC{n}X]: abbreviation{n} of it",
    "rawtext": '<div><p>rawtext{n} <a href="a.md">this</a></p><button>rawbutton{n}</button></div>',
    "rawattributes": '<div><img src="chip.svg" alt="rawalt{n}" title="rawtitle{n}">'
    '<input placeholder="rawplaceholder{n}" aria-label="rawlabel{n}"></div>',
    "rawbodies": "<div><textarea>rawtextarea{n}</textarea><noscript>rawnoscript{n}</noscript>"
    "<select><option>rawoption{n}</option></select></div>",
    "rawsvg": "<div><svg><title>svgtitle{n}</title><text>svgtext{n}</text></svg></div>",
    "section": '<section aria-label="sectionlabel{n}" markdown>\nsectiontext{n} in it\n</section>',
    "figure": "<figure markdown>\n![figurealt{n}](chip.svg)\n<figcaption>figurecaption{n}</figcaption>\n</figure>",
    "imagealt": "See ![imagealt{n}](chip.svg) here.",
    "imagetitle": 'See ![A chip](chip.svg "imagetitle{n}") here.',
    "linktext": "Read [linktext{n}](a.md) here.",
    "linktitle": 'Read [it](a.md "linktitle{n}") here.',
    "linkmarkup": 'Read [it](a.md "Press <kbd>linkmarkup{n}</kbd>") here.',
    "reference": 'Read [reference{n}][ref{n}] here.\n\n[ref{n}]: a.md "referencetitle{n}"',
    "attributelist": 'Look at `x`{{ title="attributelist{n}" }} here.',
    "inlinescript": "An inline <script>var inlinescript{n} = 1;</script> body.",
    "inlinestyle": "An inline <style>.inlinestyle{n} {{ color: red }}</style> body.",
    "inlinetextarea": "An inline <textarea>inlinetextarea{n}</textarea> body.",
    "inlinetemplate": "An inline <template>inlinetemplate{n}</template> body.",
    "inlinecode": "An inline <code>inlinecode{n}</code> body.",
    "inlinekbd": "An inline <kbd>inlinekbd{n}</kbd> body.",
    "inlinesamp": "An inline <samp>inlinesamp{n}</samp> body.",
    "inlinetag": "An inline <b>inlinetag{n}</b> body.",
    "inlinetitle": 'An inline <span title="inlinetitle{n}">body</span> here.',
    "keys": "Press ++ctrl+c++ for keys{n}.",
    "contents": "contents{n} of [TOC] here.",
    "braces": "braces{n} with {{% raw %}}{{{{ not_run }}}}{{% endraw %}} in it.",
}
"""Places that every site has."""

MORE_PLACES = {
    "math": "The energy $math{n} = mc^2$ of it.",
    "mathinparentheses": r"The energy \(mathinparentheses{n} = mc^2\) of it.",
    "mathblock": "$$\nmathblock{n} = mc^2\n$$",
    "withmath": "withmath{n} is $mc^2$ here.",
    "icon": "An :material-check: icon{n} and :smile: here.",
    "critic": "A {{--criticdeleted{n}--}} {{++criticadded{n}++}} {{==criticmarked{n}==}}{{>>criticnote{n}<<}} here.",
    "marks": "A ==marked{n}== ^^inserted{n}^^ ~~deleted{n}~~ H~2~O x^2^ here.",
    "magiclink": "At https://example.org/magiclink{n} and magictext{n}.",
    "smartsymbols": "smartsymbols{n} --> (c) 1/2 here.",
    "caption": "A picture.\n\n/// caption\ncaption{n} of it\n///",
    "annotation": "annotation{n} (1)\n{{ .annotate }}\n\n1.  annotated{n} text",
    "card": '<div class="grid cards" markdown>\n\n-   card{n} in a grid\n\n</div>',
    "button": "[button{n}](a.md){{ .md-button }}",
    "highlightedcode": "Run `#!python print()` for highlightedcode{n}.",
    "lightbox": '![lightboxalt{n}](chip.svg){{ data-title="lightboxtitle{n}" data-description="lightboxtext{n}" }}',
    "tooltip": 'An :material-check:{{ title="tooltip{n}" }} icon.',
    "macro": "macro{n} makes {{{{ 6 * 7 }}}} here.",
}
"""Places that more extensions make."""

SMALL_PAGES = {
    "index.md": "# heading1plain{n} Start\n\nText.\n",
    "h1.md": "---\ndescription: 'descriptionquotes{n} About \"it\"'\n---\n\n# heading1math{n} $mc^2$ and `code`\n",
    "generic.md": "---\ntitle: 'titlegeneric{n} Generic <T> types'\n---\n\n# heading1titled{n}\n",
    "braces.md": "---\ntitle: 'titlebraces{n} {{ 6 * 7 }}'\ndescription: 'descriptionbraces{n} {{ 6 * 7 }}'\n---\n\n"
    "# heading1braces{n}\n",
}
"""Pages of one text each: what is in a title is once on a page."""

NAV = """\
nav:
  - index.md
  - 'navigationbraces {{ 6 * 7 }}': braces.md
  - 'navigationgeneric Generic <T>': generic.md
  - 'navigationquotes About "it"': h1.md
  - navigationsection:
"""

TEMPLATE = """\
{% extends "base.html" %}
{% block extrahead %}
{{ super() }}
<meta name="own" content="{{ _('templatemeta') }}">
<script>window.own = [{{ _('templatejson') | tojson }}, "{{ _('templatescript') }}"];</script>
{% endblock %}
{% block content %}
<p title="{{ _('templateattribute') }}">{{ _('templatetext %(name)s', name="x") }}
{% trans %}templatetrans{% endtrans %}
{{ _('templatemarkup <T> "it"') }} <a href="{{ _('https://example.org/templateaddress') }}">x</a></p>
{{ super() }}
{% endblock %}
"""

_WORDS = re.compile(r"\b([a-z]+(?:1[a-z]+)?)\{n\}")
NAMES = frozenset(
    name for texts in (PLACES, MORE_PLACES, SMALL_PAGES) for text in texts.values() for name in _WORDS.findall(text)
) | {"title", "description"}
SITE_WIDE = ("navigation", "template", "site", "copyright")
_NUMBERED = re.compile(r"\b([a-z]+(?:1[a-z]+)?)(\d+)\b")
_ALONE = re.compile(rf"\b(?:{'|'.join(SITE_WIDE)})[a-z]*\b")


def mark_of(msgid: str) -> tuple[str, str]:
    """Which place *msgid* is of, and the word that says so; two empty strings if it is another text."""
    for found in _NUMBERED.finditer(msgid):
        if found[1] in NAMES or found[1].startswith(SITE_WIDE):
            return found[1], found[0]
    found = _ALONE.search(msgid)
    return (found[0], found[0]) if found else ("", "")


def page(number: int, copies: int, places: dict[str, str], macros: bool) -> str:
    """A page with *copies* of every place; before each is an empty element that says which comes."""
    parts = [f"---\ntitle: title{number} of it\ndescription: description{number} of it\n---\n"]
    for copy in range(number * copies, (number + 1) * copies):
        for name, text in places.items():
            parts.append(f'<div id="at-{name}-{copy}"></div>\n\n{text.format(n=copy)}')
    parts.append('<div id="at-end-0"></div>')
    whole = "\n\n".join(parts) + "\n"
    return whole if macros else whole.replace("{% raw %}", "").replace("{% endraw %}", "")


def small_pages(number: int) -> Iterator[tuple[str, str]]:
    """The pages of one text each, with their paths."""
    for path, text in SMALL_PAGES.items():
        yield path, text.replace("{n}", str(number))
