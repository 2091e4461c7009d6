"""What the build hook costs: CPU of the whole build with it, over that of hand-written copies without it.

Both sites have the same pages in the same locales. Runs alternate, so that a slow moment hits both; the first pair
warms up and is not counted. Prints the ratio of each pair and its median.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
import yaml

ROOT = Path(__file__).parents[2]
SHIM = """\
{{% import "partials/languages/{base}.html" as base %}}
{{%- macro t(key) %}}{{{{ {{"language": "{tag}"}}[key] or base.t(key) }}}}{{% endmacro %}}
"""


class Loader(yaml.SafeLoader):
    """Keeps tags such as !!python/name as they are."""


class Tagged:
    """What has such a tag."""

    def __init__(self, loader: yaml.Loader, tag: str, node: yaml.Node) -> None:
        self.node = node


for prefix in ("!", "tag:yaml.org,2002:python/"):
    Loader.add_multi_constructor(prefix, Tagged)
yaml.SafeDumper.add_representer(Tagged, lambda _, tagged: tagged.node)


def translate_by_itself(folder: Path) -> None:
    """Let each text of the catalogs in *folder* be translated by itself."""
    for path in folder.rglob("*.po"):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for entry in catalog:
            entry.msgstr, entry.flags = entry.msgid, [flag for flag in entry.flags if flag != "fuzzy"]
        catalog.save()


def site_with_hook(folder: Path, copies: int) -> Path:
    """This repository's site, each page *copies* times; each text translated by itself, as in the other site."""
    for name in ("docs", "locales", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    config = read_config()
    multiply(folder, copies, config)
    translate_by_itself(folder / "locales")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    return folder


def site_without_hook(folder: Path, copies: int) -> Path:
    """The same pages with one Markdown file for each locale, and no plugin isogloss."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    config = read_config()
    multiply(folder, copies, config)
    config["plugins"] = [plugin for plugin in config["plugins"] if plugin != "isogloss"]
    languages = next(plugin for plugin in config["plugins"] if "i18n" in plugin)["i18n"]["languages"]
    tags = [language["locale"] for language in languages if not language.get("default")]
    for page in list((folder / "docs").rglob("*.md")):
        if "includes" not in page.parts:
            for tag in tags:
                shutil.copyfile(page, page.with_suffix(f".{tag}.md"))
    partials = folder / "overrides/partials/languages"
    partials.mkdir(parents=True)
    for tag in tags:
        (partials / f"{tag}.html").write_text(SHIM.format(base=tag.split("-")[0], tag=tag))
    main = folder / "overrides/main.html"
    main.write_text('{% extends "base.html" %}\n')
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    return folder


def read_config() -> dict:
    return yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader)


def multiply(folder: Path, copies: int, config: dict) -> None:
    if copies < 2:
        return
    pages = [path for path in (folder / "docs").glob("*.md") if path.name != "index.md"]
    for number in range(2, copies + 1):
        for page in pages:
            shutil.copyfile(page, page.with_stem(f"{page.stem}-{number}"))
            for catalog in (folder / "locales").glob(f"*/docs/{page.stem}.po"):
                shutil.copyfile(catalog, catalog.with_stem(f"{page.stem}-{number}"))
    config["not_in_nav"] = "/*-[0-9]*.md"


def cpu_of_build(folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--copies", type=int, default=1, help="how many times each guide is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        hook = site_with_hook(Path(name, "hook"), options.copies)
        plain = site_without_hook(Path(name, "plain"), options.copies)
        ratios = []
        for run in range(options.runs + 1):
            with_hook, without = cpu_of_build(hook), cpu_of_build(plain)
            if run:
                ratios.append(with_hook / without)
                print(
                    f"with the hook {with_hook:.2f} s CPU, without {without:.2f} s, ratio {ratios[-1]:.3f}", flush=True
                )
        pages = len(list((hook / "site").rglob("*.html")))
        median, least, most = statistics.median(ratios), min(ratios), max(ratios)
        print(f"hook: {pages} pages, ratio {median:.3f} (median of {options.runs}; {least:.3f} to {most:.3f})")


if __name__ == "__main__":
    main()
