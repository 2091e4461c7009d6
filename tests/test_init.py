"""``isogloss init``: mkdocs.yml gets languages and plugins, the site catalogs; all else stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from isogloss.project import NotListedError, names_of, with_languages

CASES = yaml.safe_load((Path(__file__).parent / "cases/init.yml").read_text(encoding="utf-8"))
ENGLISH, ADDED = {"en": "English"}, {"es-ES": "Español", "no": "Norsk"}
CONFIG = "site_name: Test site\nsite_url: https://example.org/\nstrict: true\n"
PAGES = {"docs/index.md": "# Start\n\nSome text.\n", "docs/guide.md": "# Guide\n\nMore text.\n"}


def init(site, *arguments):
    return site.isogloss("init", *arguments)


@pytest.fixture
def plain(make_site):
    """A site in one language, which knows nothing of others."""
    site = make_site({"index.md": "# Start\n"})
    for path in sorted((site.root / "locales").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    for path, text in (PAGES | {"mkdocs.yml": CONFIG}).items():
        site.write(path, text)
    return site


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case(case, newline):
    before = case["before"].replace("\n", newline)
    if "after" in case:
        after = with_languages(before, ENGLISH, ADDED)
        assert after == case["after"].replace("\n", newline)
        assert with_languages(after, ENGLISH, ADDED) == after
        return
    with pytest.raises(NotListedError) as refused:
        with_languages(before, ENGLISH, ADDED)
    by_hand = yaml.safe_load(str(refused.value))["plugins"]
    assert [one["locale"] for one in by_hand[1]["i18n"]["languages"]] == ["en", "es-ES", "no"]


NAMES = st.sampled_from(["search", "tags", "macros", "i18n", "isogloss", "a.b/c"])
VALUES = st.recursive(
    st.sampled_from(["text", "a: b", "two\nlines\n", "# no comment", "", 1, None, True, [], {}]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("abc"), below, max_size=3),
    max_leaves=5,
)
LANGUAGES = st.lists(st.sampled_from(["en", "es-ES", "fr"]), max_size=3, unique=True)


@st.composite
def configurations(draw):
    """A mkdocs.yml in some form of YAML."""
    plugins = []
    for name in draw(st.lists(NAMES, max_size=4, unique=True)):
        options = draw(st.dictionaries(st.sampled_from(["one", "two"]), VALUES, max_size=2))
        if name == "i18n":
            options["languages"] = [{"locale": tag, "name": tag} for tag in draw(LANGUAGES)]
        plugins.append({name: options} if options or draw(st.booleans()) else name)
    site = {"site_name": "x", "plugins": plugins, "extra": draw(VALUES)}
    if not draw(st.integers(0, 4)):
        del site["plugins"]
    style = {"default_flow_style": draw(st.sampled_from([False, None])), "width": draw(st.sampled_from([20, 200]))}
    return yaml.safe_dump(site, sort_keys=False, indent=draw(st.sampled_from([2, 4])), **style)


IN_ANOTHER_FORM = re.compile(
    r"languages: \[|\{?i18n: \{|^ *- i18n$|&id\d|^plugins:\s*\[.+(?:i18n|isogloss)|^\{", re.MULTILINE | re.DOTALL
)
"""What init leaves to its authors: languages in brackets or none, values that are written once, for several places."""


def by_name(plugins):
    return {(next(iter(one)) if isinstance(one, dict) else one): one for one in plugins}


@given(configurations())
def test_all_that_was_there_stays(text):
    try:
        new = with_languages(text, ENGLISH, ADDED)
    except NotListedError:
        assert IN_ANOTHER_FORM.search(text), "it is of the form in which lines can be added"
        return
    assert with_languages(new, ENGLISH, ADDED) == new
    before, after = yaml.safe_load(text), yaml.safe_load(new)
    plugins, there = before.pop("plugins", ["search"]), after.pop("plugins")
    assert after == before
    old, now = (
        {(next(iter(one)) if isinstance(one, dict) else one): one for one in found} for found in (plugins, there)
    )
    assert [name for name in now if name in old] == list(old)
    assert set(now) - set(old) <= {"i18n", "isogloss"}
    assert {name: one for name, one in now.items() if name in old and name != "i18n"} == {
        name: one for name, one in old.items() if name != "i18n"
    }
    languages = now["i18n"]["i18n"].pop("languages")
    known = (
        old["i18n"]["i18n"].pop("languages")
        if "i18n" in old
        else [{"locale": "en", "name": "English", "default": True}]
    )
    more = [{"locale": tag, "name": name} for tag, name in ADDED.items() if tag not in {one["locale"] for one in known}]
    assert languages == known + more
    assert "i18n" not in old or now["i18n"] == old["i18n"]


@given(configurations())
def test_lines_are_added_and_none_is_changed(text):
    assume("plugins: [" not in text)
    assume(not IN_ANOTHER_FORM.search(text))
    new = with_languages(text, ENGLISH, ADDED).splitlines()
    for line in text.splitlines():
        new = new[new.index(line) + 1 :]


def test_names_are_those_of_readers_with_a_country_where_two_had_one_name():
    assert names_of(["es-ES", "pt-BR", "ja", "ar", "zh-Hant"]) == {
        "es-ES": "Español", "pt-BR": "Português", "ja": "日本語", "ar": "العربية", "zh-Hant": "中文 (繁體)",
    }  # fmt: skip
    assert names_of(["es-ES", "es-MX", "de"]) == {
        "es-ES": "Español (España)",
        "es-MX": "Español (México)",
        "de": "Deutsch",
    }


def test_a_site_in_one_language_becomes_one_in_three(plain):
    status, said = init(plain, "es_es", "ZH-hant")
    assert (status, said.splitlines()[0]) == (0, "mkdocs.yml: en, es-ES, zh-Hant added")
    assert plain.read("mkdocs.yml").startswith(CONFIG)
    for tag in ("es-ES", "zh-Hant"):
        assert f"{tag}: 3 catalogs written" in said
        plain.translate(f"locales/{tag}/docs/guide.po", {"More text.": f"More text in {tag}."})
    assert plain.build().returncode == 0
    assert "More text in es-ES." in plain.read("site/es-ES/guide/index.html")
    assert "More text in zh-Hant." in plain.read("site/zh-Hant/guide/index.html")
    assert "More text." in plain.read("site/guide/index.html")
    assert [path.name for path in plain.root.glob(".*")] == [], "nothing is left of the trial"


def test_again_with_another_language_nothing_else_changes(plain):
    assert init(plain, "es-ES")[0] == 0
    plain.translate("locales/es-ES/docs/guide.po", {"More text.": "Más texto."})
    assert plain.isogloss("fmt")[0] == 0
    before, catalog = plain.read("mkdocs.yml"), plain.read("locales/es-ES/docs/guide.po")
    status, said = init(plain, "es-MX", "es-ES")
    assert (status, said.splitlines()[0]) == (0, "mkdocs.yml: es-MX added")
    added = "        - locale: es-MX\n          name: Español (México)\n"
    assert plain.read("mkdocs.yml") == before.replace("  - isogloss\n", f"{added}  - isogloss\n")
    assert plain.read("locales/es-ES/docs/guide.po") == catalog
    now = plain.read("mkdocs.yml")
    status, said = init(plain, "es-MX")
    assert (status, said.splitlines()[0], plain.read("mkdocs.yml")) == (0, "mkdocs.yml: nothing to add", now)


@pytest.mark.parametrize(
    ("theme", "arguments", "source"),
    [("locale: de", [], "de"), ("locale: de", ["--source", "it"], "it"), ("language: our own", [], "en")],
)
def test_the_pages_are_in_the_language_of_the_theme_unless_somebody_says_otherwise(plain, theme, arguments, source):
    plain.write("mkdocs.yml", f"{CONFIG}theme:\n  name: mkdocs\n  {theme}\n")
    assert init(plain, "fr", *arguments)[1].startswith(f"mkdocs.yml: {source}, fr added\n")


def test_a_line_that_is_not_in_mkdocs_yml_is_not_named(plain):
    plain.write("locales/en/docs/index.po", 'msgid ""\nmsgstr ""\n')
    status, said = init(plain, "fr")
    assert status == 1
    assert said.startswith(
        "mkdocs.yml: error: 'en' is the default language of the plugin 'i18n', and there are catalogs"
    )


def test_pages_that_are_translated_by_hand_are_told(plain):
    plain.write("docs/guide.es-ES.md", "# Guía\n\nMás texto.\n")
    said = init(plain, "es-ES")[1]
    assert "es-ES: 1 page translated in Markdown, and published as they are; isogloss import makes catalogs" in said


REFUSED = {
    "no language": (CONFIG, ["xx"], "no language is called 'xx' [locale-unknown]"),
    "a tag that i18n does not take": (CONFIG, ["es-419"], "mkdocs.yml: error: mkdocs-static-i18n does not take"),
    "the source": (CONFIG, ["es-ES", "en"], "mkdocs.yml: error: 'en' is the language in which the pages are written"),
    "an option that MkDocs does not know": (
        f"{CONFIG}theme:\n  name: nowhere\n", ["es-ES"], "mkdocs.yml:4: error: ",
    ),
    "no YAML": ("site_name: [\n", ["es-ES"], "the languages cannot be put in"),
    "inherited plugins": (f"INHERIT: base.yml\n{CONFIG}", ["es-ES"], "base.yml:1: error: the languages cannot"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_changes_nothing(plain, case):
    config, tags, told = REFUSED[case]
    plain.write("base.yml", "plugins:\n  - search\n")
    plain.write("mkdocs.yml", config)
    status, said = init(plain, *tags)
    assert status == 1
    assert told in said
    assert plain.read("mkdocs.yml") == config
    assert sorted(path.name for path in plain.root.iterdir()) == ["base.yml", "docs", "locales", "mkdocs.yml"]
    assert not list((plain.root / "locales").iterdir())
