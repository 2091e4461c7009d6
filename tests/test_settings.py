"""Places in mkdocs.yml, also where it inherits from another file, and tags of languages that static-i18n refuses."""

from __future__ import annotations

import re

import pytest
from isogloss.project import Locale, place_of, text_of, two_letter_tag

PAGES = {"index.md": "# Start\n\nSome text of the page.\n"}
BASE = """\
site_name: Test site
theme:
  name: mkdocs
plugins:
  i18n:
    languages:
      - {locale: en, name: English, default: true}
      - name: Español
        locale: es-ES
  isogloss:
    locales_dir: locales
"""
CHILD = """\
INHERIT: ../shared/base.yml
# A comment.
nav: [index.md]
plugins:
  isogloss:
    source_locale: en
"""


def test_places_in_files_that_inherit(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "shared").mkdir()
    config = tmp_path / "site/mkdocs.yml"
    config.write_text(CHILD, encoding="utf-8")
    (tmp_path / "shared/base.yml").write_text("INHERIT: root.yml\n" + BASE, encoding="utf-8")
    (tmp_path / "shared/root.yml").write_text("INHERIT: base.yml\nextra:\n  motto: Who knows\n", encoding="utf-8")

    def place(*path: str | int) -> str:
        return str(place_of(config, *path))

    assert place("nav") == "mkdocs.yml:3"
    assert place("plugins") == "mkdocs.yml:4"
    assert place("plugins", "isogloss", "isogloss", "source_locale") == "mkdocs.yml:6"
    assert place("plugins", "isogloss", "isogloss", "locales_dir") == "../shared/base.yml:12"
    assert place("plugins", "i18n", "i18n", "languages", "es-ES") == "../shared/base.yml:9"
    assert place("plugins", "i18n", "i18n", "languages", "es-ES", "locale") == "../shared/base.yml:10"
    assert place("extra", "motto") == "../shared/root.yml:3", "and a circle ends"
    assert place("nav", "x") == "mkdocs.yml", "a list takes the place of what is inherited"
    assert place("nothing") == "mkdocs.yml"


@pytest.fixture
def site(make_site):
    site = make_site(PAGES)
    site.write("mkdocs.yml", "INHERIT: base.yml\nnav:\n  - index.md\n")
    site.write("base.yml", BASE)
    assert site.run("isogloss", "check").returncode == 0
    return site


@pytest.mark.parametrize(
    ("old", "new", "head"),
    [
        ("locale: es-ES", "locale: es_ES", "base.yml:8: error: locale 'es_ES' is not a language tag of the web"),
        ("locale: es-ES", "locale: es-419", "base.yml:9: error: mkdocs-static-i18n does not take the tag 'es-419'"),
        ("locale: es-ES", "locale: fr-FR", "base.yml:8: error: locale 'fr-FR' has no catalogs: locales/fr-FR holds no"),
        ("locales_dir: locales", "source_locale: de", "base.yml:10: error: the source locale 'de' is not among the"),
        ("name: mkdocs", "name: nothing", "base.yml:2: error: Config value 'theme': Unrecognised theme name"),
        ("theme:\n", "theme: [\n", "base.yml:4: error: MkDocs encountered an error parsing the configuration file"),
        ("site_name: Test site", "site_name: Test", "base.yml:1\n"),
    ],
)
def test_findings_name_the_file_that_says_it(site, old, new, head):
    assert old in BASE
    site.write("base.yml", BASE.replace(old, new))
    if head.endswith("\n"):
        # A site string: the finding is in its catalog, the origin in the file that says it.
        site.run("isogloss", "update")
        site.translate("locales/es-ES/mkdocs.po", {"Test": "<b>"})
        head = "original at " + head
    result = site.run("isogloss", "check")
    assert result.returncode == 1
    assert head in result.stdout + result.stderr


def test_an_option_that_is_unknown_is_told_with_the_file(site):
    site.write("base.yml", BASE.replace("locales_dir", "locals_dir"))
    for command in (("isogloss", "check"), ("mkdocs", "build")):
        result = site.run(*command)
        assert result.returncode == 1
        assert "base.yml:11: error: unknown option 'locals_dir'" in result.stdout + result.stderr


