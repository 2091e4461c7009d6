"""The sections of a page for search are those that Material's own parser finds, whatever HTML the page holds."""

from __future__ import annotations

import json
import random
from functools import partial
from html.parser import HTMLParser
from types import SimpleNamespace

import material.plugins.search.plugin as search
import pytest
from isogloss.hosts.mkdocs import material
from isogloss.hosts.mkdocs.search_sections import sections
from markdown import Markdown
from markupsafe import Markup
from mkdocs.plugins import PluginCollection
from rendering import EVERYTHING, EXTENSIONS

CODE = (
    '<div class="highlight"><pre><span></span><code><a id="__codelineno-0-1" name="__codelineno-0-1" '
    'href="#__codelineno-0-1"></a><span class="hll"><span class="k">if</span> a <span class="o">&lt;</span> b:\n'
    '</span>    <span class="s">&quot;c&quot;</span>\n</code></pre></div>'
)
PARTS = [
    "<h1>", '<h1 id="a">', "</h1>", '<h2 id="b">', '<h2 id="b" data-search-exclude>', '<H2 ID="c &amp; d">', "</h2>",
    "<h3>", "</h3>", "<p>", "</p>", "<li>", "</li>", "<ul>", "</ul>", "<div>", "</div>", '<div class="linenodiv">',
    "<div data-search-exclude>", '<a class="headerlink" href="#a">', "</a>", "<code>", "</code>", "<pre>", "</pre>",
    "<br>", "<br/>", '<img alt="x"\n src="y.png" />', "<object>", "</object>", "<svg><path d=\"M0\"/></svg>", "<sub>",
    "<!-- a comment -->", "<!-- one -- <b> two -->", "word ", "two\nlines", " ", "\n", "a &amp; b", "&lt;b&gt;",
    "&nbsp;", "&#xB;", "1 > 0", '"quoted"', CODE, "<pre><span></span><code></code></pre>",
    "<pre><span></span><code> \n</code></pre>", "<pre><span></span><code>&am<span>p;</span></code></pre>",
    "<pre><span></span><code></span>odd<span></code></pre>", '<pre><span></span><code><a id="x">y</a></code></pre>',
]  # fmt: skip
"""Pieces of pages, in any order: also such as no page is made of."""
INLINE = [
    "word", "two\nlines", " ", "\n", "  ", "\n ", "\xa0", "", "<code>c</code>", "<code> </code>", "<code></code>",
    "<code>a\nb</code>", "<code>x > y</code>", "<em>", "</em>", "<strong>", "</strong>", '<a href="x">', "</a>",
    '<a href="x" title="a &quot;b&quot;">', '<a class="headerlink" href="#a">', '<a data-search-exclude="" href="x">',
    '<a class="linenodiv">', "a &amp; b", "&quot;q&quot; &#39;", "&amp;quot;", "&lt;p&gt;", "&nbsp;", "&copy;", "1 > 0",
    "<br />", '<span class="x">', "</span>", "<em>e</em>", "<strong>s <code>c</code></strong>", "<em> f </em>",
    '<a href="y"><code>d</code> e</a>', "<em></em>", '<a href="y"><code>d</code> </a>', "<!-- c -->", "<p>", "</p>",
    "<pre>", "</pre>", "<sub>2</sub>",
]  # fmt: skip
"""Pieces of paragraphs."""
ODD = [
    "<script>if (a < b) {}</script>", "<!-->", "a < b", "<p", "<textarea><p></textarea>", "</p class='x'>", "<>", "<!>",
    "<!--> b -->", "<!---> b -->", "<!-- b --!> c -->", "<!-- b -- > c -->", "<!-- b",
]  # fmt: skip
"""What only a parser of HTML can read."""


def as_material(page: str) -> list[tuple]:
    parser = search.Parser()
    parser.feed(page)
    parser.close()
    return [(one.el.tag, one.id, one.is_excluded(), "".join(one.title), "".join(one.text)) for one in parser.data]


def as_read(page: str) -> list[tuple] | None:
    found = sections(page)
    return found and [
        (one.tag, one.id, one.excluded, "".join(one.title.parts), "".join(one.text.parts)) for one in found
    ]


def test_pages_of_all_kinds_of_parts_have_the_sections_that_material_finds():
    read = 0
    for seed in range(2000):
        parts = random.Random(seed).choices(PARTS, k=random.Random(-seed).randint(1, 30))
        page = "".join(parts)
        try:
            expected = as_material(page)
        except ValueError:  # Material fails on it: so does the build, as it would without Isogloss.
            assert as_read(page) is None, page
            continue
        found = as_read(page)
        assert found in (None, expected), page
        read += found is not None
    assert read > 1200


def test_paragraphs_of_all_kinds_of_parts_have_the_words_that_material_finds():
    read = 0
    for seed in range(6000):
        chance = random.Random(seed)
        page = "".join(chance.choices(PARTS, k=chance.randint(0, 3)))
        for _ in range(chance.randint(1, 3)):
            name = chance.choice(("p", "li", "h2", "code"))
            inside = "".join(chance.choices(INLINE, k=chance.randint(0, 6)))
            page += chance.choice((f"<{name}>{inside}</{name}>", f'<{name} id="i">{inside}</{name}>\n'))
        try:
            expected = as_material(page)
        except ValueError:
            assert as_read(page) is None, page
            continue
        found = as_read(page)
        assert found in (None, expected), page
        read += found is not None
    assert read > 5000


