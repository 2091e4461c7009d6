"""Reads PO text in one pass and stops at the first line that is not right.

polib, which gives the types, reads more leniently: it lets an open text or a duplicate pass, and it drops the previous
msgids of obsolete messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polib

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound

_LINE = re.compile(
    r'(#~\s*\|?\s*|#\|\s*)?(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*"([^"\\]*(?:\\.[^"\\]*)*)"\Z'
)
_CONFLICT = re.compile(r"(<{7}|>{7}|\|{7})( |$)|={7}$")
_CHARSET = re.compile(r'charset=([^\\"\s;]+)', re.IGNORECASE)
_ALLOWANCE = re.compile(r"allow ([a-z-]+): \S")
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\([abfnrtv\\\"'?])")
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069|(\\S+)")
"""gettext puts a file name with blanks between isolates."""
_PREVIOUS = frozenset({"msgctxt", "msgid", "msgid_plural"})
_OTHER_COMMENTS = frozenset(".:,=")


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


@dataclass(slots=True)
class Contents:
    """What a PO file holds."""

    entries: dict[str, Entry] = field(default_factory=dict)
    """Messages that are on the site, by msgid."""
    header: str = ""
    header_comment: str = ""
    messages: list[polib.POEntry] = field(default_factory=list)
    """All messages, the obsolete ones too, with their comments; empty unless the whole file was asked for."""
    trailing: str = ""
    """Translators' comments after the last message."""


def contents(text: str, name: str, whole: bool = False) -> Contents:
    """Read the PO file *text*; *name* is how diagnostics call it. *whole* asks for all that is in it.

    Raises :class:`ProblemsFound` at the first fault.
    """
    return _Reader(name, whole).read(text)


