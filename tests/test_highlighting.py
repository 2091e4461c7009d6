"""Code is highlighted once for all languages, as pymdownx does it, and no faster way shows in the page."""

from __future__ import annotations

import pytest
from isogloss.segments import pymdown
from isogloss.segments.pymdown import share_highlighting
from markdown import Markdown
from pygments.lexers import get_lexer_by_name
from pygments.style import StyleMeta
from pymdownx import highlight

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


def test_the_lexer_of_a_language_is_looked_for_once(monkeypatch):
    looked_for = []

    def look(alias, **options):
        looked_for.append(alias)
        return get_lexer_by_name(alias, **options)

    look.__module__ = "pygments.lexers"
    monkeypatch.setattr(highlight, "get_lexer_by_name", look)
    monkeypatch.setattr(pymdown, "_lexers", {})
    for code in ("x = 1", "y = 2", "z = 3"):
        md = parser({})
        share_highlighting(md, {})
        md.convert(f"```py\n{code}\n```\n\n```{{.py3 stripall=true}}\n{code}\n```\n\n```unknown\n{code}\n```\n")
    assert [looked_for.count(alias) for alias in ("py", "py3", "unknown")] == [1, 1, 3]


@pytest.mark.parametrize("alias", ["py", "PY", "php", "html+jinja", "console", "text", "c++"])
def test_a_lexer_that_was_found_before_is_the_same(monkeypatch, alias):
    monkeypatch.setattr(highlight, "get_lexer_by_name", get_lexer_by_name)
    monkeypatch.setattr(pymdown, "_lexers", {})
    share_highlighting(parser({}), {})
    for options in ({"stripnl": False}, {"stripnl": True, "startinline": True}, {}):
        found, alone = highlight.get_lexer_by_name(alias, **options), get_lexer_by_name(alias, **options)
        assert (type(found), found.options) == (type(alone), alone.options)
