"""What the English pages turned out to be, and what is wrong with them."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown

from isogloss import catalog, checks
from isogloss.checks import Finding, Subject
from isogloss.checks.source import SourcePage, SourcePlace, SourceSite
from isogloss.diagnostics import Diagnostic, Location
from isogloss.project import Project, read_text
from isogloss.review.allowances import AllowedInEnglish
from isogloss.segments import Message, Rendering, Review, SourceStructure
from isogloss.segments.locate import line_of, source_text
from isogloss.structure import outline
from isogloss.structure.addresses import Addresses, SourceFiles, path_and_anchor, place, served_below

_ID = re.compile(r"""<[a-zA-Z][^>]*?\sid=(?:"([^"]+)"|'([^']+)'|([^"'\s>]+))""")
_NAME = re.compile(r"""<a\s[^>]*?\bname=(?:"([^"]+)"|'([^']+)'|([^"'\s>]+))""")
_RECORD = """\
# The anchors that were published. Links from elsewhere lead to them: isogloss check tells if one is gone.
# A build that is published adds new ones. Remove a line if nothing takes the place of its anchor.
"""


@dataclass(slots=True)
class SourcePages:
    """The English pages, rendered; shared by all locales of one build."""

    project: Project
    pages: dict[str, SourceStructure] = field(default_factory=dict)
    outlines: dict[str, outline.Outline] = field(default_factory=dict)
    messages: dict[str, list[Message]] = field(default_factory=dict)
    ids: dict[str, Counter[str]] = field(default_factory=dict)
    """How often each id is on a page."""

    def rendering(self, src_uri: str, reviews: Sequence[Review] = ()) -> Rendering:
        """The English rendering of a page: it fills in its structure, and lets *reviews* check translations."""
        self.pages[src_uri] = original = SourceStructure()
        # Of a page without a text, Python-Markdown opens nothing.
        self.outlines[src_uri], self.messages[src_uri] = outline.Outline(), []
        rendering = Rendering(original, reviews=reviews, leaves_out=self.project.leaves_out_text)

        def finish(md: Markdown, root: etree.Element) -> None:
            self.outlines[src_uri] = outline.read(md, root, rendering.texts)
            self.messages[src_uri] = rendering.messages

        rendering.finish = finish
        return rendering

    def hand_over(self, src_uri: str) -> tuple[Any, ...]:
        """What a rendering of a page has left here, for another process."""
        return tuple(known.get(src_uri) for known in self._of_rendering)

    def take_over(self, src_uri: str, found: tuple[Any, ...]) -> None:
        """Have here what another process has handed over."""
        for known, one in zip(self._of_rendering, found, strict=True):
            if one is not None:
                known[src_uri] = one

    @property
    def _of_rendering(self) -> tuple[dict[str, Any], ...]:
        return self.pages, self.outlines, self.messages

    def rendered(self, src_uri: str, html: str) -> None:
        """Take down the ids of a page."""
        self.outlines.setdefault(src_uri, outline.Outline())
        self.ids[src_uri] = ids = Counter("".join(found) for found in _ID.findall(html))
        for found in _NAME.findall(html):
            ids.setdefault("".join(found), 1)

    def forget_passages(self) -> None:
        """Let go of what passages lead to and hold: translations are compared with it while pages are rendered."""
        for page in self.pages.values():
            page.passages.clear()

    def problems(
        self,
        files: SourceFiles,
        navigation: Iterable[str],
        addresses: Mapping[str, Location],
        redirected: Mapping[str, str],
        by_host: bool = False,
    ) -> Iterator[Diagnostic]:
        """What the checks of English pages find, once all are rendered; in a build, the host looks at links itself.

        *navigation* are the paths of the pages that it lists, *addresses* what it has in place of pages, each with its
        place; *redirected* says where the addresses of pages lead that are gone.
        """
        site = self._site(files, navigation, addresses, redirected)
        paths = {file.page: self.project.page_path(file.path) for file in files.values() if file.is_page}
        listed = all(page.attribute_lists for page in self.outlines.values())
        found = [
            possible(finding, listed).placed(addresses.get(finding.at.address) or self._place(finding.at, paths))
            for finding in checks.run(Subject.SOURCE, site, host=by_host)
        ]
        allowed = AllowedInEnglish.of(self.project, paths.values())
        ran = [one.code for one in checks.of(Subject.SOURCE) if not (by_host and one.host)]
        yield from allowed.without(found, ran)
        yield from allowed.strange()

    def _site(
        self, files: SourceFiles, navigation: Iterable[str], listed: Iterable[str], redirected: Mapping[str, str]
    ) -> SourceSite:
        source = self.project.source
        addresses = Addresses(files, source, source, below=served_below(self.project.address))
        pages = {}
        for file in files.values():
            page = self.outlines.get(file.path)
            if page is not None:
                compared = outline.resolved(page, partial(addresses.compared, file.path))
                written = [target for node in page.nodes for target in (*node.links, *node.assets) if target[:1] != "`"]
                leads = tuple(addresses.target(file.path, target) for target in written)
                ids = self.ids.get(file.path, Counter())
                pages[file.page] = SourcePage(file.page, compared, leads, ids)
        start = [files[path].page for path in navigation if path in files]
        # What a plugin makes, such as the second page of a list of posts, it also leads to.
        docs = self.project.docs_dir
        start += [page.path for page in pages.values() if not os.path.lexists(docs / page.path)]
        start += [file.page for file in files.values() if file.found]
        targets = tuple(addresses.target("", address) for address in listed)
        return SourceSite(pages, tuple(start), tuple(published_anchors(self.project)), redirected, targets)

    def _place(self, place: SourcePlace, paths: dict[str, str]) -> Location:
        if place.redirect:
            return self.project.place("plugins", "redirects", "redirects", "redirect_maps", place.redirect)
        if not place.page:
            return Location(self.project.relative(record(self.project)), place.line)
        path = paths[place.page]
        source = source_text(self.project, self.project.root / path)
        line = line_of(source, f"({place.near}") or line_of(source, place.near)
        return Location(path, line if place.near else 1)