@pytest.mark.parametrize(
    "page",
    [
        "<p>a</p><p><code>c</code> <em> <code>d</code></em></p>",
        "<p>a</p><p><em><code>c</code> </em> <code>d</code></p>",
        "<p>a</p><p><em>1 > 0 <code>c</code></em></p>",
        '<p>a</p><pre><span></span><code><span data-search-exclude="">b</span> c</code></pre>',
        '<p>a</p><pre><span></span><code><span class="linenodiv">b</span> c</code></pre>',
        '<h1 id="a">A</h1><div><h2 id="b">B</h2>two</div>three',
        "<p>a</p><hx>b</hx>",
    ],
)
def test_a_rare_page_has_the_sections_that_material_finds(page):
    assert as_read(page) == as_material(page)


def test_a_rendered_page_is_read_and_has_the_sections_that_material_finds():
    options = {**EXTENSIONS, "toc": {"permalink": True}, "pymdownx.highlight": {"anchor_linenums": True}}
    page = Markdown(extensions=list(options), extension_configs=options).convert(EVERYTHING.replace("<!--", "<!-- "))
    found = as_read(page)
    assert found is not None
    assert found == as_material(page)
    assert len(found) == 2


@pytest.mark.parametrize("part", ODD)
def test_what_only_a_parser_can_read_is_left_to_it(part):
    assert sections(f"<p>One</p>{part}<p>Two</p>") is None


def test_the_installed_version_of_material_is_one_for_which_this_is_so():
    assert material.reads_pages_by(search.__name__) in material._READ


@pytest.mark.parametrize("module", ["json", "markdown.inlinepatterns"])
def test_another_search_reads_its_pages_itself(module):
    assert material.reads_pages_by(module) == ""


def test_a_parser_of_somebody_else_stays(monkeypatch):
    class Other(HTMLParser):
        data = ()

    monkeypatch.setattr(search, "Parser", Other)
    material.reads_pages_by.cache_clear()
    assert material.reads_pages_by(search.__name__) not in material._READ
    material.reads_pages_by.cache_clear()


@pytest.fixture
def plugin() -> search.SearchPlugin:
    plugin = search.SearchPlugin()
    plugin.load_config({})
    plugin.search_index = search.SearchIndex(lang=["en"], separator=" ", pipeline=[], fields={})
    return plugin


def site_with(plugin: search.SearchPlugin) -> SimpleNamespace:
    plugins = PluginCollection()
    plugins["search"] = plugin
    return SimpleNamespace(plugins=plugins)


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize(
    "content",
    ["<p>One</p>", '<p data-search-exclude="x">One</p>', "<p data-search->", Markup('<p data-search-a="b">&amp;</p>')],
)
def test_a_page_becomes_what_the_event_of_material_makes_of_it(plugin, content, enabled):
    plugin.config.enabled = enabled
    made = []
    for read in (lambda _: None, material.read_pages_fast):
        page, config = Page(content), site_with(plugin)
        plugin.search_index.entries = []
        read(config)
        config.plugins.run_event("page_context", {}, page=page, config=config, nav=None)
        made.append((page.content, type(page.content), plugin.search_index.entries))
    assert made[0] == made[1]
    assert len(made[0][2]) == enabled
    assert config.plugins.events["page_context"] != [plugin.on_page_context]
    assert config.plugins.events["page_context"][0].__self__ is plugin


def test_another_event_of_search_stays(plugin):
    class Other(search.SearchPlugin):
        def on_page_context(self, context, *, page, config, nav):
            return context

    other = Other()
    other.search_index = plugin.search_index
    config = site_with(other)
    material.read_pages_fast(config)
    assert config.plugins.events["page_context"] == [other.on_page_context]


class Page:
    def __init__(self, content: str, **meta) -> None:
        self.content, self.meta, self.toc, self.url, self.title = content, meta, [], "a/", "A"


@pytest.mark.parametrize("meta", [{}, {"search": {"boost": 2}}, {"search": {"exclude": True}}, {"tags": ["x"]}])
@pytest.mark.parametrize("content", ["<p>Above</p>" + CODE + '<h2 id="b">B</h2><p>Two</p>', "<p>" + ODD[0]])
def test_the_index_is_the_one_that_material_makes(content, meta):
    made = []
    for add in (search.SearchIndex.add_entry_from_context, material._add_entries):
        index = search.SearchIndex(lang=["en"], separator=" ", pipeline=[], fields={})
        index.add_entry_from_context = partial(add, index)
        index.add_entry_from_context(Page(content, **meta))
        made.append(index.generate_search_index(None))
    assert made[0] == made[1]
    assert json.loads(made[0])["docs"] or "exclude" in meta.get("search", {})
