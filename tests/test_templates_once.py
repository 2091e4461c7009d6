"""What templates of a theme write on each page is looked up once for a language, and is what it was."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import jinja2
import material
import pytest
from isogloss.hosts.mkdocs import english
from isogloss.hosts.mkdocs.constant_templates import share_contexts
from isogloss.hosts.mkdocs.english import English
from isogloss.hosts.mkdocs.material import install_language
from isogloss.hosts.mkdocs.parts_once import share_parts
from isogloss.hosts.mkdocs.words_once import share_words
from isogloss.project import Locale
from mkdocs.structure.toc import AnchorLink, TableOfContents

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
    numbers = iter(range(10))
    others = {"partials/languages/de.html": "{% macro t(key) %}{{ key }}{{ count() }}{% endmacro %}"}
    env = environment(Locale("es-ES", "Español"), others, shares=True)
    env.globals["count"] = lambda: next(numbers)
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


def test_templates_see_globals_as_they_are_and_keep_their_own():
    sources = {
        "all": "{{ a }}{{ b }}{% import 'module' as m %}{{ m.t() }}{% include 'part' %}",
        "part": "{{ a }}{{ b }}",
    }
    sources["module"] = "{% macro t() %}{{ a }}{{ b }}{% endmacro %}"
    seen = []
    for shares in (True, False):
        env = jinja2.Environment(loader=jinja2.DictLoader(sources), auto_reload=False)
        env.globals["a"] = 1
        early = env.get_template("part")
        if shares:
            share_contexts(env)
            assert type(env.cache) is dict
            assert env.get_template("part") is early
        found = [env.get_template("all").render(), env.get_template("all").render(b="x")]
        env.globals |= {"a": 2, "b": 3}
        found += [env.get_template("all").render(), env.get_template("all", globals={"b": 4}).render()]
        found += [env.get_template("all").render(a=5), str(sorted(env.globals.keys() - {"range", "dict"}))]
        seen.append(found)
    assert seen[0] == seen[1]
    assert seen[0][3].startswith("24")


PARTS = ["palette", "search", "social", "source", "toc", "top"]
CONFIG = {
    "mdx_configs": {"toc": {}},
    "repo_url": "https://example.org/<a>",
    "repo_name": English("Code"),
    "theme": {
        "language": "de",
        "icon": {"repo": "own"},
        "palette": [{"scheme": "a b", "toggle": {"icon": "own", "name": English("Dark")}}, {"media": "(m)"}],
    },
    "extra": {
        "social": [{"icon": "own", "link": "https://example.org/x"}, {"icon": "mastodon", "link": "/", "name": "M"}]
    },
}
ALL_PARTS = (
    '{% import "partials/language.html" as lang with context %}{% set features = given %}{% set class = page %}'
    + "".join(f'{{% include "partials/{name}.html" %}}' for name in [*PARTS, "toc"])
)


def of_parts(others: dict[str, str], *, shares: bool) -> jinja2.Environment:
    sources = {".icons/own.svg": "<own/>", ".icons/mastodon.svg": "<svg/>", "all": ALL_PARTS, **others}
    env = environment(Locale("es-ES", "Español"), sources, shares=True)
    share_contexts(env)
    if shares:
        share_parts(env)
    return env


def shown(env: jinja2.Environment, page: object, features: list[str], config: dict[str, object] = CONFIG) -> str:
    return env.get_template("all").render(config=config, page=page, given=features)


class Page:
    def __init__(self, number: int) -> None:
        top = AnchorLink("Top", "top", 1)
        top.children = [AnchorLink(English(f"Part {number}"), "part", 2), AnchorLink("<i>x</i>", "x", 2)]
        self.number, self.toc = number, TableOfContents([top] if number else [])

    def __str__(self) -> str:
        return f"page {self.number}"


PAGES = [Page(number) for number in range(3)]


def counting(env: jinja2.Environment) -> list[str]:
    """The names of all templates that *env* renders from now on, each as often as it does."""
    rendered: list[str] = []
    for name in PARTS:
        template = env.get_template(f"isogloss/partials/{name}.html")
        by_template = template.root_render_func
        template.root_render_func = lambda *given, name=name, by=by_template: rendered.append(name) or by(*given)
    return rendered


def test_parts_that_look_at_no_page_are_rendered_once_and_are_what_material_writes():
    env, plain = of_parts({}, shares=True), of_parts({}, shares=False)
    rendered = counting(env)
    for page in PAGES:
        assert shown(env, page, []) == shown(plain, page, [])
    assert sorted(rendered) == sorted([*PARTS, "toc", "toc"]), "contents once for each page, which has them twice"
    last = PAGES[-1]
    for features in (["search.share"], ["search.share", "search.suggest"], []):
        assert shown(env, last, features) == shown(plain, last, features), "it looks at them"
    other = CONFIG | {"repo_name": "Other"}
    assert shown(env, last, [], other) == shown(plain, last, [], other) != shown(plain, last, [])
    english.begin()
    try:
        assert shown(env, last, []) == shown(plain, last, [])
    finally:
        english.end()
    assert shown(env, last, []) == shown(plain, last, [])
    assert shown(env, None, []) == shown(plain, None, []), "a template that is no page"


def test_a_part_with_an_icon_that_looks_at_the_page_is_rendered_on_each():
    env, plain = (of_parts({".icons/own.svg": "<own>{{ page }}</own>"}, shares=shares) for shares in (True, False))
    for page in PAGES:
        assert shown(env, page, []) == shown(plain, page, [])


@pytest.mark.parametrize("name", ["partials/top.html", "partials/toc.html", "partials/toc-item.html"])
def test_a_part_that_a_site_has_written_itself_is_rendered_on_each(name):
    env, times = of_parts({name: "own {{ page }} {{ next() }};"}, shares=True), count()
    env.globals["next"] = lambda: next(times)
    found = [re.findall(r"own page (\d) (\d+);", shown(env, page, [])) for page in PAGES[1:]]
    assert [{number for number, _ in one} for one in found] == [{"1"}, {"2"}]
    assert [int(time) for one in found for _, time in one] == list(range(next(times)))
