"""What readers get, read from finished sites: with each theme, without overrides, and with each part turned off."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import polib
import pytest
from conftest import ROOT
from isogloss.driver.words import TEXTS as DESK
from isogloss.hosts.mkdocs.options import unknown_part
from isogloss.project import Locale
from isogloss.reader import bundle, strings
from isogloss.reader.dress import Edition, Outfit, dressed, lost
from isogloss.reader.parts import Parts
from lxml import html

PAGES = {"index.md": "# Start\n\nHello.\n", "guide.md": "# Guide\n\nOne.\n\nTwo.\n", "more.md": "# More\n\nText.\n"}
LOCALES = Path(strings.__file__).parent / "locales"
TRACES = {
    "line": "isogloss-line",
    "original": "isogloss-original",
    "improve": "isogloss-improve",
    "search_engines": 'hreflang="x-default"',
    "switcher": "aria-current",
    "open_graph": 'property="og:url"',
}
"""What parts leave in a page."""
WITHOUT_ASSETS = ("search_engines", "open_graph", "llms", "robots")
"""Parts without a style and a script."""


def a_site(make_site, theme="material", options="", locales=("es-ES", "it-IT", "ar")):
    """Spanish is half done, Italian not at all, and Arabic whole."""
    site = make_site(PAGES, locales=locales, theme=theme, options=options, translated=False)
    site.write("mkdocs.yml", "repo_url: https://code.example/x\nedit_uri: edit/main/docs/\n" + site.read("mkdocs.yml"))
    guide = site.catalog("locales/es-ES/docs/guide.po")
    guide[0].msgstr, guide[1].msgstr = "Guía", "Uno."
    guide.save()
    for name in ("index", "guide", "more"):
        site.translate(f"locales/ar/docs/{name}.po", {})
    built = site.build()  # MkDocs' own themes warn of a language that they do not speak.
    assert built.returncode == 0, built.stderr
    return site


def test_search_engines_hear_of_what_is_translated_and_of_nothing_else(make_site):
    site = a_site(make_site)
    base = "https://example.org/docs/"
    heard = {}
    for path in sorted((site.root / "site").rglob("index.html")):
        address = urljoin(base, path.parent.relative_to(site.root / "site").as_posix() + "/").replace("/./", "/")
        head = html.parse(path).getroot().find("head")
        links = {one.get("hreflang"): one.get("href") for one in head.xpath("link[@hreflang]")}
        (canonical,) = head.xpath("link[@rel='canonical']/@href")
        heard[address] = links, canonical
    for address, (links, canonical) in heard.items():
        assert "/it-IT/" not in "".join(links.values())
        if links:
            assert canonical == address
            assert links["x-default"] == links["en"]
            assert address in links.values()
            assert all(heard[other][0] == links for other in links.values()), "not reciprocal"
        else:
            assert canonical == re.sub("/(it-IT|es-ES)/", "/", address)
    assert set(heard[f"{base}guide/"][0]) == {"en", "es-ES", "ar", "x-default"}
    assert set(heard[f"{base}more/"][0]) == {"en", "ar", "x-default"}
    sitemap = site.read("site/sitemap.xml")
    assert set(re.findall("<loc>(.*)</loc>", sitemap)) == {
        address for address, (_, canonical) in heard.items() if canonical == address
    }
    for page in sitemap.split("<url>")[1:]:
        address = re.search("<loc>(.*)</loc>", page)[1]
        assert dict(re.findall('hreflang="(.*)" href="(.*)"', page)) == heard[address][0]


def test_each_part_is_in_the_readme():
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in Parts._fields if f"| `{name}` |" not in told] == []


def test_each_part_can_be_turned_off(make_site):
    site = a_site(make_site)
    page = site.read("site/es-ES/guide/index.html")
    assert {name for name, trace in TRACES.items() if trace in page} == TRACES.keys()
    assert "isogloss-lost" in site.read("site/404.html")
    config = site.read("mkdocs.yml")
    for name, trace in TRACES.items():
        site.write("mkdocs.yml", config.replace("- isogloss", f"- isogloss:\n      reader: {{{name}: false}}"))
        assert site.build("--strict").returncode == 0
        page = site.read("site/es-ES/guide/index.html")
        assert {other for other, trace in TRACES.items() if trace not in page} == {name}, trace
    site.write("mkdocs.yml", config.replace("- isogloss", "- isogloss:\n      reader: false"))
    assert site.build("--strict").returncode == 0
    page = site.read("site/es-ES/guide/index.html")
    assert not [name for name, trace in TRACES.items() if trace in page]
    assert not list(site.root.glob("site/assets/isogloss/*"))
    assert "<h1>404 - Not found</h1>" in site.read("site/404.html")


@pytest.mark.parametrize("part", [name for name in Parts._fields if name not in WITHOUT_ASSETS])
def test_the_style_sheet_and_the_script_are_of_the_parts_that_are_on(part):
    texts = {"en": {"available": "</script>"}}
    whole = (bundle.style_sheet(Parts()), bundle.script(Parts(), texts))
    rest = (bundle.style_sheet(Parts.of({part: False})), bundle.script(Parts.of({part: False}), texts))
    alone = {name: name == part for name in Parts._fields}
    assert bundle.style_sheet(Parts.of(alone)) is not None
    if part != "improve":  # Its style and its script are those of "original", too.
        assert {asset.path for asset in rest} != {asset.path for asset in whole}
        assert sum(len(asset.text) for asset in rest) < sum(len(asset.text) for asset in whole)
    assert "</script>" not in whole[1].text
    assert bundle.style_sheet(Parts.of(False)) is bundle.script(Parts.of(False), texts) is None


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes_get_what_needs_no_material(make_site, theme):
    site = a_site(make_site, theme=theme)
    tree = html.parse(site.root / "site/es-ES/guide/index.html").getroot()
    (line,) = tree.xpath("//div[@role='main']//h1/following-sibling::p[@class='isogloss-line']")
    assert "Traducido: 66 %" in line.text_content()
    assert tree.xpath("//a[contains(@class, 'isogloss-original')]/@href") == ["../../guide/"]
    assert set(tree.xpath("//head/link/@hreflang")) == {"en", "es-ES", "ar", "x-default"}
    (style,) = tree.xpath("//head/link[contains(@href, 'isogloss/reader')]/@href")
    assert (site.root / "site/es-ES/guide" / style).is_file()
    assert html.parse(site.root / "site/ar/index.html").getroot().get("dir") == "rtl"
    lost = html.parse(site.root / "site/404.html").getroot()
    titles = ["Page not found", "Página no encontrada", "Pagina non trovata", "الصفحة غير موجودة"]
    assert lost.xpath("//h1/text()") == titles


def test_a_language_without_words_of_its_own_says_that_they_are_english(make_site):
    site = make_site(PAGES, locales=("ur",), theme="material")
    site.translate("locales/ur/docs/guide.po", {"Two.": ""})
    assert site.build("--strict").returncode == 0
    tree = html.parse(site.root / "site/ur/guide/index.html").getroot()
    (line,) = tree.xpath("//p[@class='isogloss-line']")
    assert (line.get("lang"), line.get("dir")) == ("en", "ltr")
    assert line.xpath("span/text()")[0] == "66 % translated"


def test_a_template_of_the_site_and_its_words_come_first(make_site):
    site = make_site(PAGES, locales=("es-ES",), theme="material", translated=False)
    site.write("overrides/isogloss/line.html", "<p class=own>{{ _('Half done') }} {{ percent }}</p>\n")
    config = site.read("mkdocs.yml").replace("name: material", "name: material\n  custom_dir: overrides")
    site.write("mkdocs.yml", config)
    assert site.run("isogloss", "update").returncode == 0
    site.translate("locales/es-ES/overrides.po", {"Half done": "A medias"})
    assert site.build("--strict").returncode == 0
    tree = html.parse(site.root / "site/es-ES/guide/index.html").getroot()
    assert tree.xpath("//p[@class='own']/text()") == ["A medias 0"]
    assert not tree.xpath("//p[@class='isogloss-line']")


@pytest.mark.parametrize("option", [{"colours": True}, {"line": "yes"}, "none", 3])
def test_a_part_that_is_none_is_refused_with_its_line(make_site, option):
    site = make_site(PAGES, translated=False)
    shown = f"reader: {option}" if not isinstance(option, dict) else f"reader: {option}".replace("'", '"')
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("- isogloss", f"- isogloss:\n      {shown}"))
    built = site.build()
    assert built.returncode != 0
    assert "reader" in built.stderr
    if isinstance(option, dict):
        line = site.line("mkdocs.yml", "reader:")
        assert f"mkdocs.yml:{line}: error: '{next(iter(option))}'" in built.stderr
        assert unknown_part(option, None) in built.stderr


@pytest.mark.parametrize(
    "path", sorted((Path(strings.__file__).parent / "locales").glob("*.po")), ids=lambda path: path.stem
)
def test_a_catalog_of_the_package_has_every_text_and_its_placeholders(path):
    catalog = polib.pofile(str(path))
    assert [entry.msgid for entry in catalog] == [*strings.TEXTS.values(), *DESK]
    for entry in catalog:
        assert entry.msgstr
        assert not entry.fuzzy
        assert sorted(re.findall(r"%\(\w+\)s|%%", entry.msgstr)) == sorted(re.findall(r"%\(\w+\)s|%%", entry.msgid))


def test_a_translation_is_mended_on_the_server_that_the_site_has_for_it(make_site):
    server = "https://translate.example/{locale}/lamps/{page}?file={catalog}"
    site = a_site(make_site, options=f":\n      translation_server: {server}")
    tree = html.parse(site.root / "site/es-ES/guide/index.html").getroot()
    address = "https://translate.example/es-ES/lamps/guide?file=locales/es-ES/docs/guide.po"
    assert set(tree.xpath("//*[contains(@class, 'isogloss-')]//a[not(@hreflang)]/@href")) == {address}
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("{page}", "{file}"))
    built = site.build()
    assert built.returncode != 0
    line = site.line("mkdocs.yml", "translation_server:")
    assert f"mkdocs.yml:{line}: error: '{{file}}' stands for nothing" in built.stderr


EN, ES = Locale("en", "English"), Locale("es-ES", "Español")


def test_a_page_without_a_place_for_it_stays_as_it_is():
    editions = (
        Edition(EN, "../../x/", "https://e.example/x/", True),
        Edition(ES, "./", "https://e.example/es/x/", True),
    )
    outfit = Outfit(ES, editions, "en", "a.css", "a.js", line="<p>line</p>", tools="<div></div>")
    for page in ("", "<p>A part.</p>", "<html><head><title>x</title>"):
        assert dressed(page, outfit) == page
    assert lost("<h1>Gone</h1>", "text") == "<h1>Gone</h1>"


def test_a_minified_page_is_dressed_too():
    page = (
        "<html lang=es-ES><head><link rel=alternate href=../../x/ hreflang=en></head><body><div class=md-select>"
        "<button class=md-icon aria-label=Idioma><svg></svg></button><ul class=md-select__list>"
        "<li><a href=/ hreflang=en class=md-select__link>English</a></ul></div>"
        "<article class=x><h1>T</h1><p>a</article>"
    )
    editions = (
        Edition(EN, "../../x/", "https://e.example/x/", True),
        Edition(ES, "./", "https://e.example/es/x/", True),
    )
    outfit = Outfit(ES, editions, "en", "a.css", "a.js", line="<p class=line>l</p>", tools="<div class=tools></div>")
    tree = html.fromstring(dressed(page, outfit))
    assert tree.xpath("//link/@hreflang") == ["en", "es-ES", "x-default"]
    assert tree.xpath("//a/@href") == ["../../x/"]
    assert tree.xpath("//button/@aria-label") == ["Idioma: Español"]
    assert tree.xpath("//button/span/text()") == ["Español"]
    assert tree.xpath("//h1/following-sibling::*[1]/@class") == ["line"]
    assert tree.xpath("//article/preceding-sibling::*[1]/@class") == ["tools"]


def test_a_page_made_smaller_is_dressed_too():
    root, own = (
        Edition(Locale(tag, tag), "", f"https://example.org/{tag}/", translated)
        for tag, translated in (("en", True), ("es-ES", False))
    )
    outfit = Outfit(own.locale, (root, own), "en", style_sheet="reader.css")
    page = "<!doctype html><html lang=es><title>A</title><link href=/es/ rel=canonical><body dir=ltr><p>A"
    head, _, body = dressed(page, outfit).partition("<body")
    assert re.findall(r"<link [^>]*canonical[^>]*>", head) == ['<link rel="canonical" href="https://example.org/en/">']
    assert 'href="reader.css"' in head
    assert body == " dir=ltr><p>A"


@pytest.mark.parametrize(
    "body",
    [
        '<div role="main">Text</div>',
        "<main role=main><p>Text",
        'role="main" <p>Text</p> <div class="a" role=\'main\' id="b">Text</div><div role=main>',
        '<p title="a > b" role="main">Text <b>role="main"</b></p>',
        '<div data-role="main" role="navigation">Text</div>',
        "<p>role=main</p>",
        "role=main",
    ],
)
def test_the_line_stands_at_the_first_tag_that_says_that_it_is_the_main_part(body):
    main = re.search(r"""<[^<>]*\brole=["']?main\b[^<>]*>""", body)
    page = f"<html><head>\n</head><body>{body}</body></html>"
    expected = page if main is None else page.replace(body, f"{body[: main.end()]}\n<i>!</i>{body[main.end() :]}")
    assert dressed(page, Outfit(Locale("es-ES", "Español"), line="<i>!</i>")) == expected


