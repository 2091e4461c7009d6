"""The few words that Markdown extensions put on every page by themselves: they are strings of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from markdown import Markdown

from isogloss.segments.text import has_words

_LINKED = {
    "Issue": ("issue",),
    "Pull Request": ("pull",),
    "Discussion": ("discuss",),
    "Commit": ("commit",),
    "Compare": ("compare",),
    "Repository": ("repository",),
    "User": ("mention", "metion"),  # As the shortener spells it.
}
"""What pymdownx.magiclink calls that to which links lead, and the names that it looks the words up by."""


class SiteText(NamedTuple):
    """One text of an extension of a parser."""

    note: str
    """Where readers meet it."""
    text: str
    put: Callable[[str], object]
    """Puts another text in its place, in this parser."""


def site_texts(md: Markdown) -> Iterator[SiteText]:
    """The texts of the extensions of *md*, as the site has set them or as they come with the extension."""
    for found in _texts(md):
        if has_words(found.text):
            yield found


def _texts(md: Markdown) -> Iterator[SiteText]:
    if "toc" in md.treeprocessors:
        toc: Any = md.treeprocessors["toc"]
        if toc.use_permalinks:
            yield SiteText("link beside a heading", toc.permalink_title or "", partial(setattr, toc, "permalink_title"))
        if isinstance(toc.use_permalinks, str):
            yield SiteText("text beside a heading", toc.use_permalinks, partial(setattr, toc, "use_permalinks"))
        yield SiteText("title of a table of contents", toc.title or "", partial(setattr, toc, "title"))
    footnotes: Any = (
        getattr(md.treeprocessors["footnote"], "footnotes", None) if "footnote" in md.treeprocessors else None
    )
    if footnotes is not None:
        for note, name in (("link back from a footnote", "BACKLINK_TITLE"), ("end of a footnote", "BACKLINK_TEXT")):
            yield SiteText(note, footnotes.getConfig(name), partial(footnotes.setConfig, name))
    if "caption-auto" in md.treeprocessors:
        captions: Any = md.treeprocessors["caption-auto"]
        for name, text in captions.fig_types.items():
            yield SiteText(f"begin of a caption: {name}", text, partial(captions.fig_types.__setitem__, name))
    linking = list(_linking(md))
    for word, names in _LINKED.items() if linking else ():
        text = next((labels[name] for _, _, labels in linking for name in names if name in labels), word)
        yield SiteText("title of a link to a repository", text, partial(_call, linking, names))


def _linking(md: Markdown) -> Iterator[tuple[Any, str, dict[str, str]]]:
    """The steps of pymdownx.magiclink that put titles on links, and the words of each, with where it keeps them."""
    for step in (*md.inlinePatterns, *md.treeprocessors):
        if type(step).__module__ == "pymdownx.magiclink":
            place = "repo_labels" if hasattr(step, "repo_labels") else "labels"
            if isinstance(labels := getattr(step, place, None), dict):
                yield step, place, labels


def _call(linking: Iterable[tuple[Any, str, dict[str, str]]], names: Iterable[str], text: str) -> None:
    # The mapping is the site's own: every parser gets the same one.
    for step, place, _ in linking:
        setattr(step, place, {**getattr(step, place), **dict.fromkeys(names, text)})
