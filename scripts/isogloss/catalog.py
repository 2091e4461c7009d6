"""PO files: read with every fault named by its line, written in one canonical form. The only room that knows them.

Canonical form: UTF-8, LF, one line for one text (git then sees when two people change a msgid and its msgstr), document
order, no line numbers in references, a fixed header without volatile dates, obsolete messages kept at the end.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polib

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.project import Locale

_LINE = re.compile(r'(#~\s*\|?\s*|#\|\s*)?(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*"((?:[^"\\]|\\.)*)"\Z')
_CONFLICT = re.compile(r"(<{7}|>{7}|\|{7})( |$)|={7}$")
_CHARSET = re.compile(r'charset=([^\\"\s;]+)', re.IGNORECASE)
_ALLOWANCE = re.compile(r"# allow ([a-z-]+): \S")
_HEADER_ORDER = (
    "Project-Id-Version",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
_VOLATILE = frozenset({"POT-Creation-Date", "PO-Revision-Date", "X-Generator", "Generated-By", "X-Poedit-Basepath"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An active message of a catalog, as far as publishing it goes."""

    msgstr: str
    fuzzy: bool
    """Whether the translation belongs to an older English text and waits for a translator."""
    msgid_line: int
    msgstr_line: int
    allowed: tuple[str, ...] = ()
    """Codes of warnings that a translator allows for this message, from comments ``# allow CODE: reason``."""


class Catalog:
    """The messages of one page (or of the site's strings) in one locale."""

    def __init__(self, path: Path, name: str, text: str, entries: dict[str, Entry], header: str = "") -> None:
        self.path = path
        self.name = name
        """The path relative to the project, as diagnostics write it."""
        self.entries = entries
        """Messages that are on the site, by msgid, in the order of the file."""
        self.machine = "X-Translation-Type: MT" in header
        """Whether the header says that a machine translated the texts."""
        self._text = text

    @cached_property
    def file(self) -> polib.POFile:
        """The whole file, with its comments and obsolete messages, to be changed and written again."""
        return polib.pofile(self._text, wrapwidth=0) if self._text else polib.POFile(wrapwidth=0)

    def translation(self, msgid: str) -> str | None:
        """The text to publish: None where the message is missing, untranslated or fuzzy."""
        entry = self.entries.get(msgid)
        return entry.msgstr if entry is not None and entry.msgstr and not entry.fuzzy else None

    def location(self, msgid: str) -> Location:
        """The line of the message's msgstr."""
        entry = self.entries.get(msgid)
        return Location(self.name, entry.msgstr_line if entry is not None else 1)

    def active(self) -> Iterator[polib.POEntry]:
        """Messages that are on the site, in the order of the file."""
        return (entry for entry in self.file if not entry.obsolete)

    def obsolete(self) -> Iterator[polib.POEntry]:
        """Messages that were on the site once."""
        return (entry for entry in self.file if entry.obsolete)


