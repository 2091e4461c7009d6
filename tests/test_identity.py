"""Law 1: with msgstr = msgid everywhere, a localized article is the English one, byte for byte."""

from __future__ import annotations

import pytest
from built_pages import Built, english_pages
from sample import LOCALES


@pytest.mark.parametrize("locale", LOCALES)
def test_an_article_translated_by_itself_is_the_english_article(identity_site, locale):
    pages = english_pages(identity_site)
    assert pages
    for path in pages:
        english, localized = Built(identity_site, path), Built(identity_site, path, locale)
        assert localized.resolved_article().rstrip() == english.resolved_article().rstrip(), path
