"""One Chromium for the tests of the reader, and a small site without overrides that has all of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import conftest
import pytest
from chromium import Handler, serving
from driving import driving

CODE = re.compile(r"(`[^`]+`)")
CASE = Path(__file__).parents[1] / "cases/reader"


@pytest.fixture(scope="session")
def driver(tmp_path_factory):
    with driving(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver


def translate(site) -> None:
    """Spanish has four pages whole, Italian half of two and, by machine, one whole; Arabic has all but one.

    Nothing else is.

    A translation is the English text with a word before it; in Arabic, with words around code, too.
    """
    for path, word, each in (
        ("es-ES/docs/index.po", "ES", 1),
        ("es-ES/docs/setup.po", "ES", 1),
        ("es-ES/docs/care.po", "ES", 1),
        ("it-IT/docs/index.po", "IT", 1),
        ("it-IT/docs/setup.po", "IT", 2),
        ("es-ES/docs/choose.po", "ES", 1),
        ("it-IT/docs/choose.po", "IT", 2),
        ("ar/docs/choose.po", "اضغط", 1),
        ("ar/docs/index.po", "اضغط", 1),
        ("ar/docs/setup.po", "اضغط", 1),
        ("ar/docs/repair.po", "اضغط", 1),
    ):
        catalog = site.catalog(f"locales/{path}")
        for number, message in enumerate(catalog):
            if number % each == 0:
                message.msgstr = f"{word} {message.msgid}"
                if word.isascii():
                    continue
                message.msgstr = CODE.sub(rf"{word} \1 {word}", message.msgstr)
        if path == "it-IT/docs/index.po":
            catalog.metadata["X-Translation-Type"] = "MT"
        if path == "it-IT/docs/setup.po":
            catalog[2].flags = ["fuzzy"]
        catalog.save()


def build(folder: Path, change, where: str, *options: str) -> None:
    """Build a copy of ``cases/reader`` with another *change* of mkdocs.yml, below *where* of what is served."""
    shutil.copytree(CASE, folder / "source")
    site = conftest.Site(folder / "source")
    site.write("mkdocs.yml", change(site.read("mkdocs.yml")))
    updated = site.run("isogloss", "update")
    assert updated.returncode == 0, updated.stderr
    translate(site)
    built = site.build("--site-dir", str(folder / "served" / where), *options)
    assert built.returncode == 0, built.stderr


@pytest.fixture(scope="session")
def reader_site(tmp_path_factory):
    """The site, served below a folder as its ``site_url`` says."""
    folder = conftest.once(tmp_path_factory, "reader", lambda folder: build(folder, str, "docs", "--strict"))
    with serving(folder / "served", Host) as served:
        yield f"{served.origin}/docs"


class Host(Handler):
    """Serves ``404.html`` where nothing is, as hosts of static sites do."""

    def do_GET(self):  # noqa: N802 - as http.server calls it
        if Path(self.translate_path(self.path)).exists():
            super().do_GET()
            return
        body = Path(self.directory, "docs/404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class OwnSitemap(Host):
    """Serves the sitemap with the address that the site is served at: by it Material tells what is on the site."""

    def do_GET(self):  # noqa: N802 - as http.server calls it
        if not self.path.endswith("/sitemap.xml"):
            super().do_GET()
            return
        text = Path(self.translate_path(self.path)).read_text(encoding="utf-8")
        body = text.replace("https://lamps.example", f"http://{self.headers['Host']}").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def instant_site(tmp_path_factory):
    """The same with ``navigation.instant``, which static-i18n warns of."""

    def change(config: str) -> str:
        return config.replace("features:\n", "features:\n    - navigation.instant\n")

    folder = conftest.once(tmp_path_factory, "reader-instant", lambda folder: build(folder, change, "docs"))
    with serving(folder / "served", OwnSitemap) as served:
        yield f"{served.origin}/docs"
