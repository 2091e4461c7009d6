"""What a request and an answer are, for those who answer requests and know nothing of sockets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as it came."""

    method: str
    """``GET``, ``HEAD`` or ``POST``, in capitals."""
    path: str
    """Without the query; what was escaped in it is not any more."""
    query: Mapping[str, str]
    """The last value of each name."""
    headers: Mapping[str, str]
    """The names in lower case."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    status: int
    kind: str
    """The content type, with its encoding."""
    body: bytes
