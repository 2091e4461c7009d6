"""Pages that other processes cut while English is read become what this one would have made of them."""

from __future__ import annotations

import logging
import os
import time

import pytest
from apart import differences_of_parallel
from isogloss.hosts.mkdocs.meanwhile import Meanwhile
from isogloss.hosts.mkdocs.sharing import when_asked
from isogloss.segments import IsoglossExtension
from isogloss.segments.fences import looks_for_nothing_else
from markdown import Markdown
from markdown.blockparser import BlockParser

CODE = """\
# Code {number}

Text with a note[^1], an HTML tag, `code` and [a link](index.md).

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


@pytest.fixture
def cut_here(monkeypatch):
    """How many texts of English pages this process has cut, of which others had all the time that they needed."""
    begin, cut, texts = Meanwhile.begin, BlockParser.parseDocument, []
    first = os.getpid()

    def begin_and_wait(self, *arguments):
        begin(self, *arguments)
        end = time.monotonic() + 20
        while not all(ask.is_there() for ask in self._cut.values()) and time.monotonic() < end:
            time.sleep(0.01)

    def count(self, lines):
        lines = list(lines)
        if os.getpid() == first and any(map(str.strip, lines)):
            texts.append(lines[0])
        return cut(self, lines)

    monkeypatch.setattr(Meanwhile, "begin", begin_and_wait)
    monkeypatch.setattr(BlockParser, "parseDocument", count)
    return texts


def test_no_text_is_cut_here_that_others_have_cut(make_site, cut_here):
    site = make_site(PAGES, theme="material")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n  - tags\n"))
    done = site.run("isogloss", "update")
    del cut_here[:]
    done = site.run("isogloss", "build", "--strict", "--no-cache", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    # What md_in_html takes apart is no text any more.
    assert [text for text in cut_here if text not in ("# HTML", "Inside *HTML*")] == []


def test_the_site_and_all_that_is_said_stay_the_same(make_site):
    pages = PAGES | {"z.md": '# Z\n\n--8<-- "gone.md"\n\nSee [nothing](gone.md).\n'}
    site = make_site({**pages, "a.md": "# A\n"}, theme="material")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - toc:", "  - pymdownx.snippets\n  - toc:"))
    built = site.build()
    assert "contains a link 'gone.md'" in built.stderr
    assert differences_of_parallel(site.root, built, "--jobs", "2", "--no-cache", strict=False) == ([], "")


def test_a_page_that_cannot_be_read_is_told_once(make_site):
    site = make_site({**PAGES, "z.md": "# Z\n"})
    snippets = "  - pymdownx.snippets:\n      check_paths: true\n  - toc:"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - toc:", snippets))
    site.write("docs/z.md", '# Z\n\n--8<-- "gone.md"\n')
    done = site.run("isogloss", "build", "--jobs", "2", "--no-cache")
    assert done.returncode == 1
    assert done.stderr.count("Error reading page 'z.md'") == 1


def test_nobody_hears_what_others_say_and_raise(make_site, monkeypatch):
    def fail(*_):
        logging.getLogger("mkdocs.other").warning("said elsewhere")
        raise ValueError("raised elsewhere")

    site = make_site(PAGES)
    monkeypatch.setattr(IsoglossExtension, "cut", fail)
    done = site.run("isogloss", "build", "--strict", "--jobs", "2", "--no-cache")
    assert (done.returncode, "elsewhere" in done.stdout + done.stderr) == (0, False), done.stderr


REWRITES = """
def on_page_markdown(markdown, **_):
    return markdown.replace("Text", "Words")
"""


def test_a_text_that_is_changed_on_the_way_is_cut_as_it_is_then(make_site, cut_here):
    site = make_site(PAGES, translated=False)
    site.write("hook.py", REWRITES)
    config = site.read("mkdocs.yml").replace("- isogloss", "- isogloss: {independent: [hook.py]}")
    site.write("mkdocs.yml", config + "\nhooks: [hook.py]\n")
    del cut_here[:]
    done = site.run("isogloss", "build", "--no-cache", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert "Words with a note" in site.read("site/code-3/index.html")
    assert len([text for text in cut_here if text.startswith("# Code")]) == 7


def test_no_fence_of_the_site_is_drawn_twice():
    def draw(source, *_, **__):
        return source

    fences = [{"name": "draw", "class": "draw", "format": draw}]
    options = {"pymdownx.superfences": {"custom_fences": fences}}
    assert not looks_for_nothing_else(Markdown(extensions=["pymdownx.superfences"], extension_configs=options))
    assert looks_for_nothing_else(Markdown(extensions=["pymdownx.superfences"]))
    assert looks_for_nothing_else(Markdown(extensions=["tables"]))
    extension = IsoglossExtension(lambda _: None, keep_blocks=True)
    parts = [extension, "pymdownx.superfences"]
    assert extension.cut("```draw\nx\n```\n", parts, options) == ({}, {})
    blocks, code = extension.cut("```draw\nx\n```\n", parts, {})
    assert (len(blocks), len(code)) == (1, 1)
    assert (extension.blocks, extension.fenced) == ({}, {})


def test_what_is_reached_here_is_not_cut_elsewhere(make_site, monkeypatch):
    """Others stop where they meet this process."""
    site = make_site(PAGES)
    cut: list[str] = []
    begin = Meanwhile.begin

    def begin_last(self, ahead, extension, config, files, pages):
        begin(self, when_asked, extension, config, files, pages)
        self.reach(pages[4].src_uri, extension)
        monkeypatch.setattr(IsoglossExtension, "cut", lambda _, text, *__: cut.append(text))
        self._cut_some(extension, config, files, pages, 4)
        monkeypatch.undo()

    monkeypatch.setattr(Meanwhile, "begin", begin_last)
    done = site.run("isogloss", "build", "--no-cache", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert len(cut) == 3
