"""Crashes, full disks and second runs: what has been translated stays, and every file stays readable."""

from __future__ import annotations

import ast
import fcntl
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import portalocker
import pytest
from conftest import CONFIG, ROOT, Site
from isogloss import catalog
from isogloss.catalog import store
from isogloss.diagnostics import ProblemsFound
from isogloss.driver.own_folder import own_folder

CATALOG = "locales/es-ES/docs/index.po"
LONG = "Install the newest driver for your graphics card, then restart Windows."


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("crash"))
    languages = "        - locale: es-ES\n          name: Español"
    site.write("mkdocs.yml", CONFIG.format(languages=languages, structure="suffix", options="", theme="mkdocs"))
    site.write("docs/index.md", f"# Start\n\n{LONG}\n")
    assert site.run("isogloss", "update").returncode == 0
    site.translate(CATALOG, {})
    site.write("docs/index.md", f"# Start\n\n{LONG.replace('newest', 'latest')}\n")
    return site


@pytest.fixture
def site(prepared, tmp_path):
    """A site with a translation, whose English text has changed since."""
    shutil.copytree(prepared.root, tmp_path / "site")
    return Site(tmp_path / "site")


def files(site: Site) -> dict[str, bytes]:
    locales = site.root / "locales"
    return {path.relative_to(locales).as_posix(): path.read_bytes() for path in locales.rglob("*") if path.is_file()}


def test_kill_9_at_any_moment_loses_nothing():
    """A sample; ``make bench`` kills 600 times."""
    command = [sys.executable, ROOT / "tests/benchmarks/kills.py", "--kills", "40"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"40 kills: 0 of \d{3} translations lost, 0 files unreadable", done.stdout)


def test_what_a_killed_run_left_is_cleared_away(site):
    leftover = site.write("locales/es-ES/docs/.index.po.x1y2z3.isogloss.new", "half a cata")
    other = site.write("locales/es-ES/docs/notes.new", "not ours")
    assert site.run("isogloss", "update").returncode == 0
    assert not leftover.exists()
    assert other.exists()


