"""What a process does that shows one language of a site."""

from __future__ import annotations

import logging
import mimetypes
import os
import signal
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.driver.ending import end_when_told
from isogloss.driver.inputs import folders_of_icons, modules_of_hooks
from isogloss.hosts.mkdocs import apart
from isogloss.hosts.mkdocs.known_plugins import pages_may_include, why_whole
from isogloss.hosts.mkdocs.language import Language
from isogloss.hosts.mkdocs.said import heard
from isogloss.project import config_files
from isogloss.segments.pymdown import snippets_noted
from isogloss.structure.addresses import served_below

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, as a text."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What this process knows of the site once one language is there."""

    tag: str
    """The language at the root of the site."""
    tags: Sequence[str]
    base: str
    """The path of ``site_url``, with a slash at both ends; nothing in it is escaped."""
    docs_dir: Path
    locales_dir: Path
    folders: Sequence[Path]
    """Where everything is that the site is made of."""
    files: Sequence[Path]
    """The same, for single files."""
    in_order: str
    """Why the pages of the site cannot be shown one by one; empty if they can."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is at a path of the site."""

    kind: str
    """The content type; empty for a page that is made of all others, elsewhere."""
    body: bytes
    page: str = ""
    """The path of the page below docs/, if it is one."""
    findings: tuple[Diagnostic, ...] = ()
    said: tuple[str, ...] = ()
    """What MkDocs and plugins have warned of."""
    failure: str = ""
    """Why the page could not be made."""
    looked_for: frozenset[str] = frozenset()
    """The files that snippets of the language were looked for in so far."""


def speak(connection: Connection, config_file: Path, tag: str) -> None:
    """Show the language *tag* of the site to the other end of *connection*, until that is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_when_told()
    told = False

    def show(config: MkDocsConfig) -> None:
        nonlocal told
        speaking = _Speaking(connection, config)
        connection.send(("facts", speaking.facts()))
        pages = speaking.prepare(tag)
        connection.send(("done", pages))
        told = True
        speaking.listen()

    with suppress(EOFError, OSError), heard() as said:
        try:
            _be_quiet()
            apart.run(config_file, show, strict=False, site_dir=None)
        except BaseException as error:
            text = str(error) if isinstance(error, SystemExit) else traceback.format_exc()
            lines = [line.text for line in said if line.level >= logging.WARNING]
            if not told:
                connection.send(("failed", "\n".join([*lines, text])))


def _be_quiet() -> None:
    """What is said of a build is for the browser; the terminal hears of the preview as a whole."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").addFilter(lambda _: True)


class _Speaking:
    def __init__(self, connection: Connection, config: MkDocsConfig) -> None:
        self._connection = connection
        self._config = config
        self._looked_for: set[str] = set()
        logger = logging.getLogger("mkdocs")
        logger.handlers[:] = [one for one in logger.handlers if type(one) is not logging.StreamHandler]
        self._why = apart.why_in_order(config) or why_whole(config)
        self._tags = apart.languages(config) if not self._why else []
        self._language: Language | None = None

    def prepare(self, tag: str) -> dict[str, str]:
        """Prepare the language *tag*. The paths of its pages below docs/, by their paths of the site."""
        if self._why:
            return {}
        with snippets_noted(self._looked_for.add):
            self._language = Language(self._config, tag or self._tags[0], self._ask)
        return self._language.pages

    def facts(self) -> Facts:
        config = self._config
        custom = getattr(config.theme, "custom_dir", None)
        folders = [config.docs_dir, *([custom] if custom else []), *folders_of_icons(config), *config.watch]
        root = Path(config.config_file_path).parent
        files = [*config_files(Path(config.config_file_path)), *modules_of_hooks(config)]
        locales = getattr(config.plugins.get("isogloss"), "config", {}).get("locales_dir", "locales")
        return Facts(
            self._tags[0] if self._tags else "",
            self._tags,
            served_below(config.site_url or ""),
            Path(config.docs_dir),
            root / locales,
            [Path(folder).absolute() for folder in [*folders, root / locales]],
            [path.absolute() for path in files],
            self._why,
        )

    def listen(self) -> None:
        with (
            snippets_noted(self._looked_for.add),
            suppress(EOFError, OSError),
        ):  # The other end does not need it any more.
            while True:
                name, arguments = self._connection.recv()
                try:
                    answer = ("done", getattr(self, name)(*arguments))
                except Exception:
                    answer = ("failed", traceback.format_exc())
                self._connection.send(answer)

    def _ask(self, paths: list[str], beginnings: bool) -> dict[str, Any]:
        self._connection.send(("ask", (paths, beginnings)))
        answer = self._connection.recv()
        if isinstance(answer, Failure):
            raise RuntimeError(answer.text)
        found: dict[str, Any] = answer
        return found

    # What the other end may call.

    def show(self, dest_uri: str) -> Shown | None:
        """What is at a path of the site; None if nothing of this language is."""
        assert self._language is not None
        file = self._language.file_at(dest_uri)
        if file is None:
            return None
        if not file.is_documentation_page():
            kind = mimetypes.guess_type(dest_uri)[0] or "application/octet-stream"
            return Shown(kind, file.content_bytes)
        if dest_uri not in self._language.pages:
            return Shown("", b"")
        path, html, failure = file.src_uri, "", ""
        try:
            html = self._language.html(file)
        except (Exception, SystemExit) as error:
            failure = f"{type(error).__name__}: {error}\n\n{traceback.format_exc()}"
            if not self._language.forget(path):
                raise
        language = self._language
        said = tuple(dict.fromkeys(language.said.get(path, ())))
        findings = tuple(language.findings(path))
        body = html.encode("utf-8", errors="xmlcharrefreplace")
        return Shown("text/html; charset=utf-8", body, path, findings, said, failure, frozenset(self._looked_for))

    def template(self, name: str) -> bytes:
        """The page that a template of the theme makes."""
        assert self._language is not None
        return self._language.template(name).encode("utf-8", errors="xmlcharrefreplace")

    def originals(self, paths: list[str], beginnings: bool) -> dict[str, Any]:
        """What other languages have to know of pages of this one."""
        assert self._language is not None
        return self._language.originals(paths, beginnings)

    def forget_page(self, path: str) -> bool:
        """Read the page at *path* below docs/ again. Whether that is enough."""
        assert self._language is not None
        included = str(Path(self._config.docs_dir, path))
        if included in {os.path.normpath(one) for one in map(os.path.abspath, self._looked_for)}:
            return False
        if pages_may_include(self._config):
            return False
        return self._language.forget(path)

    def forget_catalog(self, tag: str, path: Path) -> bool:
        """Read the catalog at *path* of the language *tag* again. Whether that is enough."""
        assert self._language is not None
        return self._language.forget_catalog(tag, path)
