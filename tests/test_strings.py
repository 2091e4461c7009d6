"""Texts that are in no page: navigation, site strings, templates, front matter."""

from __future__ import annotations

from conftest import BACKLINK
from lxml import html

NAV = """
nav:
  - Start page: index.md
  - Guides:
      - First guide: guide.md
"""
TEMPLATE = """\
{% extends "base.html" %}
{% block content %}
{# Translators: shown above every page #}
<p class="own">{{ _('Hello & <welcome>, %(name)s', name=page.title) }} {% trans %}Again{% endtrans %}</p>
{{ super() }}
{% endblock %}
"""


def make(make_site):
    pages = {
        "index.md": "---\ntitle: First page\ndescription: About it\n---\n\n# One\n",
        "guide.md": "# Two\n\nX.[^1]\n\n[^1]: Y.\n",
    }
    site = make_site(pages, theme="material")
    config = site.read("mkdocs.yml").replace("  name: material", "  name: material\n  custom_dir: overrides")
    site.write("mkdocs.yml", config.replace("theme:", "site_description: A test\ntheme:", 1) + NAV)
    site.write("overrides/main.html", TEMPLATE)
    assert site.run("isogloss", "update").returncode == 0
    return site


def test_all_strings_are_translated_and_escaped(make_site):
    site = make(make_site)
    site.translate(
        "locales/es-ES/mkdocs.po",
        {
            "Test site": "Sitio de prueba",
            "A test": "Una prueba",
            "Start page": "Página de inicio",
            "Guides": "Guías",
            "First guide": "Primera guía",
            "Permanent link": "Enlace permanente",
            BACKLINK: BACKLINK.replace("Jump back to footnote", "Volver a la nota").replace(
                "in the text", "en el texto"
            ),
        },
    )
    site.translate(
        "locales/es-ES/overrides.po",
        {"Hello & <welcome>, %(name)s": "Hola & <bienvenidos>, %(name)s", "Again": "Otra vez"},
    )
    site.translate("locales/es-ES/docs/index.po", {"First page": "Primera página", "About it": "Acerca de «ello»"})
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    index = html.fromstring(site.read("site/es-ES/index.html"))
    assert index.xpath("//title/text()") == ["Primera página - Sitio de prueba"]
    assert index.xpath("//meta[@name='description']/@content") == ["Acerca de «ello»"]
    guide = html.fromstring(site.read("site/es-ES/guide/index.html"))
    assert guide.xpath("//meta[@name='description']/@content") == ["Una prueba"]
    nav = " ".join(guide.xpath("//nav[contains(@class, 'md-nav--primary')]")[0].text_content().split())
    assert "Página de inicio" in nav
    assert "Guías" in nav
    assert "Primera guía" in nav
    assert guide.xpath("//h1/a/@title") == ["Enlace permanente"]
    assert guide.xpath("//a[@class='footnote-backref']/@title") == ["Volver a la nota 1 en el texto"]
    assert index.xpath("//p[@class='own']/text()") == ["Hola & <bienvenidos>, Página de inicio Otra vez"]
    english = html.fromstring(site.read("site/index.html"))
    assert english.xpath("//p[@class='own']/text()") == ["Hello & <welcome>, Start page Again"]
    assert english.xpath("//title/text()") == ["First page - Test site"]


def test_a_translated_string_is_refused_if_it_loses_a_placeholder(make_site):
    site = make(make_site)
    site.translate("locales/es-ES/overrides.po", {"Hello & <welcome>, %(name)s": "Hola"})
    built = site.build("--strict")
    assert built.returncode == 1
    line = site.line("locales/es-ES/overrides.po", 'msgstr "Hola"')
    assert f"locales/es-ES/overrides.po:{line}: error: placeholder %(name)s is missing [placeholder]" in built.stderr
    assert "original at overrides/main.html:4" in built.stderr


OWN_TEXTS = """\
copyright: |
  Copyright of
  the authors
markdown_extensions:
  - toc:
      permalink: Link here
      permalink_title: Link to this part
      title: On this page
  - pymdownx.extra:
      markdown.extensions.footnotes:
        BACKLINK_TITLE: Back to text %d
        BACKLINK_TEXT: Back
"""


def test_the_words_that_extensions_put_on_pages_are_translated(make_site):
    site = make_site({"index.md": "# One\n\n[TOC]\n\n## Two\n\nX.[^1]\n\n[^1]: Y.\n"}, theme="material")
    before, _, rest = site.read("mkdocs.yml").partition("markdown_extensions:")
    site.write("mkdocs.yml", before + OWN_TEXTS + rest[rest.index("plugins:") :])
    assert site.run("isogloss", "update").returncode == 0
    site.translate(
        "locales/es-ES/mkdocs.po",
        {
            "Copyright of\nthe authors": "Derechos de\nlos autores",
            "Link here": "Enlace aquí",
            "Link to this part": "Enlace a esta parte",
            "On this page": "En esta página",
            "Back to text {}": "Volver al texto {}",
            "Back": "Volver",
        },
    )
    site.translate("locales/es-ES/docs/index.po", {})
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    spanish = html.fromstring(site.read("site/es-ES/index.html"))
    assert " ".join(spanish.xpath("//div[@class='md-copyright__highlight']")[0].text_content().split()) == (
        "Derechos de los autores"
    )
    link = spanish.xpath("//h1/a")[0]
    assert (link.text, link.get("title")) == ("Enlace aquí", "Enlace a esta parte")
    assert spanish.xpath("//span[@class='toctitle']/text()") == ["En esta página"]
    above = spanish.xpath("//nav[contains(@class, 'md-nav--secondary')]/label")[0]
    assert above.text_content().strip() == "En esta página"
    back = spanish.xpath("//a[@class='footnote-backref']")[0]
    assert (back.text, back.get("title")) == ("Volver", "Volver al texto 1")
    english = html.fromstring(site.read("site/index.html"))
    assert english.xpath("//h1/a/@title") == ["Link to this part"]
    assert english.xpath("//span[@class='toctitle']/text()") == ["On this page"]
    assert english.xpath("//a[@class='footnote-backref']/@title") == ["Back to text 1"]


