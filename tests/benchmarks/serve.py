"""The preview of ``isogloss serve``, measured on real sites and in a real Chromium.

``python tests/benchmarks/serve.py identity SITE…`` compares each page in each language, as the preview answers it, with
the one of ``mkdocs build``. Some messages of each page are translated, some are not, some are outdated.
``… seen SITE`` takes the time from saving one translation to the changed passage in Chromium, beside ``mkdocs serve``
with static-i18n and copied pages where a translated page is saved, in turns; ``--locales 2 16`` for other numbers.
``… start SITE --pages 400`` takes the CPU of all processes until the first page has been answered.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import polib
import yaml
from hook import ROOT, Loader

from locales import TAGS, make

sys.path.insert(0, str(ROOT / "tests/support"))
from driving import Tab, driving

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
SCRIPTS = re.compile(rb'(<script src="/-/isogloss/[^>]*></script>)+')
MARK = "Qwertz"
TAGS += ["hu-HU", "fi-FI", "nb-NO", "sk-SK"]


@contextlib.contextmanager
def running(command: list[str], folder: Path, ready: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server, and the address that it says with *ready*, a regular expression."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=folder, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True
    )
    try:
        for line in process.stderr:
            if found := re.search(ready, line):
                break
        else:
            raise AssertionError(f"{command} ended")
        # What it says further on is of no interest, and must not stop it.
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        yield process, found[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        drain.kill()
        drain.wait()


def preview(folder: Path):
    return running(["isogloss", "serve", "--port", "0"], folder, r"(http://\S+?)/(?:#\S*)? shows the site")


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=600) as answer:
        return answer.read()


def base_of(folder: Path) -> str:
    """The path below which a site is."""
    config = yaml.load((folder / "mkdocs.yml").read_text(encoding="utf-8"), Loader)
    return urlsplit(config.get("site_url") or "").path.rstrip("/") + "/"


def partly(folder: Path) -> None:
    """Of each catalog, translate some messages, leave some, and let some be outdated."""
    for path in sorted((folder / "locales").rglob("*.po")):
        catalog = polib.pofile(str(path), wrapwidth=0)
        for number, entry in enumerate(catalog):
            kind = (number + len(path.name)) % 5
            entry.msgstr = "" if kind == 0 else f"{MARK} {entry.msgid}" if entry.msgid[0].isalpha() else entry.msgid
            entry.flags = ["fuzzy"] if kind == 1 else []
        catalog.save()


def identity(options: argparse.Namespace) -> None:
    """Compare all pages."""
    for site in options.sites:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name, "site-of-it")
            if site == ROOT or (site / "locales").is_dir():
                names = ("docs", "locales", "overrides", "mkdocs.yml")
                for one in (site / one for one in names if (site / one).exists()):
                    (shutil.copytree if one.is_dir() else shutil.copy)(one, _made(folder) / one.name)
            else:
                make(site, folder, "isogloss", (options.locales or [4])[0], options.plugins)
                partly(folder)
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", f"{name}/built"]
            subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, stderr=subprocess.DEVNULL)
            built = sorted(Path(name, "built").rglob("*.html"))
            different = []
            with preview(folder) as (_, address):
                base = address + base_of(folder)
                for path in built:
                    place = path.relative_to(Path(name, "built")).as_posix()
                    if place == "404.html" or b'http-equiv="refresh"' in path.read_bytes():
                        continue
                    answer = get(base + place.removesuffix("index.html"))
                    if SCRIPTS.sub(b"", answer, count=1) != path.read_bytes():
                        different.append(place)
            print(f"{site.name}: {len(built)} pages, {len(different)} differ {different[:5]}", flush=True)


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def children(pid: int) -> list[int]:
    """A process, and all that it has begun."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def spent(pid: int) -> float:
    """Seconds of CPU of a process, and of all that it has begun."""
    total = 0
    for one in children(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def start(options: argparse.Namespace) -> None:
    """The CPU until the first page has been answered."""
    for pages in options.pages:
        with tempfile.TemporaryDirectory() as name:
            folder = make(
                options.sites[0], Path(name, "site"), "isogloss", (options.locales or [4])[0], options.plugins, pages
            )
            for place in ("", f"{TAGS[0]}/"):
                found = []
                for _ in range(options.runs):
                    with preview(folder) as (process, address):
                        get(address + base_of(folder) + place)
                        found.append(spent(process.pid))
                print(f"{pages} pages: {statistics.median(found):.2f} s CPU until /{place} is answered", flush=True)


def seen(tab: Tab, pid: int, file: Path, text: str, marked: str) -> tuple[float, float]:
    """Seconds from saving *text* to *marked* on the page that is open, and those of CPU of the server meanwhile."""
    begin, before = time.monotonic(), spent(pid)
    file.write_text(text, encoding="utf-8")
    tab.until(f"document.querySelector('article, [role=main]')?.textContent.includes({marked!r})", timeout=300)
    return time.monotonic() - begin, spent(pid) - before


def save(options: argparse.Namespace) -> None:
    """From saving to seeing."""
    site, page = options.sites[0], options.page
    for locales in options.locales or [4]:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = make(site, Path(name, "isogloss"), "isogloss", locales, options.plugins)
            tag = TAGS[0]
            catalog = folder / f"locales/{tag}/docs/{page}.po"
            text = catalog.read_text(encoding="utf-8")
            message = next(
                entry for entry in polib.pofile(str(catalog)) if re.fullmatch(r"[A-Z][\w ,.]{40,}", entry.msgid)
            )
            line = f'msgstr "{message.msgid}"'
            times: dict[str, list[tuple[float, float]]] = {"isogloss": [], "i18n": []}
            with contextlib.ExitStack() as stack:
                driver = stack.enter_context(driving(Path(name, "profile")))
                own, address = stack.enter_context(preview(folder))
                base = address + base_of(folder)
                tab = stack.enter_context(driver.tab())
                tab.go(f"{base}{tag}/{page}/".replace("index/", ""))
                if options.beside:
                    copies = make(site, Path(name, "i18n"), "i18n", locales, options.plugins)
                    command = ["mkdocs", "serve", "--dev-addr", "127.0.0.1:8765"]
                    its, other = stack.enter_context(running(command, copies, r"Serving on (http://\S+)/"))
                    beside = stack.enter_context(driver.tab())
                    beside.go(f"{other}/{tag}/{page}/".replace("index/", ""))
                    page_file = copies / f"docs/{page}.{tag}.md"
                    page_text = page_file.read_text(encoding="utf-8")
                time.sleep(options.rest)
                for number in range(options.runs + 1):
                    marked = f"{MARK}{number}"
                    new = text.replace(line, f'msgstr "{marked} {message.msgid}"')
                    times["isogloss"].append(seen(tab, own.pid, catalog, new, marked))
                    time.sleep(1)
                    if options.beside:
                        new = page_text.replace("\n\n", f"\n\n{marked}\n\n", 2)
                        times["i18n"].append(seen(beside, its.pid, page_file, new, marked))
                        time.sleep(1)
            for kind, what in (("isogloss", "isogloss serve"), ("i18n", "mkdocs serve with static-i18n")):
                if found := times[kind][1:]:
                    clock, cpu = (statistics.median(one) for one in zip(*found, strict=True))
                    print(f"{locales + 1} locales, {what}: {clock:.2f} s from saving to seeing, {cpu:.2f} s of CPU")
            pairs = list(zip(times["i18n"], times["isogloss"], strict=False))[1:]
            for place, name_of in enumerate(("time", "CPU") if pairs else ()):
                ratio = statistics.median(one[place] / max(two[place], 0.01) for one, two in pairs)
                print(f"  {ratio:.0f} times less {name_of}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("identity", "seen", "start"))
    parser.add_argument("sites", type=Path, nargs="*", default=[ROOT])
    parser.add_argument("--plugins", nargs="*", default=["search", "redirects"])
    parser.add_argument("--locales", type=int, nargs="*", help="further ones")
    parser.add_argument("--pages", type=int, nargs="*", default=[400])
    parser.add_argument("--page", default="index", help="the page that is open, without .md")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rest", type=float, default=0, help="seconds before the first save")
    parser.add_argument("--no-beside", dest="beside", action="store_false", help="without mkdocs serve")
    options = parser.parse_args()
    options.sites = [site.resolve() for site in options.sites]
    {"identity": identity, "seen": save, "start": start}[options.what](options)


if __name__ == "__main__":
    main()
