"""Where a text comes from that readers of a finished page see, and that went through no catalog."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2
from mkdocs.utils.meta import get_data

from isogloss.diagnostics import Location
from isogloss.hosts.mkdocs.labels import authors
from isogloss.hosts.mkdocs.material import is_material, own_words
from isogloss.hosts.mkdocs.navigation import entries, given_title
from isogloss.hosts.mkdocs.site import Site
from isogloss.hosts.mkdocs.template_words import TemplateWords, template_words, translated_words
from isogloss.hosts.mkdocs.texts import Steps
from isogloss.hosts.mkdocs.theme_words import NAMES
from isogloss.hosts.mkdocs.trial import Trial, TrialPage
from isogloss.project import Locale, read_text
from isogloss.reader import strings
from isogloss.segments.locate import line_of, source_text
from isogloss.segments.parser import BUNDLED
from isogloss.structure import visible

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_OURS = frozenset({"markdown", "pymdownx", "isogloss", "mkdocs"})
_NAMES = ("site_author", "repo_name")
_MADE_ANEW = "it makes this text anew on each page: no catalog can hold it"


class Origin(NamedTuple):
    """Where a text comes from."""

    what: str
    """In a few words."""
    place: Location
    hint: str = ""
    """The way to reach it, or why there is none."""
    counted: bool = True
    """Whether it is a text to translate at all."""


class Origins:
    """What a site has that a text may come from."""

    def __init__(self, site: Site, trial: Trial, locale: Locale, codes: Collection[str]) -> None:
        """Look at *site*, its *trial*, and the *codes* in its texts."""
        self.site, self.project, self.config, self.locale = site, site.project, trial.config, locale
        config = trial.config
        self._left_out = {page.title for page in trial.pages if self._leaves_out(page)}
        self._options = list(_walk({name: value for name, value in site.written().items() if name != "nav"}, ()))
        self._navigation = {given_title(item): item for item in entries(site.navigation.items) if given_title(item)}
        names = sorted(set(_names(site, config)), key=len, reverse=True)
        self._any_name = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))
        self._codes = codes
        words = own_words(config, locale) if is_material(config) else {}
        self.same_in_theme = {text for text, own in words.items() if text == own}
        """Words of the theme that are the same in the language."""
        speaks = all(strings.translation(text, locale) is not None for text in strings.TEXTS.values())
        self._own_words = frozenset() if speaks else frozenset(map(visible.bare, strings.TEXTS.values()))
        self.templates = list(self._overrides())

    def _overrides(self) -> Iterator[tuple[str, TemplateWords]]:
        folder = self.project.custom_dir
        for path in sorted(folder.rglob("*.html")) if folder is not None else ():
            name = self.project.relative(path)
            for words in template_words(read_text(path, name)):
                yield name, words

    @property
    def theme(self) -> str:
        """What the theme is called."""
        return self.config.theme.name or "of this site"

    def of(self, text: str, page: TrialPage, inside: bool, place: str) -> Origin:
        """Where *text* of *page* comes from; *inside*: it is in the text of the page, and not around it.

        *place* is what the page says it with, as in :class:`visible.Seen`.
        """
        here = Location(self.project.page_path(page.src_uri) if page.src_uri else self.project.config_file.name)
        if not visible.words(self._any_name.sub("", text)):
            return Origin("names", here, counted=False)
        if "".join(text.split()).rstrip("¶") in self._codes:
            return Origin("code", here, counted=False)
        of_page = self._leaves_out(page) and (inside or self._own(text, page))
        if of_page or text in self._left_out or self.project.leaves_out(text):
            return Origin("what the site leaves out", here, counted=False)
        if inside and place == "drawing":
            source = source_text(self.project, self.project.docs_dir / page.src_uri)
            hint = "drawings are the same in every language: say it in the text, or in an aria-label of <svg>"
            return Origin("a drawing", Location(here.path, line_of(source, text)), hint)
        for find in (self._text, self._around) if inside else (self._around, self._text):
            if (found := find(text, page, here)) is not None:
                return found
        if visible.bare(text) in self._own_words:
            hint = f"it does not speak {self.locale.tag} yet: a catalog beside the others of its reader lets it"
            return Origin("Isogloss", here, hint)
        return Origin(
            "the page, as a plugin or the theme makes it",
            here,
            "no file of the site has it: look at the plugins in mkdocs.yml",
        )

    def _own(self, text: str, page: TrialPage) -> bool:
        """Whether *text* around the page is the page's own: a heading in its contents, its title or its description."""
        return text in page.content or any(_holds(value, text) for _, value in _walk(page.meta, ()))

    def _leaves_out(self, page: TrialPage) -> bool:
        return bool(page.src_uri) and self.project.leaves_out_page(page.src_uri, page.meta)

    def _text(self, text: str, page: TrialPage, here: Location) -> Origin | None:
        source = source_text(self.project, self.project.docs_dir / page.src_uri) if page.src_uri else ""
        line = line_of(source, text)
        if (plugin := page.made.get(text)) is not None:
            return _of_plugin(plugin, Location(here.path, line))
        if line:
            return Origin(
                "page text", Location(here.path, line), "a form of HTML that Isogloss does not read: report it"
            )
        if text not in page.content:
            return None
        names = dict.fromkeys(name for name in self.config.markdown_extensions if isinstance(name, str))
        others = [name for name in names if name not in BUNDLED and name.partition(".")[0] not in _OURS]
        named = f": {', '.join(others)}" if others else ""
        return Origin(f"an extension of Markdown{named}", here, _MADE_ANEW)

    def _around(self, text: str, page: TrialPage, here: Location) -> Origin | None:
        for name, found in self.templates:
            if text == found.text or (len(text) > 3 and text in found.text):
                return Origin("a template", Location(name, found.line), f"write {found.write}")
        options = [(steps, self._is_path(value)) for steps, value in self._options if _holds(value, text)]
        if steps := next((steps for steps, is_path in options if not is_path), None):
            return self._of_option(steps)
        if (item := self._navigation.get(text)) is not None:
            origin = self.site.title_origin(item)
            return Origin("the navigation", Location(origin or self.project.config_file.name))
        for steps, value in _walk(page.meta, ()):
            if _holds(value, text) and steps[0] in self._front_matter(page):
                hint = "catalogs hold title, description, subtitle and tags of front matter: write it into the page"
                return Origin(f"front matter: {'.'.join(map(str, steps))}", here, hint)
        if (plugin := page.made.get(text)) is not None:
            return _of_plugin(plugin, here)
        if (template := self._of_theme(text)) is not None:
            name, words = template
            hint = f"the theme has no translation of it for {self.locale.tag}"
            if words is not None:
                hint += f": a copy of this template below custom_dir can have one, with {words.write}"
            return Origin(f"the theme {self.theme}: {name}", here, hint)
        for steps, value in _walk(page.meta, ()):
            if _holds(value, text):
                hint = "no catalog holds what a plugin knows of a page: write it into the page"
                return Origin(f"a plugin, as {'.'.join(map(str, steps))} of the page", here, hint)
        return self._of_option(options[0][0]) if options else None

    def _front_matter(self, page: TrialPage) -> Mapping[str, Any]:
        """What the file of *page* has as front matter; a plugin may give a page more."""
        return get_data(source_text(self.project, self.project.docs_dir / page.src_uri))[1] if page.src_uri else {}

    def _is_path(self, value: str) -> bool:
        """Whether an option is an address, or the name of a file or a folder: others may say the same word."""
        with suppress(OSError, ValueError):
            return "://" in value or any(
                (folder / value).exists() for folder in (self.project.docs_dir, self.project.config_file.parent)
            )
        return False

    def _of_option(self, steps: Steps) -> Origin:
        path = ".".join(map(str, steps))
        place = self.project.place(*steps)
        if steps[0] == "plugins" and not place.line:
            place = self.project.place(steps[0], steps[1], *steps[1:])
        hint = f"write {path} under 'texts' of the plugin isogloss (* is any name or number)"
        return Origin(f"the option {path}", place, hint)

    def _of_theme(self, text: str) -> tuple[str, TemplateWords | None] | None:
        """The name of the theme's template that has *text*, and what it says there, if it does not translate it."""
        found = ((name, words) for name, said, words in self._theme if text == said or (len(text) > 3 and text in said))
        return next(found, None)

    @cached_property
    def _theme(self) -> list[tuple[str, str, TemplateWords | None]]:
        """The texts in the templates of the theme, with the names of these; without more, it translates them."""
        folders = [Path(folder) for folder in self.config.theme.dirs if Path(folder) != self.project.custom_dir]
        found: list[tuple[str, str, TemplateWords | None]] = []
        for folder in folders:
            for path in sorted(folder.rglob("*.html")):
                if path.parent.name == "languages" and path.stem != "en":
                    continue
                name, source = path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8", errors="replace")
                with suppress(jinja2.TemplateError):
                    found += [(name, one.text, one) for one in template_words(source)]
                    found += [(name, " ".join(text.split()), None) for text in translated_words(source)]
        return found


def _of_plugin(name: str, here: Location) -> Origin:
    return Origin(f"the plugin {name}", here, f"{name} makes it while the page is built: it has to translate it itself")


def _names(site: Site, config: MkDocsConfig) -> Iterator[str]:
    """Texts that are names: of languages, of who wrote the site, of its repository."""
    yield from NAMES
    yield from (locale.name for locale in site.project.all_locales)
    yield from (str(config[name]) for name in _NAMES if config.get(name))
    yield from (str(author["name"]) for author, _ in authors(config))


def _walk(value: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """The texts below *value*, which *steps* lead to; a plugin or an extension is a step by its name."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from _walk(below, (*steps, name))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            named = (
                steps[:1] in (("plugins",), ("markdown_extensions",)) and len(steps) == 1 and isinstance(below, Mapping)
            )
            yield from _walk(below, steps if named else (*steps, number))
    elif isinstance(value, str):
        yield steps, " ".join(value.split())


def _holds(value: str, text: str) -> bool:
    """Whether *text* is *value*, or words of it."""
    return value == text or (len(text) > 3 and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", value) is not None)
