"""The server of the preview: takes requests from this machine alone, and gives them to those who answer them."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import re
import secrets
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from isogloss.driver.desk import PATH as DESK
from isogloss.driver.desk import Desk
from isogloss.driver.exchange import Request, Response
from isogloss.driver.preview import Preview
from isogloss.driver.telling import told
from isogloss.driver.words import script
from isogloss.reader.bundle import apart

OWN = "/-/isogloss/"
"""Where everything is that is no part of the site."""
_ASSETS = Path(__file__).parent / "assets"
_KEEP_ALIVE = 15.0
"""Seconds after which a connection that waits for changes says that it is still there."""
_MOST = 1 << 24
"""How long the body of a request may be, in bytes."""
_HTML = "text/html"
_HEAD = 2000
"""How many bytes a page has at most before its first element; a part of a page, which scripts load, has none."""
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

Answers = Callable[[Request], Response]


class NotLoopbackError(Exception):
    """Somebody wants to listen where others than this machine can ask."""


class PortError(Exception):
    """It is not possible to listen there: another program does, or nobody may."""


def refused(status: int, text: str) -> Response:
    """An answer that is a sentence."""
    return Response(status, "text/plain; charset=utf-8", f"{text}\n".encode())


def with_scripts(page: bytes, tags: str) -> bytes:
    """The finished *page* with *tags* at the end of its body."""
    place = page.rfind(b"</body>")
    return page[:place] + tags.encode() + page[place:] if place >= 0 else page + tags.encode()


def part(wanted: str, size: int) -> range | None:
    """The bytes that the header *wanted* (``Range``) asks for, of so many; None for all, an empty range for none."""
    found = _RANGE.fullmatch(wanted)
    if found is None or not (found[1] or found[2]):
        return None  # Whoever asks for several parts may be given all.
    if not found[1]:
        return range(max(0, size - int(found[2])), size)
    return range(int(found[1]), min(int(found[2]) + 1, size) if found[2] else size)


class Server(ThreadingHTTPServer):
    """Listens."""

    daemon_threads = True
    allow_reuse_address = not hasattr(socket, "SO_EXCLUSIVEADDRUSE")
    """On Windows, this would let another server listen at the same port."""
    request_queue_size = 64

    def __init__(self, host: str, port: int) -> None:
        """Begin to listen. Raises :class:`NotLoopbackError` and :class:`PortError`."""
        name = "127.0.0.1" if host == "localhost" else host.strip("[]")
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            address = None
        if address is None or not address.is_loopback:
            raise NotLoopbackError(f"the preview is for this machine alone: '{host}' is no address such as 127.0.0.1")
        self.address_family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        try:
            super().__init__((name, port), Handler)
        except OSError as error:
            raise PortError(f"port {port} of {host} cannot be had: {error.strerror or error}; try --port 0") from error
        shown = f"[{name}]" if address.version == 6 else name
        self._names = {*_LOCAL_NAMES, shown}
        self.address = f"http://{shown}:{self.server_port}"
        self.token = secrets.token_urlsafe()
        """Whoever writes has to know it: it is in the address that is printed, and nowhere else."""
        self.preview: Preview | None = None
        self.desk: Answers | None = None

    def show(self, preview: Preview) -> None:
        """Answer for *preview* from now on."""
        self.preview, self.desk = preview, Desk(preview, self.token).answer

    def server_bind(self) -> None:
        """Bind, without asking the network for the name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def knows(self, host: str) -> bool:
        """Whether a request that names *host* can be meant for this server: other names lead here by a trick alone."""
        name, colon, port = host.lower().rpartition(":")
        if not colon or host.endswith("]"):
            name, port = host.lower(), "80"
        return name in self._names and port == str(self.server_port)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone."""

    def scripts(self, revision: str, page: bytes) -> str:
        """The elements that a *page* gets."""
        content = hashlib.blake2b(page, digest_size=8).hexdigest()
        tags = f'<script src="{OWN}preview.js" data-revision="{revision}" data-content="{content}"></script>'
        return tags + (f'<script src="{DESK}desk.js"></script>' if self.desk is not None else "")


@dataclass(frozen=True, slots=True)
class _Elsewhere(Response):
    place: str


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        with suppress(OSError):
            request = self._request()
            if isinstance(request, Response):
                self.close_connection = True
                self._send(request)
            elif request.path == f"{OWN}changes":
                self._tell_changes(request.query.get("since", ""))
            else:
                self._send(self._response(request))

    do_HEAD = do_POST = do_GET  # noqa: N815 - the names are those of the library

    def log_message(self, *_: object) -> None:
        """Say nothing of requests: what is wrong is said in the browser."""

    def _request(self) -> Request | Response:
        """The request, or what is said where it is refused."""
        length = self.headers.get("Content-Length") or "0"
        readable = length.isdecimal() and len(length) <= len(str(_MOST))
        if not readable or int(length) > _MOST or self.headers.get("Transfer-Encoding"):
            return refused(413, "this is more than the preview takes")
        body = self.rfile.read(int(length))
        if not self.server.knows(self.headers.get("Host", "")):
            return refused(403, "this server answers to the names of this machine alone")
        try:
            address = urlsplit(self.path)
        except ValueError:
            return refused(400, "this is no address")
        headers: Mapping[str, str] = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        return Request(self.command, unquote(address.path), query, headers, body)

    def _response(self, request: Request) -> Response:
        preview = self.server.preview
        if preview is None:
            return refused(503, "the preview begins")
        if request.path.startswith(DESK):
            return self.server.desk(request) if self.server.desk is not None else refused(404, "there is no desk")
        if request.method not in ("GET", "HEAD"):
            return refused(405, "nothing is written here")
        if request.path == f"{OWN}preview.js":
            text = apart(script(), (_ASSETS / "preview.js").read_text(encoding="utf-8"))
            return Response(200, "text/javascript; charset=utf-8", text.encode())
        if request.path == f"{OWN}notes":
            notes = told(preview, preview.notes(unquote(request.query.get("path", ""))))
            return Response(200, "application/json; charset=utf-8", json.dumps(notes).encode("utf-8", "replace"))
        if (place := preview.redirect(request.path)) is not None:
            return _Elsewhere(302, "text/plain", b"", place)
        revision = preview.revision
        found = preview.answer(request.path)
        if found is None:
            return refused(404, "there is nothing here: the site is at " + preview.base)
        if found.kind.startswith(_HTML) and b"<html" in found.body[:_HEAD].lower():
            scripts = self.server.scripts(revision, found.body)
            return Response(found.status, found.kind, with_scripts(found.body, scripts))
        return found

    def _send(self, response: Response) -> None:
        whole, wanted = len(response.body), None
        if response.status == 200 and self.command in ("GET", "HEAD"):
            wanted = part(self.headers.get("Range", ""), whole)
            if wanted is not None:
                response = Response(206 if wanted else 416, response.kind, response.body[wanted.start : wanted.stop])
        self.send_response(response.status)
        if wanted is not None:
            shown = f"{wanted.start}-{wanted.stop - 1}" if wanted else "*"
            self.send_header("Content-Range", f"bytes {shown}/{whole}")
        if isinstance(response, _Elsewhere):
            self.send_header("Location", quote(response.place))
        self.send_header("Content-Type", response.kind)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _tell_changes(self, since: str) -> None:
        """Say, as long as somebody listens, that the site is in another state than *since*."""
        preview = self.server.preview
        assert preview is not None
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        while True:
            revision = preview.wait(since, _KEEP_ALIVE)
            self.wfile.write(f"data: {revision}\n\n".encode() if revision != since else b": still here\n\n")
            self.wfile.flush()
            since = revision
