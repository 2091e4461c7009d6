"""Small sites to build for real, and the sample site, built once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polib
import portalocker
import pytest
import sample
from hypothesis import settings
from markdown.extensions.footnotes import FootnoteExtension
from running import QUIET, run_both, run_fresh, run_here

# A law is true or false, however slow the machine is. Tests say only how many examples they want. The same commit gives
# the same answer each time; `make fuzz` looks for examples that nobody has seen.
settings.register_profile("isogloss", deadline=None, derandomize="ISOGLOSS_EXAMPLES" not in os.environ)
settings.load_profile("isogloss")
sys.dont_write_bytecode = False  # Each worker would rewrite the assertions of all test files, in each run.

pytest_plugins = ["reader_sites"]
ROOT = Path(__file__).parents[1]
BACKLINK = FootnoteExtension().getConfig("BACKLINK_TITLE")
"""What Python-Markdown says of the link back from a footnote: with ``{}``, before 3.10 with ``%d``."""
BACKLINK_TRANSLATED = "↩ {}" if "{}" in BACKLINK else "↩ %d"
WAYS = {"here": run_here, "fresh": run_fresh, "both": run_both}

CONFIG = """\
site_name: Test site
site_url: https://example.org/docs/
theme:
  name: {theme}
markdown_extensions:
  - abbr
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc:
      permalink: true
  - pymdownx.highlight
  - pymdownx.keys
  - pymdownx.quotes:
      callouts: true
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.tasklist
plugins:
  - i18n:
      docs_structure: {structure}
      languages:
        - locale: en
          name: English
          default: true
{languages}
  - isogloss{options}
"""


def pytest_addoption(parser):
    parser.addoption("--commands", choices=WAYS, default="here", help="in which process commands run")


def pytest_configure(config):
    Site.way = config.getoption("commands")
    sys.addaudithook(sample.guard)


def pytest_xdist_auto_num_workers():
    # Half of the time a test waits for a browser, or for a process of its own.
    return 2 * (os.cpu_count() or 1)


def pytest_runtest_protocol(item):
    sample.under_way[0] = item.path


@dataclass
class Site:
    """A site in a folder of its own."""

    root: Path
    way: ClassVar[str] = "here"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a module (``mkdocs``, ``isogloss``) in the site's folder, as a person would."""
        return WAYS[self.way](self.root, *command)

    def start(self, *command: str, **options) -> subprocess.Popen[str]:
        """Start a module in an interpreter of its own: for tests of what happens to a process."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": QUIET, "encoding": "utf-8"} | options
        prepare = options.pop("preexec_fn", lambda: None)

        def begin():
            # Tests that run in the background, or with nohup, ignore them, and so would what they start.
            for number in (signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            prepare()

        return subprocess.Popen([sys.executable, "-m", *command], cwd=self.root, preexec_fn=begin, **options)

    def isogloss(self, *arguments: str) -> tuple[int, str]:
        """The exit status of a command ``isogloss``, and all that it says."""
        done = self.run("isogloss", *arguments)
        return done.returncode, done.stdout + done.stderr

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("mkdocs", "build", *arguments)

    def write(self, path: str, text: str) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def catalog(self, path: str) -> polib.POFile:
        return polib.pofile(str(self.root / path), wrapwidth=0)

    def translate(self, path: str, translations: dict[str, str], rest: bool = True) -> Path:
        """Put translations into a catalog; with *rest*, all other messages are translated by themselves."""
        catalog = self.catalog(path)
        missing = set(translations) - {entry.msgid for entry in catalog}
        assert not missing, f"not in {path}: {missing}"
        for entry in catalog:
            entry.msgstr = translations.get(entry.msgid, entry.msgid if rest else "")
            entry.flags = []
        catalog.save()
        return self.root / path

    def line(self, path: str, text: str) -> int:
        """The line of *path* that contains *text*."""
        return next(n for n, line in enumerate(self.read(path).splitlines(), 1) if text in line)


@pytest.fixture
def make_site(tmp_path):
    """Make a site from pages; its catalogs are created, and every message is translated by itself."""

    def make(
        pages: dict[str, str],
        locales=("es-ES",),
        structure="suffix",
        options="",
        translated=True,
        theme="mkdocs",
    ) -> Site:
        languages = "\n".join(f"        - locale: {tag}\n          name: {tag}" for tag in locales)
        config = CONFIG.format(languages=languages, structure=structure, options=options, theme=theme)
        site = Site(tmp_path / "site-under-test")
        site.write("mkdocs.yml", config)
        for path, text in pages.items():
            site.write(f"docs/{path}", text)
        updated = site.run("isogloss", "update")
        assert updated.returncode == 0, updated.stderr
        if translated:
            for path in (site.root / "locales").rglob("*.po"):
                strings = {BACKLINK: BACKLINK_TRANSLATED} if path.name == "mkdocs.po" else {}
                site.translate(path.relative_to(site.root).as_posix(), strings)
        return site

    return make


def once(tmp_path_factory, name: str, build: Callable[[Path], None]) -> Path:
    """A folder that *build* fills, once for all processes of pytest-xdist: the first of them to come here does."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, done = base / name, base / f"{name}.done"
    folder.mkdir(exist_ok=True)
    with portalocker.Lock(base / f"{name}.lock", flags=portalocker.LockFlags.EXCLUSIVE):
        if not done.exists():
            build(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory) -> Path:
    """A copy of the sample site, with its catalogs as ``isogloss update`` writes them."""

    def build(folder: Path) -> None:
        sample.copy(folder)
        updated = Site(folder).run("isogloss", "update")
        assert updated.returncode == 0, updated.stderr

    return once(tmp_path_factory, "sample", build)


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory, sample_site) -> Path:
    """The sample site, built with --strict."""

    def build(folder: Path) -> None:
        built = Site(sample_site).build("--strict", "--site-dir", str(folder / "site"))
        assert built.returncode == 0, built.stderr

    return once(tmp_path_factory, "built", build) / "site"


@pytest.fixture(scope="session")
def own_site(tmp_path_factory) -> Path:
    """The site of this repository, built with all languages."""

    def build(folder: Path) -> None:
        built = Site(ROOT).isogloss("build", "--strict", "--site-dir", str(folder))
        assert built[0] == 0, built[1]

    return once(tmp_path_factory, "own-site", build)


@pytest.fixture(scope="session")
def identity_site(tmp_path_factory, sample_site) -> Path:
    """The sample site, built, with every text translated by itself."""

    def build(folder: Path) -> None:
        shutil.copytree(sample_site, folder, dirs_exist_ok=True)
        site = Site(folder)
        for path in (folder / "locales").rglob("*.po"):
            if path.name != "glossary.po":
                site.translate(path.relative_to(folder).as_posix(), {})
        built = site.build("--strict")
        assert built.returncode == 0, built.stderr

    return once(tmp_path_factory, "identity", build) / "site"
