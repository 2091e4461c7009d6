"""Pages that other processes render while English is read become what this one would have made of them."""

from __future__ import annotations

import logging
import os
import time
import warnings
from functools import partial
from types import SimpleNamespace

import pytest
from apart import differences_of_parallel
from isogloss.hosts.mkdocs import meanwhile
from isogloss.hosts.mkdocs.meanwhile import Meanwhile
from isogloss.hosts.mkdocs.rendered_apart import may_be_rendered_apart, render_apart
from isogloss.hosts.mkdocs.sharing import when_asked
from isogloss.review.source_pages import SourcePages
from isogloss.segments import IsoglossExtension
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import RelativeDirPlaceholder
from pymdownx.highlight import Highlight
from pymdownx.slugs import slugify

CODE = """\
# Code {number}

Text with a note[^1], an HTML tag, `code` and [a link](index.md), [another](code-{number}.md#first).

```py title="a.py" linenums="1"
x = {number}  # (1)!
```

1.  A list

    ```sh
    run {number}
    ```

=== "One"

    First

=== "Two"

    Second

!!! note

    > Quoted ==text==

| A | B |
| - | - |
| 1 | 2 |

[^1]: The note {number}.

*[HTML]: HyperText Markup Language
"""
PAGES = {
    "index.md": "# Start\n",
    "empty.md": "",
    "html.md": "# HTML\n\n<div markdown>\nInside *HTML*\n</div>\n",
    "blank.md": "---\ntitle: Blank\n---\n\n \n",
    **{f"code-{number}.md": CODE.replace("{number}", str(number)) for number in range(7)},
}
LAST = "html.md"
"""The page that others begin with."""
SNIPPETS = "  - pymdownx.snippets:\n      base_path: [snippets]\n  - toc:"


@pytest.fixture
def rendered_here(monkeypatch):
    """The pages that this process has rendered, of which others had all the time that they needed."""
    begin, render, paths = Meanwhile.begin, Page.render, []
    first = os.getpid()

    def begin_and_wait(self, *arguments):
        begin(self, *arguments)
        end = time.monotonic() + 60
        while not all(ask.is_there() for ask in self._rendered) and time.monotonic() < end:
            time.sleep(0.01)

    def count(self, config, files):
        if os.getpid() == first:
            paths.append(self.file.src_uri)
        render(self, config, files)

    monkeypatch.setattr(Meanwhile, "begin", begin_and_wait)
    monkeypatch.setattr(Page, "render", count)
    return paths


@pytest.mark.parametrize("jobs", ["2", "3"])
def test_no_page_is_rendered_here_that_others_have_rendered(make_site, rendered_here, jobs):
    site = make_site(PAGES, theme="material", locales=())
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n  - tags\n"))
    del rendered_here[:]
    built = site.build()
    assert len(rendered_here) == len(PAGES)
    del rendered_here[:]
    assert differences_of_parallel(site.root, built, "--jobs", jobs, "--no-cache")[0] == []
    done = site.run("isogloss", "build", "--strict", "--no-cache", "--jobs", jobs)
    assert (done.returncode, rendered_here) == (0, []), done.stderr


def test_the_site_and_all_that_is_said_stay_the_same(make_site, rendered_here):
    pages = PAGES | {"z.md": '# Z\n\n--8<-- "gone.md"\n\nSee [nothing](gone.md) and [no place](code-1.md#gone).\n'}
    site = make_site({**pages, "a.md": "# A\n"}, theme="material", locales=("es-ES", "fr-FR"))
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - toc:", "  - pymdownx.snippets\n  - toc:"))
    built = site.build()
    assert "contains a link 'gone.md'" in built.stderr
    assert "does not contain an anchor '#gone'" in built.stderr
    assert differences_of_parallel(site.root, built, "--jobs", "2", "--no-cache", strict=False) == ([], "")
    assert differences_of_parallel(site.root, built, "--jobs", "9", "--no-cache", strict=False) == ([], "")


