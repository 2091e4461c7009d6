"""What is known of the plugins of others: which begin anew in each language, and which make the same of the same.

Each of them was read for this, and is built in ``tests/cases/neighbours``. One that is not here may count, number or
collect what it has met in the languages before it; then the languages are built one after the other. Who knows better
says so with the option ``independent``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isogloss.hosts.mkdocs.plugin_order import is_of_blog
from isogloss.hosts.mkdocs.references import AUTOREFS, MKDOCSTRINGS
from isogloss.segments.parser import BUNDLED

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_BLOG = "material.plugins.blog.plugin"
_INDEPENDENT = frozenset(
    {
        "isogloss.hosts.mkdocs.plugin",
        "markdownextradata.plugin",
        _BLOG,
        "material.plugins.meta.plugin",
        "material.plugins.search.plugin",
        "material.plugins.tags.plugin",
        "material.plugins.typeset.plugin",
        "mike.mkdocs_plugin",
        "mkdocs.contrib.search",
        AUTOREFS,
        MKDOCSTRINGS,
        "mkdocs_awesome_nav.plugin",
        "mkdocs_awesome_pages_plugin.plugin",
        "mkdocs_git_revision_date_localized_plugin.plugin",
        "mkdocs_git_revision_date_plugin.plugin",
        "mkdocs_glightbox.plugin",
        "mkdocs_literate_nav.plugin",
        "mkdocs_macros.plugin",
        "mkdocs_minify_plugin.plugin",
        "mkdocs_redirects.plugin",
        "mkdocs_static_i18n.plugin",
    }
)
"""The modules of such plugins: two of them may have one name in mkdocs.yml."""


_PAGE_BY_PAGE = frozenset(
    {
        "isogloss.hosts.mkdocs.plugin",
        "markdownextradata.plugin",
        "material.plugins.meta.plugin",
        "material.plugins.search.plugin",
        "mkdocs.contrib.search",
        "mkdocs_awesome_nav.plugin",
        "mkdocs_git_revision_date_localized_plugin.plugin",
        "mkdocs_git_revision_date_plugin.plugin",
        "mkdocs_literate_nav.plugin",
        "mkdocs_minify_plugin.plugin",
        "mkdocs_redirects.plugin",
        "mkdocs_static_i18n.plugin",
    }
)
"""Those of them that make of each page the same, whichever others were read before. Others know tags of all pages."""
_AT_LAST = frozenset(
    {"env", "page_context", "post_build", "post_page", "post_template", "pre_template", "template_context"}
)
"""The events from which on something may depend on which pages are finished."""
_OF_TEXTS = ("page_read_source", "page_markdown")
"""The events that a text goes through before it is converted."""
_WRITE_TEXTS = frozenset(
    {
        "markdownextradata.plugin",
        "mkdocs_git_revision_date_localized_plugin.plugin",
        "mkdocs_git_revision_date_plugin.plugin",
        "mkdocs_macros.plugin",
    }
)
"""Those that write something into texts then, for which they ask others: it is not done twice."""
_LEAVE_TEXTS = frozenset(
    {
        "isogloss.hosts.mkdocs.plugin",
        "material.plugins.search.plugin",
        "material.plugins.tags.plugin",
        "mkdocs.contrib.search",
        "mkdocs_awesome_nav.plugin",
        "mkdocs_awesome_pages_plugin.plugin",
        "mkdocs_literate_nav.plugin",
        "mkdocs_redirects.plugin",
        "mkdocs_static_i18n.plugin",
    }
)
"""Those of them that leave the text of a page alone, and take nothing from what search leaves out."""


def is_independent(name: str, config: MkDocsConfig) -> bool:
    """Whether the site says of a plugin, a hook or an extension that it is independent.

    It makes the same of a page whatever was built before, and reads nothing but files of the site.
    """
    plugin: Any = config.plugins.get("isogloss")
    said = plugin.config.get("independent") or () if plugin is not None else ()
    return not {name, name.rpartition("/")[2]}.isdisjoint(said)


def takes_page_by_page(name: str, config: MkDocsConfig) -> bool:
    """Whether the plugin *name* makes the same of a page if no other page of the language has been read."""
    return type(config.plugins[name]).__module__ in _PAGE_BY_PAGE or is_independent(name, config)


def shows_page_by_page(config: MkDocsConfig) -> bool:
    """Whether a page of a site is what it is in a build if no others of its language were read before it."""
    return all(takes_page_by_page(name, config) for name in config.plugins)


def why_whole(config: MkDocsConfig) -> str:
    """What keeps the pages of a site from being shown one by one; empty if nothing does."""
    name = next((name for name, plugin in config.plugins.items() if is_of_blog(plugin)), "")
    return f"pages of the plugin '{name}' are of a kind of their own" if name else ""


def is_known_page_by_page(config: MkDocsConfig) -> bool:
    """The same of all that takes part in a build, as it was read here: nothing looks at the text of another page.

    Who says of a plugin, a hook or an extension that it is independent does not say that.
    """
    known = all(type(plugin).__module__ in _PAGE_BY_PAGE for plugin in config.plugins.values())
    names = config.markdown_extensions
    return known and not config.hooks and all(isinstance(name, str) and is_known_extension(name) for name in names)


def finishes_page_by_page(config: MkDocsConfig) -> bool:
    """Whether a page of a site is finished in the same way, and leaves the same, whichever others are finished.

    All pages are read by then. What is not known must have nothing to do with it from then on.
    """
    root = Path(config.config_file_path).parent
    known = [
        plugin
        for name, plugin in config.plugins.items()
        if name not in config.hooks and type(plugin).__module__ != _BLOG and not _who_keeps(name, plugin, root)
    ]
    return _alone_at(_AT_LAST, known, config)


def _alone_at(events: Iterable[str], plugins: Sequence[Any], config: MkDocsConfig) -> bool:
    """Whether nobody but these *plugins* takes part in *events*."""
    methods = (method for event in events for method in config.plugins.events.get(event, ()))
    return all(any(getattr(method, "__self__", None) is plugin for plugin in plugins) for method in methods)


_IF_YOU_DO = "(if you do, see 'independent' of the plugin isogloss)"
_READ_MORE = {
    "markdownextradata.plugin": "it reads data from wherever it is told to",
    "mike.mkdocs_plugin": "it reads the environment",
    MKDOCSTRINGS: "it reads code",
    "mkdocs_git_revision_date_localized_plugin.plugin": "it reads the history of Git, and the clock",
    "mkdocs_git_revision_date_plugin.plugin": "it reads the history of Git, and the clock",
    "mkdocs_macros.plugin": "it runs code of the site",
}
"""Those of them that read more than the files of the site, and what."""
_OF_SEARCH = ("jieba_dict", "jieba_dict_user", "prebuild_index")
"""Options of search plugins by which they read other files, or run other programs."""
_EXTENSIONS = ("markdown.extensions.", "material.extensions.", "pymdownx.")
_READ_ANYWHERE = frozenset({"pymdownx.b64"})


def leaves_texts(plugin: Any) -> bool:
    """Whether a *plugin* is known to do nothing to the text of a page."""
    return type(plugin).__module__ in _LEAVE_TEXTS


def what_it_reads(name: str, plugin: Any) -> str:
    """What a *plugin* reads besides the files of the site; empty if it reads nothing else."""
    if reason := _READ_MORE.get(type(plugin).__module__):
        return f"the plugin '{name}' is on: {reason}"
    if more := [option for option in _OF_SEARCH if plugin.config.get(option)]:
        return f"the plugin '{name}' has the option '{more[0]}'"
    return ""


def is_known_extension(name: str) -> bool:
    """Whether an extension is one of Python-Markdown, Material or pymdownx."""
    return name in BUNDLED or name.startswith(_EXTENSIONS)


def what_extension_reads(name: str, options: Mapping[str, Any]) -> str:
    """The same for an extension of Python-Markdown, as far as it is not known which files it reads."""
    if name in _READ_ANYWHERE or not is_known_extension(name):
        return f"nobody knows what the extension '{name}' reads"
    if options.get("url_download"):
        return f"the extension '{name}' reads from other hosts"
    return ""


def may_be_converted_twice(config: MkDocsConfig, own: object) -> bool:
    """Whether pages are read and converted without asking anything but their files, so that it may be done twice.

    *own* is an extension that asks nothing either.
    """
    extensions = [(name, config.mdx_configs.get(name) or {}) for name in config.markdown_extensions if name is not own]
    if any(not isinstance(name, str) or what_extension_reads(name, options) for name, options in extensions):
        return False
    known = [plugin for plugin in config.plugins.values() if type(plugin).__module__ in _INDEPENDENT - _WRITE_TEXTS]
    return _alone_at(_OF_TEXTS, known, config)


def pages_may_include(config: MkDocsConfig) -> bool:
    """Whether a page may show the text of another one, and nobody knows which: something unknown reads files."""
    extensions = ((name, config.mdx_configs.get(name) or {}) for name in config.markdown_extensions)
    return any(is_independent(name, config) for name in config.plugins) or any(
        isinstance(name, str) and what_extension_reads(name, options) for name, options in extensions
    )


def what_is_kept(config: MkDocsConfig) -> str:
    """Why a plugin or a hook may keep something from one language to the next; empty if none does."""
    root = Path(config.config_file_path).parent
    plugins = ((name, plugin) for name, plugin in config.plugins.items() if not is_independent(name, config))
    # MkDocs has hooks among the plugins.
    found = [
        f"the hook '{name}'" if name in config.hooks else _who_keeps(name, plugin, root) for name, plugin in plugins
    ]
    *others, last = sorted(filter(None, found), key=lambda who: not who.startswith("the hook")) or [""]
    if not last:
        return ""
    who, keep = (f"{', '.join(others)} and {last}", "keep") if others else (last, "keeps")
    return f"nobody knows what {who} {keep} from one language to the next {_IF_YOU_DO}"


def is_known_throughout(config: MkDocsConfig) -> bool:
    """Whether all plugins of a site were read here, and there are no hooks and no code of the site.

    Who says of one of them that it is independent does not say all that was looked for.
    """
    root = Path(config.config_file_path).parent
    return not any(_who_keeps(name, plugin, root) for name, plugin in config.plugins.items())


def _who_keeps(name: str, plugin: Any, root: Path) -> str:
    """What of a *plugin* may keep something; empty, if nothing does."""
    module = type(plugin).__module__
    if module not in _INDEPENDENT:
        return f"the plugin '{name}'"
    options: Mapping[str, Any] = plugin.config
    if module == "mkdocs_macros.plugin":
        code = root / str(options.get("module_name") or "main")
        if code.is_dir() or code.with_suffix(".py").is_file() or options.get("modules"):
            return f"the code that the plugin '{name}' runs"
    return ""
