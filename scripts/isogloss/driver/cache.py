"""What was built before, by the hash of all that it was made of: languages, and whole sites.

It is a database of SQLite, which many builds may read and write at a time, and which a process that dies leaves as it
was. It holds bytes and JSON, nothing that could be run; it is used only if nobody else can write it. All of it can be
made again: what is damaged, or of another version, is thrown away, and a line says so.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from isogloss.driver.contents import Contents, HashOf, of_file
from isogloss.driver.layer import Layer, from_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

MOST = 2**30
"""How many bytes of files it keeps; what was not used for the longest time goes first."""
MOST_TEXT = 2**27
"""The same of texts, in characters."""
_LEAST = 2**20
"""How much room there has to be, in bytes, for anything to be written."""
_FORM = 6
"""Rises when what an earlier version has kept cannot be used any more."""
_PAGE = 2**14
"""The bytes that are read at a time: most files are as long, or longer."""
# What is long stands last in a row, so that what is asked for first is found without reading that.
_TABLES = f"""
pragma user_version = {_FORM};
create table kept (
  hash text primary key, rest text, looked_for text, pages text, files text, layer text, later text
) without rowid;
create table last (hash text primary key, used real) without rowid;
create view recent as select * from kept join last using (hash);
create table file (hash text primary key, data blob);
create table known (name text primary key, used real, size integer, text text) without rowid;
"""
LOOKED_FOR = "looked_for"
"""The name under which a layer hands on the paths of files that were looked for, whether they were there or not."""
_DAY = 24 * 60 * 60
_CONTENTS, _CLOCK = "contents", "clock"
"""The name under which it remembers what files hold, and of the file beside it that tells the time."""
Found = TypeVar("Found")
_log = logging.getLogger("mkdocs.isogloss")


def _place(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent / ".cache/isogloss"


def _own_folder(config: MkDocsConfig) -> Path:
    folder = _place(config)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=folder) as probe:  # Nobody but the system knows whether it may write, and how much.
        probe.write(bytes(_LEAST))
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return folder


class Key(NamedTuple):
    """The hash of all that a language is made of, and of parts of it."""

    whole: str
    rest: str
    """The hash of all but the catalogs of its pages."""
    pages: Mapping[str, str]
    """The hash of each of those, by its path in the folder of the language."""


class Near(NamedTuple):
    """A language that was kept, and is made of the same but for some catalogs of pages."""

    key: str
    layer: Layer
    changed: frozenset[str]
    """The paths of those."""


class _DamagedError(Exception):
    """The cache does not hold what was put into it."""


class Cache:
    """The cache in the file *path*. Without one, it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        """Make the file, unless it is there."""
        self._path = path
        self._used: dict[str, float] = {}
        self._contents = Contents(path.with_name(_CLOCK), self.recall(_CONTENTS)) if path is not None else None

    @property
    def hashed(self) -> HashOf:
        """Gives the hash of what a file holds, which may be known from an earlier build."""
        return self._contents.of if self._contents is not None else of_file

    def end(self) -> None:
        """Keep for the next build what this one knows of files, and what it has used."""
        self._try(self._note_use)
        if self._contents is not None and self._contents.is_new:
            self.remember(_CONTENTS, self._contents.as_text())

    @property
    def keeps(self) -> bool:
        """Whether it keeps anything."""
        return self._path is not None

    def find(self, key: str) -> Layer | None:
        """What was kept under *key*, if it is still made of the same; :meth:`restore` writes its files.

        What is asked for later, :meth:`later` gives.
        """

        def look(database: sqlite3.Connection) -> Layer | None:
            row = database.execute("select layer, looked_for from kept where hash = ?", (key,)).fetchone()
            if row is None or not self._still_there(row[1]):
                return None
            self._used[key] = time.time()
            try:
                return from_text(row[0])
            except ValueError as error:
                raise _DamagedError from error

        return self._try(look)

    def later(self, key: str) -> str:
        """What is asked for later of the language that was kept under *key*; empty if that is gone."""

        def look(database: sqlite3.Connection) -> str:
            row = database.execute("select later from kept where hash = ?", (key,)).fetchone()
            return str(row[0]) if row is not None else ""

        return self._try(look) or ""

    def near(self, key: Key) -> Near | None:
        """What was kept of the same language last, if it differs in contents of catalogs of pages alone."""

        def look(database: sqlite3.Connection) -> Near | None:
            found = database.execute(
                "select hash, layer, looked_for, pages from recent where rest = ? order by used desc", (key.rest,)
            ).fetchone()
            if found is None or not self._still_there(found[2]):
                return None
            pages: dict[str, str] = json.loads(found[3])
            if pages.keys() != key.pages.keys():
                return None
            changed = frozenset(path for path, one in key.pages.items() if pages[path] != one)
            return Near(found[0], from_text(found[1]), changed)

        return self._try(look)

    def keep_changed(self, key: Key, near: Near, layer: Layer, changed: Mapping[str, bytes]) -> None:
        """Keep *layer*, whose files are those of what is *near*, but for the *changed* ones, by path."""

        def put(database: sqlite3.Connection) -> None:
            old = database.execute("select files, looked_for from kept where hash = ?", (near.key,)).fetchone()
            if old is None:
                return
            self._note_use(database)
            files: dict[str, str] = json.loads(old[0])
            for name, data in changed.items():
                files[name] = _put_file(database, data)
            _put(database, key.whole, layer, files, old[1], key)

        self._try(put)

    def recall(self, name: str) -> str:
        """The text that was kept under *name* last; empty if there is none."""

        def look(database: sqlite3.Connection) -> str:
            row = database.execute("select text from known where name = ?", (name,)).fetchone()
            return str(row[0]) if row is not None else ""

        return self._try(look) or ""

    def remember(self, name: str, text: str) -> None:
        """Keep a *text* under a *name*: it takes the place of what was kept there."""

        def put(database: sqlite3.Connection) -> None:
            database.execute("insert or replace into known values (?, ?, ?, ?)", (name, time.time(), len(text), text))
            sizes = database.execute("select name, size from known order by used desc").fetchall()
            left = MOST_TEXT
            for one, size in sizes:
                left -= size
                if left < 0:
                    database.execute("delete from known where name = ?", (one,))

        self._try(put)

    def files(self, key: str) -> list[str]:
        """The paths of the files that were kept under *key*."""

        def look(database: sqlite3.Connection) -> list[str]:
            row = database.execute("select files from kept where hash = ?", (key,)).fetchone()
            return list(json.loads(row[0])) if row is not None else []

        return self._try(look) or []

    def file(self, key: str, name: str) -> bytes | None:
        """The content of the file *name* that was kept under *key*; None if there is none."""

        def look(database: sqlite3.Connection) -> bytes | None:
            row = database.execute("select files from kept where hash = ?", (key,)).fetchone()
            found = json.loads(row[0]).get(name) if row is not None else None
            return _content(database, found) if found is not None else None

        return self._try(look)

    def restore(self, key: str, folder: Path, besides: Collection[str] = ()) -> bool:
        """Write the files that were kept under *key* below *folder*, but for *besides*; whether all of them were there.

        What is there already is not written again.
        """

        def write(database: sqlite3.Connection) -> bool:
            row = database.execute("select files from kept where hash = ?", (key,)).fetchone()
            if row is None:
                return False
            made: set[Path] = set()
            for name, found in json.loads(row[0]).items():
                if name in besides or self.hashed(f"{folder}/{name}") == found:
                    continue
                path = folder / name
                if (data := _content(database, found)) is None:
                    raise _DamagedError
                if path.parent not in made:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    made.add(path.parent)
                path.write_bytes(data)
            return True

        return bool(self._try(write))

    def content(self, found: str) -> bytes | None:
        """The content of a file with the hash *found*; None if none was kept."""
        return self._try(lambda database: _content(database, found))

    def keep(self, key: str, layer: Layer, folder: Path, names: Sequence[str], parts: Key | None = None) -> None:
        """Keep the files *names* below *folder*, and what the rest of the build has to know of them.

        With its *parts*, a language can be found by :meth:`near`.
        """

        def put(database: sqlite3.Connection) -> None:
            self._note_use(database)
            found = {name: self._put(database, f"{folder}/{name}") for name in names}
            looked_for = {path: self.hashed(path) for path in layer.handed_on[LOOKED_FOR]}
            _put(database, key, layer, found, json.dumps(looked_for), parts)

        self._try(put)

    def _note_use(self, database: sqlite3.Connection) -> None:
        """Note what was used. That is not in its row, for a row is written as a whole."""
        database.executemany("insert or replace into last values (?, ?)", list(self._used.items()))
        self._used.clear()

    def _put(self, database: sqlite3.Connection, path: str) -> str:
        """Keep a file, unless its content is there; its hash."""
        known = self.hashed(path)
        return known if _is_there(database, known) else _put_file(database, Path(path).read_bytes())

    def _still_there(self, looked_for: str) -> bool:
        """Whether files that were looked for are what they were."""
        return all(self.hashed(path) == found for path, found in json.loads(looked_for).items())

    def _try(self, do: Callable[[sqlite3.Connection], Found]) -> Found | None:
        if self._path is None:
            return None
        try:
            with _database(self._path) as database:
                return do(database)
        except sqlite3.OperationalError as error:  # locked, or no place on the disk
            _log.info(f"isogloss: the cache {self._path} cannot be used: {error}")
            self._path = None
        except (sqlite3.DatabaseError, _DamagedError, ValueError, TypeError, AttributeError):
            _log.info(f"isogloss: the cache {self._path} is damaged, or of another version: it is made anew")
            with suppress(OSError):  # What uses it next says what is wrong.
                self._path.unlink(missing_ok=True)
        return None


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    """The open database, in one transaction. Raises :class:`_DamagedError` if it is of another version."""
    with closing(sqlite3.connect(path, timeout=60)) as database, database:
        (form,) = database.execute("pragma user_version").fetchone()
        if form == 0 and not database.execute("select count(*) from sqlite_master").fetchone()[0]:
            database.execute(f"pragma page_size = {_PAGE}")
            database.execute("begin immediate")
            if not database.execute("select count(*) from sqlite_master").fetchone()[0]:
                for statement in _TABLES.strip().split(";")[:-1]:
                    database.execute(statement)
        elif form != _FORM:
            raise _DamagedError
        yield database