def test_a_site_without_isogloss_is_built_by_this_process_alone(make_site, rendered_here):
    site = make_site(PAGES)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("- isogloss", "- isogloss: {enabled: false}"))
    built = site.build()
    assert differences_of_parallel(site.root, built, "--jobs", "2", "--no-cache")[0] == []


def test_a_page_that_cannot_be_rendered_is_told_once(make_site):
    site = make_site({**PAGES, "z.md": "# Z\n"})
    snippets = "  - pymdownx.snippets:\n      check_paths: true\n  - toc:"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - toc:", snippets))
    site.write("docs/z.md", '# Z\n\n--8<-- "gone.md"\n')
    done = site.run("isogloss", "build", "--jobs", "2", "--no-cache")
    assert done.returncode == 1
    assert done.stderr.count("Error reading page 'z.md'") == 1


def test_nobody_hears_what_is_said_of_pages_that_others_could_not_render(make_site, monkeypatch):
    def fail(*_):
        logging.getLogger("mkdocs.other").warning("said elsewhere")
        raise ValueError("raised elsewhere")

    site = make_site(PAGES)
    monkeypatch.setattr(meanwhile, "render_apart", fail)
    done = site.run("isogloss", "build", "--strict", "--jobs", "2", "--no-cache")
    assert (done.returncode, "elsewhere" in done.stdout + done.stderr) == (0, False), done.stderr


@pytest.mark.usefixtures("rendered_here")
def test_a_snippet_that_another_process_has_looked_for_makes_the_page_stale(make_site):
    site = make_site({**PAGES, LAST: '# HTML\n\n--8<-- "said.md"\n'})
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - toc:", SNIPPETS))
    site.write("snippets/said.md", "Said *before*\n")
    for said in ("before", "after"):
        site.write("snippets/said.md", f"Said *{said}*\n")
        done = site.run("isogloss", "build", "--jobs", "2")
        assert done.returncode == 0, done.stderr
        assert f"Said <em>{said}</em>" in site.read("site/html/index.html")


CHANGES = """
def on_pre_page(page, **_):
    page.file.content_string = page.file.content_string.replace("Inside", "Within")
    return page
"""


