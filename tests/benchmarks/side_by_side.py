"""What a site in many languages costs with Isogloss, and with what else makes one: CPU, time and memory, side by side.

``python tests/benchmarks/side_by_side.py SITE`` takes the folder of a site with a mkdocs.yml (this repository's, unless
given) and builds it in English and further languages with each tool, from nothing, in turns. All translations are the
English texts, so that every tool has the same to do:

- ``mkdocs``: MkDocs, in one language: what all others are compared with.
- ``isogloss``: ``isogloss build --no-cache``, with catalogs; ``plugin``: the same with ``mkdocs build``.
- ``i18n``: mkdocs-static-i18n with a copy of each page in each language.
- ``mdpo``: mkdocs-mdpo-plugin, with catalogs.
- ``po4a``: po4a makes the pages of each language from catalogs, mkdocs-static-i18n builds them.
- ``sphinx``: Sphinx with MyST and the theme Furo, with catalogs; one build for each language, its pages in parallel.
- ``zensical``: Zensical, with a project and a copy of each page for each language.

``mdpo``, ``sphinx`` and ``zensical`` read Markdown in their own ways: their pages are not the same. The pages for
contributors are left out: mdpo cannot read one of them. ``--pages 100 400`` makes sites of so many pages of SITE, with
words of their own. ``--write`` puts the figures on record, of which ``python tests/support/speed_page.py`` makes the
tables and the plot of the documentation.

Tools that are no dependency of this repository are installed below ``--tools``, each into an environment of its own.
That of mdpo has to be compiled, with ``pkg-config``, ``libmd4c-dev`` and ``libmd4c-html0-dev``. po4a has to be there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timezone
from importlib.metadata import version
from pathlib import Path

import yaml
from hook import ROOT, Loader, translate_by_itself

from locales import TAGS, make, put_aside

RECORD = Path(__file__).with_name("side_by_side.json")
NEEDS = {
    "mdpo": ["mkdocs-mdpo-plugin==0.0.27", "mkdocs==1.6.1", "mkdocs-material==9.8.2"],
    "sphinx": ["sphinx==9.0.4", "myst-parser==5.2.0", "furo==2025.12.19", "sphinx-intl==2.4.0"],
    "zensical": ["zensical==0.0.73"],
}
"""What is installed for a tool that is no dependency of this repository; the first is the tool itself."""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "NO_MKDOCS_2_WARNING": "1"
}
SPHINX = """\
project = "Side by side"
extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "deflist", "tasklist"]
html_theme = "furo"
gettext_compact = False
locale_dirs = ["locale"]
exclude_patterns = ["includes", "locale"]
suppress_warnings = ["myst", "toc", "ref", "docutils", "misc"]
"""


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a build."""

    arguments: list[str]
    folder: Path


@dataclass(frozen=True, slots=True)
class Spent:
    """What a build took."""

    cpu: float
    """Seconds of user and system, of all processes."""
    wall: float
    """Seconds."""
    memory: float
    """The most that one process held, in MiB."""


Prepare = Callable[[Path, Path, int, Path, float], list[Command]]
"""Makes the site in the folder of the second path, from the English one in that of the first, in so many further
languages, with the Python of the third one. Returns what builds it. No command takes more than so many seconds."""


def python_of(tool: str, tools: Path) -> Path:
    """The Python that has *tool*, below *tools*; it is installed if it is not there."""
    if tool not in NEEDS:
        return Path(sys.executable)
    folder = tools / tool
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        installed = subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDS[tool]], check=False)
        if installed.returncode:
            sys.exit(f"{tool} cannot be installed: see above, or leave it out with --only")
        (folder / "complete").touch()
    return python


def config_of(folder: Path) -> dict:
    return yaml.load((folder / "mkdocs.yml").read_text(encoding="utf-8"), Loader)


def write_config(folder: Path, config: dict) -> None:
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def pages_of(folder: Path) -> list[Path]:
    return [page for page in sorted((folder / "docs").rglob("*.md")) if "includes" not in page.parts]


