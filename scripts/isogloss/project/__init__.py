"""mkdocs.yml: where the catalogs are, which locales the site has, and how each locale is spelled where.

The only room that knows that ``es-ES`` (the web), ``es_ES`` (gettext, CLDR) and ``es`` (Material's language files) are
three spellings of one thing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, Severity
from isogloss.project.listing import NotListedError, with_languages
from isogloss.project.locale import Locale, names_locale, names_of, same_language, two_letter_tag
from isogloss.project.settings import LANGUAGES, config_files, listed_languages, place_of, read_text, text_of

__all__ = [
    "LANGUAGES",
    "Locale",
    "NotListedError",
    "Project",
    "config_files",
    "listed_languages",
    "names_of",
    "place_of",
    "read_text",
    "text_of",
    "two_letter_tag",
    "with_languages",
]


def _nothing(_: str) -> bool:
    return False


@lru_cache(maxsize=4096)
def _page_catalog(folder: Path, tag: str, src_uri: str) -> Path:
    # Asked a dozen times for each page of a language, and a path is slow to make and to compare.
    return folder / tag / "docs" / PurePosixPath(src_uri).with_suffix(".po")


@dataclass(frozen=True, slots=True)
class Project:
    """A site: its folder, its source language and the languages it is translated to."""

    config_file: Path
    """mkdocs.yml, absolute."""
    docs_dir: Path
    locales_dir: Path
    custom_dir: Path | None
    """The theme's overrides, whose templates hold messages too."""
    source: Locale
    locales: tuple[Locale, ...]
    """The languages to translate to, in the order of mkdocs.yml."""
    template_marks: tuple[tuple[str, str], ...] = ()
    """What opens and closes code in the templates that plugins of the site make of texts, besides Jinja's own marks."""
    severities: Mapping[str, Severity | None] = field(default_factory=dict, compare=False)
    """How much the findings of a check weigh on this site, by code; None: it is off. All others weigh as they do."""
    pages_left_out: Callable[[str], object] = field(default=_nothing, compare=False)
    """Whether the page at a path below docs/, which is the same in all languages, is in English alone."""
    texts_left_out: re.Pattern[str] | None = None
    """Matches a text, whole, that is English in all languages; None if the site has none."""
    diagrams: tuple[str, ...] = ()
    """The classes of fences with diagrams whose labels are messages."""
    name: str = ""
    """The site's name, in the source language."""
    address: str = ""
    """Where the site is published, as mkdocs.yml itself says it, with a slash at its end; empty if it does not."""

    @property
    def all_locales(self) -> tuple[Locale, ...]:
        """The source language, and the languages to translate to."""
        return (self.source, *self.locales)

    @property
    def root(self) -> Path:
        """The folder of mkdocs.yml."""
        return self.config_file.parent

    def relative(self, path: Path) -> str:
        """*path* as diagnostics and catalogs write it: relative to the root, with forward slashes."""
        name, root = os.fspath(path), os.path.join(self.root, "")  # noqa: PTH118
        if name.startswith(root) and ".." not in name:
            return name[len(root) :].replace(os.sep, "/")
        return Path(os.path.relpath(path, self.root)).as_posix()

    def page_path(self, src_uri: str) -> str:
        """The path of the page *src_uri* relative to the root: ``docs/index.md``."""
        return self.relative(self.docs_dir / src_uri)

    def page_catalog(self, locale: Locale, src_uri: str) -> Path:
        """The catalog of one page: ``locales/es-ES/docs/index.po``."""
        return _page_catalog(self.locales_dir, locale.tag, src_uri)

    def strings_catalog(self, locale: Locale, name: str) -> Path:
        """The catalog of what is not in a page: *name* is ``mkdocs`` (navigation, site strings) or ``overrides``.

        Two configurations in one folder have the same pages, and strings of their own: those of ``insiders.yml`` are in
        ``insiders.po``. Mike builds with a copy beside mkdocs.yml, of a name made anew, if mkdocs.yml does not list it.
        """
        own = name == "mkdocs" and self._name not in ("glossary", "overrides")
        return self.locales_dir / locale.tag / f"{self._name if own else name}.po"

    @property
    def _name(self) -> str:
        stem = self.config_file.stem
        return "mkdocs" if stem.startswith("mike-mkdocs") else stem

    def catalogs_of_others(self, locale: Locale) -> list[Path]:
        """The catalogs of strings that belong to other configurations in the folder of this one."""
        files = [path for path in sorted(self.root.iterdir()) if path.suffix in (".yml", ".yaml")]
        others = dict.fromkeys(path.stem for path in files if path.stem not in (self.config_file.stem, self._name))
        paths = [
            self.locales_dir / locale.tag / f"{name}.po" for name in others if name not in ("glossary", "overrides")
        ]
        return [path for path in paths if path.is_file()]

    @property
    def templates_dir(self) -> Path:
        """Where the templates are from which servers make the catalogs of a new language, if there are any."""
        return self.locales_dir / "templates"

    def catalog_files(self, locale: Locale) -> list[Path]:
        """The catalogs of *locale* that are there, in a stable order, without its glossary and those of others."""
        found: list[Path] = []

        def fail(error: OSError) -> None:
            # A folder that cannot be looked into would seem to hold no translations.
            place = Location(self.relative(Path(error.filename)))
            hint = "a folder of catalogs is a folder that you may read, or a link to one"
            message = f"the folder of catalogs cannot be read: {error.strerror}"
            raise ProblemsFound([Diagnostic("file", message, place, hint=hint)]) from None

        folder = self.locales_dir / locale.tag
        for place, folders, files in os.walk(folder, onerror=fail) if os.path.lexists(folder) else ():
            found += [Path(place, name) for name in (*folders, *files) if name.endswith(".po")]
        others = {self.strings_catalog(locale, "glossary"), *self.catalogs_of_others(locale)}
        return [path for path in sorted(found) if path not in others]

    def stray_folders(self) -> list[Path]:
        """The folders with catalogs that belong to no locale of mkdocs.yml; the source language may have a glossary."""
        known = {locale.tag for locale in self.locales}
        glossary = self.strings_catalog(self.source, "glossary")
        folders = sorted(self.locales_dir.iterdir()) if self.locales_dir.is_dir() else []
        folders = [path for path in folders if path.name not in known and path.is_dir()]
        return [path for path in folders if any(found != glossary for found in path.rglob("*.po"))]

    def spelled_otherwise(self, folder: Path) -> Locale | None:
        """The locale that a stray *folder* means, with its tag in another spelling: ``pt_BR`` for ``pt-BR``."""
        tag = folder.name
        return next((one for one in self.locales if names_locale(tag, one.tag) and names_locale(one.tag, tag)), None)

    def former_folder(self, locale: Locale) -> Path | None:
        """The folder that *locale*, which has no catalogs, had under another tag: ``es`` or ``es_ES`` for ``es-ES``."""
        if self.catalog_files(locale):
            return None
        return next((path for path in self.stray_folders() if same_language(path.name, locale.tag)), None)

    def writes_by_hand(self, locale: Locale) -> bool:
        """Whether *locale* has pages of its own: ``index.es-ES.md`` or ``es-ES/index.md``."""
        if any((self.docs_dir / locale.tag).rglob("*.md")):
            return True
        return any(self.docs_dir.rglob(f"*.{locale.tag}.md"))

    def leaves_out_page(self, page: str, meta: Mapping[str, object]) -> bool:
        """Whether *page* is in English alone: so says mkdocs.yml, or ``translate: false`` in its *meta*."""
        said = meta.get("translate")
        return said is False or str(said).strip().lower() in ("no", "false") or bool(self.pages_left_out(page))

    def leaves_out(self, text: str) -> bool:
        """Whether mkdocs.yml says that *text* is English in all languages."""
        return self.texts_left_out is not None and self.texts_left_out.fullmatch(text) is not None

    @property
    def leaves_out_text(self) -> Callable[[str], bool] | None:
        """The same for those who ask it of thousands of texts: None if nothing is left out."""
        return self.leaves_out if self.texts_left_out is not None else None

    def place(self, *path: str | int) -> Location:
        """Where the value at *path* stands in mkdocs.yml, or in a file that it inherits from."""
        return place_of(self.config_file, *path)

    def place_of_locale(self, locale: Locale) -> Location:
        """Where *locale* is listed."""
        found = self.place(*LANGUAGES, locale.tag)
        return found if found.line else self.place(*LANGUAGES)
