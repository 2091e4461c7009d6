"""Law 1: with msgstr = msgid everywhere, a localized article is the English one, byte for byte."""

from __future__ import annotations

import re

import pytest
from built_pages import Built, english_pages, locales


@pytest.mark.parametrize("locale", locales())
def test_an_article_translated_by_itself_is_the_english_article(identity_site, locale):
    pages = english_pages(identity_site)
    assert pages
    for path in pages:
        english, localized = Built(identity_site, path), Built(identity_site, path, locale)
        assert without_localized_furniture(localized) == without_localized_furniture(english), path


def without_localized_furniture(page: Built) -> str:
    """The article without the date line of the template, whose date has the locale's own form."""
    article, lines = re.subn(r'<p class="isogloss-checked">.*?</p>', "", page.resolved_article())
    assert lines <= 1
    return article
