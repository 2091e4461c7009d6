"""Checks of the finished site: the sample site, in which one thing at a time is broken."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace

import pytest
from isogloss import checks
from isogloss.checks import Subject, registry
from isogloss.checks.site import BuiltPage, BuiltSite
from isogloss.driver.shares import among
from isogloss.hosts.mkdocs import built, built_pages
from isogloss.hosts.mkdocs.built_pages import Reading
from isogloss.hosts.mkdocs.read_before import ReadBefore
from isogloss.hosts.mkdocs.site import Site

PAGE = "es-ES/gpu-cuda-in-wsl/index.html"


@pytest.fixture(scope="module")
def project(sample_site):
    return Site(sample_site / "mkdocs.yml")


def findings(project, folder, moved=()):
    pages = {file.dest_uri: file.src_uri for file in project.english}
    single = ["status/index.html", "es-ES/status/index.html", "it-IT/status/index.html"]
    site_url, locales = project.config.site_url, project.project.locales
    return list(built.problems(project.project, folder, site_url, locales, pages, single=single, moved=moved))


def test_nothing_is_found_on_the_sample_site(project, built_sample):
    assert findings(project, built_sample) == []


def test_pages_that_are_read_beside_each_other_are_the_same(project, built_sample, monkeypatch):
    monkeypatch.setattr(built_pages, "_MANY", 1)
    pages = [file.dest_uri for file in project.english]
    places = project.project.source, built_sample, project.config.site_url, project.project.locales, pages
    here, shared = built._read(*places), built._read(*places, share_out=among(3))
    assert len(here.pages) > 10
    assert shared == here
    assert [*shared.pages] == [*here.pages]


def test_a_page_is_not_read_again_unless_its_files_have_changed_or_what_is_known_is_damaged(project, built_sample):
    pages = [file.dest_uri for file in project.english]
    places = project.project.source, built_sample, project.config.site_url, project.project.locales, pages
    first = ReadBefore("", hash_of)
    whole, text = built._read(*places, first), first.as_text()
    again = ReadBefore(text, hash_of)
    assert built._read(*places, again) == whole
    assert (again.is_new, again.as_text()) == (False, text)
    changed = ReadBefore(text, lambda path: "other" if path == built_sample / PAGE else hash_of(path))
    assert built._read(*places, changed) == whole
    (line,) = set(changed.as_text().split("\n")) - set(text.split("\n"))
    assert line.startswith('"gpu-cuda-in-wsl/index.html"')
    elsewhere = ReadBefore(text, hash_of)
    elsewhere.begin(["another site"])
    assert built._read(*places, elsewhere) == whole
    assert elsewhere.is_new
    for damaged in (text.replace('"lang', "lang"), text.replace("[[", "["), text[:-1], text.replace("\t", " "), "\n"):
        found = ReadBefore(damaged, hash_of)
        assert built._read(*places, found) == whole
        assert found.as_text() == text


def hash_of(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_read_is_what_the_checks_need(project, built_sample):
    pages = [file.dest_uri for file in project.english]
    site = built._read(project.project.source, built_sample, project.config.site_url, project.project.locales, pages)
    page = site.pages[PAGE]
    assert (page.locale, page.language, page.page) == ("es-ES", "es-ES", "gpu-cuda-in-wsl/index.html")
    expected = {"en": page.page, "es-ES": PAGE, "it-IT": f"it-IT/{page.page}"}
    assert dict(page.alternates) == dict(page.switcher) == expected
    # The navigation is written alike in all languages: where it leads need not be compared.
    assert page.navigation == ()
    assert "before-you-start" in page.ids
    # All of them lead to what is there on the page itself.
    assert page.links == ()
    assert page.hosts == ()
    assert len(site.pages) == 3 * len(pages) == len(site.sitemap)
    own = {path for path in site.pages if path.startswith("es-ES/")}
    assert site.found_by_search["es-ES"] == own | {"es-ES/status/index.html"}


@pytest.mark.parametrize(
    ("english", "spanish", "kept"),
    [
        ("../b/", "../b/", None),
        ("..", "../", None),
        ("https://site.example/b/", "https://site.example/b/", ["b/index.html", "b/index.html"]),
        ("../b/", "../c/", ["b/index.html", "c/index.html"]),
        ("../../b/", "../../b/", ["b/index.html", "b/index.html"]),
        ("../es-ES/b/", "../es-ES/b/", ["b/index.html", "es-ES/b/index.html"]),
    ],
)
def test_where_the_navigation_leads_is_looked_up_where_languages_may_differ(tmp_path, english, spanish, kept):
    """Addresses that are written alike lead to the same page, unless they lead out of the folder of the language."""
    for path, address in (("a/index.html", english), ("es-ES/a/index.html", spanish)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(f'<html lang="en"><nav><a>A</a><a\nhref="{address}">B</a></nav>')
    reading = Reading(tmp_path, ["es-ES"], {}, ("site.example", "/"))
    pages = reading.read("a/index.html", {"en": "a/index.html", "es-ES": "es-ES/a/index.html"})
    expected = [(), ()] if kept is None else [(path,) for path in kept]
    assert [page.navigation for page in pages.values()] == expected


@pytest.mark.parametrize(
    "page",
    [
        '<p id="a"><a name="b">',
        "<p id='a'><a name=b>",
        '<p\nid="a"><a\tname="b">',
        '<p class="x" id="a" data-id="c"><a name="b" id="">',
    ],
)
def test_anchors_are_found_however_they_are_written(page):
    assert built_pages._ids(page) == {"a", "b"}


def test_links_are_kept_whose_fragments_are_not_on_the_page_itself(tmp_path):
    (tmp_path / "index.html").write_text(
        '<html lang="en"><h1 id="a b">A</h1><a href="#a%20b">A</a><a href="#gone">B</a><a href="b/#c">C</a>'
        '<a href="b/">B</a><a href="https://other.example/#d">D</a>'
        '<a href="b/#:~:text=e">E</a><a href="b/#c:~:text=e">E</a>',
        encoding="utf-8",
    )
    (page,) = Reading(tmp_path, [], {}, ("", "/")).read("index.html", {"en": "index.html"}).values()
    assert page.links == ("index.html#gone", "b/index.html#c", "b/index.html")


def test_what_a_browser_fetches_from_other_hosts_is_told_from_what_it_does_not_follow(tmp_path):
    (tmp_path / "index.html").write_text(
        '<html lang="en"><link rel="stylesheet" href="https://a.example/x.css"><link rel="next" href="https://b.example/">'
        '<link rel="author" href="https://c.example/"><script src="https://d.example/x.js"></script>'
        '<a href="https://e.example/">E</a><img src="//f.example/x.png"><img src="x.png">',
        encoding="utf-8",
    )
    (page,) = Reading(tmp_path, [], {}, ("", "/")).read("index.html", {"en": "index.html"}).values()
    assert page.hosts == ("a.example", "d.example", "f.example")


BREAKS = {
    "page-in-locale": (None, None, "the site has no es-ES/gpu-cuda-in-wsl/index.html"),
    "html-language": (
        '<html lang="es-ES"',
        '<html lang="es"',
        'the page says lang="es", which is not the language that it is in (in es-ES)',
    ),
    "html-language ": ('<html lang="es-ES"', "<html", "the page does not say the language that it is in (in es-ES)"),
    "switcher": (
        '<a href="../../it-IT/gpu-cuda-in-wsl/"',
        '<a href="../../it-IT/"',
        "leads to it-IT/index.html for it-IT",
    ),
    "hreflang": (
        'hreflang="en" href="https://sample.example/gpu-cuda-in-wsl/"',
        'hreflang="en" href="https://sample.example/"',
        "leads to index.html for en",
    ),
    "navigation": (
        'href="../troubleshooting/" class="md-nav',
        'href="../../" class="md-nav',
        "the navigation leads to",
    ),
    "dead-fragment": (
        'id="before-you-start"',
        'id="antes"',
        "leads to gpu-cuda-in-wsl/index.html#before-you-start, and",
    ),
    "other-host": ("</body>", '<script src="https://cdn.example/x.js"></script></body>', "the site asks cdn.example"),
}


def test_every_check_of_the_finished_site_has_a_break():
    whole = {"sitemap", "search", "redirect", "decision-forms"}  # No page is broken: see below.
    assert {code.strip() for code in BREAKS} | whole == {check.code for check in registry.of(Subject.SITE)}


@pytest.mark.parametrize("code", BREAKS)
def test_a_broken_page_is_found(project, built_sample, tmp_path, code):
    folder = tmp_path / "site"
    shutil.copytree(built_sample, folder)
    old, new, words = BREAKS[code]
    path = folder / PAGE
    if old is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    rows = [row for row in findings(project, folder) if row.code == code.strip()]
    assert rows
    assert any(words in row.message for row in rows)
    written = {row.location.path for row in rows}
    assert written == {"docs/gpu-cuda-in-wsl.md"} if code != "dead-fragment" else "docs/gpu-cuda-in-wsl.md" in written
    built_page = PAGE if old else "/gpu-cuda-in-wsl/index.html"
    assert all(dict(row.texts)["in the site"].endswith(built_page) for row in rows) or code == "dead-fragment"


def test_forms_of_a_decision_guide_that_differ(project, built_sample, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(built_sample, folder)
    page = folder / "es-ES/index.html"
    text = page.read_text(encoding="utf-8")
    for old, new, words in (
        (
            '<td><a href="gpu-cuda-in-wsl/"',
            '<td><a href="troubleshooting/"',
            "the table of #find-your-guide does not say",
        ),
        (
            '<a xlink:href="gpu-cuda-in-wsl/"',
            '<a xlink:href="gpu-amd-rocm/"',
            "the map of #find-your-guide does not say",
        ),
        ('" href="#find-your-guide/', '" href="#find-your-guide/x', "the chooser of #find-your-guide does not say"),
        (
            "find-your-guide/nvidia",
            "find-your-guide/invidia",
            "the steps of #find-your-guide are not those of the English",
        ),
    ):
        assert old in text
        page.write_text(text.replace(old, new), encoding="utf-8")
        told = [row for row in findings(project, folder) if row.code == "decision-forms"]
        assert {row.location.path for row in told} == {"docs/index.md"}
        assert any(row.message.startswith(words) for row in told)


def test_a_sitemap_and_a_search_index_that_miss_a_page(project, built_sample, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(built_sample, folder)
    for path, old, new in (
        (
            "sitemap.xml",
            "<loc>https://sample.example/es-ES/gpu-cuda-in-wsl/</loc>",
            "<loc>https://sample.example/x/</loc>",
        ),
        ("es-ES/search/search_index.json", '"location":"es-ES/gpu-cuda-in-wsl/', '"location":"it-IT/gpu-cuda-in-wsl/'),
    ):
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    told = {(row.code, row.message) for row in findings(project, folder)}
    assert ("sitemap", "the sitemap does not list this page (in es-ES)") in told
    assert ("sitemap", "the sitemap lists x/index.html, which is not there") in told
    assert ("search", "search does not find this page in its language (in es-ES)") in told
    assert any(code == "search" and "which is in another language" in message for code, message in told)


MOVED = '<meta http-equiv="refresh" content="0; url=%s">'
LEADS = {
    "": "the old address of a page leads nowhere",
    "../gone/": "an old address leads to gone/index.html, which is not there",
    "../../gpu-cuda-in-wsl/": "which is in another language",
    "../gpu-cuda-in-wsl/#antes": "the page has no such anchor",
    "../gpu-cuda-in-wsl/#before-you-start": "",
    "https://example.org/": "",
}


@pytest.mark.parametrize("address", LEADS)
def test_an_old_address_leads_on_in_its_language(project, built_sample, tmp_path, address):
    folder = tmp_path / "site"
    shutil.copytree(built_sample, folder)
    for language, target in (("", "../gpu-cuda-in-wsl/"), ("es-ES", address), ("it-IT", "../gpu-cuda-in-wsl/")):
        path = folder / language / "old/index.html"
        path.parent.mkdir(parents=True)
        path.write_text(MOVED % target if target else "", encoding="utf-8")
    rows = findings(project, folder, moved=["old/index.html"])
    assert [(row.code, row.location.path.endswith("es-ES/old/index.html")) for row in rows] == (
        [("redirect", True)] if LEADS[address] else []
    )
    assert all(LEADS[address] in row.message for row in rows)


def test_the_check_itself_knows_of_pages_that_keep_themselves_out_of_search():
    pages = {
        path: BuiltPage(path, tag, "a.html", tag, (), (), (), (), frozenset(), ())
        for path, tag in (("a.html", "en"), ("es/a.html", "es"), ("it/a.html", "it"))
    }
    indexes = {"en": frozenset({"a.html"}), "es": frozenset(), "it": frozenset()}
    site = BuiltSite(pages, "en", ["es", "it"], frozenset(pages), found_by_search=indexes)
    site = replace(site, kept_out=lambda page: page.locale == "es")
    found = [one for one in checks.run(Subject.SITE, site) if one.code == "search"]
    assert [(one.at.path, one.severity.value, "front matter" in one.message) for one in found] == [
        ("es/a.html", "warning", True),
        ("it/a.html", "error", False),
    ]
