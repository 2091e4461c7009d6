"""Pages that are read and rendered when somebody asks for what comes of it, in place of loops over all pages."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from mkdocs.structure.pages import Page
from mkdocs.utils import weak_property

if TYPE_CHECKING:
    from mkdocs.structure.files import File


class Stage(IntEnum):
    """How far a page is."""

    LISTED = 0
    READ = 1
    """Its text and its front matter are known."""
    NAMED = 2
    """Its title is known."""
    RENDERED = 3


_STAGE, _REACH = "_isogloss_stage", "_isogloss_reach"

Reach = Callable[[Page, Stage], None]
"""Brings a page to a stage."""


def _at(name: str, stage: Stage) -> Any:
    """The attribute *name*, which a page has from *stage* on."""

    def get(page: Any) -> Any:
        bring(page, stage)
        return vars(page)[name]

    def put(page: Any, value: object) -> None:
        vars(page)[name] = value

    return property(get, put)


class OnDemand(Page):
    """A page of MkDocs that becomes what is asked for."""

    markdown = _at("markdown", Stage.READ)
    meta = _at("meta", Stage.READ)
    _title_from_render = _at("_title_from_render", Stage.NAMED)
    content = _at("content", Stage.RENDERED)
    toc = _at("toc", Stage.RENDERED)
    present_anchor_ids = _at("present_anchor_ids", Stage.RENDERED)
    links_to_anchors = _at("links_to_anchors", Stage.RENDERED)

    @weak_property
    def title(self) -> str | None:
        """The title, as MkDocs finds it."""
        bring(self, Stage.NAMED)
        found: str | None = Page.__dict__["title"].__get__(self, type(self))
        return found


def take_over(file: File, reach: Reach) -> None:
    """Let the page of *file*, which MkDocs has listed and not read, be brought to a stage by *reach* when needed."""
    page: Any = file.page
    if type(page) is Page:
        vars(page).setdefault("present_anchor_ids", None)
        vars(page).setdefault("links_to_anchors", None)
        vars(page)[_STAGE], vars(page)[_REACH] = Stage.LISTED, reach
        page.__class__ = OnDemand


def hand_over(file: File, reach: Reach) -> None:
    """Let *reach* bring the page of *file* to what it is not yet, in place of who has brought it where it is."""
    page: Any = file.page
    if type(page) is OnDemand:
        vars(page)[_REACH] = reach


def stage_of(page: Page) -> Stage:
    """How far *page* is."""
    found: Stage = vars(page).get(_STAGE, Stage.LISTED)
    return found


def bring(page: Page, stage: Stage) -> None:
    """Bring *page* to *stage*, unless it is there, or on its way."""
    before = stage_of(page)
    if before < stage:
        vars(page)[_STAGE] = stage
        try:
            vars(page)[_REACH](page, before)
        except BaseException:
            vars(page)[_STAGE] = Stage.LISTED
            raise


def fill(page: Page, **values: object) -> None:
    """Let *page* be as one that was rendered elsewhere, with these *values*."""
    vars(page).update(values)
    vars(page)[_STAGE] = Stage.RENDERED


def go_further(page: Page) -> None:
    """Let *page* be rendered, too, while it is brought to another stage."""
    vars(page)[_STAGE] = Stage.RENDERED


def set_back(page: Page) -> None:
    """Let *page* be read again."""
    nothing: dict[str, object] = {"markdown": None, "_title_from_render": None, "content": None, "toc": [], "meta": {}}
    vars(page).update(nothing | {_STAGE: Stage.LISTED, "present_anchor_ids": None, "links_to_anchors": None})
