"""English around the text of a localized page: navigation, contents and template strings say that they are English."""

from __future__ import annotations

import pickle
import re
from copy import deepcopy
from html.parser import HTMLParser

import pytest
import yaml
from isogloss.hosts.mkdocs.english import English, marked

PAGES = {
    "index.md": "# Start & go\n\nText.\n\n## Install it\n\nText.\n\n## Use it\n\nText.\n",
    "setup/first_steps.md": "Text without a heading.\n",
    "setup/titled.md": "---\ntitle: Named above\n---\n\n# Heading\n\nText.\n",
    "setup/code.md": "# `pip`\n\nText.\n",
    "own.md": "# English page\n\nText.\n",
}
NAV = """\
nav:
  - Begin: index.md
  - Set "up":
      - setup/first_steps.md
      - setup/titled.md
      - setup/code.md
  - own.md
"""
MARK = re.compile(r'<span lang="en" dir="ltr">(.*?)</span>', re.DOTALL)
BUILTIN = {
    "material": {"Begin", "Start & go", "Install it", 'Set "up"', "First steps", "Named above"},
    "mkdocs": {"Begin", "Install it", 'Set "up"', "First steps", "Named above", "Previous", "Next"},
    "readthedocs": {"Begin", "Install it", 'Set "up"', "First steps", "Named above", "Previous", "Next"},
}