def test_a_strict_build_takes_instant_loading_with_the_switcher_of_the_reader(make_site):
    site = make_site(PAGES, theme="material")
    config = site.read("mkdocs.yml").replace("name: material\n", "name: material\n  features: [navigation.instant]\n")
    site.write("mkdocs.yml", config)
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    site.write("mkdocs.yml", config.replace("- isogloss", "- isogloss:\n      reader: {switcher: false}"))
    without = site.build("--strict")
    assert "not compatible with theme.features = navigation.instant" in without.stderr


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_each_page_of_a_theme_without_a_switcher_leads_to_its_editions(make_site, theme):
    site = a_site(make_site, theme)
    for folder, own in (("", "en"), ("es-ES/", "es-ES"), ("ar/", "ar")):
        here = f"https://example.org/docs/{folder}guide/"
        page = html.parse(site.root / f"site/{folder}guide/index.html").getroot()
        (switcher,) = page.xpath("//details[@class='isogloss-languages']")
        links = {one.get("hreflang"): one for one in switcher.iter("a")}
        assert {tag: urljoin(here, one.get("href")) for tag, one in links.items()} == {
            "en": "https://example.org/docs/guide/",
            "es-ES": "https://example.org/docs/es-ES/guide/",
            "it-IT": "https://example.org/docs/it-IT/guide/",
            "ar": "https://example.org/docs/ar/guide/",
        }
        assert [tag for tag, one in links.items() if one.get("aria-current")] == [own]
        assert links["ar"].get("dir") == ("rtl" if own != "ar" else None)
        assert links["es-ES"].get("lang") == ("es-ES" if own != "es-ES" else None)
        assert not switcher.xpath("ancestor::*[@role='main']"), "the text is what it was"
        assert bool(switcher.xpath("ancestor::*[contains(@class, 'navbar-nav')]")) is (theme == "mkdocs")


