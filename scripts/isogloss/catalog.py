"""PO files: read with every fault named by its line, written in one canonical form. The only room that knows them.

Canonical form: UTF-8, LF, one line for one text (git then sees when two people change a msgid and its msgstr), document
order, no line numbers in references, a fixed header without volatile dates, obsolete messages kept at the end.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.project import Locale

_LINE = re.compile(
    r'(?P<mark>#~\s*\|?\s*|#\|\s*)?(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*"(?:[^"\\]|\\.)*"\s*\Z'
)
_CONFLICT = re.compile(r"(<{7}|>{7}|\|{7})( |$)|={7}$")
_CHARSET = re.compile(r'charset=([^\\"\s;]+)', re.IGNORECASE)
_HEADER_ORDER = (
    "Project-Id-Version",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
_VOLATILE = frozenset({"POT-Creation-Date", "PO-Revision-Date", "X-Generator", "Generated-By", "X-Poedit-Basepath"})


@dataclass(slots=True)
class Catalog:
    """The messages of one page (or of the site's strings) in one locale."""

    path: Path
    name: str
    """The path relative to the project, as diagnostics write it."""
    file: polib.POFile
    lines: dict[str, tuple[int, int]]
    """The lines of msgid and msgstr of each active message, by msgid."""

    _entries: dict[str, polib.POEntry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._entries = {entry.msgid: entry for entry in self.file if not entry.obsolete}

    def find(self, msgid: str) -> polib.POEntry | None:
        """The active message with this msgid."""
        return self._entries.get(msgid)

    def translation(self, msgid: str) -> str | None:
        """The text to publish: None where the message is missing, untranslated or fuzzy."""
        entry = self._entries.get(msgid)
        return entry.msgstr if entry is not None and entry.msgstr and "fuzzy" not in entry.flags else None

    def location(self, msgid: str) -> Location:
        """The line of the message's msgstr."""
        return Location(self.name, self.lines.get(msgid, (0, 1))[1])

    def active(self) -> Iterator[polib.POEntry]:
        """Messages that are on the site, in the order of the file."""
        return (entry for entry in self.file if not entry.obsolete)

    def obsolete(self) -> Iterator[polib.POEntry]:
        """Messages that were on the site once."""
        return (entry for entry in self.file if entry.obsolete)


def read(path: Path, name: str) -> Catalog:
    """Read a catalog; *name* is how diagnostics call it.

    Raises :class:`ProblemsFound` for every fault: a byte that is not UTF-8, another charset in the header, marks of an
    unfinished merge, a line that is not PO, a message without msgstr, a message that is there twice.
    """

    def fault(code: str, line: int, message: str, hint: str) -> ProblemsFound:
        return ProblemsFound([Diagnostic(code, message, Location(name, line), hint=hint)])

    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        charset = _CHARSET.search(data.decode("latin-1"))
        hint = f"convert it: msgconv -t UTF-8 -o {name} {name}"
        if charset and charset.group(1).lower() == "utf-8":
            hint = "the file says it is UTF-8 and is not: open it in the editor it was written with and save it as UTF-8"
        raise fault("charset", line, f"byte 0x{data[error.start]:02x} is not UTF-8", hint) from None
    places = _scan(text, fault)
    try:
        file = polib.pofile(text, wrapwidth=0)
    except OSError as error:
        number = re.search(r"line (\d+)", str(error))
        raise fault("syntax", int(number.group(1)) if number else 1, "this is not a PO file", "run msgfmt -c on it") from None
    lines: dict[str, tuple[int, int]] = {}
    seen: dict[tuple[str | None, str], int] = {}
    problems: list[Diagnostic] = []
    active = [place for place in places if not place[2]]
    entries = [entry for entry in file if not entry.obsolete]
    if len(active) == len(entries) + 1:  # the header is no entry
        del active[0]
    for entry, (msgid_line, msgstr_line, _) in zip(entries, active, strict=True):
        key = entry.msgctxt, entry.msgid
        if key in seen:
            problems.append(
                Diagnostic(
                    "duplicate",
                    f"this message is there twice, first in line {seen[key]}",
                    Location(name, msgid_line),
                    hint="keep one of them, or run: msguniq --use-first",
                    texts=(("msgid", entry.msgid),),
                )
            )
        seen.setdefault(key, msgid_line)
        lines.setdefault(entry.msgid, (msgid_line, msgstr_line))
    if problems:
        raise ProblemsFound(problems)
    return Catalog(path, name, file, lines)


def _scan(text: str, fault: object) -> list[tuple[int, int, bool]]:
    """Check each line of a PO file; the lines of msgid and msgstr of each message, and whether it is obsolete."""
    assert callable(fault)
    places: list[tuple[int, int, bool]] = []
    msgid = (0, False)
    header_done = False
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped:
            continue
        if _CONFLICT.match(line):
            raise fault(
                "conflict", number, "a merge was left unfinished here", "resolve the conflict and remove its marks (<<<<<<<, =======, >>>>>>>)"
            )
        if not header_done and (charset := _CHARSET.search(line)) and charset.group(1).lower() not in ("utf-8", "utf8"):
            raise fault(
                "charset", number, f"the catalog is in {charset.group(1)}, not in UTF-8", "convert it: msgconv -t UTF-8"
            )
        if stripped[0] == "#" and not stripped.startswith(("#~", "#|")):
            continue
        found = _LINE.match(stripped)
        if found is None:
            message = "a text is not closed by a quotation mark" if stripped.count('"') % 2 else "this line is not PO"
            raise fault("syntax", number, message, "mend the line; msgfmt -c says more")
        mark, keyword = found.group("mark") or "", found.group("keyword") or ""
        if "|" in mark or not keyword:
            continue
        if keyword == "msgid":
            if msgid[0]:
                raise fault("syntax", msgid[0], "this message has no msgstr", 'add a line msgstr ""')
            msgid = number, mark.startswith("#~")
        elif keyword in ("msgstr", "msgstr[0]"):
            if not msgid[0]:
                raise fault("syntax", number, "this msgstr has no msgid", "restore the msgid above it")
            places.append((msgid[0], number, msgid[1]))
            msgid = 0, False
            header_done = header_done or len(places) > 1
    if msgid[0]:
        raise fault("syntax", msgid[0], "this message has no msgstr", 'add a line msgstr ""')
    return places


def new(path: Path, name: str, locale: Locale) -> Catalog:
    """An empty catalog for *locale*, not written yet."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Language": locale.gettext, "Plural-Forms": locale.plural_forms}
    return Catalog(path, name, file, {})


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
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return True
