"""Reads PO text in one pass, and goes on past what is broken.

What cannot be read becomes junk, from where its message begins to where the next one begins for certain: rather is a
message near a fault left in English than published as something that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from isogloss.catalog.comments import said
from isogloss.catalog.message import Contents, Header, Junk, Message
from isogloss.diagnostics import Diagnostic, Location

_BODY = r'[^"\\\n]*(?:\\.[^"\\\n]*)*'
_LINE = re.compile(
    r"(#~[ \t]*(?:\|[ \t]*)?|#\|[ \t]*)?"
    rf'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]{{1,4}}\])?)[ \t]*)?"({_BODY})"\Z'
)
_MESSAGE = re.compile(
    rf'((?:#(?:[^~|\n][^\n]*)?\n)*)msgid "((?!"){_BODY})"\nmsgstr "({_BODY})"(?:\n|\Z)'
    r"(?=\n*(?:\Z|#[ .:,\n]|#~ msgid |msgid ))"
)
"""A message in the form that isogloss writes, up to the next one: most that is ever read is one."""
_BEGINNING = re.compile(r"(#~(?:[ \t]*\|)?|#\|)?[ \t]*(msgctxt|msgid_plural|msgid|msgstr)?")
_CONFLICT = re.compile(r"(<{7}|>{7}|\|{7})( |$)|={7}$")
_CHARSET = re.compile(r'charset=([^\\"\s;]+)', re.IGNORECASE)
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\(.)")
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}
_PREVIOUS = frozenset({"msgctxt", "msgid", "msgid_plural"})
_OTHER_COMMENTS = frozenset(".:,=")
_BLANKS = " \t\f\v"
_AROUND = 2
"""The quotation marks around a text."""


def contents(text: str, name: str) -> Contents:
    """Read the PO file *text*; *name* is how diagnostics call it. What cannot be read is in its junk."""
    return _Reader(name).read(text)


def decode(data: bytes, name: str) -> str | Diagnostic:
    """The text of a catalog's bytes, or what is wrong with them: a byte that is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        charset = _CHARSET.search(data.decode("latin-1"))
        hint = f"convert it: msgconv -t UTF-8 -o {name} {name}"
        if charset and charset.group(1).lower() == "utf-8":
            hint = "the file says it is UTF-8 and is not: open it in the editor that wrote it and save it as UTF-8"
        return Diagnostic("charset", f"byte 0x{data[error.start]:02x} is not UTF-8", Location(name, line), hint=hint)


def header_of(text: str, texts: Sequence[str]) -> Header:
    """The header with this *text*, in whose lines *texts* stand. A line without a colon belongs to the field before it.

    Of two fields of one name, the last one counts, and the lines are not to be kept.
    """
    fields: dict[str, str] = {}
    last = ""
    twice = False
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            last = name.strip()
            twice = twice or last in fields
            fields[last] = value.strip()
        elif last and line.strip():
            fields[last] += f"\n{line}"
    return Header(() if twice else tuple(texts), fields)


class _Unreadable(Exception):  # noqa: N818 - it carries a fault of the file
    """The message under way cannot be read."""

    def __init__(self, line: int, message: str, hint: str, code: str = "syntax", msgid: str = "") -> None:
        self.line, self.message, self.hint, self.code, self.msgid = line, message, hint, code, msgid


