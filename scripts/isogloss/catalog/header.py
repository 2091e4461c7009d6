"""The header of a catalog: left as it stands while it is right, since each tool writes it in a way of its own.

Poedit, Weblate and gettext sign and date it, and spell and order its fields as they like, with each save. If we took
that out again, their next save would put it back: changes that say nothing, and conflicts whenever two meet.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from isogloss.catalog.message import Message
from isogloss.project import Locale
from isogloss.project.locale import names_locale, same_language

_PLACEHOLDERS = frozenset(
    {"PACKAGE VERSION", "FULL NAME <EMAIL@ADDRESS>", "LANGUAGE <LL@li.org>", "YEAR-MO-DA HO:MI+ZONE"}
)
"""What tools write where nobody has written anything."""
_SIGNATURES = frozenset(
    {"Last-Translator", "Language-Team", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"}
    | {"X-Generator", "Generated-By"}
)
"""Who was here last, when and with which tool."""
_UTF8 = re.compile(r"charset=utf-?8(?![\w-])", re.IGNORECASE)
_PLURAL_FORMS = re.compile(r"nplurals\s*=\s*([0-9]{1,2})\s*;\s*plural\s*=\s*([^;]+);?\s*", re.IGNORECASE)
_LONGEST = 1_000
"""Characters of a formula that Python's own gettext reads."""
_NUMBERS = (*range(130), 1_000, 1_000_000)
"""Numbers that show which plural form an expression gives."""


def fields_for(locale: Locale | None, project: str) -> dict[str, str]:
    """The fields of the header of a new catalog on the site *project*; without *locale*, of a template."""
    found = {
        "Project-Id-Version": " ".join(project.split()),
        "Language": locale.gettext if locale is not None else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if locale is not None:
        found["Plural-Forms"] = locale.plural_forms
    return {name: value for name, value in found.items() if value or name == "Language"}


def mended(fields: Mapping[str, str], locale: Locale, project: str, messages: Iterable[Message]) -> dict[str, str]:
    """The *fields* of a header with what is missing, or wrong for *locale* or the plural forms of *messages*, as new.

    The same fields, in the same order, if nothing is.
    """
    forms = {len(message.msgstr_plural) for message in messages if message.msgid_plural and not message.obsolete}
    new = fields_for(locale, project)
    wrong = {name for name in new if not _is_right(name, fields.get(name, ""), new[name], forms)}
    if not wrong:
        return dict(fields)
    # Among right fields, one that nobody has filled in belongs to the tool that put it there.
    kept = {name: value for name, value in fields.items() if value not in _PLACEHOLDERS or name in wrong}
    return kept | {name: new[name] for name in new if name in wrong}


def _is_right(name: str, value: str, new: str, forms: Collection[int]) -> bool:
    """Whether the field *name* may have *value*, where a new catalog has the value *new*."""
    if name == "Project-Id-Version":
        return bool(value) and value not in _PLACEHOLDERS
    if name == "Plural-Forms" and _count(value) in forms:
        return _count(value) != 0
    if name == "Language":
        return names_locale(value, new)
    return means_same(name, value, new)


def means_same(name: str, one: str, other: str) -> bool:
    """Whether two values of a field of the header say the same."""
    if one == other:
        return True
    if not one or not other:
        return False
    if name == "Language":
        return same_language(one, other)
    if name == "Content-Type":
        return bool(_UTF8.search(one) and _UTF8.search(other))
    if name == "Plural-Forms":
        # Where the numbers of forms are the same, tools disagree on 0 alone, and no text of a site has such forms.
        return 0 != _count(one) == _count(other)
    return one.casefold() == other.casefold()


def is_signature(name: str) -> bool:
    """Whether a field says who has been there last, and with what: of two of them, the later one is right."""
    return name in _SIGNATURES or name.startswith("X-Poedit-")


@lru_cache
def _count(plural_forms: str) -> int:
    """How many plural forms a value of ``Plural-Forms`` gives; 0 if gettext would not understand it."""
    found = _PLURAL_FORMS.fullmatch(plural_forms) if len(plural_forms) <= _LONGEST else None
    if found is None:
        return 0
    count = int(found[1])
    try:
        form = gettext.c2py(found[2])
        return count if all(0 <= form(number) < count for number in _NUMBERS) else 0
    except (ArithmeticError, RecursionError, ValueError):
        return 0
