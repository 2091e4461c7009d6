"""What Python-Markdown puts aside while it works never shows: no finding can quote a placeholder."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from isogloss.segments import IsoglossExtension, Rendering, SourceStructure
from isogloss.segments.parser import unstashed
from isogloss.structure import outline
from markdown import Markdown

PUT_ASIDE = r"""
AMD &amp; *Intel* <kbd title="a &lt; b">K</kbd>\* [it's &copy; "A"](a.md "B &amp; C") ![x &amp; y](a&amp;b.png "&lt;z")
<d@example.org> `a &amp; <b>` [e & f][g] <b data-a="\*">c</b> ++ctrl+alt++ $a<b$ \(c<d\) "quoted" -- (c) x[^1]
""".strip().replace("\n", " ")
EVERY_BLOCK = f"""
# {PUT_ASIDE}

{PUT_ASIDE}

- {PUT_ASIDE}

    > {PUT_ASIDE}

| {PUT_ASIDE.replace("|", "")} |
| --- |
| {PUT_ASIDE} |

Term {PUT_ASIDE}
:   {PUT_ASIDE}

=== "{PUT_ASIDE.replace('"', "'")}"

    {PUT_ASIDE}

## Decide {{.decision}}

- {PUT_ASIDE}
    - {PUT_ASIDE}
    - No: <i>stop</i> &amp; [go](a.md)

## Next steps

{PUT_ASIDE}

<div markdown="1">{PUT_ASIDE}</div>

<p>{PUT_ASIDE}</p>

[^1]: {PUT_ASIDE}
[g]: a.md "{PUT_ASIDE.replace('"', "'").partition("<d@")[0]}"
"""
EXTENSIONS = [
    "abbr",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "smarty",
    "pymdownx.arithmatex",
    "pymdownx.betterem",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.smartsymbols",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))


@pytest.mark.parametrize("more", [[], EXTENSIONS], ids=["plain", "with extensions"])
def test_the_structure_of_a_page_holds_no_placeholder(more):
    original, pages = SourceStructure(), []
    rendering = Rendering(original, finish=lambda md, root: pages.append(outline.read(md, root, rendering.texts)))
    Markdown(extensions=[*more, IsoglossExtension(lambda _: rendering)]).convert(EVERY_BLOCK)
    found = [*strings(pages), *strings(list(original.passages.values()))]
    assert len(found) > (250 if more else 100)
    assert sorted({text for text in found if "\x02" in text or "\x03" in text}) == []
    if more:
        assert pages[0].decisions[0].branches[0].branches[1].text == "No: <i>stop</i> &amp; go"


@pytest.mark.parametrize("around", ["{}", "see {}"])
def test_what_was_put_aside_within_something_else_comes_back_with_it(around):
    md = Markdown()
    inner = md.htmlStash.store("<b>word</b>")
    for piece in (f"<i>{inner}</i>", "a \x02amp\x03 b", "half \x03", "whole"):
        text = around.format(md.htmlStash.store(piece))
        shown = {"a \x02amp\x03 b": "a  b", "half \x03": "half "}.get(piece, piece.replace(inner, "<b>word</b>"))
        assert unstashed(md, text) == around.format(shown)
    assert unstashed(md, around.format("\x02wzxhzdk:99\x03")) == around.format("")


def test_no_finding_quotes_a_placeholder(make_site):
    guide = "# Start\n\n## Decide {.decision}\n\n- AMD &amp; <b>Intel</b>\n- Not sure: [a](a.md)\n"
    site = make_site({"index.md": guide, "a.md": "# A\n"})
    said = site.run("isogloss", "check").stdout
    assert "docs/index.md:5: error: 'AMD &amp; <b>Intel</b>' in #decide leads to no pages [decision-dead-end]" in said


def test_a_translation_is_quoted_without_the_fenced_block_in_its_paragraph(make_site):
    text = "Then run `it`:"
    site = make_site({"index.md": f"# Start\n\n{text}\n```sh\nrun\n```\n"}, translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "markdown_extensions: [pymdownx.superfences]\n")
    site.run("isogloss", "update")
    site.translate("locales/es-ES/docs/index.po", {text: "Entonces"})
    said = site.run("isogloss", "check").stdout
    assert "[code]" in said
    quotation = said.partition("translation  ")[2].partition("→")[0]
    assert quotation.split() == ["Entonces"]
