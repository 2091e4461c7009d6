"""The glossary of a locale, as its catalog has it."""

from __future__ import annotations

import os

from isogloss import catalog
from isogloss.checks.glossary import Glossary, glossary_of
from isogloss.project import Locale, Project


def read_glossary(project: Project, locale: Locale) -> Glossary:
    """The glossary of *locale*; an empty one if there is none."""
    path = project.strings_catalog(locale, "glossary")
    if not os.path.lexists(path):
        return Glossary(language=locale.language)
    found = catalog.read(path, project.relative(path))
    terms = ((entry.msgid, entry.msgstr, entry.comments) for entry in found.active())
    return glossary_of(terms, locale.language)
