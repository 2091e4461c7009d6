"""An English page that another process renders, and what that leaves behind, put where it would be otherwise.

MkDocs and all plugins do the rest in this process, page by page: only the conversion of a text is taken over, and only
if it is the text that the other process had. Whoever takes part in a conversion is known to look at nothing but the
text, its options and files; :func:`may_be_rendered_apart` says where.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.structure.pages import Page

from isogloss.hosts.mkdocs.known_plugins import may_be_converted_twice
from isogloss.hosts.mkdocs.said import Said, heard_alone
from isogloss.segments.anew import are_known
from isogloss.segments.extension import Kept
from isogloss.segments.pymdown import note_snippets, snippets_noted

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from isogloss.review.source_pages import SourcePages
    from isogloss.segments import IsoglossExtension

_LINKS = "links_to_anchors"
"""Where MkDocs has what a page leads to, by file."""


class _Rendered(NamedTuple):
    """What rendering a page has left behind."""

    text: bytes
    """The text that was converted: its hash."""
    page: dict[str, Any]
    """What the page has got."""
    links: dict[str, dict[str, str]] | None
    """Of it, what it leads to, by the path of the file."""
    original: tuple[Any, ...]
    """What localized pages are held to."""
    kept: Kept
    """What is kept for localized pages."""
    looked_for: Sequence[str]
    """The files that its text may have been taken from."""
    said: Sequence[Said]


def may_be_rendered_apart(config: MkDocsConfig, extension: IsoglossExtension) -> bool:
    """Whether what becomes of a text depends on nothing that is done with the pages before it.

    The *extension* is one of those that *config* lists.
    """
    return may_be_converted_twice(config, extension) and are_known(config.mdx_configs)


def render_apart(
    page: Page, config: MkDocsConfig, files: Files, extension: IsoglossExtension, sources: SourcePages
) -> bytes | None:
    """Render *page*, whose text is read, in another process; None if it has to be rendered where it is needed.

    Raises what MkDocs and extensions raise.
    """
    assert page.markdown is not None
    before, kept = dict(vars(page)), extension.kept_so_far()
    looked_for: list[str] = []
    with heard_alone() as said, warnings.catch_warnings(record=True) as warned, snippets_noted(looked_for.append):
        warnings.simplefilter("always")  # Python warns of one thing once in a process.
        page.render(config, files)
    found = {name: value for name, value in vars(page).items() if before.get(name, before) is not value}
    links = found.pop(_LINKS, None)
    paths = None if links is None else {file.src_uri: led for file, led in links.items()}
    if warned or (links and any(files.src_uris.get(file.src_uri) is not file for file in links)):
        return None
    path = page.file.src_uri
    left = _Rendered(
        _hash(page.markdown), found, paths, sources.hand_over(path), extension.kept_since(kept), looked_for, said
    )
    return pickle.dumps(left, pickle.HIGHEST_PROTOCOL)


def put_back(found: bytes, page: Page, files: Files, extension: IsoglossExtension, sources: SourcePages) -> bool:
    """Let *page* be as if it were rendered here; False if it has another text."""
    left: _Rendered = pickle.loads(found)
    assert page.markdown is not None
    if left.text != _hash(page.markdown):
        return False
    if left.links is not None:
        left.page[_LINKS] = {files.src_uris[path]: led for path, led in left.links.items()}
    vars(page).update(left.page)
    sources.take_over(page.file.src_uri, left.original)
    extension.take(left.kept)
    note_snippets(left.looked_for)
    for line in left.said:
        line.again()
    return True


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass")).digest()


@contextmanager
def taking_over(take: Callable[[Page, MkDocsConfig, Files], bool]) -> Iterator[None]:
    """Have *take* render pages, where it can, in place of MkDocs."""
    render = Page.render

    def take_or_render(self: Page, config: MkDocsConfig, files: Files) -> None:
        if not take(self, config, files):
            render(self, config, files)

    Page.render = take_or_render  # type: ignore[method-assign]
    try:
        yield
    finally:
        Page.render = render  # type: ignore[method-assign]
