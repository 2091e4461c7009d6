"""The translator's desk: answers what its script asks in the preview, and writes one translation at a time.

It is for the person at this machine alone. All that is asked for needs the token of this run in a header, which no page
of another origin can send without leave; a wish to write needs the right origin and content type besides.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import re
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from isogloss.checks import Glossary
from isogloss.diagnostics import Diagnostic, ProblemsFound
from isogloss.diagnostics.difference import changed_words
from isogloss.diagnostics.text import visible
from isogloss.driver import words
from isogloss.driver.exchange import Request, Response
from isogloss.driver.saving import Read, Saved, Words, save
from isogloss.driver.sheets import STRINGS, Row, Sheet, Sheets
from isogloss.project import Locale
from isogloss.reader.bundle import apart
from isogloss.review.glossaries import read_glossary
from isogloss.segments.text import shown

PATH = "/-/isogloss/desk/"
"""Where the desk is."""
TOKEN = "x-isogloss-token"
"""The header that has the token."""
_ASSETS = Path(__file__).parent / "assets"
_KINDS = {"desk.js": "text/javascript; charset=utf-8", "desk.css": "text/css; charset=utf-8"}
_PARTS = "matching.js", "telling.js"
_PIECES = "nodes", "passages"
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(?::[0-9]{1,5})?")
_MOST = 1 << 20
"""Bytes of a wish to save."""


class Preview(Protocol):
    """What the desk knows of the preview that it is part of."""

    @property
    def config_file(self) -> Path:
        """mkdocs.yml, absolute."""
        ...


class _RefusedError(Exception):
    def __init__(self, status: int, why: str, **values: str) -> None:
        self.status, self.why, self.values = status, why, values
        super().__init__(why)


class Desk:
    """Answers requests below :data:`PATH`, one at a time."""

    def __init__(self, preview: Preview, token: str) -> None:
        """The desk of *preview*; *token* is what its script must know."""
        self._token = token
        self._sheets = Sheets(preview.config_file)
        self._words = Words(self._sheets)
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        """What the script gets. Nothing is written unless all is as the desk itself would ask for it."""
        name = request.path.removeprefix(PATH)
        if name in _KINDS and request.method in ("GET", "HEAD"):
            text = (_ASSETS / name).read_text(encoding="utf-8")
            if name.endswith(".js"):
                parts = [(_ASSETS / part).read_text(encoding="utf-8") for part in _PARTS]
                text = apart(words.script(), *parts, text, pieces=_PIECES)
            return Response(200, _KINDS[name], text.encode())
        try:
            self._let_in(request)
            found = _ROUTES.get((request.method, name))
            if found is None:
                raise _RefusedError(404, "the desk has nothing there")
            with self._lock:
                self._sheets.renew()
                return found(self, request)
        except _RefusedError as refused:
            return _json(refused.status, {"why": refused.why, "values": refused.values})
        except ProblemsFound as error:
            return _json(422, {"why": words.CANNOT, "findings": _told(error.problems)})
        except Exception:
            # Such as a plugin that fails: the preview goes on, and so does whoever is at the desk.
            traceback.print_exc()
            return _json(500, {"why": words.FAILED})

    def _let_in(self, request: Request) -> None:
        headers = request.headers
        host = headers.get("host", "")
        if not _is_local(host):
            raise _RefusedError(403, "the desk is for this machine alone")
        if not hmac.compare_digest(headers.get(TOKEN, "").encode(), self._token.encode()):
            raise _RefusedError(403, words.KEY)
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise _RefusedError(403, "the desk answers its own pages alone")
        if request.method != "GET":
            if headers.get("origin") != f"http://{host}":
                raise _RefusedError(403, "the desk answers its own pages alone")
            if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                raise _RefusedError(403, "the desk takes JSON alone")
            if len(request.body) > _MOST:
                raise _RefusedError(413, "that is too long")

    def _page(self, request: Request) -> Response:
        """The messages of a page, and those of the site that are in no page."""
        name, locale = self._asked(request)
        sheets = [self._sheets.sheet(one, locale) for one in dict.fromkeys((name, *STRINGS))]
        glossary = read_glossary(self._sheets.project, locale)
        project = self._sheets.project
        page = self._sheets.place(request.query.get("address", ""))
        by_hand = self._sheets.site.by_hand(locale).get(page[0]) if page is not None else None
        found = {
            "locale": {"tag": locale.tag, "name": locale.name, "lang": locale.web, "dir": locale.direction},
            "original": {"lang": project.source.web, "dir": project.source.direction},
            "page": name,
            "byHand": project.page_path(by_hand) if by_hand else None,
            "messages": [_message(sheet, row, glossary) for sheet in sheets if sheet is not None for row in sheet.rows],
        }
        return _json(200, found)

    def _next(self, request: Request) -> Response:
        """Where the next message is that is left, after a page or after the strings of the site."""
        name, locale = self._asked(request)
        found = self._sheets.next_left(locale, request.query.get("after") or name)
        if found is None:
            return _json(200, {"next": None})
        sheet, row = found
        address = self._sheets.address(sheet.page, locale) if sheet.page else None
        return _json(200, {"next": {"address": address, "source": sheet.name, "msgid": row.message.msgid}})

    def _save(self, request: Request) -> Response:
        wish = _wish(request.body)
        locale = self._sheets.locale(wish["locale"])
        if locale is None:
            raise _RefusedError(404, "the site has no such language")
        read = Read(wish["read"]["msgstr"], wish["read"]["fuzzy"], wish["read"]["previous"])
        saved = save(self._sheets, self._words, locale, wish["source"], wish["msgid"], wish["msgstr"], read)
        return self._outcome(saved, locale)

    def _outcome(self, saved: Saved, locale: Locale) -> Response:
        glossary = read_glossary(self._sheets.project, locale)
        status = 200 if saved.written else 422 if saved.errors else 409
        message = _message(saved.sheet, saved.row, glossary) if saved.row is not None else None
        findings = _told([*saved.errors, *saved.warnings])
        return _json(status, {"saved": saved.written, "why": saved.refused, "message": message, "findings": findings})

    def _asked(self, request: Request) -> tuple[str, Locale]:
        """The source and the locale that an address stands for."""
        place = self._sheets.place(request.query.get("address", ""))
        if place is None:
            raise _RefusedError(404, words.NO_MESSAGES)
        page, locale = place
        if locale == self._sheets.project.source:
            raise _RefusedError(404, words.OF_SOURCE, language=locale.name)
        return self._sheets.project.page_path(page), locale


_ROUTES: Mapping[tuple[str, str], Callable[[Desk, Request], Response]] = {
    ("GET", "page"): Desk._page,
    ("GET", "next"): Desk._next,
    ("POST", "message"): Desk._save,
}


def _is_local(host: str) -> bool:
    """Whether the header *host* names this machine: another name that leads here is a trick."""
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    try:
        return found[1] == "localhost" or ipaddress.ip_address(found[1].strip("[]")).is_loopback
    except ValueError:
        return False


def _wish(body: bytes) -> dict[str, Any]:
    """What a wish to save says, if it says all that it has to."""
    try:
        found = json.loads(body)
        read = found["read"]
        texts = [*(found[name] for name in ("locale", "source", "msgid", "msgstr")), read["msgstr"], read["previous"]]
        if not all(isinstance(text, str) for text in texts) or not isinstance(read["fuzzy"], bool):
            raise TypeError
        "".join(texts).encode("utf-8")
    except (ValueError, TypeError, LookupError, RecursionError):
        raise _RefusedError(400, "the desk does not understand this") from None
    return dict(found)


def _message(sheet: Sheet, row: Row, glossary: Glossary) -> dict[str, Any]:
    """All that the script shows of one message, as data: it never gets HTML."""
    entry, msgid = row.entry, row.message.msgid
    read = Read.of(entry) if entry is not None else Read("", False, "")
    difference = changed_words(read.previous, msgid) if read.previous else ()
    return {
        "source": sheet.name,
        "catalog": sheet.catalog.name if sheet.catalog is not None else None,
        "line": entry.msgstr_line if entry is not None else None,
        "msgid": msgid,
        "kind": row.message.kind.value,
        "state": row.state.value,
        "left": row.is_left,
        "read": {"msgstr": read.msgstr, "fuzzy": read.fuzzy, "previous": read.previous},
        "shown": [_plain(row, msgid), *([_plain(row, read.msgstr)] if read.msgstr else [])],
        "difference": [[before, after] for before, after in difference],
        "notes": {
            "extracted": entry.extracted if entry is not None else row.message.comment(),
            "translators": entry.comments if entry is not None else "",
        },
        "terms": [
            {
                "term": term.term,
                "rendering": term.rendering,
                "forms": list(term.forms),
                "banned": list(term.banned),
                "used": bool(read.msgstr) and glossary.has(term, read.msgstr),
            }
            for term in glossary.present(msgid)
        ],
        "findings": _told(row.problems),
    }


def _plain(row: Row, text: str) -> str:
    return text if row.message.kind.plain else shown(text)


def _told(problems: Any) -> list[dict[str, Any]]:
    return [_finding(problem) for problem in dict.fromkeys(problems)]


def _finding(problem: Diagnostic) -> dict[str, Any]:
    besides = [visible(text) for label, text in problem.texts if label == "besides"]
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": visible(problem.message),
        "hint": visible(problem.hint),
        "besides": besides,
        "place": str(problem.location),
    }


def _json(status: int, found: Mapping[str, Any]) -> Response:
    return Response(status, "application/json; charset=utf-8", json.dumps(found, ensure_ascii=False).encode())
