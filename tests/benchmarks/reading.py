"""What readers of a site get, measured in a real Chromium: requests, accessibility, weight, and Lighthouse.

    python tests/benchmarks/reading.py [--lighthouse COMMAND] [--runs 3] [--only requests axe weight lighthouse]

The site of this repository is built, and served as hosts of static sites do: compressed, and ``404.html`` where nothing
is. *requests* opens every page of every language, and counts what is asked for. *axe* holds every kind of page to WCAG
2.2 AA and to best practices, in every language and in a pseudo-locale, light and dark, 390 and 1440 pixels wide; the
original is shown on one of them. *weight* builds the small site of ``tests/cases/reader``, which has no template of its
own, with Isogloss and without, and compares the HTML, also with Material in one language. *lighthouse* runs Lighthouse,
for a phone, on the start page and on a guide (``npm install lighthouse@12``, then ``--lighthouse
node_modules/.bin/lighthouse``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import polib

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/support")]

import sample  # noqa: E402
from chromium import Handler, serving  # noqa: E402
from driving import Driver, driving  # noqa: E402

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = f"""axe.run(document, {{runOnly: {RULES}}}).then(told => told.violations.flatMap(
    rule => rule.nodes.map(node => `${{rule.id}}: ${{node.target}}`)))"""
PSEUDO = "ar-XB"
KINDS = ("", "gpu-cuda-in-wsl/", "verify-your-gpu/", "troubleshooting/", "contribute/edit/", "contribute/checks/",
         "contribute/style/es-ES/", "status/", "nowhere/")  # fmt: skip
"""Start, guide, list of tasks, definitions, contributor page, reference, a page left out, status, 404."""
WINDOWS = [(width, dark) for width in (390, 1440) for dark in (False, True)]
LIGHTHOUSE = ("", "gpu-cuda-in-wsl/")
FLAGS = "--headless=new --no-sandbox --disable-gpu"
QUIET = os.environ | {"NO_MKDOCS_2_WARNING": "1"}


class Host(Handler):
    """Compresses what it serves, and lets browsers keep what has its content in its name."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):  # noqa: N802 - as http.server calls it
        path = Path(self.translate_path(self.path.partition("?")[0]))
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        path = path if path.is_file() else Path(self.directory, "404.html")
        body = path.read_bytes()
        self.send_response(status)
        kind = self.guess_type(path)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if re.search("text|javascript|json|xml", kind):
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        if re.search(r"\.[0-9a-f]{8}\.(min\.)?(css|js)$", path.name):
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def run(folder: Path, *command: str | Path) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, env=QUIET, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def with_pseudo(folder: Path) -> None:
    """Copy this repository's site into *folder*, with a language that nobody speaks."""
    for name in ("docs", "locales", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    entry = f"        - locale: {PSEUDO}\n          name: {PSEUDO}\n"
    config = config.replace("  - isogloss:\n", f"{entry}  - isogloss:\n")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    run(folder, "isogloss", "update")
    run(folder, "isogloss", "pseudo", "--locale", PSEUDO)


def folders(site: Path) -> list[str]:
    """Where the languages of *site* are."""
    return ["", *sorted(f"{path.parent.name}/" for path in site.glob("*/llms.txt"))]


def requests(driver: Driver, site: Path, origin: str) -> Iterator[str]:
    pages = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    asked, failed, elsewhere, errors = Counter(), [], [], []
    with driver.tab() as tab:
        for page in pages:
            tab.go(f"{origin}/{page}/".replace("/./", "/"))
            asked.update(tab.requests.values())
            failed += tab.failed
            errors += tab.errors
            elsewhere += [one for one in tab.requests.values() if not one.startswith(origin)]
            tab.requests.clear()
            tab.failed.clear()
            tab.errors.clear()
    yield f"requests: {len(pages)} pages in {len(folders(site))} languages asked for {asked.total()} files"
    yield f"  failed: {len(failed)}, to other hosts: {len(elsewhere)}, errors of scripts: {len(errors)}"
    yield from (f"  {one}" for one in [*failed, *elsewhere, *errors][:20])


def axe(driver: Driver, origin: str, languages: list[str]) -> Iterator[str]:
    found, looked = Counter(), 0
    for width, dark in WINDOWS:
        with driver.tab(width, 900, dark=dark) as tab:
            for folder in languages:
                for kind in KINDS:
                    try:
                        tab.go(f"{origin}/{folder}{kind}")
                    except AssertionError:  # The machine is busy: once more.
                        tab.go(f"{origin}/{folder}{kind}")
                    if (
                        folder
                        and kind == "gpu-cuda-in-wsl/"
                        and tab.run("!!document.querySelector('.isogloss-original')")
                    ):
                        tab.run("document.querySelector('.isogloss-original').click()")
                        tab.until("document.querySelector('.isogloss-passage')")
                    tab.run(f"{AXE};0")
                    looked += 1
                    told = tab.run(ASK)
                    found.update(f"{one.partition(':')[0]}" for one in told)
                    yield from (f"  {folder}{kind} {width} {'dark' if dark else 'light'}: {one}" for one in told[:3])
                    tab.run("try { localStorage.clear() } catch {}")
        yield f"  {width} {'dark' if dark else 'light'}: {looked} looked at, {found.total()} violations"
    yield f"axe: {len(KINDS)} kinds of pages in {len(languages)} languages, {looked} windows"
    yield f"  violations: {found.total()} {dict(found) if found else ''}"


def weight(folder: Path) -> Iterator[str]:
    source = folder / "source"
    sample.copy(source)
    shutil.rmtree(source / "overrides")
    config = (source / "mkdocs.yml").read_text(encoding="utf-8").replace("  custom_dir: overrides\n", "")
    # Material has no words for es-ES, and fails without Isogloss.
    for path in (source / "locales").glob("??-??"):
        config = config.replace(f"locale: {path.name}", f"locale: {path.name[:2]}")
        path.rename(path.with_name(path.name[:2]))
    config = re.sub(r"(?m)^extra_javascript:\n(  .*\n)+", "", config)
    (source / "mkdocs.yml").write_text(config, encoding="utf-8")
    run(source, "isogloss", "update")
    # The same words in each language, so that nothing but the rest is compared; Italian lacks every second passage.
    for path in source.glob("locales/*/**/*.po"):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for number, message in enumerate(catalog):
            message.msgstr = message.msgid if number % 2 == 0 or "/it/" not in path.as_posix() else ""
        catalog.save()
    sizes: dict[str, dict[str, int]] = {}
    without_it = re.sub(r"(?m)^  - isogloss:?\n(      .*\n)*", "", config)
    one_language = re.sub(r"(?m)^  - i18n:\n(      .*\n)*", "", without_it)
    for name, text in (("with", config), ("without", without_it), ("one language", one_language)):
        (source / "mkdocs.yml").write_text(text, encoding="utf-8")
        run(source, "mkdocs", "build", "--site-dir", folder / name)
        pages = (folder / name).rglob("index.html")
        sizes[name] = {
            page.relative_to(folder / name).as_posix(): len(gzip.compress(page.read_bytes(), mtime=0)) for page in pages
        }
    without, more, alone = sizes["without"], sizes["with"], sizes["one language"]
    yield f"weight: HTML compressed, beside Material in one language, {sum(alone.values()):,} bytes"
    for name, there in (("static-i18n", without), ("static-i18n and Isogloss", more)):
        for language, folder in (("English", ""), ("Spanish, in the same words", "es/")):
            rest = sum(there[folder + page] for page in alone) / sum(alone.values()) - 1
            yield f"  {name}, {language}: {rest:+.2%}"
    total, rest = sum(without.values()), sum(more[page] for page in without) - sum(without.values())
    yield f"weight: HTML of {len(without)} pages, {total:,} bytes compressed; with Isogloss {rest / total:+.2%}"
    yield from (f"  {page}: {size:,} {more[page] / size - 1:+.1%}" for page, size in sorted(without.items()))


def lighthouse(command: str, runs: int, origin: str) -> Iterator[str]:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    for page in LIGHTHOUSE:
        scores, details = [], []
        for _ in range(runs):
            done = subprocess.run(
                [command, f"{origin}/{page}", "--quiet", f"--chrome-flags={FLAGS}", "--output=json"],
                env=os.environ | {"CHROME_PATH": browser}, capture_output=True, text=True, check=True,
            )  # fmt: skip
            told = json.loads(done.stdout)
            scores.append({name: round(100 * one["score"]) for name, one in told["categories"].items()})
            details.append({
                name: told["audits"][name]["numericValue"]
                for name in ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time",
                             "cumulative-layout-shift", "speed-index")
            })  # fmt: skip
        yield f"lighthouse {told['lighthouseVersion']}, phone, /{page}: {runs} runs, the middle one (all)"
        for one in (scores, details):
            for name in one[0]:
                values = sorted(run[name] for run in one)
                yield f"  {name}: {statistics.median(values):.4g} ({', '.join(f'{value:.4g}' for value in values)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lighthouse", metavar="COMMAND")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--locale", nargs="+", default=[], help="hold only these to axe: en is the start of the site")
    parser.add_argument("--only", nargs="+", choices=("requests", "axe", "weight", "lighthouse"))
    options = parser.parse_args()
    wanted = options.only or ["requests", "axe", "weight", *(["lighthouse"] if options.lighthouse else [])]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        parts: list[Iterator[str]] = []
        if "weight" in wanted:
            parts.append(weight(folder / "weight"))
        for part in parts:
            for line in part:
                print(line, flush=True)
        if not {"requests", "axe", "lighthouse"} & set(wanted):
            return
        with_pseudo(folder / "copy")
        run(folder / "copy", "isogloss", "build", "--site-dir", folder / "site")
        with serving(folder / "site", Host) as served, driving(folder / "profile") as driver:
            if "requests" in wanted:
                parts.append(requests(driver, folder / "site", served.origin))
            if "axe" in wanted:
                chosen = ["" if one == "en" else f"{one}/" for one in options.locale]
                parts.append(axe(driver, served.origin, chosen or folders(folder / "site")))
            if "lighthouse" in wanted:
                parts.append(lighthouse(options.lighthouse, options.runs, served.origin))
            for part in parts:
                for line in part:
                    print(line, flush=True)


if __name__ == "__main__":
    main()
