"""Localized pages get the code of the English page: the same pieces put aside, and the same text without them."""

from __future__ import annotations

import pytest
from isogloss.segments.fences import _parts, share_fences
from isogloss.segments.pymdown import share_highlighting
from markdown import Markdown
from pymdownx import superfences

PAGE = """
Text

```py title="A *title*" hl_lines="1" linenums="1"
a = "<1>"
```

> ~~~ { .sh #id }
> # in a quotation
> ~~~

- item

    ``` mermaid
    graph LR
      A --> B
    ```

        ```
        greedy
        ```

``` not closed
"""


def own_format(source, language, class_name, options, md, **_):
    return f"<pre>{md.htmlStash.html_counter}</pre>"


def render(text, fences, *, keep, form=superfences.fence_code_format, options=None):
    fence = {"name": "mermaid", "class": "mermaid", "format": form}
    md = Markdown(
        extensions=["attr_list", "pymdownx.highlight", "pymdownx.superfences"],
        extension_configs={"pymdownx.superfences": {"custom_fences": [fence], **(options or {})}},
    )
    share_highlighting(md, {})
    step = md.preprocessors["fenced_code_block"]
    lines, parse = [], step.parse_whitespace
    step.parse_whitespace = lambda line: (lines.append(line), parse(line))[1]
    share_fences(md, fences, keep)
    found = md.convert(text)
    written = [piece for piece in md.htmlStash.rawHtmlBlocks if isinstance(piece, str)]
    return (found, written, step.extension.stash.stash, step.highlight_ext.pygments_code_block), len(lines)


def test_code_is_looked_for_once_and_becomes_the_same():
    alone, _ = render(PAGE, {}, keep=False)
    fences = {}
    assert render(PAGE, fences, keep=True)[0] == alone
    assert render(PAGE, fences, keep=False) == (alone, 0)
    assert render(PAGE, fences, keep=False) == (alone, 0), "what is kept is not used up"
    assert 'id="id"' in alone[0]
    assert "greedy" in alone[0]


def test_another_text_and_other_options_have_code_of_their_own():
    fences = {}
    render(PAGE, fences, keep=True)
    other = PAGE.replace("a = ", "b = ")
    assert render(other, fences, keep=False)[0] == render(other, {}, keep=False)[0]
    options = {"relaxed_headers": True, "css_class": "mine"}
    assert render(PAGE, fences, keep=False, options=options) == render(PAGE, {}, keep=False, options=options)


def test_nothing_is_kept_of_another_language():
    fences = {}
    render(PAGE, fences, keep=False)
    assert not fences


@pytest.mark.parametrize("form", [own_format, lambda *_, **__: "<pre></pre>"])
def test_a_writer_of_somebody_else_is_asked_in_each_language(form):
    fences = {}
    render(PAGE, fences, keep=True, form=form)
    assert not fences
    assert render(PAGE, fences, keep=False, form=form)[0] == render(PAGE, {}, keep=False, form=form)[0]


class VersionTen:
    """The step of pymdown-extensions 10: it does not look at quotations."""

    __module__ = "pymdownx.superfences"

    def run(self, lines):
        return self.search_nested(lines)

    def search_nested(self, lines):
        return lines


def test_the_code_of_older_versions_is_not_shared():
    md = Markdown()
    md.preprocessors.register(VersionTen(), "fenced_code_block", 25)
    share_fences(md, {}, keep=True)
    assert md.convert("A text.") == "<p>A text.</p>"


def test_versions_before_12_3_say_nothing_of_what_puts_a_kind_of_fence_back():
    fence = dict.fromkeys(("test", "formatter", "validator"), superfences.fence_code_format)
    assert _parts(fence) == _parts({**fence, "reset": None})
