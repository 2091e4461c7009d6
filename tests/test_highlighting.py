"""Code is highlighted once for all languages, as pymdownx does it, and no faster way shows in the page."""

from __future__ import annotations

import pytest
from isogloss.segments.pymdown import share_highlighting
from markdown import Markdown
from pygments.style import StyleMeta

PAGE = '```py linenums="1" hl_lines="1" title="a.py"\nx = "a" if 1 else None  # b\n```\n\n`#!js let a = "b"`\n'
OPTIONS = [
    {},
    {"anchor_linenums": True, "linenums_style": "pymdownx-inline", "pygments_style": "monokai"},
    {"noclasses": True, "pygments_style": "monokai"},
    {"use_pygments": False},
    {"linenums_style": "inline", "line_spans": "__span"},
    {"pygments_style": "none of all"},
]


def parser(options):
    extensions = ["pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences"]
    return Markdown(extensions=extensions, extension_configs={"pymdownx.highlight": options})


def converted(md):
    try:
        return md.convert(PAGE)
    except Exception as error:
        return repr(error)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_code_becomes_what_it_is_without(options):
    alone, highlighted = converted(parser(options)), {}
    for _ in range(2):
        md = parser(options)
        share_highlighting(md, highlighted)
        assert converted(md) == alone


def test_no_style_sheet_is_made_that_nobody_reads(monkeypatch):
    read = []
    monkeypatch.setattr(StyleMeta, "style_for_token", lambda _, token: read.append(token))
    md = parser({})
    share_highlighting(md, {})
    assert '<span class="s2">' in md.convert(PAGE)
    assert not read
