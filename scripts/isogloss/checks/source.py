"""Checks of the English pages, which all languages follow: links, anchors, decision guides."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from isogloss.checks.registry import Finding, Subject, check
from isogloss.diagnostics import Severity, counted, shortened
from isogloss.segments.pymdown import may_be_of_line
from isogloss.structure.addresses import Target, path_and_anchor, place
from isogloss.structure.decisions import DecisionGuide
from isogloss.structure.outline import Outline


class SourcePage(NamedTuple):
    """An English page, once it is rendered."""

    path: str
    """The path below docs/."""
    outline: Outline
    targets: tuple[Target, ...]
    ids: Counter[str]
    """How often each id is on the page."""


@dataclass(frozen=True, slots=True)
class SourceSite:
    """All English pages."""

    pages: Mapping[str, SourcePage]
    start: tuple[str, ...]
    """The pages that readers find without a link: those of the navigation."""
    published: tuple[tuple[str, str, int], ...] = ()
    """Page, anchor and line of each published anchor that is on record."""
    redirected: Mapping[str, str] = field(default_factory=dict)
    """Pages that are gone, and where their addresses lead."""
    addressed: tuple[Target, ...] = ()
    """Where the navigation leads by an address, and not by the path of a page."""


class SourcePlace(NamedTuple):
    """Where something is wrong in the English pages."""

    page: str = ""
    """The path of the page below docs/; empty where the place is in the record of published anchors."""
    near: str = ""
    """A text of the page near the place."""
    line: int = 0
    """The line in the record."""
    redirect: str = ""
    """The page that is gone, where the place is what its address leads to."""
    address: str = ""
    """The address in the navigation, where the place is there."""


@check(Subject.SOURCE, severity=Severity.WARNING, host=True)
def check_missing_target(site: SourceSite) -> Iterator[Finding]:
    """A link or an image of an English page whose file is not there.

    Bad: ``[Set up ROCm](gpu-amd-rcom.md)``
    Good: ``[Set up ROCm](gpu-amd-rocm.md)``
    """
    for page in site.pages.values():
        for target in dict.fromkeys(page.targets):
            if target.missing:
                message = f"there is no file for '{target.written}'"
                yield Finding(message, "mend the path", SourcePlace(page.path, target.written))


@check(Subject.SOURCE, severity=Severity.WARNING, host=True)
def check_fragment(site: SourceSite) -> Iterator[Finding]:
    """A link to an anchor that its page does not have.

    Bad: ``[Verify](verify-your-gpu.md#cuda)``, where the page has no heading with this anchor
    Good: ``[Verify](verify-your-gpu.md#verify-cuda)``
    """
    for page in site.pages.values():
        for target in dict.fromkeys(page.targets):
            there = site.pages.get(target.page)
            if target.fragment and there is not None and target.fragment not in there.ids:
                yield Finding(
                    f"'{target.written}' leads to an anchor that is not there",
                    f"the page has {_some(node.anchor for node in there.outline.nodes if node.anchor)}",
                    SourcePlace(page.path, target.written),
                )


def _some(anchors: Iterator[str]) -> str:
    found = list(anchors)
    listed = ", ".join(f"#{anchor}" for anchor in found[:8])
    return f"{listed} and {len(found) - 8} more" if len(found) > 8 else listed or "no anchors"


@check(Subject.SOURCE, severity=Severity.WARNING)
def check_absolute_link(site: SourceSite) -> Iterator[Finding]:
    """A link to a page of the site that begins with a slash: it leads to the English page in every language.

    Bad: ``[Verify](/verify-your-gpu/)``
    Good: ``[Verify](verify-your-gpu.md)``, which leads to the page in the language of the reader
    """
    for page in site.pages.values():
        found = list(dict.fromkeys(target for target in page.targets if target.from_root))
        if found:
            first = found[0]
            path = place(posixpath.relpath(first.page, posixpath.dirname(page.path) or "."), first.fragment)
            more = f" and {len(found) - 1} more of this page lead" if found[1:] else " leads"
            yield Finding(
                f"'{first.written}'{more} to the English page in every language",
                f"write '{path}'; in HTML, the address from this page on, without a slash",
                SourcePlace(page.path, first.written),
            )
    for target in site.addressed:
        if target.from_root:
            # To an anchor, MkDocs has no other way from here.
            yield Finding(
                f"'{target.written}' in the navigation leads to the English page in every language",
                f"write '{target.page}'",
                SourcePlace(address=target.written),
            )


@check(Subject.SOURCE, severity=Severity.WARNING)
def check_duplicate_id(site: SourceSite) -> Iterator[Finding]:
    """Two elements of a page with the same id: links lead to the first, whichever was meant.

    Bad: two headings with ``{#setup}``
    Good: ``{#setup-wsl}`` and ``{#setup-windows}``
    """
    of_lines: list[tuple[str, str]] = []
    for page in site.pages.values():
        anchors = {node.anchor for node in page.outline.nodes}
        repeated = {name: count for name, count in page.ids.items() if count > 1}
        made = [name for name in repeated if may_be_of_line(name) and name not in anchors]
        of_lines += [(page.path, name) for name in made[:1]]
        for name in (one for one in repeated if one not in made):
            message = f"the id '{name}' is on the page {repeated[name]} times"
            yield Finding(message, "give each place an id of its own", SourcePlace(page.path, _heading(page, name)))
    if of_lines:
        # A plugin has made them, of code that it highlights by itself: no page can mend it.
        path, name = of_lines[0]
        message = f"lines of code have an id more than once on {counted(len(of_lines), 'page')}, as '{name}'"
        hint = "a plugin makes them: see whether you need 'line_spans' and 'anchor_linenums' of pymdownx.highlight"
        yield Finding(message, hint, SourcePlace(path))


@check(Subject.SOURCE, severity=Severity.WARNING)
def check_unreachable_page(site: SourceSite) -> Iterator[Finding]:
    """A page that is not in the navigation and that no page in reach links to: readers cannot find it.

    Bad: a guide that was taken out of ``nav``, with no link left to it
    Good: a guide in ``nav``, or one that another page links to
    """
    for path in sorted(site.pages.keys() - _reachable(site)):
        yield Finding(
            "no link and no entry of the navigation leads to this page",
            "add it to 'nav' in mkdocs.yml, link to it, or list it under 'exclude_docs'",
            SourcePlace(path),
        )


def _reachable(site: SourceSite) -> set[str]:
    found = set(site.start).union(target.page for target in site.addressed if target.page)
    waiting = list(found)
    while waiting:
        page = site.pages.get(waiting.pop())
        for target in page.targets if page is not None else ():
            if target.page and target.page not in found:
                found.add(target.page)
                waiting.append(target.page)
    return found


@check(Subject.SOURCE)
def check_former_anchor(site: SourceSite) -> Iterator[Finding]:
    """An anchor that was published and is gone: links from elsewhere lead to the top of the page.

    Bad: ``## Install the driver``, which was ``## Set up the driver``
    Good: ``## Install the driver {data-former="set-up-the-driver"}``

    Builds that are published keep a record of all anchors in ``anchors.txt`` beside the catalogs: ``mkdocs gh-deploy``,
    and others with ``record: true`` among the options of the plugin. A heading keeps its former anchors in
    ``data-former``, separated by blanks.
    """
    for path, anchor, line in site.published:
        if path in site.pages and anchor and anchor not in site.pages[path].ids:
            yield Finding(
                f"#{anchor} of {path} was published and is gone",
                f'write {{data-former="{anchor}"}} after the heading that took its place; '
                "if there is none, remove this line",
                at=SourcePlace(line=line),
            )


@check(Subject.SOURCE)
def check_former_page(site: SourceSite) -> Iterator[Finding]:
    """A page that was published and is gone, and whose address leads nowhere.

    Bad: a guide that was renamed
    Good: a guide that was renamed, with its old path under ``redirect_maps`` of the plugin redirects
    """
    gone = {path: line for path, _, line in reversed(site.published) if path not in site.pages}
    for path, line in sorted(gone.items()):
        if path not in site.redirected:
            yield Finding(
                f"the page {path} was published and is gone",
                "let its address lead to another page (plugin redirects), or remove its lines here",
                at=SourcePlace(line=line),
            )


@check(Subject.SOURCE, severity=Severity.WARNING, host=True)
def check_redirect_target(site: SourceSite) -> Iterator[Finding]:
    """The address of a page that is gone leads to a page or an anchor that is not there.

    Bad: ``old.md: new.md`` under ``redirect_maps`` of the plugin redirects, after ``new.md`` was renamed, too
    Good: ``old.md: newest.md``
    """
    for old, new in site.redirected.items():
        path, _, fragment = new.partition("#")
        page = site.pages.get(path)
        if "://" in new or (page is not None and (not fragment or fragment in page.ids)):
            continue
        what = f"the page {path}" if page is None else f"an anchor #{fragment} that {path} does not have"
        missing = ", which is not there" if page is None else ""
        yield Finding(f"the old address of {old} leads to {what}{missing}", "mend it", SourcePlace(redirect=old))


@check(Subject.SOURCE)
def check_decision_dead_end(site: SourceSite) -> Iterator[Finding]:
    """A leaf of a decision guide without exactly one link, or a branch that is only a link: the reader is stuck.

    Bad: ``- AMD`` with nothing below it
    Good: ``- AMD: [Set up ROCm](gpu-amd-rocm.md)``
    """
    for page, guide in _guides(site):
        if not guide.branches:
            yield Finding(
                f"the decision guide #{guide.anchor} has no list",
                "write its conditions as a nested list",
                SourcePlace(page.path, _heading(page, guide.anchor)),
            )
        for leaf in guide.leaves():
            if len(leaf.targets) != 1:
                yield Finding(
                    f"'{shortened(leaf.text)}' in #{guide.anchor} leads to {len(leaf.targets) or 'no'} pages",
                    "give each end of the guide exactly one link",
                    SourcePlace(page.path, leaf.text),
                )
        for branch in guide.every():
            if branch.branches and branch.targets:
                yield Finding(
                    f"'{shortened(branch.text)}' in #{guide.anchor} has conditions below it and a link as well",
                    "move the link to an end of the guide",
                    SourcePlace(page.path, branch.text),
                )


@check(Subject.SOURCE)
def check_decision_exit(site: SourceSite) -> Iterator[Finding]:
    """A decision guide without an end for readers who do not know the answer.

    Bad: NVIDIA, AMD, Intel, and nothing else
    Good: … and ``- Not sure: [Find out which GPU you have](verify-your-gpu.md)``
    """
    for page, guide in _guides(site):
        texts = [leaf.text.lower() for leaf in guide.leaves()]
        if guide.branches and not any("not sure" in text or "don't know" in text for text in texts):
            message = f"the decision guide #{guide.anchor} has no exit for 'not sure'"
            yield Finding(message, "add an end 'Not sure: …'", SourcePlace(page.path, _heading(page, guide.anchor)))


@check(Subject.SOURCE)
def check_decision_next_steps(site: SourceSite) -> Iterator[Finding]:
    """Ends of the decision guide that are not among "Next steps", or the other way round.

    Bad: the guide ends in five pages, "Next steps" lists four of them
    Good: both lead to the same pages; one of them may lead to a part of the page
    """
    for page in site.pages.values():
        if not page.outline.decisions or page.outline.next_steps is None:
            continue
        near, steps = _heading(page, page.outline.decisions[0].anchor), page.outline.next_steps
        ends = {target for guide in page.outline.decisions for leaf in guide.leaves() for target in leaf.targets}
        for target in sorted(_other_pages(ends, steps)):
            message = f"'{target}' is an end of the decision guide, and not among 'Next steps'"
            yield Finding(message, "add it there", SourcePlace(page.path, near))
        for target in sorted(_other_pages(steps, ends)):
            message = f"'{target}' is among 'Next steps', and no end of the decision guide"
            yield Finding(message, "let an end lead to it", SourcePlace(page.path, near))


def _other_pages(targets: Iterable[str], others: Iterable[str]) -> set[str]:
    """Those *targets* that none of the *others* leads to, be it to a part of the page, or to the whole of it."""
    others = set(others)
    whole, pages = {one for one in others if "#" not in one}, {one.partition("#")[0] for one in others}
    return {
        one for one in targets if one not in others and one.partition("#")[0] not in (whole if "#" in one else pages)
    }


@check(Subject.SOURCE, severity=Severity.WARNING)
def check_decision_steps(site: SourceSite) -> Iterator[Finding]:
    """A condition of a decision guide that cannot be a step of a chooser: readers get the list instead.

    Bad: ``- AMD`` with a paragraph, a code block or a field of a form in the same item
    Good: words alone, and more conditions or one link
    """
    for page, guide in _guides(site):
        for branch in guide.every():
            if branch.obstacle:
                message = f"'{shortened(branch.written)}' in #{guide.anchor} holds more than words: {branch.obstacle}"
                hint = "leave it out, for the guide to be shown step by step"
                yield Finding(message, hint, SourcePlace(page.path, branch.written))


@check(Subject.SOURCE)
def check_decision_missing_guide(site: SourceSite) -> Iterator[Finding]:
    """A guide that no end of the decision guide leads to, although the decision guide says that it covers it.

    Bad: ``## Find your guide {.decision data-covers="gpu-"}`` without an end for ``gpu-intel-xpu.md``
    Good: an end for every page whose path begins with a word of ``data-covers``
    """
    for page, guide in _guides(site):
        ends = {path_and_anchor(target)[0] for leaf in guide.leaves() for target in leaf.targets}
        for path in sorted(site.pages):
            if path not in ends and path != page.path and path.startswith(guide.covers):
                message = f"no end of the decision guide #{guide.anchor} leads to {path}"
                yield Finding(message, "add an end for it", SourcePlace(page.path, _heading(page, guide.anchor)))


def _heading(page: SourcePage, anchor: str) -> str:
    """The text of the block with *anchor*."""
    return next((node.text for node in page.outline.nodes if node.anchor == anchor and node.text), anchor)


def _guides(site: SourceSite) -> Iterator[tuple[SourcePage, DecisionGuide]]:
    return ((page, guide) for page in site.pages.values() for guide in page.outline.decisions)