PALETTE = """\
  palette:
    - scheme: default
      toggle:
        icon: material/weather-night
        name: Switch to dark mode
"""


def test_each_locale_has_its_own_site_strings_and_none_of_the_locale_before(make_site):
    site = make_site({"index.md": "# One\n"}, locales=("es-ES", "it-IT", "fr-FR"), theme="material")
    config = site.read("mkdocs.yml").replace("  name: material\n", f"  name: material\n{PALETTE}")
    site.write("mkdocs.yml", config.replace("theme:", "site_description: A test\ncopyright: Ours\ntheme:", 1))
    assert site.run("isogloss", "update").returncode == 0
    texts = {
        "es-ES": ("Sitio de prueba", "Una prueba", "Nuestro", "Cambiar a oscuro"),
        "it-IT": ("Sito di prova", "", "Nostro", "Passa a scuro"),
        "fr-FR": ("", "Un essai", "", ""),
    }
    english = ("Test site", "A test", "Ours", "Switch to dark mode")
    for tag, translations in texts.items():
        site.translate(f"locales/{tag}/mkdocs.po", dict(zip(english, translations, strict=True)), rest=False)
    built = site.build()
    assert built.returncode == 0, built.stderr
    for tag, translations in {"": english, **texts}.items():
        page = html.fromstring(site.read(f"site/{tag}/index.html"))
        found = (
            page.xpath("//title/text()")[0].rpartition(" - ")[2],
            page.xpath("//meta[@name='description']/@content")[0],
            page.xpath("//div[@class='md-copyright__highlight']")[0].text_content().strip(),
            page.xpath("//form[@data-md-component='palette']/label/@title")[0],
        )
        assert found == tuple(own or given for own, given in zip(translations, english, strict=True)), tag


OF_PYMDOWN = """\
markdown_extensions:
  - pymdownx.blocks.caption:
      auto: true
  - pymdownx.magiclink:
      repo_url_shortener: true
      repo_url_shorthand: true
      user: isogloss
      repo: isogloss
"""


def test_the_words_of_pymdownx_are_translated(make_site):
    page = (
        "# One\n\nText.\n\n/// figure-caption\nIt.\n///\n\nSee https://github.com/isogloss/isogloss/issues/12, #13.\n"
    )
    site = make_site({"index.md": page}, ("es-ES", "it-IT"), theme="material", translated=False)
    before, _, rest = site.read("mkdocs.yml").partition("markdown_extensions:\n")
    site.write("mkdocs.yml", before + OF_PYMDOWN + rest[rest.index("plugins:") :])
    assert site.run("isogloss", "update").returncode == 0
    site.translate("locales/es-ES/mkdocs.po", {"Figure {}.": "Figura {}.", "Issue": "Incidencia"}, rest=False)
    site.translate("locales/es-ES/docs/index.po", {"It.": "Eso."})
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    found = {}
    for folder in ("", "es-ES", "it-IT"):
        article = html.fromstring(site.read(f"site/{folder}/index.html")).xpath("//article")[0]
        caption = " ".join(article.xpath(".//figcaption")[0].text_content().split())
        found[folder] = caption, article.xpath(".//a[contains(@href, 'issues')]/@title")
    assert found[""] == found["it-IT"] == ("Figure 1. It.", [f"GitHub Issue: isogloss/isogloss #{n}" for n in (12, 13)])
    assert found["es-ES"] == ("Figura 1. Eso.", [f"GitHub Incidencia: isogloss/isogloss #{n}" for n in (12, 13)])


PLURAL = """\
{% extends "base.html" %}
{% block content %}
{% for n in [0, 1, 21] %}
<p class="n">{% trans count=n %}{{ count }} page{% pluralize %}{{ count }} pages{% endtrans %}</p>{% endfor %}
<p class="n">{% include "note.md" %}</p>
{{ super() }}
{% endblock %}
"""


def test_one_and_many_are_two_texts_and_a_language_says_which(make_site):
    site = make_site({"index.md": "# One\n"}, locales=("es-ES", "ru"), theme="material")
    config = site.read("mkdocs.yml").replace("  name: material", "  name: material\n  custom_dir: overrides")
    site.write("mkdocs.yml", config)
    site.write("overrides/main.html", PLURAL)
    site.write("overrides/note.md", "{% trans %}A note{% endtrans %}")
    site.write("overrides/readme.md", "No template: {{ this is }} text.\n")
    assert site.isogloss("update")[0] == 0
    one, many = "%(count)s page", "%(count)s pages"
    texts = {one: "%(count)s página", many: "%(count)s páginas", "A note": "Una nota"}
    site.translate("locales/es-ES/overrides.po", texts)
    site.translate("locales/ru/overrides.po", {one: "%(count)s страница", many: "страниц: %(count)s"})
    assert site.isogloss("check")[0] == 0
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr

    def shown(path: str) -> list[str]:
        return html.fromstring(site.read(path)).xpath("//p[@class='n']/text()")

    assert shown("site/index.html") == ["0 pages", "1 page", "21 pages", "A note"]
    assert shown("site/es-ES/index.html") == ["0 páginas", "1 página", "21 páginas", "Una nota"]
    assert shown("site/ru/index.html") == ["страниц: 0", "1 страница", "21 страница", "A note"]
