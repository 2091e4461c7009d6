"""What ``isogloss check`` costs: its CPU over that of one ``mkdocs build``, and CPU for each message as a site grows.

The site has this repository's guides, again and again under other names, with the Spanish translations in each locale.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from hook import ROOT, read_config

LOCALES = ["es-ES", "it-IT", "fr-FR", "de-DE", "pt-BR", "pl-PL", "nl-NL", "sv-SE", "da-DK", "cs-CZ", "ro-RO", "tr-TR"]
INSPECT = """\
import sys, time
from pathlib import Path
from isogloss.commands.check import inspect
from isogloss.hosts.mkdocs.site import Site
site = Site(Path("mkdocs.yml").resolve())
start = time.process_time()
found = inspect(site, site.project.locales)
errors = [problem for problem in found.problems if problem.severity.value == "error"]
wrong = [problem for problem in errors if "locales/" in str(problem.location)]
assert not wrong, wrong[0]
print(found.messages, time.process_time() - start)
"""


def make(folder: Path, pages: int, locales: list[str]) -> Path:
    """A site with *pages* pages in English and in *locales*."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    for tag in locales:
        shutil.copytree(ROOT / "locales/es-ES", folder / "locales" / tag)
    guides = [path.relative_to(ROOT) for path in sorted((ROOT / "docs").glob("*.md")) if path.name != "index.md"]
    count = sum("includes" not in path.parts for path in (ROOT / "docs").rglob("*.md"))
    for number in range(max(0, pages - count)):
        guide = guides[number % len(guides)]
        stem = f"{guide.stem}-{number}"
        shutil.copyfile(ROOT / guide, (folder / guide).with_stem(stem))
        for tag in locales:
            catalog = folder / "locales" / tag / guide.with_suffix(".po")
            shutil.copyfile(catalog, catalog.with_stem(stem))
    if pages < count:
        for guide in guides[pages - count :]:
            (folder / guide).unlink()
            for tag in locales:
                (folder / "locales" / tag / guide.with_suffix(".po")).unlink()
    config = read_config()
    i18n = next(plugin["i18n"] for plugin in config["plugins"] if "i18n" in plugin)
    i18n["languages"] = [{"locale": "en", "name": "English", "default": True}]
    i18n["languages"] += [{"locale": tag, "name": tag} for tag in locales]
    del config["nav"]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    return folder


def cpu(folder: Path, *command: str) -> float:
    """CPU seconds of a module as a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", *command], cwd=folder, check=True, env=env, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000], help="numbers of pages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        site = make(Path(name, "wide"), 150, LOCALES)
        for _ in range(options.runs):
            check, build = cpu(site, "isogloss", "check"), cpu(site, "mkdocs", "build", "--quiet")
            print(f"check: 150 pages, 12 locales: {check:.1f} s CPU, mkdocs build {build:.1f} s, {check / build:.3f}")
        for size in options.sizes:
            folder = make(Path(name, f"pages-{size}"), size, ["es-ES"])
            told = subprocess.run(
                [sys.executable, "-c", INSPECT], cwd=folder, check=True, capture_output=True, text=True
            ).stdout.split()
            messages, seconds = int(told[0]), float(told[1])
            print(f"check: {size} pages: {messages:,} messages, {1e6 * seconds / messages:.0f} µs CPU each", flush=True)


if __name__ == "__main__":
    main()
