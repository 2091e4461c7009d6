"""Words that known themes say in English alone: each is a message of the site, if the site shows it.

Read in MkDocs 1.6 and Material for MkDocs 9.7 and 9.8. A template of the site's own in the place of one of these says
what it wants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import jinja2

from isogloss.project import Project
from isogloss.segments import Kind, Message

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

NAMES = (
    "BitBucket", "Bitbucket", "GitHub", "GitLab", "Google Analytics", "Material for MkDocs", "MkDocs", "Read the Docs",
    "Twitter",
)  # fmt: skip
"""What themes and extensions call others: nobody translates it."""


class _Word(NamedTuple):
    theme: str
    template: str
    text: str
    attribute: str = ""
    """The attribute that says it; empty for a text."""
    option: str = ""
    """The option of the theme without which nobody sees it."""


_TOGGLE = "Toggle navigation"
"""Where there is none, nobody sees it."""
_WORDS = (
    _Word("material", "partials/copyright.html", "Made with"),
    _Word("material", "partials/logo.html", "logo", "alt", "logo"),
    _Word("mkdocs", "base.html", _TOGGLE, "aria-label"),
    _Word("mkdocs", "base.html", "Toggle theme", "aria-label", "user_color_mode_toggle"),
    _Word("mkdocs", "base.html", "Toggle theme", "", "user_color_mode_toggle"),
    _Word("mkdocs", "base.html", "Light", "", "user_color_mode_toggle"),
    _Word("mkdocs", "base.html", "Dark", "", "user_color_mode_toggle"),
    _Word("mkdocs", "base.html", "Auto", "", "user_color_mode_toggle"),
    _Word("readthedocs", "breadcrumbs.html", "breadcrumbs navigation", "aria-label"),
)


def theme_messages(project: Project, config: MkDocsConfig, pages: int) -> list[Message]:
    """The words of the theme that readers of this site, of so many *pages*, see, as messages."""
    alone = pages < 2 and not config.repo_url
    texts = dict.fromkeys(word.text for word in _shown(project, config) if not (alone and word.text == _TOGGLE))
    return [Message(text, Kind.SITE, f"theme {config.theme.name}") for text in texts]


def _shown(project: Project, config: MkDocsConfig) -> Iterator[_Word]:
    for word in _WORDS:
        option = config.theme.get(word.option) if word.option else True
        thanks = word.text != "Made with" or config.extra.get("generator") is not False
        if word.theme == config.theme.name and option and thanks:
            own = project.custom_dir is not None and (project.custom_dir / word.template).is_file()
            folders = map(Path, config.theme.dirs)
            path = next((path for folder in folders if (path := folder / word.template).is_file()), None)
            if path is not None and not own and _pattern(word).search(path.read_text(encoding="utf-8")):
                yield word


def _pattern(word: _Word) -> re.Pattern[str]:
    text = re.escape(word.text)
    return re.compile(rf'(\b{word.attribute}="){text}(")' if word.attribute else rf"([>}}]\s*){text}(\s*[<{{])")


def install_words(env: jinja2.Environment, project: Project, config: MkDocsConfig) -> None:
    """Let the templates of *env* ask ``_()`` for the words of the theme."""
    words = list(_shown(project, config))
    if words and env.loader is not None:
        env.loader = _Loader(env.loader, words)


class _Loader(jinja2.BaseLoader):
    """Loads templates as another loader does, with ``_()`` around some words."""

    def __init__(self, loader: jinja2.BaseLoader, words: Iterable[_Word]) -> None:
        self.loader = loader
        self.words: dict[str, list[_Word]] = {}
        for word in words:
            self.words.setdefault(word.template, []).append(word)

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, name, uptodate = self.loader.get_source(environment, template)
        for word in self.words.get(template, ()):
            source = _pattern(word).sub(rf"\g<1>{{{{ _('{word.text}') }}}}\g<2>", source)
        return source, name, uptodate

    def list_templates(self) -> list[str]:
        return self.loader.list_templates()
