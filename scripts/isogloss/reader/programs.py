"""What programs read of a site: ``llms.txt``, in each language, and ``robots.txt``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_MARKS = re.compile(r"([\\\[\]<]|&(?=#?\w+;))")


class Entry(NamedTuple):
    """A page, or another file of the same kind."""

    title: str
    address: str
    about: str = ""


class Group(NamedTuple):
    """Pages that belong together."""

    title: str
    entries: Sequence[Entry]


def llms(name: str, about: str, groups: Sequence[Group], others: Sequence[Entry]) -> str:
    """What a site is *about* and which pages it has, as llmstxt.org proposes; *others* are its languages.

    Each language has a file of its own: a program reads it to answer in that language, and all languages in one file
    would take as many times the room. Those under "Optional" may be left unread.
    """
    parts = [f"# {_line(name)}"]
    if about:
        parts.append(f"> {_line(about)}")
    for group in [*groups, Group("Optional", others)]:
        if group.entries:
            parts.append(f"## {_line(group.title)}")
            parts.append("\n".join(map(_item, group.entries)))
    return "\n\n".join(parts) + "\n"


def robots(sitemap: str) -> str:
    """Whoever reads sites may read all of this one, and finds its pages in *sitemap*."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"


def _item(entry: Entry) -> str:
    about = f": {_line(entry.about)}" if entry.about else ""
    title = _MARKS.sub(r"\\\1", _line(entry.title))
    return f"- [{title}]({entry.address}){about}"


def _line(text: str) -> str:
    return " ".join(text.split())
