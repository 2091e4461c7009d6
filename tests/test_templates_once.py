"""What templates of a theme write on each page is looked up once for a language, and is what it was."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import jinja2
import material
import pytest
from isogloss.hosts.mkdocs.constant_templates import share_contexts
from isogloss.hosts.mkdocs.material import install_language
from isogloss.hosts.mkdocs.words_once import share_words
from isogloss.project import Locale

TEMPLATES = Path(material.__file__).parent / "templates"
LANGUAGES = sorted(path.stem for path in (TEMPLATES / "partials/languages").glob("*.html"))
PAGE = """\
{% import "partials/language.html" as lang with context %}
{% for key in keys %}{{ lang.t(key) }}|{{ lang.t(key) | replace("#", 1) | upper }}{% endfor %}"""
KEYS = re.findall(r'"([\w.]+)":', (TEMPLATES / "partials/languages/en.html").read_text(encoding="utf-8"))


def environment(locale: Locale, others: dict[str, str], *, shares: bool) -> jinja2.Environment:
    own = jinja2.DictLoader({"page": PAGE, **others})
    env = jinja2.Environment(loader=jinja2.ChoiceLoader([own, jinja2.FileSystemLoader(TEMPLATES)]), auto_reload=False)
    install_language(env, locale, needed=True)
    if shares:
        share_words(env)
        assert "isogloss_words" in env.globals
        names = [env.loader.get_source(env, name)[1] for name in ("partials/language.html", "isogloss/words.html")]
        assert names == [str(TEMPLATES / "partials/language.html")] * 2
    return env


def said(env: jinja2.Environment, language: str, keys: list[object]) -> str:
    return env.get_template("page").render(config=SimpleNamespace(theme={"language": language}), keys=keys)


@pytest.mark.parametrize("tag", ["es-ES", "pt-BR", "zh-Hant", "eo", "ar"])
def test_words_are_those_of_material_in_each_language(tag):
    locale = Locale(tag, tag)
    ours, plain = (environment(locale, {}, shares=shares) for shares in (True, False))
    keys = [*KEYS, "of.nobody", 7, None]
    for language in [tag, *LANGUAGES[LANGUAGES.index("en") % 5 :: 5], tag, "en"]:
        assert said(ours, language, keys) == said(plain, language, keys)
        assert said(ours, language, keys) == said(plain, language, keys), "once more"


def test_words_that_a_site_makes_each_time_are_made_each_time():
    count = iter(range(10))
    others = {"partials/languages/de.html": "{% macro t(key) %}{{ key }}{{ count() }}{% endmacro %}"}
    env = environment(Locale("es-ES", "Español"), others, shares=True)
    env.globals["count"] = lambda: next(count)
    assert [said(env, "de", ["a"]) for _ in range(2)] == ["\na0|A1", "\na2|A3"]


def test_words_are_left_to_a_template_that_is_not_known():
    others = {"partials/language.html": "{% macro t(key) %}own {{ key }}{% endmacro %}"}
    env = jinja2.Environment(loader=jinja2.DictLoader({"page": PAGE, **others}))
    share_words(env)
    assert "isogloss_words" not in env.globals
    assert said(env, "en", ["a"]) == "\nown a|OWN A"


@pytest.mark.parametrize(
    ("template", "is_text"),
    [
        ("<svg/>", True),
        ("", True),
        ("{# a #}b{% raw %}{{ c }}{% endraw %}", True),
        ("{{ x }}", False),
        ("{% if x %}a{% endif %}", False),
        ("{% if x is defined %}a{% endif %}", False),
        ("{% for one in [1, 2] %}{{ loop.index }}{% endfor %}", False),
        ("{% set x = 1 %}a", False),
        ("{% include 'part' %}", False),
        ("{% block a %}{% endblock %}", False),
        ("{% macro t() %}{{ x }}{% endmacro %}a{{ t() }}", False),
        ("{{ self }}", False),
        ("{{ say() }}", False),
    ],
)
def test_only_a_template_that_looks_at_nothing_is_given_nothing(template, is_text):
    sources = {"tested": template, "part": "{{ x }}", "all": "{% set x = 2 %}{% include 'tested' %}"}
    env = jinja2.Environment(loader=jinja2.DictLoader(sources))
    plain = env.overlay()
    share_contexts(env)
    for one in (env, plain):
        one.globals["say"] = lambda: "said"
    found, given = env.get_template("tested"), {"x": 1}
    assert type(found) is jinja2.Template
    assert (found.new_context(given).parent == {}) == is_text
    if template != "{{ self }}":
        assert env.get_template("all").render(given) == plain.get_template("all").render(given)