def test_a_template_of_the_site_with_links_to_languages_gets_no_second_switcher():
    english, spanish = Locale("en", "English"), Locale("es-ES", "Español")
    editions = (
        Edition(english, "./", "https://example.org/guide/", True),
        Edition(spanish, "../es-ES/guide/", "https://example.org/es-ES/guide/", True, elsewhere="/es/"),
    )
    page = '<html><head>\n</head><body><div role="main">{}<h1>Guide</h1></div></body></html>'
    outfit = Outfit(english, editions, "en", draws_none=True, search_engines=False)
    there = "isogloss-languages"
    assert there in dressed(page.format('<a href="../other/">Other</a>'), outfit)
    for address in ("../es-ES/guide/", "https://example.org/es-ES/guide/", "/es/"):
        assert there not in dressed(page.format(f'<a href="{address}">Español</a>'), outfit)
    for change in ({"switcher": False}, {"draws_none": False}, {"editions": editions[:1]}):
        assert there not in dressed(page.format(""), outfit._replace(**change))


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_links_of_a_text_to_its_other_editions_are_no_switcher(make_site, theme):
    text = '# Guide\n\nRead it in <a href="../es-ES/guide/">Spanish</a> or <a href="../../guide/">English</a>.\n'
    pages = {"index.md": "# Start\n", "guide.md": text, "own.md": "# Own\n\n[Español](/docs/es-ES/own/)\n"}
    site = make_site(pages, theme=theme)
    config = re.sub("locale: es-ES\n( +)name: es-ES", r"locale: es-ES\n\1name: Español", site.read("mkdocs.yml"))
    site.write("mkdocs.yml", config.replace(f"name: {theme}\n", f"name: {theme}\n  custom_dir: own\n", 1))
    (site.root / "own").mkdir()
    there, template = "isogloss-languages", site.root / "own/main.html"
    for block, is_there in (("", True), ('<a href="{{ url }}">Español</a>', False)):
        url = "{% set url = '../es-ES/guide/' %}"
        body = "{% block content %}" + url + block + "{{ super() }}{% endblock %}"
        template.write_text('{% extends "base.html" %}' + body, encoding="utf-8")
        assert site.build().returncode == 0
        assert (there in site.read("site/guide/index.html")) is is_there
        assert there in site.read("site/es-ES/guide/index.html")
        assert there in site.read("site/own/index.html")


def test_the_switcher_leads_where_mkdocs_yml_says(make_site):
    site = make_site(PAGES, theme="mkdocs", locales=("es-ES",))
    config = site.read("mkdocs.yml").replace("name: es-ES\n", "name: Español\n          fixed_link: /es/\n")
    site.write("mkdocs.yml", config)
    assert site.build().returncode == 0
    page = html.parse(site.root / "site/guide/index.html").getroot()
    links = [one.get("href") for one in page.xpath("//details[@class='isogloss-languages']//a")]
    assert links[1] == "/es/"
