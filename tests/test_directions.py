"""The direction of languages, which pages say, as CLDR has it."""

from __future__ import annotations

import babel
import pytest
from babel import localedata
from isogloss.project import Locale


def test_it_is_what_cldr_says_of_each_language():
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
def test_it_is_known_without_all_that_cldr_knows_of_a_language(monkeypatch, tag, expected):
    if not Locale(tag, "").is_known:
        pytest.skip("this version of CLDR does not know it")
    monkeypatch.setattr(localedata, "load", None)
    assert Locale(tag, "").direction == expected
