"""A site that builds with static-i18n builds with Isogloss added, to the same pages: see ``support/neighbours``."""

from __future__ import annotations

import re
import subprocess

import pytest
from apart import differences_of_parallel
from neighbours import (
    ALL,
    LANGUAGES,
    REASONS,
    WHOLE,
    build_localized,
    build_plain,
    differences,
    neighbours,
    untouched,
    update,
)
from running import QUIET


@pytest.mark.parametrize("neighbour", neighbours(), ids=str)
def test_a_site_is_not_worse_than_without_isogloss(neighbour, tmp_path):
    if not neighbour.installed:
        assert not ALL, f"{neighbour.needs} is not installed"
        pytest.skip(f"{neighbour.needs} is not installed")
    plain = build_plain(neighbour, tmp_path / "plain")
    builds = neighbour.case.get("static", True)
    assert (plain.done.returncode == 0) is (builds and neighbour.case.get("plain", True)), plain.done.stderr
    if not builds:
        assert "a fault of the program" not in update(neighbour, tmp_path / "localized").stderr
        return
    localized = build_localized(neighbour, tmp_path / "localized")
    assert localized.done.returncode == 0, localized.done.stderr
    assert re.search(rf"isogloss: {WHOLE}: (\d+) of \1 messages translated", localized.done.stderr)
    if neighbour.case.get("plain", True):
        assert "\n".join(differences(plain, localized, neighbour.unlike)) == ""
        assert localized.search() == plain.search()
    wanted = [address for address, _ in localized.search()]
    for language in LANGUAGES:
        found = [address for address, _ in localized.search(language)]
        assert found in ([], wanted), f"search in {language} is not as in English"
    for path, texts in neighbour.case.get("contains", {}).items():
        page = (localized.site / path).read_text(encoding="utf-8")
        assert [text for text in texts if text not in page] == [], path
    strict = neighbour.case.get("strict", True)
    different, why = differences_of_parallel(tmp_path / "localized", localized.done, strict=strict)
    # A plugin that makes pages anew each time says of it what it says.
    random = neighbour.case.get("random", [])
    assert [one for one in different if one not in random and not (random and one.startswith("INFO"))] == []
    expected = neighbour.case.get("in_order", "")
    assert expected in why
    assert neighbour.in_compat or bool(expected) is bool(why), why


@pytest.mark.parametrize("neighbour", [one for one in neighbours() if one.case.get("static", True)], ids=str)
def test_no_word_stays_english_without_a_reason(neighbour, tmp_path):
    if not neighbour.installed:
        assert not ALL, f"{neighbour.needs} is not installed"
        pytest.skip(f"{neighbour.needs} is not installed")
    expected = neighbour.case.get("untouched", {})
    assert [whose for whose in expected if not REASONS.fullmatch(whose)] == []
    found = untouched(neighbour, tmp_path)
    assert {whose: "all" if expected.get(whose) == "all" else texts for whose, texts in found.items()} == expected


MAIN = """\
{% extends "base.html" %}
{% block content %}
<p>{{ _('Of %(day)s', day=page.meta.day | localdate) }}, {% trans %}all of it{% endtrans %}, {{ isogloss.percent }} %,
{{ 'unfinished' if isogloss.unfinished else 'finished' }}, {{ _('100 %%') }}, {{ ngettext('one', 'many', 2) }}</p>
{{ super() }}
{% endblock %}
"""


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_templates_are_served_while_the_plugin_is_switched_off(make_site, theme):
    site = make_site({"index.md": "---\nday: 2026-01-02\n---\n\n# Start\n\nText.\n"}, translated=False, theme=theme)
    site.write("overrides/main.html", MAIN)
    config = site.read("mkdocs.yml").replace(f"name: {theme}", f"name: {theme}\n  custom_dir: overrides")
    site.write("mkdocs.yml", config.replace("  - isogloss\n", "  - isogloss:\n      enabled: false\n"))
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    expected = "all of it, 100 %,\nfinished, 100 %, many</p>"
    assert f"<p>Of January 2, 2026, {expected}" in site.read("site/index.html")
    page = site.read("site/es-ES/index.html")
    assert f"<p>Of 2 de enero de 2026, {expected}" in page
    assert '<html lang="es-ES"' in page


