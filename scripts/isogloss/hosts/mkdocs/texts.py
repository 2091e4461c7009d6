"""Texts in options of mkdocs.yml that readers see: of MkDocs, of the theme Material, and those that a site names.

A path leads to a text: ``extra.team.*.role``, where ``*`` is any name or number. ``plugins.NAME`` leads to the options
of a plugin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, NamedTuple

from isogloss.diagnostics import Diagnostic, ProblemsFound
from isogloss.hosts.mkdocs.english import English
from isogloss.project import Project
from isogloss.segments import Kind, Message
from isogloss.segments.text import has_words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_OF_SITE = ("site_name", "site_description", "copyright")
_OF_THEME = (
    "theme.palette.toggle.name",
    "theme.palette.*.toggle.name",
    "extra.status.*",
    "extra.social.*.name",
    "extra.consent.title",
    "extra.consent.description",
    "extra.consent.cookies.*",
    "extra.consent.cookies.*.name",
    "extra.analytics.feedback.title",
    "extra.analytics.feedback.ratings.*.name",
    "extra.analytics.feedback.ratings.*.note",
    "mdx_configs.toc.title",
)
_NOTES = {
    **dict.fromkeys(("theme.palette.toggle.name", "theme.palette.*.toggle.name"), "palette toggle"),
    "mdx_configs.toc.title": "title of a table of contents",  # The theme has it above the contents of each page.
}
"""What translators read where it is not the path."""

Translate = Callable[[Message], str]
"""Gives the text to publish for a message."""
Steps = tuple[str | int, ...]


class OptionText(NamedTuple):
    """One text in an option."""

    path: str
    steps: Steps
    """Where it stands: names and numbers."""
    text: str

    @property
    def message(self) -> Message:
        """The text as translators get it: a block of YAML ends with a line break, which is no part of it."""
        return Message(self.text.strip(), Kind.SITE, _NOTES.get(self.path, self.path))


def paths_of(note: str) -> list[str]:
    """The paths of the texts that translators know by *note*."""
    return [path for path, other in _NOTES.items() if other == note] or [note]


class OptionTexts:
    """The texts in options, in English as mkdocs.yml has them, and put in for each locale."""

    def __init__(self, config: MkDocsConfig, project: Project) -> None:
        """Find them. Raises :class:`ProblemsFound` if a path in the option ``texts`` leads to none."""
        plugin: Any = config.plugins.get("isogloss")
        own: list[str] = list(plugin.config.texts) if plugin is not None else []
        if lost := [path for path in own if not list(_found(config, path))]:
            raise ProblemsFound(_lost(project, path) for path in lost)
        paths = dict.fromkeys((*_OF_SITE, *_OF_THEME, *own))
        self._texts = [found for path in paths for found in _found(config, path)]
        self._changed: list[tuple[Any, Any, str]] = []

    @property
    def places(self) -> set[Steps]:
        """Where they stand."""
        return {found.steps for found in self._texts}

    def messages(self) -> tuple[list[Message], list[Message]]:
        """Those that say what the site is, and all others."""
        of_site = [found.message for found in self._texts if found.path in _OF_SITE]
        return of_site, [found.message for found in self._texts if found.path not in _OF_SITE]

    def restore(self) -> None:
        """Put the English texts back, before another locale is built."""
        while self._changed:
            holder, step, text = self._changed.pop()
            holder[step] = text

    def translate(self, config: MkDocsConfig, translate: Translate) -> None:
        """Put translations in, except where mkdocs.yml gives a text for the locale itself."""
        for found in self._texts:
            holder, step = _holder(config, found.steps), found.steps[-1]
            if holder is not None and _value(holder, step) == found.text:
                text = translate(found.message)
                if isinstance(text, English) or text != found.text.strip():
                    self._changed.append((holder, step, found.text))
                    holder[step] = English(found.text) if isinstance(text, English) else text


def _found(config: Any, path: str) -> Iterator[OptionText]:
    for steps, text in walk_to(config, path.split(".")):
        if isinstance(text, str) and has_words(text):
            yield OptionText(path, steps, text)


def walk_to(node: Any, path: Iterable[str]) -> Iterator[tuple[Steps, Any]]:
    """All that the names and wildcards of *path* lead to from *node*, each with where it stands."""
    first, *rest = path
    for step in _steps(node, first):
        below = _value(node, step)
        if not rest:
            yield (step,), below
        else:
            yield from (((step, *steps), found) for steps, found in walk_to(below, rest))


def _options(node: Any) -> Any:
    """The options of a plugin, in its place."""
    return node.config if hasattr(node, "config") and not isinstance(node, Mapping) else node


def _steps(node: Any, name: str) -> list[str | int]:
    node = _options(node)
    if isinstance(node, Mapping):
        return [step for step in node if name in ("*", str(step)) or str(step).endswith(f"/{name}")]
    if isinstance(node, list):
        return [step for step in range(len(node)) if name in ("*", str(step))]
    return []


def _value(node: Any, step: str | int) -> Any:
    node = _options(node)
    if isinstance(node, list):
        return node[step] if isinstance(step, int) and step < len(node) else None
    return node[step] if isinstance(node, Mapping) and step in node else None


def _holder(node: Any, steps: Steps) -> Any:
    """What holds the value at the end of *steps*: a mapping or a list; None if there is none."""
    for step in steps[:-1]:
        node = _value(node, step)
    node = _options(node)
    return node if isinstance(node, (MutableMapping, list)) else None


def _lost(project: Project, path: str) -> Diagnostic:
    return Diagnostic(
        "option-unknown",
        f"the path '{path}' leads to no text",
        project.place("plugins", "isogloss", "isogloss", "texts"),
        hint="write the names of options with dots between them, and * for any name or number: extra.team.*.role",
    )