def test_a_text_that_is_another_one_here_is_rendered_here(make_site, rendered_here):
    site = make_site(PAGES, translated=False)
    site.write("hook.py", CHANGES)
    config = site.read("mkdocs.yml").replace("- isogloss", "- isogloss: {independent: [hook.py]}")
    site.write("mkdocs.yml", config + "\nhooks: [hook.py]\n")
    del rendered_here[:]
    done = site.run("isogloss", "build", "--no-cache", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "Within <em>HTML</em>" in site.read("site/html/index.html")
    assert rendered_here[0] == "html.md"  # The only English page; the other language may be built here as well.


def test_no_copy_is_made_of_a_process_with_a_plugin_that_may_have_threads(make_site, monkeypatch):
    site, begun = make_site(PAGES), []
    begin = Meanwhile.begin
    monkeypatch.setattr(Meanwhile, "begin", lambda self, ahead, *rest: begun.append(ahead) or begin(self, ahead, *rest))
    for hooks, waits in (("", False), ("\nhooks: [hook.py]\n", True)):
        site.write("hook.py", CHANGES)
        site.write("mkdocs.yml", site.read("mkdocs.yml") + hooks)
        done = site.run("isogloss", "build", "--no-cache", "--jobs", "2")
        assert done.returncode == 0, done.stderr
        assert (begun.pop() is when_asked) is waits


def _slug(text, separator):
    return text.replace(" ", separator)


@pytest.mark.parametrize(
    ("options", "known"),
    [
        ({}, True),
        ({"toc": {"permalink": True, "slugify": slugify(case="lower")}}, True),
        ({"toc": {"slugify": _slug}}, False),
        ({"pymdownx.snippets": {"base_path": [RelativeDirPlaceholder(SimpleNamespace())]}}, False),
        ({"toc": {"slugify": partial(_slug, separator="_")}}, False),
        ({"pymdownx.superfences": {"custom_fences": [{"name": "draw", "class": "draw", "format": _slug}]}}, False),
    ],
)
def test_pages_are_rendered_by_others_if_all_that_takes_part_is_known(options, known):
    plugins = SimpleNamespace(events={}, values=lambda: ())
    config = SimpleNamespace(markdown_extensions=["toc", "pymdownx.superfences"], mdx_configs=options, plugins=plugins)
    assert may_be_rendered_apart(config, IsoglossExtension(lambda _: None)) is known


def test_a_page_of_which_python_warns_is_rendered_where_it_is_needed(monkeypatch):
    def render(self, config, files):
        self.content = "<p>x</p>"
        if self.markdown == "old":
            warnings.warn("old", DeprecationWarning, stacklevel=1)

    monkeypatch.setattr(Page, "render", render)
    parts = SimpleNamespace(src_uris={}), IsoglossExtension(lambda _: None), SourcePages(None)
    found = []
    for text in ("new", "old", "old", "new"):
        page = Page.__new__(Page)
        vars(page).update(markdown=text, content=None, file=SimpleNamespace(src_uri="a.md"))
        found.append(render_apart(page, None, *parts) is None)
    assert found == [False, True, True, False]


def test_what_is_reached_here_is_not_rendered_elsewhere(make_site, monkeypatch):
    """Others stop where they meet this process."""
    site = make_site(PAGES)
    rendered: list[str] = []
    begin = Meanwhile.begin

    def begin_last(self, ahead, config, files, pages, extension, sources):
        begin(self, when_asked, config, files, pages, extension, sources)
        page = pages[4].page or Page(None, pages[4], config)
        assert not self.render(page, config, files, extension, sources)
        monkeypatch.setattr(meanwhile, "render_apart", lambda page, *_: rendered.append(page.file.src_uri))
        for ask in self._rendered:
            ask()
        assert rendered == [file.src_uri for file in pages[:4:-1]]
        monkeypatch.undo()

    monkeypatch.setattr(Meanwhile, "begin", begin_last)
    done = site.run("isogloss", "build", "--no-cache", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert len(rendered) == len(PAGES) - 5


class _OfSomebody(Page):
    pass


def test_a_page_of_another_kind_or_beside_other_files_is_rendered_here(monkeypatch):
    monkeypatch.setattr(meanwhile, "may_be_rendered_apart", lambda *_: True)
    monkeypatch.setattr(meanwhile, "put_back", lambda *_: True)

    class Done:
        def __call__(self):
            return b""

        def is_there(self):
            return True

    def taken(kind, more):
        files = [SimpleNamespace(src_uri=f"{number}.md") for number in range(9)]
        under_way = Meanwhile()
        under_way.begin(lambda _, tasks: [Done() for _ in tasks], None, files, files, None, SourcePages(None))
        page = kind.__new__(kind)
        page.file = files[3]
        return under_way.render(page, None, [*files, *more], None, SourcePages(None))

    assert taken(Page, [])
    assert not taken(Page, [SimpleNamespace(src_uri="10.md")])
    assert not taken(_OfSomebody, [])


@pytest.mark.usefixtures("rendered_here")
def test_what_others_have_highlighted_is_not_highlighted_again(make_site, monkeypatch, tmp_path):
    site, noted = make_site(PAGES, theme="material"), tmp_path / "noted"
    highlight = Highlight.highlight

    def note(self, *arguments, **options):
        with noted.open("a") as file:  # Whichever process it is.
            file.write(f"{arguments[0]!r}\n")
        return highlight(self, *arguments, **options)

    monkeypatch.setattr(Highlight, "highlight", note)
    done = site.run("isogloss", "build", "--no-cache", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    fenced = [line for line in noted.read_text().splitlines() if "Quoted" not in line]
    assert len(fenced) == len(set(fenced)) == 14
