"""The state of one preview: who shows which language, and what has to be shown anew when files change."""

from __future__ import annotations

import html
import secrets
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from isogloss.driver.exchange import Response
from isogloss.driver.speakers import Nursery, Speaker, SpeakerEndedError, SpeakerFailedError
from isogloss.driver.speaking import Facts, Shown
from isogloss.driver.whole import Whole

Watch = Callable[[Facts, Iterable[str]], None]
"""Gets what a site is made of, and single files that were looked for."""

_HTML = "text/html; charset=utf-8"
_OF_ALL = frozenset({"sitemap.xml", "sitemap.xml.gz"})
"""Files that are made of all pages, although a language may seem to have them."""
_PLAIN = (
    ".avif",
    ".css",
    ".gif",
    ".ico",
    ".jpeg",
    ".jpg",
    ".js",
    ".mp4",
    ".otf",
    ".pdf",
    ".png",
    ".ttf",
    ".webm",
    ".webp",
)
"""Ends of the names of files that nothing is made of: they are published as they are."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What the page that was shown last at an address has to tell."""

    shown: Shown | None
    failure: str = ""


class Preview:
    """One site under way."""

    def __init__(self, config_file: Path, nursery: Nursery, whole: Whole, watch: Watch) -> None:
        """*watch* is called with what is to be watched, more than once."""
        self.config_file = config_file
        self.identity = secrets.token_hex(4)
        self._nursery, self._whole, self._watch = nursery, whole, watch
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._revision = 0
        self._generation = 0
        self._facts: Facts | None = None
        self._speakers: dict[str, Speaker] = {}
        self._starting: dict[str, threading.Lock] = {}
        self._failures: dict[str, str] = {}
        self._under_way = 0
        self._notes: dict[str, Notes] = {}
        self._looked_for: set[str] = set()
        self._said = ""
        whole.when_done(self._tell)

    # What is asked.

    @property
    def revision(self) -> str:
        """Names the state of the site; another one means that pages may look otherwise."""
        return f"{self.identity}-{self._revision}"

    def wait(self, revision: str, seconds: float) -> str:
        """The name of the state of the site, once it is not *revision* any more, or after so many *seconds*."""
        with self._changed:
            self._changed.wait_for(lambda: self.revision != revision, seconds)
            return self.revision

    @property
    def base(self) -> str:
        """The path of ``site_url``, below which the site is; nothing in it is escaped."""
        return self._facts.base if self._facts is not None else "/"

    def page_at(self, path: str) -> tuple[str, str] | None:
        """Which page is at the *path* of an address: its path below docs/, and the tag of the language; None if none.

        *path* begins with a slash, and with the path of ``site_url``.
        """
        facts = self._facts
        if facts is None or not path.startswith(facts.base):
            return None
        dest, tag = self._place(facts, path)
        try:
            page = self._speaker(tag).pages.get(dest)
        except SpeakerFailedError:
            return None
        return (page, tag or facts.tag) if page is not None else None

    def redirect(self, path: str) -> str | None:
        """Where the site is, for who asks for something above it, or for a page without a slash."""
        with suppress(SpeakerFailedError):
            self._speaker("")
        facts = self._facts
        if facts is None or not path.startswith(facts.base):
            return self.base if path in ("/", self.base.rstrip("/")) and path != self.base else None
        if path.endswith("/"):
            return None
        if facts.in_order:
            page = self._whole.response(self._place(facts, f"{path}/")[0], patient=True)
            return f"{path}/" if page is not None and page.status == 200 else None
        return f"{path}/" if self.page_at(f"{path}/") is not None else None

    @property
    def whole_failure(self) -> str:
        """Why the whole site could not be built; empty if it could."""
        return self._whole.failure

    def notes(self, path: str) -> Notes:
        """What the page at *path* has to tell, as it was shown last."""
        return self._notes.get(path, Notes(None))

    def answer(self, path: str) -> Response | None:
        """What is at the *path* of an address; None if nothing is."""
        try:
            self._speaker("")
            assert self._facts is not None
            if not path.startswith(self._facts.base):
                return None
            dest, tag = self._place(self._facts, path)
            return self._shown(path, dest, tag, self._facts)
        except SpeakerFailedError as failed:
            self._notes[path] = Notes(None, str(failed))
            self._say("the site cannot be shown", str(failed))
            return failure_page("The site cannot be shown", str(failed))

    def _shown(self, path: str, dest: str, tag: str, facts: Facts) -> Response | None:
        shown: Shown | None = None
        self._notes.pop(path, None)  # They are of another state of the site.
        if not facts.in_order and dest not in _OF_ALL:
            shown = self._call(tag, "show", dest) or (self._call("", "show", dest) if tag else None)
        if shown is not None and shown.kind:
            if shown.page:
                self._notes[path] = Notes(shown)
                self._look_for(facts, shown)
            if shown.failure:
                self._say(f"{shown.page} cannot be shown", shown.failure)
                return failure_page(f"{shown.page} cannot be shown", shown.failure)
            return Response(200, shown.kind, shown.body)
        # A browser asks once for an index, and again for a page when there is something new.
        needed = facts.in_order or shown is not None or not dest.endswith(".html")
        found = self._whole.response(dest, patient=bool(needed))
        if found is not None:
            return found
        if facts.in_order:
            return None
        return Response(404, _HTML, self._call("", "template", "404.html"))

    def _say(self, what: str, why: str) -> None:
        """Say in the terminal, once, what the browser shows at length."""
        if why != self._said:
            self._said = why
            sys.stderr.write(f"isogloss: {what}: {next(iter(why.strip().splitlines()), '')}\n")

    def _look_for(self, facts: Facts, shown: Shown) -> None:
        new = shown.looked_for - self._looked_for
        if new:
            self._looked_for |= new
            self._watch(facts, new)

    def _place(self, facts: Facts, path: str) -> tuple[str, str]:
        """The path of the site that is at the *path* of an address, and the tag of its language, if it names one."""
        dest = path[len(facts.base) :]
        if not dest or dest.endswith("/"):
            dest += "index.html"
        first = dest.partition("/")[0]
        return dest, first if first in facts.tags and first != facts.tag else ""

    # Processes.

    def _call(self, tag: str, name: str, *arguments: Any) -> Any:
        for _ in range(3):
            speaker = self._speaker(tag)
            try:
                return speaker.call(name, *arguments)
            except SpeakerEndedError:
                with self._lock:
                    if self._speakers.get(tag) is speaker:  # Another may have begun meanwhile.
                        del self._speakers[tag]
        raise SpeakerFailedError(f"the process that shows '{tag or self.config_file.name}' has ended three times")

    def _speaker(self, tag: str) -> Speaker:
        """Who shows the language *tag*. Raises :class:`SpeakerFailedError` if it cannot be shown."""
        while True:
            with self._lock:
                generation = self._generation
                starting = self._starting.setdefault(tag, threading.Lock())
            with starting:
                with self._lock:
                    if tag in self._failures:
                        raise SpeakerFailedError(self._failures[tag])
                    if tag in self._speakers:
                        return self._speakers[tag]
                    self._under_way += 1
                failure: SpeakerFailedError | None = None
                speaker: Speaker | None = None
                try:
                    speaker = Speaker(self._nursery.begin(self.config_file, tag), self._originals)
                    speaker.begin(partial(self._take, generation))
                except SpeakerFailedError as failed:
                    failure = failed
                except (SpeakerEndedError, EOFError, OSError):
                    failure = SpeakerFailedError("the process that shows it has ended, or could not begin")
                with self._lock:
                    self._under_way -= 1
                    if generation != self._generation:
                        if speaker is not None:
                            speaker.end()
                        continue
                    if failure is not None or speaker is None:
                        self._failures[tag] = str(failure)
                        raise failure or SpeakerFailedError("")
                    self._speakers[tag] = speaker
                return speaker

    def _take(self, generation: int, facts: Facts) -> None:
        with self._lock:
            if generation == self._generation:
                self._facts = facts
        self._watch(facts, ())
        self._whole.always(facts.in_order)

    def _originals(self, paths: list[str], beginnings: bool) -> dict[str, Any]:
        found: dict[str, Any] = self._call("", "originals", paths, beginnings)
        return found

    # Changes.

    def changed(self, paths: Iterable[Path]) -> None:
        """Show anew what depends on the files at *paths*, which are there, or are gone."""
        facts = self._facts
        enough = [self._take_in(facts, path) for path in paths] if facts is not None else [None]
        if all(one is False for one in enough):
            return
        self._whole.stale()
        if None in enough:
            self._begin_again()
        if facts is None or not facts.in_order:
            self._tell()

    def _take_in(self, facts: Facts, path: Path) -> bool | None:
        """Whether anything shown depends on the file at *path*; None if everything may, or too much to say what."""
        if path.is_relative_to(facts.locales_dir):
            return self._take_in_catalog(facts, path)
        known = path in facts.files or str(path) in map(_absolute, self._looked_for)
        if not known and not any(path.is_relative_to(folder) for folder in facts.folders):
            return False
        if facts.in_order:
            return None if path in facts.files else True
        if path.is_file() and path.is_relative_to(facts.docs_dir) and not known:
            if path.suffix in _PLAIN and self._is_published(path.relative_to(facts.docs_dir).as_posix()):
                return True
            if path.suffix == ".md" and self._forget("forget_page", path.relative_to(facts.docs_dir).as_posix()):
                return True
        return None

    def _take_in_catalog(self, facts: Facts, path: Path) -> bool | None:
        parts = path.relative_to(facts.locales_dir).parts
        if path.suffix != ".po" and path.name != "anchors.txt":
            return False if path.suffix or path.is_file() else None  # Of a folder that is moved, no file is told.
        if len(parts) < 2 or facts.in_order:
            return True if facts.in_order else None
        tag = parts[0]
        if parts[1] == "docs":
            return True if self._forget("forget_catalog", tag, path) else None
        if path.name in (f"{self.config_file.stem}.po", "glossary.po") and tag in facts.tags:
            with self._lock:  # No other language shows anything of them.
                if self._under_way:
                    return None  # Who is being prepared may have read the file before.
                self._failures.pop(tag, None)
                self._let_go([self._speakers.pop(tag)] if tag in self._speakers else [])
            return True
        return None

    def _is_published(self, dest: str) -> bool:
        try:
            return self._call("", "show", dest) is not None
        except SpeakerFailedError:
            return False

    def _forget(self, name: str, *arguments: Any) -> bool:
        """Let all who show a language forget something. Whether that is enough for each."""
        with self._lock:
            if self._failures or self._under_way:
                return False  # Who is being prepared may have read the file before.
            speakers = list(self._speakers.values())
        try:
            answers = [speaker.call(name, *arguments) for speaker in speakers]  # Each is asked.
            return all(answers)
        except (SpeakerEndedError, SpeakerFailedError):
            return False

    def _begin_again(self) -> None:
        """Let all languages be prepared anew when they are asked for."""
        with self._lock:
            self._generation += 1
            self._failures.clear()
            self._let_go(list(self._speakers.values()))
            self._speakers.clear()
            self._starting.clear()

    def close(self) -> None:
        """Let all processes end, whatever they do."""
        with self._lock:
            self._generation += 1
            for speaker in self._speakers.values():
                speaker.end()

    def _let_go(self, speakers: list[Speaker]) -> None:
        for speaker in speakers:
            threading.Thread(target=speaker.close, daemon=True).start()

    def _tell(self) -> None:
        with self._changed:
            self._revision += 1
            self._changed.notify_all()


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


def failure_page(title: str, text: str) -> Response:
    """A page that says what went wrong, in place of one that cannot be made."""
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
        f'<body data-isogloss-failure><h1>{html.escape(title)}</h1><pre style="white-space:pre-wrap">'
        f"{html.escape(text.strip())}</pre></body></html>"
    )
    return Response(500, _HTML, body.encode("utf-8", "replace"))
