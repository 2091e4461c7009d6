"""The server of the preview: takes requests from this machine alone, and gives them to those who answer them."""

from __future__ import annotations

import importlib.util
import ipaddress
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from isogloss.driver.exchange import Request, Response
from isogloss.driver.preview import Preview

OWN = "/-/isogloss/"
"""Where everything is that is no part of the site."""
DESK = f"{OWN}desk/"
_MOST = 1 << 24
"""How long the body of a request may be, in bytes."""
_HTML = "text/html"
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

Answers = Callable[[Request], Response]


class NotLoopbackError(Exception):
    """Somebody wants to listen where others than this machine can ask."""


def refused(status: int, text: str) -> Response:
    """An answer that is a sentence."""
    return Response(status, "text/plain; charset=utf-8", f"{text}\n".encode())


def with_scripts(html: bytes, addresses: list[str]) -> bytes:
    """The finished page *html* with the scripts at *addresses* at the end of its body."""
    tags = "".join(f'<script src="{address}"></script>' for address in addresses).encode()
    place = html.rfind(b"</body>")
    return html[:place] + tags + html[place:] if place >= 0 else html + tags


def desk_of(preview: Preview, token: str) -> Answers | None:
    """What answers requests of the desk, if there is one."""
    if importlib.util.find_spec("isogloss.driver.desk") is None:
        return None
    desk: Any = importlib.import_module("isogloss.driver.desk")
    answer: Answers = desk.Desk(preview, token).answer
    return answer


class Server(ThreadingHTTPServer):
    """Listens."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, host: str, port: int, preview: Preview) -> None:
        """Begin to listen. Raises :class:`NotLoopbackError`, and :class:`OSError` if the port is taken."""
        name = "127.0.0.1" if host == "localhost" else host
        try:
            local = ipaddress.ip_address(name.strip("[]")).is_loopback
        except ValueError:
            local = False
        if not local:
            raise NotLoopbackError(
                f"the preview is for this machine alone: '{host}' is no loopback address such as 127.0.0.1"
            )
        super().__init__((name, port), Handler)
        self.preview = preview
        self.token = secrets.token_urlsafe()
        """Whoever writes has to know it: it is in the pages that are served, and nowhere else."""
        self.desk = desk_of(preview, self.token)
        self.names = {*_LOCAL_NAMES, name}

    def knows(self, host: str) -> bool:
        """Whether a request that names *host* can be meant for this server: other names lead here by a trick alone."""
        name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
        return (name in self.names and port == str(self.server_port)) or (host in self.names and self.server_port == 80)

    def scripts(self) -> list[str]:
        """The addresses of the scripts that pages get."""
        return [f"{OWN}preview.js", *([f"{DESK}desk.js"] if self.desk is not None else [])]


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        self._answer()

    do_HEAD = do_POST = do_GET

    def _answer(self) -> None:
        request = self._request()
        if request is None:
            return
        self._send(self._response(request), request.method)

    def _request(self) -> Request | None:
        """The request; None if it is refused already."""
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= _MOST or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self._send(refused(413, "this is more than the preview takes"), self.command)
            return None
        body = self.rfile.read(length)
        if not self.server.knows(self.headers.get("Host", "")):
            self._send(refused(403, "this server answers to the name of this machine alone"), self.command)
            return None
        address = urlsplit(self.path)
        headers: Mapping[str, str] = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, unquote(address.path), dict(parse_qsl(address.query)), headers, body)

    def _response(self, request: Request) -> Response:
        if request.path.startswith(DESK):
            return self.server.desk(request) if self.server.desk is not None else refused(404, "there is no desk")
        if request.method == "POST":
            return refused(405, "nothing is written here")
        found = self.server.preview.answer(request.path)
        if found is None:
            return refused(404, "there is nothing here")
        if found.kind.startswith(_HTML):
            found = replace(found, body=with_scripts(found.body, self.server.scripts()))
        return found

    def _send(self, response: Response, method: str) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.kind)
        self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if method != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, *_: object) -> None:
        """Say nothing of requests: what is wrong is said in the browser."""
