"""The site as a whole, of languages that were built apart: its sitemap, its search, and what the plugin does last."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs import utils

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from isogloss.hosts.mkdocs.plugin import IsoglossPlugin
    from isogloss.hosts.mkdocs.read_before import ReadBefore
    from isogloss.hosts.mkdocs.sharing import ShareOut

SITEMAP = "sitemap.xml"
LATER = "search", "listed"
"""What a language hands on that is as large as its pages: :func:`finish` asks for it of one after the other."""
Later = Callable[[str, str], str]
"""Gives that as JSON, by the tag of the language and the name."""


def finish(
    config: MkDocsConfig,
    handed_on: Mapping[str, Mapping[str, Any]],
    later: Later,
    share_out: ShareOut,
    before: ReadBefore | None = None,
) -> None:
    """Finish the site: all languages are built, by tag in order, and their files are in its folder.

    *later* gives what they have handed on besides; *share_out* does the same with many of its files; *before* is what
    an earlier build has read of the site.
    """
    plugin: Any = config.plugins["isogloss"]
    isogloss: IsoglossPlugin = plugin
    isogloss.read_before, isogloss.share_out = before, share_out
    isogloss.take_over(handed_on)
    # Plugins that nobody knows may say in it what they like.
    known = before if isogloss.by_page else None
    _write_sitemap(config, _Listed(handed_on, later), list(isogloss.reading.untranslated), known)
    isogloss.finish(config, handed_on, {tag: partial(_read, later, tag, "search") for tag in handed_on})


def _read(later: Later, tag: str, name: str) -> Any:
    return json.loads(later(tag, name))


class _Listed:
    """What the sitemap says of the pages of all languages, of which one is known at a time."""

    def __init__(self, tags: Iterable[str], later: Later) -> None:
        self._tags, self._later = list(tags), later

    def items(self) -> Iterator[tuple[str, Any]]:
        """The languages, each with its pages."""
        return ((tag, _read(self._later, tag, "listed")) for tag in self._tags)

    def hashed(self, before: ReadBefore, *more: object) -> str:
        """The hash of all of it, as far as known from *before*, and of what else JSON can hold."""
        found = [(tag, before.listed(tag, partial(self._later, tag, "listed"))) for tag in self._tags]
        return hashlib.sha256(json.dumps([found, more]).encode()).hexdigest()


def _write_sitemap(
    config: MkDocsConfig, listed: _Listed, untranslated: Sequence[str], before: ReadBefore | None
) -> None:
    """The last language has written one of its own pages alone: write that of all languages in its place."""

    def make() -> str:
        env = jinja2.Environment(  # as MkDocs makes it: a feed of XML, whose template escapes what it has to
            loader=jinja2.FileSystemLoader(config.theme.dirs), extensions=["jinja2.ext.loopcontrols"]
        )
        output = env.get_template(SITEMAP).render(config=config, i18n_alternates=listed)
        return config.plugins.on_post_template(output, template_name=SITEMAP, config=config) or ""

    path = Path(config.site_dir, SITEMAP)
    packed = path.with_name(f"{SITEMAP}.gz")
    if not packed.is_file():
        return
    if before is not None:
        output = before.sitemap(listed.hashed(before, config.site_url, untranslated), make)
    else:
        output = make()
    stamp = int.from_bytes(packed.read_bytes()[4:8], "little")
    utils.write_file(output.encode("utf-8"), str(path))
    buffer = io.BytesIO()
    with gzip.GzipFile(filename=str(packed), mode="wb", fileobj=buffer, mtime=stamp) as file:
        file.write(output.encode("utf-8"))
    utils.write_file(buffer.getvalue(), str(packed))
