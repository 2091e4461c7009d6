"""Messages that are in no page: texts in options, the navigation, labels of pages, words of extensions and themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markdown import Markdown

from isogloss.hosts.mkdocs.labels import label_messages
from isogloss.hosts.mkdocs.navigation import TitleOrigins, navigation_messages, own_titles
from isogloss.hosts.mkdocs.texts import OptionTexts
from isogloss.hosts.mkdocs.theme_words import theme_messages
from isogloss.project import Project
from isogloss.segments import Kind, Message, SourceStructure, site_texts

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation


def site_messages(
    project: Project,
    config: MkDocsConfig,
    options: OptionTexts,
    origins: TitleOrigins,
    nav: Navigation,
    pages: Sequence[File],
    structures: Mapping[str, SourceStructure],
) -> list[Message]:
    """All of them, in the order in which translators meet them; the English *pages* are rendered."""
    of_site, others = options.messages()
    own = {
        file.src_uri: set(own_titles(file.page, structures.get(file.src_uri)))
        for file in pages
        if file.page is not None
    }
    navigation = navigation_messages(nav, origins, lambda path: own.get(path, ()))
    md = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
    words = [Message(text.text, Kind.SITE, text.note) for text in site_texts(md)]
    return [
        *of_site,
        *navigation,
        *others,
        *label_messages(project, config, pages),
        *words,
        *theme_messages(project, config, len(pages)),
    ]