class _Reader:
    """Goes over the lines; a message ends where the next one, or its comments, begin."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found = Contents()
        self.seen: dict[tuple[str | None, str], int] = {}
        self.charset_line = 1
        self.charset_fault: Diagnostic | None = None
        self.lines: list[str] = []
        self.blank = False
        """Whether the line before was empty."""
        self.conflict: bool | None = None
        """Whether all sides of the conflict under way begin and end at an empty line; None outside of conflicts."""
        self._begin()

    def _begin(self) -> None:
        self.first = self.last = 0
        self.texts: dict[str, list[str]] = {}
        self.previous: dict[str, list[str]] = {}
        self.at: dict[str, int] = {}
        self.current: list[str] | None = None
        self.earlier = False
        """Whether the current text is a previous one."""
        self.obsolete: bool | None = None
        self.comments: list[str] = []
        self.faults: list[Diagnostic] = []
        self.broken_line = -1
        self.keywords: set[str] = set()
        """Keywords of the message under way, also those of lines that cannot be read."""

    def read(self, text: str) -> Contents:
        # Only these three end a line in PO: a text may hold any other separator of Unicode as it is.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.lines = text.split("\n")
        place, number = 0, 1
        while number <= len(self.lines):
            if not self.faults and ("msgstr" in self.texts or not self.first):
                simple = _MESSAGE.match(text, place)
                if simple is not None:
                    self._end()
                    number = self._simple(simple, number)
                    place = simple.end()
                    continue
            line = self.lines[number - 1]
            if line or self.faults or self.conflict is not None:
                self._line(line, number)
            else:
                self.blank = True
            place += len(line) + 1
            number += 1
        self._end()
        self.found.trailing = self._notes()
        if self.charset_fault is not None:
            junk = Junk(1, len(self.lines), text, (self.charset_fault,))
            return Contents(self.found.header, self.found.header_comments, junk=[junk])
        return self.found

    def _simple(self, simple: re.Match[str], number: int) -> int:
        """Take in a message that was matched in one piece, from line *number*; returns the number of the next line."""
        comments, msgid, msgstr = simple.groups()
        line = number + comments.count("\n")
        try:
            if "\\" in msgid:
                msgid = _ESCAPE.sub(_unescaped, msgid)
            if "\\" in msgstr:
                msgstr = _ESCAPE.sub(_unescaped, msgstr)
            twice = (None, msgid) in self.seen
        except LookupError:  # Of an escape that means nothing.
            twice = True
        if twice:  # It is told line by line.
            for count in range(number, line + 2):
                self._line(self.lines[count - 1], count)
            return line + 2
        self.seen[None, msgid] = line
        message = Message(msgid, msgstr, msgid_line=line, msgstr_line=line + 1)
        if comments:
            _describe(message, comments[:-1].split("\n"))
        self.found.messages.append(message)
        self.blank = False
        return line + 2

    def _line(self, raw: str, number: int) -> None:
        line = raw.strip(_BLANKS)
        if self.conflict is not None or _CONFLICT.match(raw):
            self._in_conflict(raw, number)
        elif not line:
            if self.faults and (self.keywords & {"msgid", "msgstr"} or not self._waits()):
                self._end()
        elif line[0] == "#" and line[1:2] not in ("~", "|"):
            if self.keywords & {"msgid", "msgstr"}:
                self._end()
            elif (self.keywords or self.previous) and not self.faults:
                hint = "put it above all other lines of the message"
                self._fault(_Unreadable(number, "a comment stands in the middle of this message", hint))
            self._extend(number)
            self.comments.append(line)
        else:
            self._text(line, number)
        self.blank = not line

    def _extend(self, number: int) -> None:
        self.first = self.first or number
        self.last = number

    def _waits(self) -> bool:
        """Whether what stands here without a msgid says something about the message that follows."""
        return bool(self.keywords or self.previous or any(line[1:2] in (",", "=") for line in self.comments))

    def _text(self, line: str, number: int) -> None:
        """Read a line that is no comment, and be it broken."""
        found = _LINE.match(line)
        mark, keyword = (found or _BEGINNING.match(line)).groups()[:2]  # type: ignore[union-attr]
        earlier = "|" in (mark or "")
        begins = bool(keyword) if earlier else keyword in ("msgctxt", "msgid")
        # What is not PO at all, and stands apart, says nothing against the message above it.
        apart = found is None and self.blank and not keyword and line[0] != '"'
        complete, begun = "msgstr" in self.keywords, "msgid" in self.keywords
        if (complete and begins) or (begun and begins and not earlier) or ((complete or begun) and apart):
            self._end()
        self._extend(number)
        if keyword and not earlier:
            self.keywords.add(keyword[:6] if keyword[:6] == "msgstr" else keyword)
        try:
            if found is None:
                raise _not_po(number, line)
            self._take(found[1] or "", found[2], found[3], number)
        except _Unreadable as fault:
            if found is not None and self.faults:
                return
            if found is not None or self.broken_line != number - 1:
                self._fault(fault)
            if found is None:
                self.broken_line = number

    def _take(self, mark: str, keyword: str | None, body: str, number: int) -> None:
        """Put a text where it belongs."""
        earlier, obsolete = "|" in mark, mark[:2] == "#~"
        if self.obsolete is None:
            self.obsolete = obsolete
        elif self.obsolete is not obsolete:
            hint = "put it before all lines of the message, or before none"
            raise _Unreadable(number, "only a part of this message begins with '#~'", hint)
        if keyword is None:
            if self.current is None or self.earlier is not earlier:
                raise _Unreadable(number, "this text belongs to no message", "remove it")
        elif earlier:
            self.current = self._begin_previous(keyword, number)
        else:
            self.current = self._begin_text(keyword, number)
        self.earlier = earlier
        if "charset=" in body and self.charset_fault is None:
            self.charset_line = number
        self.current.append(body)

    def _begin_previous(self, keyword: str, number: int) -> list[str]:
        if keyword not in _PREVIOUS:
            raise _Unreadable(number, f"a previous text has no {keyword}", "remove the line")
        if self.texts or keyword in self.previous:
            raise _Unreadable(number, "this previous text is not where it belongs", "put it above the message, once")
        self.at[f"previous {keyword}"] = number
        self.previous[keyword] = []
        return self.previous[keyword]

    def _begin_text(self, keyword: str, number: int) -> list[str]:
        form = keyword[7:-1] if keyword[:7] == "msgstr[" else ""
        if keyword[:6] == "msgstr":
            if "msgid" not in self.texts:
                raise _Unreadable(number, "this msgstr has no msgid", "restore the msgid above it")
            if bool(form) is not ("msgid_plural" in self.texts):
                hint = "write msgstr[0], msgstr[1] below a msgid_plural, and msgstr below a msgid alone"
                raise _Unreadable(number, f"this message cannot have {keyword}", hint)
            if form and int(form) != sum(name[:6] == "msgstr" for name in self.texts):
                raise _Unreadable(number, f"{keyword} is not where it belongs", "number the plural forms 0, 1, 2")
            keyword = "msgstr" if form in ("", "0") else f"msgstr {form}"
        elif keyword == "msgid_plural" and ("msgid" not in self.texts or "msgstr" in self.texts):
            raise _Unreadable(number, "this msgid_plural is not where it belongs", "put it below the msgid")
        if keyword in self.texts:
            raise _Unreadable(number, f"this message has a second {keyword}", "keep one of them")
        self.at[keyword] = number
        self.texts[keyword] = []
        return self.texts[keyword]

    def _in_conflict(self, raw: str, number: int) -> None:
        """Go over the marks of an unfinished merge and what is between them: one fault, whatever is there."""
        begins = self.conflict is None
        if begins:
            if self.blank and "msgstr" in self.keywords:
                self._end()
            hint = "resolve the conflict and remove its marks (<<<<<<<, =======, >>>>>>>)"
            self._fault(_Unreadable(number, "a merge was left unfinished here", hint, "conflict"))
            if raw[0] == "<":
                self.conflict = self.blank or not self.first
        self._extend(number)
        mark = _CONFLICT.match(raw)
        if begins or mark is None or raw[0] == "<":
            return
        self.conflict = self.conflict and self.blank
        if raw[0] == ">":
            apart, self.conflict = self.conflict, None
            self.keywords, self.previous, self.comments = set(), {}, []
            if apart:
                self._end()

    def _fault(self, fault: _Unreadable) -> None:
        texts = (("msgid", fault.msgid),) if fault.msgid else ()
        here = Location(self.name, fault.line)
        self.faults.append(Diagnostic(fault.code, fault.message, here, hint=fault.hint, texts=texts))

    def _end(self) -> None:
        """End the message under way, if there is one; comments alone belong to the next one."""
        if not (self.faults or self.texts or self.previous):
            return
        if not self.faults:
            try:
                self._finish()
            except _Unreadable as fault:
                self._fault(fault)
        if self.faults:
            text = "\n".join(self.lines[self.first - 1 : self.last])
            self.found.junk.append(Junk(self.first, self.last, text, tuple(self.faults)))
        self._begin()

    def _finish(self) -> None:
        """Make a message of the texts under way, if they are one."""
        for keyword, hint in (("msgid", "remove it, or write one"), ("msgstr", 'add a line msgstr ""')):
            if keyword not in self.texts:
                raise _Unreadable(self.at.get("msgid", self.last), f"this message has no {keyword}", hint)
        texts = {keyword: self._joined(keyword, parts) for keyword, parts in self.texts.items()}
        previous = {keyword: self._joined(f"previous {keyword}", parts) for keyword, parts in self.previous.items()}
        msgid, msgctxt, line = texts["msgid"], texts.get("msgctxt"), self.at["msgid"]
        if not self.obsolete:
            if first := self.seen.get((msgctxt, msgid)):
                what = "this message" if msgid else "the header"
                hint = "keep one of them, or run: msguniq --use-first"
                raise _Unreadable(line, f"{what} is there twice, first in line {first}", hint, "duplicate", msgid)
            self.seen[msgctxt, msgid] = line
        if not msgid:
            self._header(texts["msgstr"], msgctxt, line)
            return
        message = Message(msgid, texts["msgstr"], msgctxt, texts.get("msgid_plural", ""))
        message.obsolete = bool(self.obsolete)
        message.msgid_line, message.msgstr_line = line, self.at["msgstr"]
        message.previous_msgctxt = previous.get("msgctxt")
        message.previous_msgid = previous.get("msgid")
        message.previous_msgid_plural = previous.get("msgid_plural")
        if "msgid_plural" in texts:
            forms = [text for keyword, text in texts.items() if keyword[:6] == "msgstr"]
            message.msgstr, message.msgstr_plural = "", dict(enumerate(forms))
        _describe(message, self.comments)
        self.found.messages.append(message)

    def _header(self, text: str, msgctxt: str | None, line: int) -> None:
        if self.obsolete:
            return
        if msgctxt is not None:
            raise _Unreadable(line, "this message has an empty msgid", "remove it")
        self.found.header = header_of(text, self.texts["msgstr"])
        self.found.header_comments = self._notes()
        charset = _CHARSET.search(text)
        if charset and charset.group(1).lower() not in ("utf-8", "utf8", "charset"):
            message = f"the catalog is in {charset.group(1)}, not in UTF-8"
            here = Location(self.name, self.charset_line)
            self.charset_fault = Diagnostic("charset", message, here, hint="convert it: msgconv -t UTF-8")

    def _joined(self, keyword: str, parts: list[str]) -> str:
        text = "".join(parts)
        try:
            return _ESCAPE.sub(_unescaped, text) if "\\" in text else text
        except LookupError as error:
            message = f"'\\{error.args[0]}' means nothing in a catalog"
            raise _Unreadable(self.at[keyword], message, "write '\\\\' for a backslash") from None

    def _notes(self) -> str:
        """What translators wrote above the message."""
        return "\n".join(line[1:].removeprefix(" ") for line in self.comments if line[1:2] not in _OTHER_COMMENTS)


def _not_po(number: int, line: str) -> _Unreadable:
    marks = re.sub(r"\\.", "", line).count('"')
    if marks == 1:
        return _Unreadable(number, "a text is not closed by a quotation mark", "write one at the end of the line")
    if marks > _AROUND:
        hint = 'write \\" in its place, or a mark of your language, such as » or “'
        return _Unreadable(number, "a quotation mark stands within the text", hint)
    return _Unreadable(number, "this line is not PO", "mend the line; msgfmt -c says more")


def _describe(message: Message, comments: Iterable[str]) -> None:
    """Put into *message* what its comments say."""
    message.comments, message.extracted, references, flags = said(tuple(comments))
    message.references += references
    message.flags += flags


def _unescaped(found: re.Match[str]) -> str:
    numbers, letter = found.groups()
    if letter:
        return _ESCAPED[letter]
    parts = numbers.split("\\")[1:]
    # msgcat --escape writes the bytes of UTF-8, each as a number.
    data = bytes(int(part[1:], 16) if part[0] == "x" else int(part, 8) & 0xFF for part in parts)
    return data.decode("utf-8", "backslashreplace")