def in_one(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    shutil.copytree(site, folder)
    return [Command([str(python), "-m", "mkdocs", "build", "--quiet"], folder)]


def with_isogloss(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    make(site, folder, "isogloss", further, ["search"])
    return [Command([str(python), "-m", "isogloss", "build", "--no-cache"], folder)]


def with_plugin(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    make(site, folder, "isogloss", further, ["search"])
    return [Command([str(python), "-m", "mkdocs", "build", "--quiet"], folder)]


def with_i18n(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    make(site, folder, "i18n", further, ["search"])
    return [Command([str(python), "-m", "mkdocs", "build", "--quiet"], folder)]


def with_mdpo(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    shutil.copytree(site, folder)
    config = config_of(folder)
    tags = TAGS[:further]
    # It asks Babel and the theme for a language: neither takes a tag of the web.
    tags = [tag.partition("-")[0] for tag in tags]
    config["plugins"] = ["search", {"mdpo": {"languages": ["en", *tags], "locale_dir": "../catalogs"}}]
    write_config(folder, config)
    build = Command([str(python), "-m", "mkdocs", "build", "--quiet"], folder)
    run([build], patience)  # It writes the catalogs.
    translate_by_itself(folder / "catalogs")
    return [build]


def with_po4a(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    tags = TAGS[:further]
    make(site, folder, "i18n", further, ["search"])
    for tag in tags:
        for page in (folder / "docs").rglob(f"*.{tag}.md"):
            page.unlink()
    lines = [f"[po4a_langs] {' '.join(tags)}", "[po4a_paths] po/$master.pot $lang:po/$lang/$master.po"]
    for page in pages_of(folder):
        path = page.relative_to(folder)
        name = path.with_suffix("").as_posix().replace("/", "-")
        options = 'opt:"--option markdown --option yfm_keys=title,description --keep 0"'
        lines.append(f"[type: text] {path} $lang:{path.with_suffix('')}.$lang.md {options} pot={name}")
    (folder / "po4a.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")
    make_pages = Command(["po4a", "--quiet", "--no-update", "po4a.cfg"], folder)
    run([Command(["po4a", "--quiet", "po4a.cfg"], folder)], patience)
    translate_by_itself(folder / "po")
    return [make_pages, Command([str(python), "-m", "mkdocs", "build", "--quiet"], folder)]


def with_sphinx(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    shutil.copytree(site / "docs", folder)
    (folder / "conf.py").write_text(SPHINX, encoding="utf-8")
    pages = [page.relative_to(folder).with_suffix("") for page in sorted(folder.rglob("*.md"))]
    index = folder / "index.md"
    listed = "\n".join(f"{page}" for page in pages if "includes" not in page.parts and page.name != "index")
    text = index.read_text(encoding="utf-8") if index.exists() else "# Start\n"
    index.write_text(f"{text}\n\n```{{toctree}}\n{listed}\n```\n", encoding="utf-8")
    tags = [tag.partition("-")[0] for tag in TAGS[:further]]
    sphinx = [str(python), "-m", "sphinx"]
    run([Command([*sphinx, "-q", "-b", "gettext", ".", "_build/gettext"], folder)], patience)
    languages = [part for tag in tags for part in ("-l", tag)]
    run(
        [Command([str(python.with_name("sphinx-intl")), "update", "-p", "_build/gettext", *languages], folder)],
        patience,
    )
    translate_by_itself(folder / "locale")
    html = [*sphinx, "-q", "-E", "-b", "html", "-j", "auto"]
    return [
        Command([*html, "-D", f"language={tag}", "-d", f"_build/trees/{tag}", ".", f"_build/html/{tag}"], folder)
        for tag in ("en", *tags)
    ]


def with_zensical(site: Path, folder: Path, further: int, python: Path, patience: float) -> list[Command]:
    commands = []
    for tag in ("en", *(tag.partition("-")[0] for tag in TAGS[:further])):
        shutil.copytree(site, folder / tag)
        config = config_of(folder / tag)
        config["theme"]["language"] = tag
        write_config(folder / tag, config)
        commands.append(Command([str(python), "-m", "zensical", "build", "--clean"], folder / tag))
    return commands


TOOLS: dict[str, Prepare] = {
    "mkdocs": in_one,
    "isogloss": with_isogloss,
    "plugin": with_plugin,
    "i18n": with_i18n,
    "mdpo": with_mdpo,
    "po4a": with_po4a,
    "sphinx": with_sphinx,
    "zensical": with_zensical,
}


class TooLongError(Exception):
    """A command did not end in time."""


def run(commands: list[Command], patience: float) -> Spent:
    """Run *commands*, one after the other. Raises :class:`TooLongError` if one takes more than *patience* seconds."""
    cpu = memory = 0.0
    begin = time.perf_counter()
    for command in commands:
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                command.arguments, cwd=command.folder, env=ENVIRONMENT, stdout=said, stderr=subprocess.STDOUT
            )
            timer = threading.Timer(patience, process.kill)
            timer.start()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            in_time = timer.is_alive()
            timer.cancel()
            if not in_time:
                raise TooLongError(f"more than {patience:.0f} s for {' '.join(command.arguments)}")
            if status:
                said.seek(0)
                sys.exit(
                    f"{' '.join(command.arguments)}, in {command.folder}, has failed:\n{said.read().decode()[-3000:]}"
                )
        cpu += used.ru_utime + used.ru_stime
        memory = max(memory, used.ru_maxrss / 1024)
    return Spent(cpu, time.perf_counter() - begin, memory)


def clean(folder: Path) -> None:
    """Take away what a build has left below *folder*: each begins with nothing."""
    for name in ("site", "_build", ".cache"):
        for found in [folder / name, *folder.glob(f"*/{name}")]:
            put_aside(found, folder.with_name("gone"))


def measured(
    site: Path, without: list[str], tools: dict[str, Path], further: int, pages: int, runs: int, patience: float
) -> tuple[int, dict[str, Spent]]:
    """The number of pages, and the medians of *runs* builds with each tool, in turns.

    They come after one build that counts if there is no other.
    """
    with tempfile.TemporaryDirectory() as name:
        some = make(site, Path(name, "some"), "one", 0, ["search"])
        for folder in without:
            shutil.rmtree(some / "docs" / folder, ignore_errors=True)
        write_config(some, {name: value for name, value in config_of(some).items() if name != "nav"})
        english = make(some, Path(name, "english"), "one", 0, ["search"], pages, prune=True)
        ready = {}
        spent: dict[str, list[Spent]] = {}
        for tool, python in tools.items():
            folder = Path(name, tool)
            try:
                ready[tool] = folder, TOOLS[tool](english, folder, further, python, patience)
                spent[tool] = [run(ready[tool][1], patience)]
            except TooLongError as error:
                print(f"{tool:>10}: {error}", flush=True)
                ready.pop(tool, None)
        for number in range(runs):
            for tool, (folder, commands) in ready.items():
                clean(folder)
                found = run(commands, 10 * patience)
                spent[tool] = [*spent[tool], found] if number else [found]  # The first one only warms up.
        built = len(pages_of(english))
    print(f"{built} pages, {further + 1} languages", flush=True)
    return built, {
        tool: Spent(*(statistics.median(getattr(one, part) for one in found) for part in ("cpu", "wall", "memory")))
        for tool, found in spent.items()
    }


def versions(tools: dict[str, Path]) -> dict[str, str]:
    """The versions of *tools*, and of what they are built with, by name."""
    names = ("isogloss", "mkdocs", "mkdocs-material", "mkdocs-static-i18n", "Markdown")
    found = {name: version(name) for name in names}
    found |= dict(need.split("==") for tool in tools for need in NEEDS.get(tool, ()))
    if "po4a" in tools:
        said = subprocess.run(["po4a", "--version"], capture_output=True, text=True, check=True).stdout
        found["po4a"] = said.split()[2].rstrip(".")
    return found


def machine() -> Iterator[str]:
    """What the figures were measured on."""
    yield f"{os.cpu_count()} processors"
    yield f"{platform.system()} {platform.machine()}"
    yield f"Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT)
    parser.add_argument("--only", nargs="*", default=list(TOOLS), choices=TOOLS)
    parser.add_argument("--pages", type=int, nargs="*", default=[0], help="numbers of pages; 0: as SITE has them")
    parser.add_argument("--locales", type=int, nargs="*", default=[8], help="numbers of languages, with English")
    parser.add_argument("--without", nargs="*", default=["contribute"], help="folders of pages that are left out")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--patience", type=float, default=300, help="seconds; a tool that takes longer is left out")
    parser.add_argument("--tools", type=Path, default=Path.home() / ".cache/isogloss-side-by-side")
    parser.add_argument("--write", action="store_true", help=f"add the figures to {RECORD.name}")
    options = parser.parse_args()
    if "po4a" in options.only and shutil.which("po4a") is None:
        sys.exit("po4a is missing: install it (apt install po4a), or leave it out with --only")
    tools = {tool: python_of(tool, options.tools) for tool in TOOLS if tool in {"mkdocs", *options.only}}
    for pages in options.pages:
        for locales in options.locales:
            built, found = measured(
                options.site.resolve(), options.without, tools, locales - 1, pages, options.runs, options.patience
            )
            one = found["mkdocs"]
            for tool, spent in found.items():
                print(
                    f"{tool:>10}: CPU {spent.cpu:8.2f} s = {spent.cpu / one.cpu:6.2f} times one language, "
                    f"time {spent.wall:8.2f} s = {spent.wall / one.wall:6.2f} times, {spent.memory:5.0f} MiB",
                    flush=True,
                )
            if options.write:
                record(found, tools, built, locales)


def record(found: dict[str, Spent], tools: dict[str, Path], pages: int, locales: int) -> None:
    """Put what was *found* on record, in place of what is there for as many pages and languages."""
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    sites = [one for one in known.get("sites", ()) if (one["pages"], one["languages"]) != (pages, locales)]
    spent = {tool: {name: round(value, 2) for name, value in asdict(one).items()} for tool, one in found.items()}
    sites.append({"pages": pages, "languages": locales, "spent": spent})
    now: date = datetime.now(timezone.utc).date()
    text = {
        "date": now.isoformat(),
        "machine": ", ".join(machine()),
        "versions": {**known.get("versions", {}), **versions(tools)},  # Some tools were measured before.
        "sites": sorted(sites, key=lambda one: (one["pages"], one["languages"])),
    }
    RECORD.write_text(json.dumps(text, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