def _put_file(database: sqlite3.Connection, data: bytes) -> str:
    """Keep the content of a file; its hash."""
    found = hashlib.sha256(data).hexdigest()
    if not _is_there(database, found):
        database.execute("insert or ignore into file values (?, ?)", (found, data))
    return found


def _content(database: sqlite3.Connection, found: str) -> bytes | None:
    """The content with the hash *found*; None if it is not kept. Raises :class:`_DamagedError` if it is another."""
    data = database.execute("select data from file where hash = ?", (found,)).fetchone()
    if data is not None and hashlib.sha256(data[0]).hexdigest() != found:
        raise _DamagedError
    return bytes(data[0]) if data is not None else None


def _is_there(database: sqlite3.Connection, content: str) -> bool:
    return database.execute("select 1 from file where hash = ?", (content,)).fetchone() is not None


def _put(
    database: sqlite3.Connection, key: str, layer: Layer, files: Mapping[str, str], looked_for: str, parts: Key | None
) -> None:
    rest, pages = (parts.rest, json.dumps(parts.pages)) if parts is not None else ("", "{}")
    row = key, rest, looked_for, pages, json.dumps(files), layer.as_json(), layer.later
    database.execute("insert or replace into kept values (?, ?, ?, ?, ?, ?, ?)", row)
    database.execute("insert or replace into last values (?, ?)", (key, time.time()))
    _make_room(database)