def decode(data: bytes, name: str) -> str:
    """The text of a catalog's bytes. Raises :class:`ProblemsFound` for a byte that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        charset = _CHARSET.search(data.decode("latin-1"))
        hint = f"convert it: msgconv -t UTF-8 -o {name} {name}"
        if charset and charset.group(1).lower() == "utf-8":
            hint = "the file says it is UTF-8 and is not: open it in the editor that wrote it and save it as UTF-8"
        raise _fault(name, "charset", line, f"byte 0x{data[error.start]:02x} is not UTF-8", hint) from None


def metadata(header: str) -> dict[str, str]:
    """The fields of a header, in its order. A line without a colon belongs to the field before it."""
    found: dict[str, str] = {}
    last = ""
    for line in header.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            last = name.strip()
            found[last] = value.strip()
        elif last and line.strip():
            found[last] += f"\n{line}"
    return found


def _fault(name: str, code: str, line: int, message: str, hint: str, msgid: str = "") -> ProblemsFound:
    texts = (("msgid", msgid),) if msgid else ()
    return ProblemsFound([Diagnostic(code, message, Location(name, line), hint=hint, texts=texts)])


class _Reader:
    """Goes over the lines; a message ends where the next one, or its comments, begin."""

    def __init__(self, name: str, whole: bool) -> None:
        self.name = name
        self.whole = whole
        self.found = Contents()
        self.seen: dict[tuple[str | None, str], int] = {}
        self.charset_line = 1
        self._begin()

    def _begin(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.previous: dict[str, list[str]] = {}
        self.lines: dict[str, int] = {}
        self.current: list[str] | None = None
        self.comments: list[str] = []
        self.fuzzy = self.obsolete = False

    def read(self, text: str) -> Contents:
        # Only these three end a line in PO: a text may hold any other separator of Unicode as it is.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        for number, line in enumerate(text.split("\n"), start=1):
            stripped = line.strip()
            if not stripped:
                continue
            if stripped[0] == "#" and stripped[1:2] not in ("~", "|"):
                self._end()
                self.comments.append(stripped)
                if stripped[1:2] in (",", "=") and "fuzzy" in stripped:
                    self.fuzzy = True
                continue
            found = _LINE.match(stripped)
            if found is None:
                raise self._not_po(number, line)
            mark, keyword, body = found.groups()
            if mark and "|" in mark:
                self._remember(keyword, number)
            elif keyword:
                self._keyword(keyword, number, bool(mark))
            if "charset=" in body:
                self.charset_line = number
            if self.current is None:
                raise _fault(self.name, "syntax", number, "this text belongs to no message", "remove it")
            self.current.append(body)
        self._end()
        self.found.trailing = self._notes()
        return self.found

    def _remember(self, keyword: str | None, number: int) -> None:
        """Begin a text that the message had before, if *keyword* says so."""
        if keyword is None:
            return
        if "msgstr" in self.texts:
            self._end()
        if keyword not in _PREVIOUS:
            raise _fault(self.name, "syntax", number, f"a previous text has no {keyword}", "remove the line")
        self.current = self.previous[keyword] = []

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
        msgid, msgstr = _text(self.texts["msgid"]), _text(self.texts["msgstr"])
        if msgid:
            if not self.obsolete:
                self._add(msgid, msgstr)
            if self.whole:
                self.found.messages.append(self._message(msgid, msgstr))
        elif not self.obsolete:
            self._require_first(msgid)
            self.found.header = msgstr
            self.found.header_comment = self._notes()
            self._require_utf8()
        self._begin()

    def _notes(self) -> str:
        """What translators wrote above the message."""
        return "\n".join(_without_mark(line) for line in self.comments if line[1:2] not in _OTHER_COMMENTS)

    def _context(self) -> str | None:
        return _text(self.texts["msgctxt"]) if "msgctxt" in self.texts else None

    def _require_first(self, msgid: str) -> int:
        """The line of the message, if there was none like it before."""
        line = self.lines["msgid"]
        key = self._context(), msgid
        if key in self.seen:
            what = "this message" if msgid else "the header"
            message = f"{what} is there twice, first in line {self.seen[key]}"
            hint = "keep one of them, or run: msguniq --use-first"
            raise _fault(self.name, "duplicate", line, message, hint, msgid)
        self.seen[key] = line
        return line

    def _add(self, msgid: str, msgstr: str) -> None:
        line = self._require_first(msgid)
        allowed: tuple[str, ...] = ()
        if self.comments:
            found = (_ALLOWANCE.match(_without_mark(comment)) for comment in self.comments if comment[1:2] == " ")
            allowed = tuple(match.group(1) for match in found if match)
        self.found.entries.setdefault(msgid, Entry(msgstr, self.fuzzy, line, self.lines["msgstr"], allowed))

    def _message(self, msgid: str, msgstr: str) -> polib.POEntry:
        notes: list[str] = []
        extracted: list[str] = []
        references: list[tuple[str, str]] = []
        flags: list[str] = []
        for line in self.comments:
            mark = line[1:2]
            if mark == ".":
                extracted.append(_without_mark(line, 2))
            elif mark == ":":
                found = _REFERENCE.findall(line[2:])
                references += [_reference(isolated or name) for isolated, name in found]
            elif mark in (",", "="):
                flags += [flag.strip() for flag in line[2:].split(",") if flag.strip()]
            else:
                notes.append(_without_mark(line))
        message = polib.POEntry(
            msgid=msgid,
            msgstr=msgstr,
            msgctxt=self._context(),
            obsolete=self.obsolete,
            tcomment="\n".join(notes),
            comment="\n".join(extracted),
            occurrences=references,
            flags=flags,
            linenum=self.lines["msgid"],
        )
        for name, parts in self.previous.items():
            setattr(message, f"previous_{name}", _text(parts))
        if "msgid_plural" in self.texts:
            message.msgid_plural = _text(self.texts["msgid_plural"])
            message.msgstr = ""
            message.msgstr_plural = {0: msgstr}
            for name, parts in self.texts.items():
                if name.startswith("msgstr["):
                    message.msgstr_plural[int(name[7:-1])] = _text(parts)
        return message

    def _require_utf8(self) -> None:
        charset = _CHARSET.search(self.found.header)
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


def _without_mark(line: str, length: int = 1) -> str:
    """A comment's text: without its mark and the blank after it."""
    return line[length:].removeprefix(" ")


def _reference(text: str) -> tuple[str, str]:
    path, colon, line = text.rpartition(":")
    return (path, line) if colon and line.isdigit() else (text, "")


def _text(parts: list[str]) -> str:
    text = "".join(parts)
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    numbers, letter = found.groups()
    if letter:
        return _ESCAPED.get(letter, letter)
    parts = numbers.split("\\")[1:]
    # msgcat --escape writes the bytes of UTF-8, each as a number.
    data = bytes(int(part[1:], 16) if part[0] == "x" else int(part, 8) & 0xFF for part in parts)
    return data.decode("utf-8", "backslashreplace")
