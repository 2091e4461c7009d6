"""Two authors change two texts of one of the real pages of the sample site: their catalogs merge without a driver."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import sample
from isogloss import catalog
from isogloss.catalogs.update import update
from isogloss.project import Locale, Project
from isogloss.segments import Kind, Message
from isogloss.sources import Source

SPANISH = Locale("es-ES", "Español")


def texts_of(path: Path) -> list[str]:
    return [message.msgid for message in catalog.read(path, path.name).active()]


def test_no_two_edits_of_real_pages_conflict():
    """One word of two texts of each page, and of two short ones, which are never matched; chosen at random."""
    chance = random.Random(1)
    tried = 0
    for path in sample.catalogs("es-ES/docs"):
        texts = texts_of(path)
        short = [text for text in texts if len(text) < 20]
        for pool in (pool for pool in (texts, short) if len(pool) > 1):
            with tempfile.TemporaryDirectory() as folder:
                base = path.read_bytes()
                versions = [branch(Path(folder, "base"), base, texts, {})]
                for name, text in zip(("ours", "theirs"), chance.sample(pool, 2), strict=True):
                    words = text.split(" ")
                    words[chance.randrange(len(words))] = f"new{name}"
                    versions.append(
                        branch(Path(folder, name), versions[0].read_bytes(), texts, {text: " ".join(words)})
                    )
                common, ours, theirs = versions
                done = subprocess.run(
                    ["git", "merge-file", "-p", ours, common, theirs], capture_output=True, check=False
                )
                assert done.returncode == 0, done.stdout.decode()
                tried += 1
    sys.stdout.write(f"{tried} pairs of edits merged\n")


def branch(root: Path, before: bytes, texts: list[str], changes: dict[str, str]) -> Path:
    """The catalog *before*, brought up to date with its *texts* after *changes*."""
    path = root / "locales/es-ES/docs/a.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(before)
    project = Project(root / "mkdocs.yml", root / "docs", root / "locales", None, Locale("en", "English"), (SPANISH,))
    messages = tuple((Message(changes.get(text, text), Kind.LIST_ITEM), "docs/a.md") for text in texts)
    update(project, SPANISH, [Source("docs/a.md", messages, "a.md")])
    return path
