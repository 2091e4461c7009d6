"""What readers ask is answered by the right page, in each language, in a real Chromium."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache

import asking
import conftest
import pytest
from chromium import serving
from driving import driving

LOCALES = [path.stem for path in sorted(asking.CASES.glob("*.yml"))]
LEAST, MOST = 0.9, 1.1


@pytest.fixture(scope="module")
def asked(own_site, tmp_path_factory):
    """What the search of the site finds in a language."""
    with serving(own_site) as served, driving(tmp_path_factory.mktemp("chromium")) as driver, driver.tab() as tab:

        @cache
        def ask(locale):
            queries = [question.query for question in asking.questions(locale)]
            return asking.found(tab, served.origin, locale, queries)

        yield ask


def test_each_language_of_the_site_has_its_questions():
    tags = re.findall(r"- locale: (\S+)", (conftest.ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert sorted(tags) == sorted(LOCALES)
    for locale in LOCALES:
        asked = asking.questions(locale)
        assert len(asked) >= 40
        for page in {page for question in asked for page in question.pages}:
            docs = conftest.ROOT / "docs"
            assert (docs / f"{page}.md").is_file() or (docs / page / "index.md").is_file(), page


@pytest.mark.parametrize("locale", LOCALES)
def test_the_right_page_comes_first(asked, locale):
    ranked = asking.ranks(asking.questions(locale), asked(locale), locale)
    rank = asking.mean_reciprocal_rank(ranked)
    assert rank >= LEAST, {query: rank for query, rank in ranked.items() if rank != 1}


def squeezed(text: str) -> str:
    return "".join(text.replace("…", "").split())


def pieces(text: str, whole: str) -> int:
    """How many parts of *whole* make *text*."""
    count = 0
    while text:
        least, most = 1, len(text)
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if text[:middle] in whole else (least, middle - 1)
        count, text = count + 1, text[least:]
    return count


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_shown_is_the_page_with_marks_and_in_its_language_alone(own_site, asked, locale):
    folder = asking.folder(locale)
    index = json.loads((own_site / folder / "search/search_index.json").read_text(encoding="utf-8"))
    known = {entry["location"]: entry for entry in index["docs"]}
    shown = [one for groups in asked(locale) for group in groups for one in group]
    assert len(shown) > 1000
    for one in shown:
        entry = known[one["location"]]
        title, text = (re.sub(r'</?mark>|<span lang="en"[^>]*>|</span>', "", one[name]) for name in ("title", "text"))
        assert title == entry["title"]
        assert pieces(squeezed(text), squeezed(entry["text"])) <= 2, (text, entry["text"])
    assert any("<mark>" in one["text"] for one in shown)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reader_loads_hardly_more_than_the_index_of_one_language(own_site, locale):
    path = own_site / asking.folder(locale) / "search/search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    del index["config"]["isogloss"]
    for entry in index["docs"]:
        entry.pop("english", None)
        entry["text"] = re.sub(r'<(p|li) lang="en"(?: dir="ltr")?>', r"<\1>", entry["text"])
    stock = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(path.read_bytes()) <= MOST * len(stock)
    assert len(gzip.compress(path.read_bytes())) <= MOST * len(gzip.compress(stock))
    (worker,) = own_site.glob("assets/isogloss/search.*.js")
    (of_theme,) = own_site.glob("assets/javascripts/workers/search.*.js")
    assert worker.stat().st_size < of_theme.stat().st_size