_ATTRIBUTE_LIST = re.compile(r"\{(?:#|[\w-]+=)")
"""In an advice: options of a block of pymdownx, ``{id: x}``, are none."""


def possible(finding: Finding, attribute_lists: bool) -> Finding:
    """*finding* with the extension that its advice needs, on a site without *attribute_lists*."""
    if attribute_lists or not _ATTRIBUTE_LIST.search(finding.hint):
        return finding
    return replace(finding, hint=f"list 'attr_list' under 'markdown_extensions' in mkdocs.yml; then {finding.hint}")


def record(project: Project) -> Path:
    """The file with the published anchors."""
    return project.locales_dir / "anchors.txt"


def published_anchors(project: Project) -> Iterator[tuple[str, str, int]]:
    """Page, anchor and line of each anchor on record; the anchor is empty where the line is for a page."""
    place = record(project)
    lines = read_text(place, project.relative(place)).splitlines() if os.path.lexists(place) else []
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.startswith("#"):
            yield (*path_and_anchor(line.strip()), number)


def anchors_of(source_pages: SourcePages, files: SourceFiles) -> list[str]:
    """The English pages, each with the anchors of its headings and blocks, as the record has them."""
    found: set[str] = set()
    for file in files.values():
        page = source_pages.outlines.get(file.path)
        if page is not None:
            found |= {place(file.page, node.anchor) for node in page.nodes if node.anchor} or {place(file.page)}
    return sorted(found)


def put_on_record(project: Project, anchors: Iterable[str]) -> str:
    """Add *anchors*, as :func:`anchors_of` finds them; the record's name, if any were new.

    Raises :class:`ProblemsFound` if it cannot be read or written.
    """
    known = {place(page, anchor) for page, anchor, _ in published_anchors(project)}
    path = record(project)
    with catalog.opened(project.locales_dir) as store:
        seen = catalog.look(path, project.relative(path))
        text = _RECORD + "".join(f"{line}\n" for line in sorted(known.union(anchors)))
        return seen.name if store.write(seen, text) else ""
