"""Templates are compiled once for all locales, unless something in them may know which locale it is."""

from __future__ import annotations

import pytest
from isogloss.hosts.mkdocs.compiled import Compiled, share_compiled
from jinja2 import DictLoader, Environment
from jinja2.ext import Extension


class Counting(Environment):
    """Counts what it compiles; a class of Jinja's own, as far as others can see."""

    __module__ = "jinja2.environment"

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self.compiled: list[str] = []

    def compile(self, source, name=None, filename=None, raw=False, defer_init=False):
        self.compiled.append(name)
        return super().compile(source, name, filename, raw, defer_init)


def environment(compiled: Compiled, source: str, **options) -> Counting:
    env = Counting(loader=DictLoader({"page": source}), **options)
    share_compiled(env, compiled)
    return env


def test_what_one_locale_has_compiled_the_next_takes():
    compiled = Compiled()
    first, second = (environment(compiled, "{{ 'a' | upper }} {{ word }}") for _ in range(2))
    assert first.get_template("page").render(word="one") == "A one"
    assert second.get_template("page").render(word="uno") == "A uno"
    assert (first.compiled, second.compiled) == (["page"], [])


@pytest.mark.parametrize(
    ("source", "options"),
    [("{{ word }}!", {}), ("{{ word }}", {"trim_blocks": True}), ("{{ word }}", {"extensions": ["jinja2.ext.do"]})],
)
def test_another_text_or_another_syntax_is_another_template(source, options):
    compiled = Compiled()
    environment(compiled, "{{ word }}").get_template("page")
    second = environment(compiled, source, **options)
    second.get_template("page")
    assert second.compiled == ["page"]


def test_a_filter_that_may_know_the_locale_is_asked_in_each():
    """Jinja asks a filter of a constant while it compiles: the first locale's answer must not stay."""
    compiled = Compiled()
    rendered = []
    for greeting in ("Hello", "Hola"):
        env = environment(compiled, "{{ 'greeting' | translated }}")
        env.filters["translated"] = lambda _, answer=greeting: answer
        rendered.append(env.get_template("page").render())
    assert rendered == ["Hello", "Hola"]


def test_a_filter_that_replaces_one_of_jinja_is_asked_too():
    compiled = Compiled()
    assert environment(compiled, "{{ 'a' | upper }}").get_template("page").render() == "A"
    env = environment(compiled, "{{ 'a' | upper }}")
    env.filters["upper"] = lambda _: "Á"
    assert env.get_template("page").render() == "Á"


def test_an_extension_that_may_know_the_locale_reads_each_template_itself():
    class Spoken(Extension):
        def preprocess(self, source, name, filename=None):
            return f"{source} {next(languages)}"

    compiled = Compiled()
    languages = iter(["en", "es"])
    pages = (environment(compiled, "page in", extensions=[Spoken]).get_template("page") for _ in range(2))
    assert [page.render() for page in pages] == ["page in en", "page in es"]


def test_a_cache_of_somebody_else_stays():
    own = Compiled()
    env = Environment(bytecode_cache=own)
    share_compiled(env, Compiled())
    assert env.bytecode_cache is own


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_the_next_build_of_a_process_compiles_what_has_changed_alone(make_site, monkeypatch, theme):
    compiled: list[str] = []
    compile_ = Environment.compile

    def counting(self, source, name=None, *rest, **options):
        compiled.append(name)
        return compile_(self, source, name, *rest, **options)

    monkeypatch.setattr(Environment, "compile", counting)
    site = make_site({"index.md": "# Start\n"}, theme=theme)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace(f"name: {theme}", f"name: {theme}\n  custom_dir: own"))
    for words in ("Some words", "Other words", "Some words"):
        site.write("own/main.html", f'{{% extends "base.html" %}}{{% block content %}}{words}{{% endblock %}}')
        assert site.build("--strict").returncode == 0
        compiled.clear()
        assert site.build("--strict").returncode == 0
        assert compiled == []
        assert words in site.read("site/es-ES/index.html")


def test_so_many_templates_are_kept(monkeypatch):
    monkeypatch.setattr("isogloss.hosts.mkdocs.compiled._MOST", 2)
    kept = Compiled()
    for word in "abca":
        env = environment(kept, word)
        assert env.get_template("page").render() == word
        assert env.compiled == ["page"]
    env = environment(kept, "c")
    assert (env.get_template("page").render(), env.compiled) == ("c", [])
