"""What a library promises to nobody is known to one module, which says in which versions it was read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

import isogloss
import pytest
from isogloss.hosts.mkdocs.material import install_language
from isogloss.hosts.mkdocs.static_i18n import StaticI18n
from isogloss.project import Locale
from isogloss.segments import pymdown
from isogloss.segments.parser import BUNDLED, require_known
from jinja2 import DictLoader, Environment
from markdown import Markdown
from mkdocs.exceptions import PluginError

PACKAGE = Path(isogloss.__file__).parent
PROMISED = {
    "markdown": {"Markdown"},
    "markdown.extensions": {"Extension"},
    "markdown.inlinepatterns": {"InlineProcessor"},
    "markdown.preprocessors": {"Preprocessor"},
    "markdown.treeprocessors": {"Treeprocessor"},
    "markdown.util": {"AtomicString"},
}
"""What the documentation of Python-Markdown tells authors of extensions to import."""
HOMES = {
    "segments/parser.py": (
        "markdown",
        "abbrs rawHtmlBlocks html_counter tag_counter tag_data found_refs used_refs footnote_order toc_tokens "
        "use_permalinks permalink_title HEADER_RE BLOCK_RE BACKLINK_TITLE BACKLINK_TEXT footnotes "
        "_InlineProcessor__handleInline _InlineProcessor__applyPattern",
    ),
    "segments/pymdown.py": (
        "pymdownx",
        "registeredExtensions get_pymdownx_highlighter title_mode auto_title_map critic_stash blocks_on_inline_end",
    ),
    "hosts/mkdocs/static_i18n.py": (
        "mkdocs_static_i18n",
        "build_languages current_language extra_alternate reconfigure_search docs_structure",
    ),
    # What mkdocs-static-i18n writes on files of MkDocs: it imports nothing of it.
    "hosts/mkdocs/page_files.py": ("", "norm_src_uri localization"),
    "hosts/mkdocs/material.py": (
        "material",
        "partials/languages/ isogloss/language.html search_index add_entry_from_context create_entry_for_section",
    ),
}
"""For each module the library whose other names it alone may use, and such names of its objects."""
PRIVATE = {
    "hosts/mkdocs/site.py": {"_current_page"},
    "hosts/mkdocs/page_files.py": {"_set_canonical_url"},
    "hosts/mkdocs/beginnings.py": {"_register"},
    "hosts/mkdocs/language.py": {"_build_template", "_current_page"},
    "hosts/mkdocs/notes.py": {"_current_page"},
    "hosts/mkdocs/references.py": {"_handlers"},
    "hosts/mkdocs/shared_pages.py": {"_build_page", "_current_page"},
}
"""What MkDocs does while it renders a page, and where a page gets its address: so does who does it in its stead."""


@cache
def modules() -> list[tuple[str, ast.Module]]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return [(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, "") for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((str(node.module), name.name) for name in node.names)


def spoken(tree: ast.Module) -> Iterator[str]:
    """Attributes of other objects, and the texts by which ``getattr`` and ``hasattr`` would find them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id == "self"):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize(("home", "library", "names"), [(home, *known) for home, known in HOMES.items()])
def test_what_is_not_promised_is_used_in_one_module(home, library, names):
    for path, tree in modules():
        if path == home:
            assert re.search(r"\bRead in versions? \d", ast.get_docstring(tree)), path
            continue
        for module, name in imported(tree):
            promised = name in PROMISED.get(module, ())
            assert promised or module.partition(".")[0] != library, f"{path} imports {name}, which {home} knows"
        used = set(names.split()).intersection(spoken(tree))
        assert not used, f"{path} uses {used}, which {home} knows"


def test_nobody_looks_at_private_names_of_others():
    own = {
        node.attr if isinstance(node, ast.Attribute) else node.name if hasattr(node, "name") else node.id
        for _, tree in modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
        or isinstance(node, (ast.FunctionDef, ast.ClassDef))
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    }
    for path, tree in modules():
        private = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr[0] == "_"}
        foreign = {name for name in private - own if not name.startswith("__")}
        assert foreign <= PRIVATE.get(path, set()), path


def test_an_unknown_python_markdown_is_refused_by_name():
    md = Markdown()
    del md.htmlStash.tag_data
    with pytest.raises(RuntimeError, match=r"Python-Markdown: it has no htmlStash\.tag_data\. Install version 3\.10"):
        require_known(md)


def test_unknown_pymdown_extensions_are_refused_by_name():
    md = Markdown(extensions=["pymdownx.critic"])
    del md.postprocessors["critic-post"].critic_stash
    with pytest.raises(RuntimeError, match="pymdown-extensions: 'critic-post' has no critic_stash"):
        pymdown.critic_marks(md)


def test_an_unknown_static_i18n_is_refused_by_name():
    with pytest.raises(PluginError, match="mkdocs-static-i18n: it has no building, build_languages"):
        StaticI18n(SimpleNamespace(current_language=None, default_language="en", extra_alternate={}))


def test_an_unknown_material_is_refused_by_name():
    with pytest.raises(PluginError, match=r"Material for MkDocs: it has no partials/languages/en\.html"):
        install_language(Environment(loader=DictLoader({})), Locale("es-ES", "Español"), needed=True)


def test_the_extensions_of_python_markdown_are_those_that_are_known():
    found = entry_points(group="markdown.extensions")
    assert {entry.name for entry in found if entry.value.startswith("markdown.")} == BUNDLED
