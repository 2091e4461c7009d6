"""What readers of a finished page see."""

from __future__ import annotations

import pytest
from isogloss.structure import visible


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>A <b>red</b> dog</p>", [("A red dog", "text")]),
        ("<ul><li>Cat<li>Dog</ul>", [("Cat", "text"), ("Dog", "text")]),
        ('<img alt="A dog"><br><input placeholder="Name">', [("A dog", "alt"), ("Name", "placeholder")]),
        ('<input type="submit" value="Send"><input value="Send">', [("Send", "value")]),
        ("<head><title>Cat - Dog</title></head>", [("Cat - Dog", "page title")]),
        (
            '<meta name="description" content="A dog"><meta name="generator" content="Cat">',
            [("A dog", "meta description")],
        ),
        ('<meta property="og:title" content="Dog">', [("Dog", "meta og:title")]),
        ("<pre><code>dog <b>cat</b></code></pre><kbd>Ctrl</kbd><script>var x</script>", []),
        ("<p>Run <code>dog</code> now</p>", [("Run … now", "text")]),
        ('<p translate="no">Dog <b>cat</b></p><p>bird</p>', [("bird", "text")]),
        ('<span class="arithmatex">dog</span> cat', [("cat", "text")]),
        (
            'See <a class="magiclink magiclink-x" title="X Issue: cat/dog #2">cat/dog#2</a>',
            [("X Issue", "title"), ("See", "text")],
        ),
        ("<svg><title>Cat</title><text>Dog</text></svg>", [("Cat", "drawing"), ("Dog", "drawing")]),
        ("<p>https://example.org/dog, dog@example.org, github.com, on_page(), :dog: 2.10</p>", []),
        ("<p>— x (@dog) 4f0a9be21ccd</p>", []),
        (
            '<script id="__config" type="application/json">{"translations": {"a": "A dog"}, "base": "cat"}</script>',
            [("A dog", "script")],
        ),
        ('<script id="__config" type="application/json">["cat"]</script>', []),
    ],
)
def test_texts_of_a_page(page, found):
    assert [(seen.text, seen.place) for seen in visible.read(page)] == found


def test_lines():
    assert [seen.line for seen in visible.read("<p>Cat</p>\n\n<p>\n  Dog\n</p>\n<img\nalt='Bird'>")] == [1, 4, 6]


def test_a_text_may_end_at_each_tag():
    assert [seen.text for seen in visible.read("A <b>red</b> dog", whole=False)] == ["red", "dog"]


def test_code_that_is_a_text_by_itself():
    page = "<h2><code>a <span>dog</span></code> <code>cat</code><a title='Link'>¶</a></h2><p>The <code>bird</code></p>"
    assert visible.codes(page) == {"adogcat"}