def _make_room(database: sqlite3.Connection) -> None:
    """Throw away what was not used for the longest time, until what is left is small enough."""
    (pages,), (size,) = (database.execute(f"pragma {name}").fetchone() for name in ("page_count", "page_size"))
    if pages * size <= MOST:
        return
    sizes = dict(database.execute("select hash, length(data) from file"))
    if sum(sizes.values()) <= MOST:
        return
    needed: set[str] = set()
    for key, names in database.execute("select hash, files from recent order by used desc").fetchall():
        files = set(json.loads(names).values())
        if sum(sizes.get(name, 0) for name in needed | files) <= MOST:
            needed |= files
        else:
            for table in ("kept", "last"):
                database.execute(f"delete from {table} where hash = ?", (key,))
    database.executemany("delete from file where hash = ?", [(name,) for name in sizes.keys() - needed])


def opened(config: MkDocsConfig, reason: str) -> Cache:
    """The cache of a site; one that keeps nothing if a *reason* speaks against it, which is said."""
    try:
        folder = _own_folder(config)
    except OSError as error:
        reason, folder = reason or f"{_place(config)} cannot be written: {error.strerror}", Path()
    if not reason and hasattr(os, "geteuid"):
        status = folder.stat()
        if status.st_uid != os.geteuid() or status.st_mode & 0o022:
            reason = f"others can write to {folder}"
    if reason:
        _log.info(f"isogloss: nothing is kept for the next build: {reason}")
        return Cache(None)
    return Cache(folder / "cache.sqlite")


@contextmanager
def folder_for(config: MkDocsConfig) -> Iterator[Path]:
    """A folder for what one build makes on the way, near the site."""
    try:
        here = _own_folder(config)
    except OSError:
        # A site may be in a container, and only read there, or on a disk that is full: its pages go elsewhere.
        from isogloss.driver.own_folder import own_folder  # Hardly any build needs it.

        with own_folder("isogloss-build-") as folder:
            yield folder
        return
    for left in here.glob("building-*"):
        with suppress(OSError):  # Another build may have removed it.
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left, ignore_errors=True)  # of a build that was killed
    folder = Path(tempfile.mkdtemp(prefix="building-", dir=here))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