def test_strings_of_templates_are_put_in_as_templates_expect(make_site):
    site = make_site({"index.md": "---\nday: 2026-01-02\n---\n\n# Start\n\nText.\n"}, translated=False)
    site.write("overrides/main.html", MAIN)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("name: mkdocs", "name: mkdocs\n  custom_dir: overrides"))
    site.run("isogloss", "update")
    site.translate(
        "locales/es-ES/overrides.po", {"Of %(day)s": "Del %(day)s", "all of it": "todo & más", "100 %%": "100 %%!"}
    )
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = site.read("site/es-ES/index.html")
    assert "<p>Del 2 de enero de 2026, todo &amp; más, 0 %,\nunfinished, 100 %!, many</p>" in page
    assert "100 %,\nfinished, 100 %, many</p>" in site.read("site/index.html")


@pytest.mark.parametrize(("theme", "language"), [("material", "language: fr"), ("mkdocs", "locale: pt_BR")])
def test_a_site_in_one_language_keeps_it_while_the_plugin_is_switched_off(make_site, theme, language):
    site = make_site({"index.md": "---\nday: 2026-01-02\n---\n\n# Start\n"}, translated=False, theme=theme)
    site.write("overrides/main.html", MAIN)
    options = f"name: {theme}\n  custom_dir: overrides\n  {language}"
    text = site.read("mkdocs.yml").replace(f"name: {theme}", options)
    site.write("mkdocs.yml", text.partition("plugins:")[0] + "plugins:\n  - isogloss:\n      enabled: false\n")
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    page = site.read("site/index.html")
    assert f"<p>Of {'2 janvier 2026' if theme == 'material' else '2 de janeiro de 2026'}" in page
    assert '<html lang="fr"' in page or '<html lang="pt' in page


def test_what_is_deployed_goes_on_record(make_site):
    site = make_site({"index.md": "# Start\n\nText.\n"}, translated=False)
    remote = site.root / "remote"
    for command in (
        ["git", "init", "-q", "--bare", str(remote)],
        ["git", "init", "-q"],
        ["git", "remote", "add", "origin", str(remote)],
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin", "--allow-empty"],
    ):
        subprocess.run(command, cwd=site.root, check=True, capture_output=True)
    deployed = site.run("mkdocs", "gh-deploy", "--strict", "--no-history")
    assert deployed.returncode == 0, deployed.stderr
    assert site.read("locales/anchors.txt").endswith("index.md#start\n")
    assert subprocess.run(["git", "rev-parse", "gh-pages"], cwd=remote, check=True, capture_output=True).stdout


def test_addresses_of_a_version_are_below_its_folder(make_site, monkeypatch):
    pytest.importorskip("mike")
    site = make_site({"index.md": "# Start\n\nText.\n", "guide/setup.md": "# Setup\n\nText.\n"}, theme="material")
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - mike\n"))
    monkeypatch.setitem(QUIET, "MIKE_DOCS_VERSION", "1.0")  # so mike says which version it builds
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    found = set()
    for name in ("guide/setup/index.html", "es-ES/index.html", "llms.txt", "es-ES/llms.txt", "sitemap.xml"):
        found |= set(re.findall(r"https://example\.org[^\s\"<)]*", site.read(f"site/{name}")))
    assert len(found) > 5
    assert [address for address in found if not address.startswith("https://example.org/docs/1.0/")] == []


BASE = """\
<!DOCTYPE html>
<!--[if IE 8]><html class="old" lang="en"><![endif]-->
<html lang='en' class="own"><head><title>{{ page.title }}</title></head>
<body><nav><a href="https://example.org/">Us</a><a href="{{ config.site_url }}">Start</a></nav>
{{ page.content }}<x-view src="a.svg"></x-view></body></html>
"""


def test_a_theme_that_always_says_english_and_elements_of_plugins(make_site):
    """Each page says its language; links to the site's host that lead elsewhere, or home, are no navigation."""
    page = '# Start\n\nWords.\n\n<x-view src="a.svg"></x-view>\n\n<img src="a.svg">\n'
    site = make_site({"index.md": page, "a.svg": "<svg/>"}, locales=("ar", "fr"), translated=False)
    site.write("own/main.html", BASE)
    theme = "  name: null\n  custom_dir: own\n"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  name: mkdocs\n", theme))
    built = site.build("--strict")
    assert built.returncode == 0, built.stderr
    english, arabic = site.read("site/index.html"), site.read("site/ar/index.html")
    assert "<html lang='en' class=\"own\">" in english
    assert '<html lang="ar" class="own" dir="rtl">' in arabic
    assert '<html lang="ar" class="old" dir="rtl">' in arabic
    assert '<html lang="fr" class="own">' in site.read("site/fr/index.html")
    assert '<x-view src="a.svg">' in arabic
    assert '<img src="../a.svg">' in arabic
