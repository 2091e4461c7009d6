"""What ``isogloss build`` costs after a change, as a part of the CPU of a build of everything.

``python tests/benchmarks/again.py SITE`` makes a site of the documentation in the folder *SITE* (this repository's,
unless given) in five languages, with catalogs whose translations are the English texts. In turns, it is built from
nothing, built when nothing has changed, and built when a message of one page has.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polib
from hook import ROOT

from locales import TAGS, make, put_aside

# What is installed is compiled.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def build(folder: Path) -> tuple[float, str]:
    """The seconds of CPU of all processes, and what was said."""
    command = [sys.executable, "-m", "isogloss", "build"]
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT | {"NO_MKDOCS_2_WARNING": "1"}, stderr=subprocess.PIPE, text=True
    )
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, said
    return used.ru_utime + used.ru_stime, said


def change(catalog: Path) -> None:
    """Change the longest translation in *catalog*, of a passage that nothing else shows."""
    found = polib.pofile(str(catalog), wrapwidth=0)
    longest = max(found, key=lambda entry: len(entry.msgid))
    longest.msgstr = f"{longest.msgid} {time.time_ns()}"
    found.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--locales", type=int, default=5, help="how many, with English")
    parser.add_argument("--plugins", nargs="*", default=["search", "redirects"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = make(options.site.resolve(), Path(name, "site"), "isogloss", options.locales - 1, options.plugins)
        catalogs = sorted((folder / "locales" / TAGS[0] / "docs").rglob("*.po"), key=lambda path: path.stat().st_size)
        ratios = []
        for _ in range(options.runs):
            for made in (".cache", "site"):
                put_aside(folder / made, Path(name, "gone"))
            clean, _ = build(folder)
            nothing, _ = build(folder)
            change(catalogs[len(catalogs) // 2])
            one, said = build(folder)
            ratios.append((nothing / clean, one / clean))
            page = "that page alone" if ": built again;" in said else "its language whole"
            print(f"clean {clean:.2f} s, nothing {nothing / clean:.3f}, one message {one / clean:.3f} ({page})")
        nothing, one = (statistics.median(found) for found in zip(*ratios, strict=True))
        print(f"{len(catalogs)} catalogs a language: nothing {nothing:.3f}, one message {one:.3f}", flush=True)


if __name__ == "__main__":
    main()
