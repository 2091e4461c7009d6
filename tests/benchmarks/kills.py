"""Kills ``update`` again and again while it writes, and counts what is lost: it must be nothing.

Each run changes English texts, moves some to another page and renames a page, so that every catalog is written. It dies
by SIGKILL, half of the times right before or after one of its system calls (each of them in turn), half of the times at
a random moment. What the dead run left is what the next one begins with. With --strace, system calls are counted by
the kernel instead of by Python (needs strace; slower).
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

import polib
from isogloss import catalog
from isogloss.catalogs.update import update
from isogloss.project import Locale, Project
from isogloss.segments import Kind, Message
from isogloss.sources import Source

SPANISH = Locale("es-ES", "Español")
CALLS = frozenset(
    {"open", "close", "read", "write", "flush", "fsync", "chmod", "replace", "unlink", "rmdir", "flock", "stat"}
)
SYSTEM_CALLS = "fsync,rename,renameat,renameat2,chmod,fchmod,fchmodat,unlink,unlinkat,flock,rmdir"
SENTENCES = 40


def project(root: Path) -> Project:
    return Project(root / "mkdocs.yml", root / "docs", root / "locales", None, Locale("en", "English"), (SPANISH,))


def sources(turn: int) -> list[Source]:
    """The pages at one point of their history: texts change, move and return."""
    pages: dict[str, list[str]] = {"index.md": [], "guide.md": [], f"name-{turn % 2}.md": []}
    for name, texts in pages.items():
        page = re.sub(r"-\d", "", name)
        for number in range(SENTENCES):
            text = f"Sentence {number} of {page} tells a reader what to do with a graphics card of that kind."
            if number % 10 == turn % 10:
                text = text.replace("tells", "explains to")
            texts.append(text)
    moving = [
        f"A sentence with the number {number} that moves from page to page with its reader." for number in range(9)
    ]
    pages[sorted(pages)[turn % 3]] += moving
    return [
        Source(f"docs/{name}", tuple((Message(text, Kind.PARAGRAPH), f"docs/{name}") for text in texts), name)
        for name, texts in pages.items()
    ]


def translations(root: Path, waiting: bool = False) -> set[tuple[str, str]]:
    """Every finished translation; each file is read by our own reader, which refuses any fault.

    With those that are *waiting*, a message says of which earlier text (``#|``): so they are kept where texts that are
    alike change places.
    """
    found = set()
    for path in root.rglob("*.po"):
        read = catalog.read(path, path.name)
        assert not read.faults, read.faults
        kept = (entry for entry in read.messages if entry.msgstr and (waiting or not entry.fuzzy))
        found |= {(entry.pair[0][1], entry.msgstr) for entry in kept}
    return found


def translate(root: Path) -> None:
    for path in root.rglob("*.po"):
        found = catalog.read(path, path.name)
        for entry in found.active():
            entry.msgstr = entry.msgstr or f"<{entry.msgid}>"
            entry.finish()
        with catalog.opened(root) as store:
            catalog.save(store, found, SPANISH)


def die_at(count: int) -> None:
    """Let this process die at its system call number *count*: before an odd one, after an even one."""
    seen = 0

    def watch(_: FrameType, event: str, called: object) -> None:
        nonlocal seen
        if event in ("c_call", "c_return") and getattr(called, "__name__", "") in CALLS:
            seen += 1
            if seen == count:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)


def run(root: Path, turn: int, count: int, delay: float) -> bool:
    """Update in a process of its own that dies; whether it did, before it was done."""
    child = os.fork()
    if child == 0:
        if count:
            die_at(count)
        update(project(root), SPANISH, sources(turn))
        os._exit(0)
    if delay:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "update has failed"
    return os.WIFSIGNALED(status)


def run_under_strace(root: Path, turn: int, count: int) -> bool:
    inject = f"inject={SYSTEM_CALLS}:signal=SIGKILL:when={count}"
    command = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={SYSTEM_CALLS}", "-e", inject]
    code = f"import kills; kills.update(kills.project(kills.Path({str(root)!r})), kills.SPANISH, kills.sources({turn}))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    done = subprocess.run([*command, sys.executable, "-B", "-c", code], env=environment, check=False)
    assert done.returncode in (0, 137, -9), f"update has failed: {done.returncode}"
    return done.returncode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=re.sub(r"\s+", " ", __doc__ or ""))
    parser.add_argument("--kills", type=int, default=600)
    parser.add_argument("--strace", action="store_true")
    options = parser.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        start = time.monotonic()
        update(project(root), SPANISH, sources(0))
        translate(root)
        start = time.monotonic()
        update(project(root), SPANISH, sources(1))
        duration = time.monotonic() - start
        before = translations(root)
        kills = finished = leftovers = turn = count = 0
        while kills < options.kills:
            counted = options.strace or kills % 2 == 0
            count += counted
            if options.strace:
                died = run_under_strace(root, turn, count)
            else:
                died = run(root, turn, count if counted else 0, 0.0 if counted else chance.uniform(0.0, 1.2 * duration))
            turn += 1
            lost = before - translations(root, waiting=True)
            assert not lost, f"lost after {kills} kills: {lost}"
            for path in root.rglob("*.po"):
                polib.pofile(str(path))
            if died:
                kills += 1
                leftovers += len(list(root.rglob("*.new")))
                if kills % 100 == 0:
                    print(f"{kills} kills, {finished} runs came through, {leftovers} half-written files", flush=True)
            else:
                # The run came through: it had no more calls to die at, or it was too fast.
                finished += 1
                count = 0 if counted else count
                assert not list(root.rglob("*.new")), "the half-written files of dead runs are cleared away"
        tool = shutil.which("msgfmt")
        assert tool, "GNU gettext is not installed: run make systems"
        for path in root.rglob("*.po"):
            subprocess.run([tool, "--check", "-o", os.devnull, path], check=True, capture_output=True)
        update(project(root), SPANISH, sources(0))
        assert before <= translations(root, waiting=True)
        files = sorted(path.name for path in root.rglob("*") if path.is_file())
        print(
            f"{kills} kills: 0 of {len(before)} translations lost, 0 files unreadable; {finished} runs came through, "
            f"{leftovers} half-written files cleared away, {len(files)} files at the end"
        )


if __name__ == "__main__":
    main()
