"""What pages say of languages, as CLDR has it: their direction, and their name in themselves."""

from __future__ import annotations

import babel
import pytest
from babel import localedata
from isogloss.project import Locale
from isogloss.reader import strings


def test_a_direction_is_what_cldr_says_of_each_language():
    names = localedata.locale_identifiers()
    assert len(names) > 900
    for name in names:
        locale = babel.Locale.parse(name)
        if locale.script is None:  # CLDR says the same of a language in each script.
            assert Locale(name.replace("_", "-"), "").direction == locale.text_direction, name


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("pa-PK", "rtl"), ("pa-IN", "ltr"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"),
     ("ar-XB", "rtl"), ("mn-CN", "ltr"), ("en-XA", "ltr"), ("zh-TW", "ltr"), ("ckb", "rtl"), ("dv", "rtl")],
)  # fmt: skip
def test_a_direction_is_known_without_all_that_cldr_knows_of_a_language(monkeypatch, tag, expected):
    if not Locale(tag, "").is_known:
        pytest.skip("this version of CLDR does not know it")
    monkeypatch.setattr(localedata, "load", None)
    assert Locale(tag, "").direction == expected


def test_a_name_is_what_cldr_says_of_each_language():
    spoken = {name.partition("-")[0] for name in strings.languages()} | {"en", "sr", "hu"}
    names = [name for name in localedata.locale_identifiers() if name.partition("_")[0] in spoken]
    assert len(names) > 300
    for name in names:
        assert Locale(name.replace("_", "-"), "").own_name == babel.Locale.parse(name).get_language_name(), name


@pytest.mark.parametrize("name", [*strings.languages(), "en", "en-XA", "es-ES", "pt-BR", "zh-TW", "zh-CN"])
def test_the_name_of_a_language_that_the_reader_speaks_is_known_without_all_of_that(monkeypatch, name):
    monkeypatch.setattr(localedata, "load", None)
    assert Locale(name, "").own_name