def attributes(page: str) -> list[str]:
    """The values of all attributes of a page."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda _, attrs: found.extend(value or "" for _, value in attrs)
    parser.feed(page)
    return found


def built(make_site, theme, translations=None):
    site = make_site(PAGES, locales=("ar",), theme=theme, translated=False)
    site.write("docs/own.ar.md", "# صفحة\n\nنص.\n")
    features = "\n  features: [navigation.footer, navigation.path, navigation.tabs]" if theme == "material" else ""
    config = site.read("mkdocs.yml").replace(f"name: {theme}\n", f"name: {theme}{features}\n  custom_dir: overrides\n")
    site.write("mkdocs.yml", config + NAV)
    main = "{% extends 'base.html' %}\n{% block footer %}<p title='{{ _(\"Written\") }}'>{{ _(\"Written\") }}</p>"
    site.write("overrides/main.html", main + "<p>{{ _('%(n)s pages', n=3) }}</p>{{ super() }}{% endblock %}\n")
    assert site.run("isogloss", "update").returncode == 0
    for path, texts in (translations or {}).items():
        site.translate(path, texts, rest=False)
    result = site.build()
    assert result.returncode == 0, result.stderr
    return site


@pytest.mark.parametrize("theme", BUILTIN)
def test_what_is_english_around_a_page_says_so(make_site, theme):
    site = built(make_site, theme)
    page = site.read("site/ar/setup/titled/index.html")
    around = page[: page.index("<h1")] + page[page.index("</h1>") :]
    texts = {text.strip().replace("&amp;", "&") for text in MARK.findall(around)}
    assert BUILTIN[theme] - {"Install it", "Start & go"} | {"Written", "3 pages"} <= texts
    texts = {text.strip().replace("&amp;", "&") for text in MARK.findall(site.read("site/ar/index.html"))}
    assert {"Install it", "Use it"} <= texts
    # What is code in every language, and the title of a page that is written in the reader's, are not English.
    assert not {"pip", "صفحة"} & texts
    assert "صفحة" in page
    for path in (site.root / "site").rglob("*.*ml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search("[\ufdd0\ufdd1]|ufdd|%EF%B7", text), path
        assert not any("span lang" in value for value in attributes(text)), path
        assert not re.search(r"<(title|script)\b[^>]*>[^<]*<span", text), path
    assert 'lang="en" dir' not in site.read("site/index.html")
    assert "<p title='Written'>" in page


@pytest.mark.parametrize("theme", BUILTIN)
def test_what_is_translated_is_not_marked(make_site, theme):
    translations = {
        "locales/ar/mkdocs.po": {"Begin": "Begin", 'Set "up"': "إعداد", "Test site": "موقع"},
        "locales/ar/overrides.po": {"Written": "كتب", "%(n)s pages": "%(n)s صفحات"},
        "locales/ar/docs/index.po": {"Start & go": "ابدأ", "Install it": "ثبت"},
        "locales/ar/docs/setup/titled.po": {"Named above": "مسمى", "Heading": "عنوان"},
    }
    site = built(make_site, theme, translations)
    for path in ("index.html", "setup/titled/index.html"):
        page = site.read(f"site/ar/{path}")
        texts = {text.strip() for text in MARK.findall(page)}
        assert not {"Begin", "Written", "3 pages", "Named above", "Install it", "Test site"} & texts
        assert "First steps" in texts
    assert "Use it" in {text.strip() for text in MARK.findall(site.read("site/ar/index.html"))}


CASES = {
    "<p>S</p>": '<p><span lang="en">S</span></p>',
    "<title>S - x</title>": "<title>S - x</title>",
    '<a title="S" href=x>S</a>': '<a title="S" href=x><span lang="en">S</span></a>',
    '<a title="a > b: S">x</a>': '<a title="a > b: S">x</a>',
    "<a title='it\"s: S'>x</a>": "<a title='it\"s: S'>x</a>",
    '<a title=don\'t>S</a><a title="S">': '<a title=don\'t><span lang="en">S</span></a><a title="S">',
    "<script>if (a<b) x = 'S'</script>": "<script>if (a<b) x = 'S'</script>",
    "<template><p>S</p></template>": "<template><p>S</p></template>",
    "<!-- <b>S</b> -->": "<!-- <b>S</b> -->",
    "<svg><text>S</text></svg>S": '<svg><text>S</text></svg><span lang="en">S</span>',
    "<select><option>S</option></select>": "<select><option>S</option></select>",
    '<a title="S" href=x><svg><path d="M0"/></svg></a>': '<a title="S" href=x lang="en"><svg><path d="M0"/></svg></a>',
    '<a title="S" href=x>¶</a>': '<a title="S" href=x lang="en">¶</a>',
    '<input aria-label="S"/>x': '<input aria-label="S" lang="en"/>x',
    '<a title="x: S" href=x></a>': '<a title="x: S" href=x></a>',
    '<a title="S" aria-label="x: S" href=x></a>': '<a title="S" aria-label="x: S" href=x></a>',
    '<a aria-label="x: S" href=x>x <b>S</b></a>': '<a aria-label="x: S" href=x>x <b><span lang="en">S</span></b></a>',
    '<section aria-label="S">x</section>': '<section aria-label="S">x</section>',
    '<html lang=es><nav aria-label="S">\n<ul><li>x</ul></nav>': (
        '<html lang=es><nav aria-label="S" lang="en">\n<ul lang="es"><li>x</ul></nav>'
    ),
    '<nav aria-label="x: S"><ul></ul></nav>': '<nav aria-label="x: S"><ul></ul></nav>',
    "<meta content='S'><b>1 < 2 S</b>": "<meta content='S'><b>1 < 2 <span lang=\"en\">S</span></b>",
}


@pytest.mark.parametrize("source", CASES)
def test_an_element_is_put_where_one_can_stand(source):
    assert marked(source.replace("S", "\ufdd0S\ufdd1"), {"lang": "en"}) == CASES[source]


def test_half_a_mark_and_marks_that_a_filter_has_written_go_away():
    assert marked("\ufdd0cut <b>x</b><i>\ufdd0whole\ufdd1</i>", {"lang": "en"}) == (
        'cut <b>x</b><i><span lang="en">whole</span></i>'
    )
    assert marked("<script>x = '\\ufdd0S\\ufdd1'</script>\ufdd0\ufdd1", {}) == "<script>x = 'S'</script>"


def test_what_an_author_has_written_like_a_mark_stays():
    """A range of characters in code, with a title beside it that is English."""
    code = "<code>[\\ufdd0-\\ufdef] %EF%B7%90</code>"
    source = f"<title>\ufdd0S\ufdd1</title><a title='\\ufdd0S\\ufdd1' href='%EF%B7%90S'>{code}"
    assert marked(source, {"lang": "en"}) == f"<title>S</title><a title='S' href='S'>{code}"


def test_for_everybody_else_a_title_is_a_string():
    title = English("100 %")
    assert type(str(title)) is str
    assert yaml.safe_dump({"title": title}) == yaml.dump({"title": title}) == "title: 100 %\n"
    assert pickle.loads(pickle.dumps(title)) == deepcopy(title) == title
    assert title == "100 %"
    assert f"{title}" == "100 %"
    assert title + "!" == "100 %!"
    assert isinstance(English("%d pages") % 3, English)


def test_a_section_that_is_named_after_its_folder_is_english(make_site):
    site = make_site({"index.md": "# Start\n\nText.\n", "setting_up/one.md": "# One\n\nText.\n"}, locales=("es-ES",))
    site.translate("locales/es-ES/mkdocs.po", {"Setting up": ""})
    assert site.build("--strict").returncode == 0
    page = site.read("site/es-ES/index.html")
    assert '<span lang="en">Setting up</span>' in page
    # All titles of pages are translated, by themselves.
    assert page.count("<span lang=") == page.count('<span lang="en">Setting up</span>')
