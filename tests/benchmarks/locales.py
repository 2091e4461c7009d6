"""What a further locale costs, as a part of the CPU of the same site in one language; and how that grows with a site.

``python tests/benchmarks/locales.py SITE`` takes the folder of a site with a mkdocs.yml (this repository's, unless
given), in one language without plugins for languages, in five locales with Isogloss and catalogs whose translations are
the English texts, and in five with static-i18n and a copy of each page. Runs alternate. With ``--pages 100 400 1600``
it makes sites of so many pages of it, each copy with words of its own, in English and two locales.

Of the plugins of the site, those stay that are named by ``--plugins``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import NamedTuple

import yaml
from hook import ROOT, SHIM, Loader, translate_by_itself

TAGS = ["es-ES", "it-IT", "fr-FR", "de-DE", "pt-BR", "pl-PL", "nl-NL", "sv-SE", "da-DK", "cs-CZ", "ro-RO", "tr-TR"]
TAGS += ["fi-FI", "hu-HU", "el-GR", "uk-UA"]
KINDS = ("one", "isogloss", "i18n")
PROSE = re.compile(r"(?<=\n\n)(?=[A-Z][a-z]+ [a-z])")
FENCE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)\s*$|^    .*?$", re.MULTILINE | re.DOTALL)


class Spent(NamedTuple):
    """What a build took."""

    cpu: float
    """Seconds of user and system."""
    memory: float
    """The most that it held, in MiB."""


def make(site: Path, folder: Path, kind: str, locales: int, plugins: list[str], pages: int = 0, prune: bool = False):
    """The site in *folder*, as *kind* says, in English and *locales* further ones; with *pages* pages, if given."""
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("site", "locales", ".git", ".venv", "scripts", "tests"))
    config = yaml.load((site / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    for name in ("hooks", "site_dir", "strict", "docs_dir"):
        if name != "docs_dir" or config.get(name) == "docs":
            config.pop(name, None)
    docs = folder / config.get("docs_dir", "docs")
    if pages:
        multiply(docs, pages, config)
    if prune:
        config["theme"].setdefault("features", []).append("navigation.prune")
    kept = [one for one in config.get("plugins", []) if (one if isinstance(one, str) else next(iter(one))) in plugins]
    tags = TAGS[:locales]
    if kind != "one":
        languages = [{"locale": "en", "name": "English", "default": True}]
        languages += [{"locale": tag, "name": tag} for tag in tags]
        kept.append({"i18n": {"docs_structure": "suffix", "languages": languages}})
    if kind == "isogloss":
        kept.append("isogloss")
    if kind == "i18n":
        custom = folder / config["theme"].setdefault("custom_dir", "overrides")
        (custom / "partials/languages").mkdir(parents=True, exist_ok=True)
        for tag in tags:
            if tag != "pt-BR":  # Material has it.
                shim = SHIM.format(base=tag.split("-")[0], tag=tag)
                (custom / f"partials/languages/{tag}.html").write_text(shim)
            for page in [page for page in docs.rglob("*.md") if page.suffixes[:-1] == []]:
                shutil.copyfile(page, page.with_suffix(f".{tag}.md"))
    if kind != "isogloss" and site == ROOT:
        (folder / "overrides/main.html").write_text('{% extends "base.html" %}\n')
    config["plugins"] = kept
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    if kind == "isogloss":
        subprocess.run([sys.executable, "-m", "isogloss", "update"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        translate_by_itself(folder / "locales")
    return folder


def multiply(docs: Path, pages: int, config: dict) -> None:
    """Have *pages* pages below *docs*: copies in folders, in which each paragraph begins with words of the copy."""
    config.pop("nav", None)
    there = sorted(page for page in docs.rglob("*.md") if "includes" not in page.parts)
    for page in there[pages:]:
        page.unlink()
    left = pages - len(there)
    for number in count(2):
        for page in there[: max(0, left)]:
            copy = docs / f"part-{number}" / page.relative_to(docs)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(own(page.read_text(encoding="utf-8"), word(number)), encoding="utf-8")
        left -= len(there)
        if left <= 0:
            return


def own(text: str, name: str) -> str:
    """*text* with *name* before each paragraph."""
    parts, position = [], 0
    for code in FENCE.finditer(text):
        parts += [PROSE.sub(f"{name}: ", text[position : code.start()]), code.group()]
        position = code.end()
    return "".join(parts) + PROSE.sub(f"{name}: ", text[position:])


def word(number: int) -> str:
    """A word for *number*."""
    syllables = ["ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "vu"]
    return "".join(syllables[int(digit)] for digit in f"{number:03}").capitalize()


def put_aside(path: Path, gone: Path) -> None:
    """Take what is at *path*, if anything is, into the folder *gone*, for the end.

    Where many files were removed a moment ago, some file systems look long for a place for each new one.
    """
    if path.exists():
        gone.mkdir(exist_ok=True)
        path.rename(gone / str(time.time_ns()))


def build(folder: Path) -> Spent:
    """Build the site in *folder*."""
    put_aside(folder / "site", folder.with_name("gone"))
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    # As after an installation, nothing is compiled: the first build of each kind compiles, and does not count.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}
    process = subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, f"{folder} does not build"
    return Spent(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(folders: dict[str, Path], runs: int) -> dict[str, Spent]:
    """The median of *runs* builds of each site, alternating."""
    spent: dict[str, list[Spent]] = {kind: [] for kind in folders}
    for folder in folders.values():
        build(folder)
    for _ in range(runs):
        for kind, folder in folders.items():
            spent[kind].append(build(folder))
    return {
        kind: Spent(statistics.median(one.cpu for one in found), max(one.memory for one in found))
        for kind, found in spent.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--locales", type=int, default=0, help="how many, with English: 5, with --pages 3")
    parser.add_argument("--pages", type=int, nargs="*", default=[0], help="numbers of pages")
    parser.add_argument("--prune", action="store_true", help="with navigation.prune, so that pages are of one size")
    parser.add_argument("--kinds", nargs="*", default=KINDS, choices=KINDS)
    parser.add_argument("--plugins", nargs="*", default=["search", "redirects", "tags"])
    options = parser.parse_args()
    for pages in options.pages:
        further = (options.locales or (3 if pages else 5)) - 1
        with tempfile.TemporaryDirectory() as name:
            where = {kind: Path(name, kind) for kind in options.kinds}
            for kind, folder in where.items():
                make(options.site.resolve(), folder, kind, further, options.plugins, pages, options.prune)
            spent = measure(where, options.runs)
            plain = {page.with_suffix("") for page in where[options.kinds[0]].rglob("docs/**/*.md")}
            built = len([page for page in plain if page.suffix.removeprefix(".") not in TAGS])
        one = spent.get("one")
        for kind, (cpu, memory) in spent.items():
            line = f"{built} pages, {kind}: {cpu:.2f} s CPU, {memory:.0f} MiB"
            if kind != "one":
                line += f", {1000 * cpu / built / (further + 1):.1f} ms a page and locale"
            if kind != "one" and one is not None:
                line += f", each of {further} further locales {(cpu - one.cpu) / further / one.cpu:.3f} of one language"
            print(line, flush=True)


if __name__ == "__main__":
    main()
