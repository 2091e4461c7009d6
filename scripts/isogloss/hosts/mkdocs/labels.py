"""Labels that pages have in common: tags, and authors of a blog, as the plugins of Material for MkDocs keep them.

Read in versions 9.5 to 9.8. Readers see a tag in their language; its address, its anchor and its style come from the
English one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.hosts.mkdocs.english import English
from isogloss.hosts.mkdocs.page_files import leaves_out
from isogloss.hosts.mkdocs.plugin_order import is_of_blog
from isogloss.project import Project
from isogloss.segments import Kind, Message
from isogloss.segments.text import has_words

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

Translate = Callable[[Message], str]


class ShownAs(str):
    """A text that is the English one to programs, and its translation to readers."""

    __slots__ = ("shown",)
    shown: str

    def __new__(cls, text: str, shown: str) -> ShownAs:
        """Show *text* as *shown*."""
        self = super().__new__(cls, text)
        self.shown = shown
        return self

    def __str__(self) -> str:
        return self.shown


def label_messages(project: Project, config: MkDocsConfig, pages: Iterable[File]) -> Iterator[Message]:
    """The tags of the English *pages*, once they are rendered, and what is said of authors."""
    names = [plugin.config["tags_name_property"] for plugin in _tags_plugins(config)]
    for file in pages if names else ():
        meta = file.page.meta if file.page is not None and not leaves_out(project, file) else {}
        for name in dict.fromkeys(names):
            for tag in _listed(meta.get(name)):
                yield _tag(tag, project.page_path(file.src_uri))
    for _, message in _authors(project, config):
        if has_words(message.msgid):
            yield message


def _listed(value: Any) -> list[str]:
    return [tag for tag in value if isinstance(tag, str) and has_words(tag)] if isinstance(value, list) else []


def _tag(text: str, path: str = "") -> Message:
    return Message(text, Kind.SITE, "tag", origin=path)


def _tags_plugins(config: MkDocsConfig) -> list[Any]:
    """The plugins for tags that are at work; Material has one, or several."""
    found = [plugin for name, plugin in config.plugins.items() if name.partition(" ")[0] in ("tags", "material/tags")]
    return [plugin for plugin in found if hasattr(plugin, "mappings") and plugin.config["enabled"]]


def translate_tags(config: MkDocsConfig, translate: Translate) -> dict[str, str]:
    """Let pages and indexes show tags in the language under way, before indexes are made; what each has become."""
    shown: dict[str, str] = {}
    for plugin in _tags_plugins(config):
        for mapping in plugin.mappings or ():
            for tag in (one for leaf in mapping.tags for one in leaf):
                text = translate(_tag(str(tag.name)))
                if isinstance(text, English):
                    tag.name = text
                elif text != tag.name:
                    shown[tag.name] = text
                    tag.name = ShownAs(tag.name, text)
    return shown


def authors(config: MkDocsConfig) -> Iterator[tuple[Any, Any]]:
    """Each author of each blog, with the plugin that is the blog."""
    for plugin in config.plugins.values():
        found: Any = getattr(plugin, "authors", None) if is_of_blog(plugin) else None
        yield from ((author, plugin) for author in (found.values() if hasattr(found, "values") else ()))


def _authors(project: Project, config: MkDocsConfig) -> Iterator[tuple[Any, Message]]:
    for author, plugin in authors(config):
        file = Path(config.docs_dir, plugin.config["authors_file"].format(blog=plugin.config["blog_dir"]))
        yield author, Message(author["description"], Kind.SITE, "author", origin=project.relative(file))


def translate_authors(project: Project, config: MkDocsConfig, translate: Translate) -> None:
    """Say of authors in the language under way what is said of them."""
    for author, message in _authors(project, config):
        author["description"] = translate(message)
