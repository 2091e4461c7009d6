"""Some pages of a language, built alone: what else the language has is known from an earlier build."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.nav import Navigation

from isogloss.hosts.mkdocs import collecting
from isogloss.hosts.mkdocs.compiled import alike_everywhere
from isogloss.hosts.mkdocs.english import English
from isogloss.hosts.mkdocs.frames import Frame, expressions, framed
from isogloss.hosts.mkdocs.known_plugins import is_known_page_by_page, why_whole
from isogloss.hosts.mkdocs.language import AskOriginals, Language
from isogloss.hosts.mkdocs.navigation import entries
from isogloss.hosts.mkdocs.notes import Title, heard_of_pages, note
from isogloss.hosts.mkdocs.on_demand import Stage, bring
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.hosts.mkdocs.telling import page_progress
from isogloss.hosts.mkdocs.theme import KNOWN_THEMES, own_templates

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

_FEW = 10
"""So many pages leave little garbage."""
_OF_PAGES = re.compile(r"""\.\s*(?:content|toc)\b|['"](?:content|toc)['"]""")
"""In an expression of a template: what may be the text of a page, or its headings."""


class NotAloneError(Exception):
    """A page cannot be built alone."""


def may_be_built_alone(config: MkDocsConfig) -> bool:
    """Whether a page of a site is what it is in a build, and all others are what they were, if it is built alone.

    Neither plugins nor templates of the site may look at the text of other pages.
    """
    if config.theme.name not in KNOWN_THEMES or why_whole(config) or not is_known_page_by_page(config):
        return False
    paths = (Path(config.docs_dir, name) for name in config.extra_templates)
    extra = (path.read_text(encoding="utf-8", errors="replace") for path in paths if path.is_file())
    texts = chain(own_templates(config), extra)
    return not any(_OF_PAGES.search(found) for text in texts for found in expressions(text))


class _Alone(Language):
    """A language of which everything is known but some pages."""

    def __init__(
        self, english: Language, tag: str, ask: AskOriginals, handed_on: Mapping[str, Any], finished: Mapping[str, str]
    ) -> None:
        self._known_titles: Sequence[Title] = handed_on["titles"]
        self._frames = {path: Frame(*found) for path, found in handed_on["frames"].items()}
        self._finished_before = finished
        super().__init__(english.config, tag, ask, english)
        self.plugin.keeps_frames = bool(self._frames)

    def _prepare(self, rendered: bool, searched: bool = False, prepared: bool = False) -> None:
        super()._prepare(rendered, searched, prepared)
        if alike_everywhere(self.env):
            self.env.optimized = False  # What is rendered once is not worth to be computed beforehand.

    def _ready(self, page: Page | None) -> None:
        for item, (title, in_english) in zip(entries(self.nav.items), self._known_titles, strict=True):
            if item is not page:
                item.title = English(title) if in_english else title
        for one in self.nav.pages:
            bring(one, Stage.READ)

    def _settle(self) -> None:
        """Nothing: :meth:`_ready` has given all others their titles."""

    def _render(self, page: Page) -> None:
        super()._render(page)
        self.plugin.titles.follow_all(Navigation([page], [page]))

    def _in_template(self, template: str, page: Page, context: TemplateContext) -> str:
        file, plugin = page.file, self.plugin
        known, before = self._frames.get(file.src_uri), self._finished_before.get(file.src_uri)
        if known is None or before is None or plugin.has_marks(file):
            return super()._in_template(template, page, context)

        def finish(output: str) -> str:
            return self.config.plugins.on_post_page(output, page=page, config=self.config)

        if (found := framed(known, before, page, plugin.told_of(file), finish)) is None:
            return super()._in_template(template, page, context)
        output, plugin.frames[file.src_uri] = found
        return output


class Pages:
    """Pages of some languages, in a process in which plugins have prepared, and no more."""

    def __init__(self, config: MkDocsConfig, paths: Mapping[str, Sequence[str]]) -> None:
        """Take the *paths* below docs/ of the pages, by the tag of the language."""
        self.config, self.paths = config, paths
        if max(map(len, paths.values())) > _FEW:
            collecting.now()
        self._english = Language(config, StaticI18n.of(config).default_language, lambda _, __: {}, prepared=True)
        every = sorted({path for pages in paths.values() for path in pages})
        self._originals = self._english.originals(every, False)

    def built(self, tag: str, handed_on: Mapping[str, Any], finished: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """The pages of the language *tag*.

        *handed_on* is what the language has handed on when it was built before, *finished* what pages were then, by
        their paths. Each page with its finished ``html``,
        its ``note``, how far it is (``row``), and what the ``search`` finds on it, in a form that JSON can hold. Raises
        :class:`NotAloneError`, and what MkDocs and plugins raise.
        """
        paths, config = self.paths[tag], self.config
        begun = {path: found["begun"] for path, found in handed_on["notes"].items() if path not in paths}
        self._english.plugin.localizers[tag].begun = begun

        def ask(asked: list[str], beginnings: bool) -> dict[str, Any]:
            if beginnings or not set(paths) >= set(asked) or not self._originals.keys() >= set(asked):
                raise NotAloneError(f"{', '.join(asked)}: needed as well")
            return {path: self._originals[path] for path in asked}

        found: dict[str, dict[str, Any]] = {}
        number = 0
        with heard_of_pages(config) as said:
            language = _Alone(self._english, tag, ask, handed_on, finished)
            i18n, plugin = StaticI18n.of(config), language.plugin
            for path in paths:
                file = language.files.src_uris.get(path)
                if file is None or not file.is_documentation_page() or plugin.localizer is None:
                    raise NotAloneError(f"the language has no page {path}")
                html = language.html(file)
                if not html.strip():
                    raise NotAloneError(f"{path} is empty")
                searched = i18n.collect_search_entries(config)
                found[path] = {
                    "html": html.encode("utf-8", errors="xmlcharrefreplace").decode("utf-8"),
                    "row": asdict(page_progress(plugin.localizer, path, plugin.page_sources)),
                    "search": searched[number:],
                    "note": note(plugin, file, said),
                    "frame": plugin.frames.get(path),
                }
                number = len(searched)
        return found
