"""All messages of a site, source by source: its pages, the strings of its configuration, its templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jinja2.exceptions import TemplateSyntaxError
from jinja2.ext import babel_extract
from markdown.extensions import Extension

from isogloss.diagnostics import Diagnostic, Location, ProblemsFound
from isogloss.project import Locale, Project, read_text
from isogloss.segments import Kind, Message, Rendering
from isogloss.segments.locate import templates_in


class Source(NamedTuple):
    """The messages of one page or of the site's strings, and where their catalog is."""

    name: str
    """What the catalog's references say: ``docs/index.md``."""
    messages: tuple[tuple[Message, str], ...]
    """Each message with its reference, in order; repeated texts may be there again."""
    page: str = ""
    """The page's path below docs/; empty for the site's strings."""
    address: str = ""
    """Where the page is published, in English; empty for the site's strings, and where nobody knows."""

    @property
    def by_msgid(self) -> dict[str, Message]:
        """The messages, in order, each once, as in a catalog: what is counted wherever messages are counted."""
        found: dict[str, Message] = {}
        for message, _ in self.messages:
            found.setdefault(message.msgid, message)
        return found


def catalog_path(project: Project, locale: Locale, source: Source) -> Path:
    """Where the catalog of *source* is."""
    if source.page:
        return project.page_catalog(locale, source.page)
    return project.strings_catalog(locale, source.name)


def number_of_messages(sources: Iterable[Source]) -> int:
    """How many messages there are: a text counts once in each catalog."""
    return sum(len(source.by_msgid) for source in sources)


FRONT_MATTER = {Kind.TITLE: "title", Kind.DESCRIPTION: "description", Kind.SUBTITLE: "subtitle"}
"""What readers see of a page's front matter; Material for MkDocs shows subtitles in the navigation."""


def front_matter_messages(meta: dict[str, object]) -> list[Message]:
    """The messages of a page's front matter."""
    texts = [(meta.get(name), kind) for kind, name in FRONT_MATTER.items()]
    return [Message(text.strip(), kind) for text, kind in texts if isinstance(text, str) and text.strip()]


def template_messages(custom_dir: Path | None, relative: Callable[[Path], str]) -> list[tuple[Message, str]]:
    """The strings that templates give to ``_()`` or ``{% trans %}``, plurals too, each with the path of its template.

    Raises :class:`ProblemsFound` if a template cannot be read or does not parse.
    """
    found: list[tuple[Message, str]] = []
    if custom_dir is None:
        return found
    for path in templates_in(custom_dir):
        name = relative(path)
        try:
            stream = BytesIO(read_text(path, name).encode("utf-8"))
            options = {"encoding": "utf-8", "silent": "false"}
            extracted = list(babel_extract(stream, ("_", "gettext", "ngettext"), ["Translators:"], options))
        except TemplateSyntaxError as error:
            location = Location(name, error.lineno)
            raise ProblemsFound(
                [Diagnostic("template", f"the template does not parse: {error.message}", location)]
            ) from None
        for _, function, text, comments in extracted:
            texts = text if isinstance(text, tuple) else (text,)
            # One thing and many are two texts: a language says of each how it counts.
            for text in texts[: 2 if function == "ngettext" else 1]:
                if isinstance(text, str) and text:
                    note = " ".join(comment.removeprefix("Translators:").strip() for comment in comments)
                    found.append((Message(text, Kind.TEMPLATE, note), name))
    return found


class Pages(Protocol):
    """The English pages of a site as its host has loaded them, for rooms that know no host."""

    project: Project

    @property
    def paths(self) -> list[str]:
        """The paths of the English pages below docs/, in the order of the navigation."""
        ...

    @property
    def in_folders(self) -> bool:
        """Whether the pages of a language are in a folder of its own."""
        ...

    def extend(self, extension: Extension) -> None:
        """Let an extension of Python-Markdown see the pages that are rendered from now on."""
        ...

    def has_extension(self, name: str) -> bool:
        """Whether the site uses the extension *name* of Python-Markdown."""
        ...

    def address(self, src_uri: str) -> str:
        """Where the English page is published; empty if mkdocs.yml does not say it."""
        ...

    def render_text(self, src_uri: str, text: str, rendering: Rendering) -> tuple[dict[str, Any], list[Message]]:
        """Render *text* as if it were the page *src_uri*; its front matter and all its messages."""
        ...


def of_page(
    project: Project, src_uri: str, meta: dict[str, object], messages: Iterable[Message], address: str = ""
) -> Source:
    """The messages of one English page, published at *address*: those of its front matter, then those of its text."""
    path = project.page_path(src_uri)
    wanted = _wanted(project, (*front_matter_messages(meta), *messages))
    return Source(path, tuple((message, path) for message in wanted), src_uri, address)


def asked_for(sources: Iterable[Source], given: Callable[[Message], str | None]) -> list[Source]:
    """*sources* without the messages of which a language has a text already, *given* in mkdocs.yml."""
    found = []
    for source in sources:
        rows = tuple([row for row in source.messages if given(row[0]) is None])
        found.append(source._replace(messages=rows) if len(rows) < len(source.messages) else source)
    return found


def home_of(project: Project, name: str, origin: str = "") -> Path:
    """The file, or the folder of templates, with the English texts of the source *name*, or a text's own *origin*."""
    if origin:
        return project.root / origin
    if name == "mkdocs":
        return project.config_file
    return (project.custom_dir or project.root) if name == "overrides" else project.root / name


def of_site(project: Project, strings: Iterable[Message]) -> Iterator[Source]:
    """What is not in a page: the *strings* of the configuration, and those of the templates."""
    here = project.config_file.name
    yield Source("mkdocs", tuple((message, message.origin or here) for message in _wanted(project, strings)))
    templates = template_messages(project.custom_dir, project.relative)
    yield Source("overrides", tuple(found for found in templates if not project.leaves_out(found[0].msgid)))


def _wanted(project: Project, messages: Iterable[Message]) -> Iterator[Message]:
    return (message for message in messages if not project.leaves_out(message.msgid))