class _Text(str):
    """A text whose lines end where gettext ends them: U+2028 and its like are characters of a text, for polib too."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", self) if keepends else re.split(r"\r\n|\r|\n", self)


def read(path: Path, name: str) -> Catalog:
    """Read a catalog; *name* is how diagnostics call it.

    Raises :class:`ProblemsFound` for every fault: a byte that is not UTF-8, another charset in the header, marks of an
    unfinished merge, a line that is not PO, a message without msgstr, a message that is there twice.
    """
    data = path.read_bytes()
    try:
        text = _Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        charset = _CHARSET.search(data.decode("latin-1"))
        hint = f"convert it: msgconv -t UTF-8 -o {name} {name}"
        if charset and charset.group(1).lower() == "utf-8":
            hint = "the file says it is UTF-8 and is not: open it in the editor that wrote it and save it as UTF-8"
        raise _fault(name, "charset", line, f"byte 0x{data[error.start]:02x} is not UTF-8", hint) from None
    reader = _Reader(name)
    return Catalog(path, name, text, reader.read(text), reader.header)


def _fault(name: str, code: str, line: int, message: str, hint: str, msgid: str = "") -> ProblemsFound:
    texts = (("msgid", msgid),) if msgid else ()
    return ProblemsFound([Diagnostic(code, message, Location(name, line), hint=hint, texts=texts)])


class _Reader:
    """Reads what publishing needs, in one pass, and stops at the first line that is not right.

    polib, which reads a file to write it again, lets an open text or a duplicate pass; both passes together would cost
    more than twice as much as this one.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.entries: dict[str, Entry] = {}
        self.seen: dict[tuple[str | None, str], int] = {}
        self.header = ""
        self.charset_line = 1
        self._begin()

    def _begin(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.lines: dict[str, int] = {}
        self.current: list[str] | None = None
        self.fuzzy = self.obsolete = False
        self.allowed: list[str] = []

    def read(self, text: str) -> dict[str, Entry]:
        for number, line in enumerate(text.splitlines(), start=1):
            stripped = line.strip()
            if not stripped:
                continue
            if stripped[0] == "#" and stripped[1:2] not in ("~", "|"):
                self._end()
                if stripped.startswith("#,") and "fuzzy" in stripped:
                    self.fuzzy = True
                if allowed := _ALLOWANCE.match(stripped):
                    self.allowed.append(allowed.group(1))
                continue
            found = _LINE.match(stripped)
            if found is None:
                raise self._not_po(number, line)
            mark, keyword, body = found.groups()
            if mark and "|" in mark:
                continue
            if keyword:
                self._keyword(keyword, number, bool(mark))
            if "charset=" in body:
                self.charset_line = number
            if self.current is None:
                raise _fault(self.name, "syntax", number, "this text belongs to no message", "remove it")
            self.current.append(body)
        self._end()
        return self.entries

    def _keyword(self, keyword: str, number: int, obsolete: bool) -> None:
        if "msgstr" in self.texts and keyword in ("msgctxt", "msgid"):
            self._end()
        if keyword in ("msgstr[0]", "msgstr"):
            keyword = "msgstr"
            if "msgid" not in self.texts:
                raise _fault(self.name, "syntax", number, "this msgstr has no msgid", "restore the msgid above it")
        if keyword == "msgid":
            self._require_msgstr()
        if keyword in self.texts:
            raise _fault(self.name, "syntax", number, f"this message has a second {keyword}", "keep one of them")
        self.obsolete = obsolete
        self.lines[keyword] = number
        self.current = self.texts[keyword] = []

    def _require_msgstr(self) -> None:
        if "msgid" in self.texts and "msgstr" not in self.texts:
            line = self.lines["msgid"]
            raise _fault(self.name, "syntax", line, "this message has no msgstr", 'add a line msgstr ""')

    def _end(self) -> None:
        """End the message under way, if there is one."""
        if "msgid" not in self.texts:
            return
        self._require_msgstr()
        if not self.obsolete:
            msgid, msgstr = _text(self.texts["msgid"]), _text(self.texts["msgstr"])
            if msgid:
                self._add(msgid, msgstr)
            else:
                self.header = msgstr
                self._require_utf8()
        self._begin()

    def _add(self, msgid: str, msgstr: str) -> None:
        line = self.lines["msgid"]
        context = _text(self.texts["msgctxt"]) if "msgctxt" in self.texts else None
        if (context, msgid) in self.seen:
            message = f"this message is there twice, first in line {self.seen[context, msgid]}"
            hint = "keep one of them, or run: msguniq --use-first"
            raise _fault(self.name, "duplicate", line, message, hint, msgid)
        self.seen[context, msgid] = line
        self.entries.setdefault(msgid, Entry(msgstr, self.fuzzy, line, self.lines["msgstr"], tuple(self.allowed)))

    def _require_utf8(self) -> None:
        charset = _CHARSET.search(self.header)
        if charset and charset.group(1).lower() not in ("utf-8", "utf8", "charset"):
            message = f"the catalog is in {charset.group(1)}, not in UTF-8"
            raise _fault(self.name, "charset", self.charset_line, message, "convert it: msgconv -t UTF-8")

    def _not_po(self, number: int, line: str) -> ProblemsFound:
        if _CONFLICT.match(line):
            hint = "resolve the conflict and remove its marks (<<<<<<<, =======, >>>>>>>)"
            return _fault(self.name, "conflict", number, "a merge was left unfinished here", hint)
        if line.count('"') - line.count('\\"') == 1:
            message = "a text is not closed by a quotation mark"
        else:
            message = "this line is not PO"
        return _fault(self.name, "syntax", number, message, "mend the line; msgfmt -c says more")


def _text(parts: list[str]) -> str:
    text = "".join(parts)
    return polib.unescape(text) if "\\" in text else text


def new(path: Path, name: str, locale: Locale) -> Catalog:
    """An empty catalog for *locale*, not written yet."""
    found = Catalog(path, name, "", {})
    found.file.metadata = {"Language": locale.gettext, "Plural-Forms": locale.plural_forms}
    return found


def canonical(catalog: Catalog, locale: Locale) -> str:
    """The text of *catalog* in canonical form."""
    file = catalog.file
    metadata = {
        "Project-Id-Version": "isogloss",
        "Language": locale.gettext,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": locale.plural_forms,
    }
    given = {name: value for name, value in file.metadata.items() if name not in _VOLATILE and value}
    metadata |= {name: given[name] for name in ("Project-Id-Version",) if name in given}
    metadata |= {name: given[name] for name in sorted(given) if name not in _HEADER_ORDER}
    head = [f"# {line}".rstrip() for line in file.header.splitlines()] if file.header else []
    head += ['msgid ""', 'msgstr ""']
    head += [f'"{polib.escape(f"{name}: {value}")}\\n"' for name, value in metadata.items()]
    parts = ["\n".join(head)]
    parts += [str(entry.__unicode__(0)).rstrip("\n") for entry in catalog.active()]
    parts += [str(entry.__unicode__(0)).rstrip("\n") for entry in catalog.obsolete()]
    return "\n\n".join(parts) + "\n"


def write(path: Path, text: str) -> bool:
    """Replace the file at *path* by *text* in one step; False, and nothing is touched, if it has that text already.

    A reader sees the old file or the new one, whole, whatever happens in between.
    """
    data = text.encode("utf-8")
    try:
        if path.read_bytes() == data:
            return False
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise
    return True