TAGS = [("es-419", "es"), ("ckb", "ku-Arab"), ("yue", "zh-Hant-HK"), ("fil", "tl")]
OTHER_TAGS = [("fil-PH", "tl-PH"), ("EN-us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("es_419", "es"), ("haw", None)]
# A language without a tag of two letters gets one that no language has.
PROPOSED = [*TAGS, ("haw", "qa")]
REFUSED = re.compile(
    r"^base\.yml:(\d+): error: mkdocs-static-i18n does not take the tag '(.*)' \[locale-unknown\]\n"
    r"    → write '(.*)': it takes two letters for a language.*\n"
    r"      that it stands for '\2' says the plugin isogloss with 'lang: \{\3: \2\}'",
    re.MULTILINE,
)


@pytest.mark.parametrize(("tag", "other"), [*TAGS, *OTHER_TAGS, ("", None)])
def test_a_tag_of_two_letters_for_one_that_is_not_taken(tag, other):
    assert two_letter_tag(tag) == other


def test_the_way_out_of_a_refused_tag_is_one(site):
    """Each tag is refused with its line, and the tag that is proposed builds a site in that language."""
    languages = "".join(f"      - locale: {tag}\n        name: A\n" for tag, _ in PROPOSED)
    config = BASE.replace("  isogloss:\n", f"{languages}  isogloss:\n").replace("name: mkdocs", "name: material")
    site.write("base.yml", config)
    for command in ("check", "update"):
        result = site.run("isogloss", command)
        assert result.returncode == 1
        said = result.stdout + result.stderr
        found = REFUSED.findall(said)
        assert found == [(str(site.line("base.yml", f"locale: {tag}")), tag, other) for tag, other in PROPOSED]
    for tag, other in PROPOSED:
        config = config.replace(f"locale: {tag}\n", f"locale: {other}\n")
    stands_for = "".join(f"      {other}: {tag}\n" for tag, other in PROPOSED)
    site.write("base.yml", config.replace("locales_dir: locales\n", f"locales_dir: locales\n    lang:\n{stands_for}"))
    site.write("mkdocs.yml", "site_url: https://example.org/\n" + site.read("mkdocs.yml"))
    assert site.run("isogloss", "update").returncode == 0
    assert "Language: haw" in site.read("locales/qa/docs/index.po")
    for _, other in PROPOSED:
        site.translate(f"locales/{other}/docs/index.po", {})
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    start, sitemap = site.read("site/index.html"), site.read("site/sitemap.xml")
    for tag, other in PROPOSED:
        page = site.read(f"site/{other}/index.html")
        assert f'<html lang="{tag}"' in page
        assert all(f'hreflang="{tag}"' in text for text in (page, start, sitemap))
        assert f'hreflang="{other}"' not in page + start + sitemap
    assert 'dir="rtl"' in site.read("site/ku-Arab/index.html")


@pytest.mark.parametrize(
    ("tag", "direction"), [("ku-Arab", "rtl"), ("ku", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Latn-AZ", "ltr")]
)
def test_the_direction_is_that_of_the_script(tag, direction):
    assert Locale(tag, "").direction == direction


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("site_url: https://example.org/a/\n", "https://example.org/a/"),
        ("site_url:   'https://example.org/a/'  # where\n", "https://example.org/a/"),
        ("site_url: https://example.org/#a\n", "https://example.org/#a"),
        ("site_url: https://example.org/ # a\n", "https://example.org/"),
        ("site_url: !ENV [SITE, https://example.org/]\n", ""),
        ("site_url:\n  https://example.org/\n", "https://example.org/"),
        ("extra:\n  site_url: https://other.example.org/\nsite_url: https://example.org/\n", "https://example.org/"),
        ("# site_url: x\nsite_url: https://example.org/\n", "https://example.org/"),
        ("extra:\n  text: |\n    site_url: https://example.org/\n", ""),
        ("site_url: 7\n", ""),
    ],
)
def test_the_address_of_a_site_as_it_is_written(tmp_path, text, found):
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"site_name: A\n{text}", encoding="utf-8")
    assert text_of(config, "site_url") == found
