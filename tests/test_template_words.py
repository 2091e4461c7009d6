"""Visible words of templates outside ``_()``, and what to write in their place."""

from __future__ import annotations

import pytest
from isogloss.hosts.mkdocs.template_words import template_words
from jinja2 import Environment


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>A dog</p>", [("A dog", 1, '{{ _("A dog") }}')]),
        ('<p>A "dog"</p>', [('A "dog"', 1, "{{ _('A \"dog\"') }}")]),
        ('{# no #}\n<p title="Shown">{{ _("Reached") }}</p>', [("Shown", 2, "title=\"{{ _('Shown') }}\"")]),
        ('<meta name="description" content="A dog">', [("A dog", 1, "content=\"{{ _('A dog') }}\"")]),
        ("{% trans %}A dog{% endtrans %} {% trans n=page.title %}Cat {{ n }}{% endtrans %}", []),
        (
            "<p>Page {{ page.title }} of us</p>",
            [("Page of us", 1, "{% trans title=page.title %}Page {{ title }} of us{% endtrans %}")],
        ),
        (
            "<p>Page {{ pages[0] | upper }}</p>",
            [("Page", 1, "{% trans value0=pages[0] | upper %}Page {{ value0 }}{% endtrans %}")],
        ),
        (
            "{% if x %}\n<b>Dog</b>{% else %}{{ y }}\n{% endif %}\nCat",
            [("Dog", 2, '{{ _("Dog") }}'), ("Cat", 4, '{{ _("Cat") }}')],
        ),
        (
            '<a title="{% if x %}Dog{% else %}Cat{% endif %}">',
            [("Dog", 1, "title=\"{{ _('Dog') }}\""), ("Cat", 1, "title=\"{{ _('Cat') }}\"")],
        ),
        ("<p>{{ x or 'A dog' }}</p>", [("A dog", 1, '{{ _("A dog") }}')]),
        ('<p>{{ "Dog" if page.kind == "cat" else lang.t("bird") }}</p>', [("Dog", 1, '{{ _("Dog") }}')]),
        ('{% set title = "All dogs" %}{% set kind = "md-nav md-dog" %}', [("All dogs", 1, '{{ _("All dogs") }}')]),
        ('<a class="dog {{ "cat bird" }}" href="{{ x }}">{{ page.title }}</a><script>dog()</script>', []),
        ('{%- if x -%}\n\n<p>\n  Dog\n</p>{%- endif -%}', [("Dog", 4, '{{ _("Dog") }}')]),
        ("<p translate='no'>Dog</p>{% raw %}<code>{{ cat }}</code>{% endraw %}", []),
    ],
)  # fmt: skip
def test_words(template, found):
    assert [tuple(words) for words in template_words(template)] == found


@pytest.mark.parametrize("template", ["A dog", "Page {{ page.title }} of us", "<p title='A dog'></p>"])
def test_what_is_to_be_written_says_the_same(template):
    env = Environment(extensions=["jinja2.ext.i18n"])
    env.install_null_translations()
    (words,) = template_words(template)
    written = env.from_string(words.write).render(page={"title": "cat"})
    assert written.replace('"', "'") in env.from_string(template).render(page={"title": "cat"})
    assert [found for _, _, found in env.extract_translations(words.write)]