def test_what_is_left_in_the_temporary_folder_goes_if_it_is_ours_and_nobody_uses_it(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    long_ago = time.time() - 2 * 24 * 60 * 60

    def made(name: str, mode: int = 0o700, when: float = long_ago, owner: bool = False) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        folder.chmod(mode)
        if owner:
            (folder / "owner").touch()
        os.utime(folder, (when, when))
        return folder

    made("run-killed", when=time.time(), owner=True)
    made("run-killed-before-it-had-an-owner")
    stay = {made("run-that-begins", when=time.time()), made("run-that-others-may-write", 0o770, owner=True)}
    stay |= {made("another", owner=True), tmp_path / "run-link"}
    (tmp_path / "run-link").symlink_to(tmp_path / "another")
    with own_folder("run-") as first, own_folder("run-") as second:
        assert set(tmp_path.iterdir()) == {*stay, first, second}
    assert set(tmp_path.iterdir()) == stay
    assert (tmp_path / "another/owner").exists()


def test_two_updates_at_once_do_what_one_does(site, tmp_path):
    shutil.copytree(site.root, tmp_path / "alone")
    alone = Site(tmp_path / "alone")
    assert alone.run("isogloss", "update").returncode == 0
    runs = [site.start("isogloss", "update") for _ in range(3)]
    for run in runs:
        _, errors = run.communicate(timeout=120)
        assert run.returncode == 0, errors
    assert files(site) == files(alone)


def test_a_second_run_waits_and_says_so(site):
    before = files(site)
    folder = os.open(site.root / "locales", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    run = site.start("isogloss", "update")
    assert run.stderr is not None
    assert run.stderr.readline() == "another isogloss is writing in locales: waiting for it\n"
    time.sleep(0.2)
    assert run.poll() is None
    assert files(site) == before
    os.close(folder)
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 0, errors
    assert files(site) != before


def test_a_second_run_gives_up_in_the_end(tmp_path):
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    second = catalog.opened(tmp_path, patience=0.1)
    with pytest.raises(ProblemsFound, match=r"another isogloss is still writing here \[locked\]"), second:
        pytest.fail("the folder is locked")
    os.close(folder)
    with catalog.opened(tmp_path), catalog.opened(tmp_path):
        assert list(tmp_path.iterdir()) == [], "a lock leaves nothing behind"


def test_where_folders_cannot_be_opened_a_file_is_locked(tmp_path, monkeypatch):
    """As on Windows."""
    monkeypatch.setattr(store, "_FOLDERS_CAN_BE_OPENED", False)
    lock = tmp_path / ".isogloss.lock"
    with portalocker.Lock(lock):
        second = catalog.opened(tmp_path, patience=0.1)
        with pytest.raises(ProblemsFound, match=r"another isogloss is still writing here \[locked\]"), second:
            pytest.fail("the folder is locked")
    assert lock.exists(), "as a run that was killed leaves it"
    third = portalocker.Lock(lock, timeout=0)
    with catalog.opened(tmp_path), catalog.opened(tmp_path), pytest.raises(portalocker.AlreadyLocked), third:
        pytest.fail("the file is locked")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_changes_nothing(site):
    """No file may be longer than 400 bytes: as on a full disk, writing fails in its middle."""
    before = files(site)
    limit = (400, 400)
    run = site.start("isogloss", "update", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    _, errors = run.communicate(timeout=60)
    assert run.returncode == 1
    assert f"{CATALOG}: error: the file cannot be written: File too large" in errors
    assert "Traceback" not in errors
    assert files(site) == before


def test_a_read_only_catalog_is_not_replaced(site):
    before = files(site)
    (site.root / CATALOG).chmod(0o444)
    result = site.run("isogloss", "update")
    assert result.returncode == 1
    assert f"{CATALOG}: error: the file is read-only" in result.stderr
    assert f"chmod u+w {CATALOG}" in result.stderr
    assert files(site) == before


def test_a_file_keeps_its_access_rights_and_a_new_one_has_the_usual_ones(tmp_path):
    old, new, usual = (tmp_path / name for name in ("old.po", "new.po", "usual"))
    old.write_text("text", encoding="utf-8")
    old.chmod(0o640)
    with catalog.opened(tmp_path) as store:
        for path in (old, new):
            assert store.write(catalog.look(path, path.name), "other text") is True
    usual.touch()
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_folder_that_cannot_be_made_is_told_of(site):
    shutil.rmtree(site.root / "locales/es-ES/docs")
    site.write("locales/es-ES/docs", "a file where the folder of the pages' catalogs should be")
    result = site.run("isogloss", "update")
    assert result.returncode == 1
    assert f"{CATALOG}: error: the file cannot be written: Not a directory" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_read_only_folder_is_told_of():
    """Root may write everywhere: the attempt is made by a process that is nobody."""
    folder = Path(tempfile.mkdtemp())
    path = folder / "page.po"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o666)
    folder.chmod(0o555)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            with catalog.opened(folder) as store:
                store.write(catalog.look(path, "page.po"), "new")
        except ProblemsFound as error:
            status = 0 if "cannot be written: Permission denied" in str(error) else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert path.read_text(encoding="utf-8") == "old"
    folder.chmod(0o755)
    assert [found.name for found in folder.iterdir()] == ["page.po"]
    shutil.rmtree(folder)


def test_what_an_editor_saved_meanwhile_is_not_overwritten(tmp_path):
    path = tmp_path / "page.po"
    path.write_text('msgid "One"\nmsgstr ""\n', encoding="utf-8")
    read = catalog.read(path, "page.po")
    path.write_text('msgid "One"\nmsgstr "Uno"\n', encoding="utf-8")
    with catalog.opened(tmp_path) as store:
        with pytest.raises(
            ProblemsFound, match=r"changed by somebody else while isogloss was at work.*\[changed-meanwhile\]"
        ):
            store.write(read.seen, "new text")
        assert path.read_text(encoding="utf-8") == 'msgid "One"\nmsgstr "Uno"\n'
        # What is there already need not be written, whoever wrote it.
        assert store.write(read.seen, 'msgid "One"\nmsgstr "Uno"\n') is False
        path.unlink()
        with pytest.raises(ProblemsFound, match="the file was removed by somebody else"):
            store.write(read.seen, "new text")
        appeared = catalog.look(path, "page.po")
        path.write_text("theirs", encoding="utf-8")
        with pytest.raises(ProblemsFound, match="the file was changed by somebody else"):
            store.write(appeared, "new text")
    assert path.read_text(encoding="utf-8") == "theirs"


def test_nothing_is_written_through_a_store_that_is_closed(tmp_path):
    with catalog.opened(tmp_path) as store:
        seen = catalog.look(tmp_path / "page.po", "page.po")
    with pytest.raises(RuntimeError, match="closed"):
        store.write(seen, "text")
    assert list(tmp_path.iterdir()) == []


WRITERS = frozenset({"write_text", "write_bytes", "mkstemp", "unlink", "rename", "replace", "rmdir", "touch", "open"})


def test_only_the_store_writes_into_a_project():
    """Calls that write files, room by room: each of them is here with its reason."""
    found = set()
    for path in (ROOT / "scripts/isogloss").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node):
                found.add((path.relative_to(ROOT / "scripts/isogloss").as_posix(), node.func.attr))
    elsewhere = {name for name in found if name[0] != "catalog/store.py"}
    assert ("catalog/store.py", "replace") in found
    assert elsewhere == {
        ("cli.py", "open"),  # nowhere, in place of an output that is closed
        ("hosts/mkdocs/own_search.py", "open"),  # the finished site
        ("driver/shards.py", "write_text"),  # what is built
        ("driver/layer.py", "rename"),  # what is built, into the finished site
        ("driver/own_folder.py", "open"),  # in a temporary folder, to be locked
        ("driver/workers.py", "write_text"),  # what one build hands on, in a folder of its own
        ("driver/workers.py", "unlink"),  # the same, once it is read
        ("driver/ahead.py", "write_bytes"),  # what is done ahead, in the same folder
        ("driver/ahead.py", "rename"),  # the same, once it is whole
        ("driver/ahead.py", "unlink"),  # the same, once it is read
        ("driver/building.py", "write_text"),  # the same, until the end of the build
        ("driver/contents.py", "touch"),  # a file in the folder of the cache, to know what time it is there
        ("driver/cache.py", "write_text"),  # a .gitignore beside the cache, in the folder of the cache
        ("driver/cache.py", "write_bytes"),  # the finished site
        ("driver/layer.py", "unlink"),  # what an earlier build has left in the folder of the site
        ("driver/cache.py", "unlink"),  # a cache that is damaged
        ("hosts/mkdocs/read_before.py", "write_bytes"),  # the finished site
        ("catalogs/merge.py", "write_bytes"),  # temporary files for git merge-file
    }


def _writes(call: ast.Call) -> bool:
    """Whether a call may write a file; text.replace(a, b) has two arguments, path.replace(target) has one."""
    name = call.func.attr
    if name == "replace":
        return len(call.args) == 1 and not call.keywords
    if name == "open":
        modes = [
            one.value for one in (*call.args, *(word.value for word in call.keywords)) if isinstance(one, ast.Constant)
        ]
        return any(set(str(mode)) & set("wax+") for mode in modes if len(str(mode)) <= 3)
    return name in WRITERS


def test_a_catalog_that_has_moved_is_removed_unless_it_is_the_same_file_or_has_changed(tmp_path):
    old, new = tmp_path / "a/old.po", tmp_path / "b/new.po"
    for path in (old, new):
        path.parent.mkdir()
        path.write_text("text", encoding="utf-8")
    with catalog.opened(tmp_path) as store:
        store.remove(catalog.Seen(old, "old.po", b"other text"), new)
        assert old.exists()
        store.remove(catalog.look(old, "old.po"), new)
        assert not old.parent.exists()
        assert new.read_text(encoding="utf-8") == "text"
        same = tmp_path / "b/NEW.po"
        same.hardlink_to(new)
        store.remove(catalog.look(same, "NEW.po"), new)
    assert new.read_text(encoding="utf-8") == "text"


def test_a_linked_catalog_stays_a_link(tmp_path):
    path, link = tmp_path / "page.po", tmp_path / "link.po"
    path.write_text("old", encoding="utf-8")
    link.symlink_to(path)
    with catalog.opened(tmp_path) as store:
        assert store.write(catalog.look(link, "link.po"), "new") is True
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"


def test_a_link_that_leads_out_of_the_folder_is_not_written_through(tmp_path):
    outside, folder = tmp_path / "outside.po", tmp_path / "locales"
    outside.write_text("old", encoding="utf-8")
    folder.mkdir()
    (folder / "link.po").symlink_to(outside)
    (folder / "es").symlink_to(tmp_path)
    with catalog.opened(folder) as store:
        for name in ("link.po", "es/outside.po", "es/new.po"):
            with pytest.raises(ProblemsFound, match=r"a link that leads out of locales, to .*\[write\]"):
                store.write(catalog.look(folder / name, name), "new")
    assert outside.read_text(encoding="utf-8") == "old"
    assert not (tmp_path / "new.po").exists()
