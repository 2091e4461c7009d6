"""One site whose languages are built apart from one another: in processes of their own, or on machines of their own.

static-i18n builds the languages one after the other, each with what the one before has left in the plugins and in the
configuration. Built apart, each begins with what the first one, in which the pages are written, has left when all of
its pages are read and none is written. That makes the same site where all that takes part is known to begin anew in
each language; :func:`why_in_order` says what keeps a site from it.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click import Abort as Interrupted
from click import ClickException
from mkdocs import utils
from mkdocs.__main__ import cli
from mkdocs.commands import build as commands
from mkdocs.commands.build import build
from mkdocs.exceptions import Abort

from isogloss.hosts.mkdocs import collecting
from isogloss.hosts.mkdocs.frames import templates_only_write
from isogloss.hosts.mkdocs.known_plugins import (
    is_independent,
    is_known_page_by_page,
    is_known_throughout,
    leaves_texts,
    what_extension_reads,
    what_is_kept,
    what_it_reads,
)
from isogloss.hosts.mkdocs.notes import heard_of_pages, notes, titles
from isogloss.hosts.mkdocs.rendered_apart import taking_over
from isogloss.hosts.mkdocs.shared_pages import shared_pages
from isogloss.hosts.mkdocs.sharing import Ahead, Beside, when_asked
from isogloss.hosts.mkdocs.static_i18n import StaticI18n, has_sitemap_of_its_own
from isogloss.hosts.mkdocs.telling import refusal, said_once
from isogloss.hosts.mkdocs.temporary import own_folders
from isogloss.hosts.mkdocs.theme import KNOWN_THEMES, own_templates
from isogloss.hosts.mkdocs.whole_site import SITEMAP
from isogloss.reader.parts import Parts
from isogloss.review.on_demand import begun

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from isogloss.hosts.mkdocs.plugin import IsoglossPlugin
    from isogloss.project import Locale, Project

Handed = Mapping[str, Any]
"""What a language hands on to the end of the build, in a form that JSON can hold."""

_FOR_PAGES = frozenset({"notes", "titles", "rows", "frames"})
"""What of it is for builds of pages alone."""
_TEXT = re.compile(r"\bpage\b[^%}]*\bcontent\b")
"""In a template: the text of a page."""


class Enough(BaseException):
    """Ends a build of MkDocs, all of whose work that was wanted is done."""


def run(
    config_file: Path,
    build_site: Callable[[MkDocsConfig], None],
    *,
    strict: bool,
    site_dir: str | None,
    again: bool = False,
) -> None:
    """Run ``mkdocs build`` with *build_site* in place of MkDocs' own build, so that all else is as it is there.

    If it is done *again*, what is said before *build_site* was said already.

    Raises :class:`SystemExit` with a sentence if MkDocs refuses or aborts.
    """
    arguments = ["build", "--config-file", str(config_file)]
    arguments += ["--strict"] if strict else []
    arguments += ["--site-dir", site_dir] if site_dir is not None else []

    def build_instead(config: MkDocsConfig, **_: object) -> None:
        commands.build = build
        if again:
            logging.disable(logging.NOTSET)
        build_site(config)

    build = commands.build
    logger = logging.getLogger("mkdocs")
    handlers = list(logger.handlers)
    if again:
        logging.disable(logging.CRITICAL)
    commands.build = build_instead
    try:
        with collecting.later():
            cli.main(arguments, prog_name="mkdocs", standalone_mode=False)
    except ClickException as error:
        raise SystemExit(error.format_message()) from None
    except Interrupted:
        raise KeyboardInterrupt from None
    finally:
        commands.build = build
        logger.handlers[:] = handlers  # MkDocs removes its own only when garbage is collected.
        if again:
            logging.disable(logging.NOTSET)


@contextmanager
def warnings_counted(config: MkDocsConfig) -> Iterator[Callable[[], None]]:
    """Count warnings and errors, as MkDocs does under ``--strict``; what it yields ends the build if there are any."""
    logger, counter = logging.getLogger("mkdocs"), utils.CountHandler()
    counter.setLevel(logging.WARNING)

    def fail() -> None:
        if counts := counter.get_counts():
            found = ", ".join(f"{number} {level.lower()}s" for level, number in counts)
            raise Abort(f"Aborted with {found} in strict mode!")

    if config.strict:
        logger.addHandler(counter)
    try:
        yield fail
    finally:
        logger.removeHandler(counter)


@contextmanager
def quietly() -> Iterator[None]:
    """Say nothing of what MkDocs does, and count no warning of it."""
    logger = logging.getLogger("mkdocs")
    before, logger.handlers = logger.handlers, [logging.NullHandler()]
    try:
        yield
    finally:
        logger.handlers = before


def build_in_order(config: MkDocsConfig, ahead: Ahead, beside: Beside) -> None:
    """Build all languages, one after the other, as ``mkdocs build`` does.

    What is needed once the pages of the first one are read is done *ahead*, unless a plugin is not known: it may have
    threads, without which a copy of this process may wait for ever. Pages are finished *beside* this process.
    """
    collecting.now()
    with _done_ahead(config, ahead if is_known_throughout(config) else when_asked), shared_pages(config, beside):
        build(config)


@contextmanager
def _done_ahead(config: MkDocsConfig, ahead: Ahead) -> Iterator[None]:
    """Have others do *ahead* what they can while this process reads the pages of the first language."""
    if "isogloss" not in config.plugins or not _isogloss(config).config.enabled:
        yield
        return
    isogloss = _isogloss(config)

    def take(page: Page, config: MkDocsConfig, files: Files) -> bool:
        return isogloss.localizer is None and isogloss.meanwhile.render(
            page, config, files, isogloss.extension, isogloss.source_pages
        )

    isogloss.ahead = ahead
    try:
        with taking_over(take):
            yield
    finally:
        isogloss.ahead = when_asked


def languages(config: MkDocsConfig) -> list[str]:
    """The tags of the languages that are built, in order: first the one at the root of the site."""
    i18n = StaticI18n.of(config)
    return [i18n.default_language, *(tag for tag in i18n.built_languages if tag != i18n.default_language)]


def why_in_order(config: MkDocsConfig) -> str:
    """What keeps the languages of a site from being built apart; empty if nothing does."""
    if "i18n" not in config.plugins or "isogloss" not in config.plugins:
        return "it takes the plugins 'i18n' and 'isogloss'"
    i18n, isogloss = StaticI18n.of(config), _isogloss(config)
    if not isogloss.config.enabled:
        return "the plugin 'isogloss' is switched off"
    if len(i18n.built_languages) < 2:
        return "there is one language alone"
    source = isogloss.config.source_locale or i18n.authored_language
    if i18n.default_language != source or source not in i18n.built_languages:
        return f"the language at the root of the site is not '{source}', in which the pages are written"
    if reason := what_is_kept(config):
        return reason
    for option, tags in i18n.more_than_texts.items():
        if len(tags) > 1 or option == "site_url":
            return f"the option '{option}' of '{tags[0]}' changes what the next language finds"
    return _why_templates(config)


def _why_templates(config: MkDocsConfig) -> str:
    """The same for templates that are no pages: each language writes them again, and the last one stays."""
    if has_sitemap_of_its_own(config):
        return f"the site has a template '{SITEMAP}' of its own"
    names = [(name, folder) for name in config.theme.static_templates - {SITEMAP} for folder in config.theme.dirs]
    for name, folder in [*names, *((name, config.docs_dir) for name in config.extra_templates)]:
        path = Path(folder, name)
        if path.is_file() and "i18n_alternates" in path.read_text(encoding="utf-8", errors="replace"):
            return f"the template '{name}' looks at the pages of all languages"
    return ""


def why_not_kept(config: MkDocsConfig) -> str:
    """What keeps a build of a site from being used again; empty if its output depends on nothing but what is known."""
    for name, plugin in config.plugins.items():
        if not is_independent(name, config) and (reason := what_it_reads(name, plugin)):
            return reason
    for name in config.markdown_extensions:
        options = config.mdx_configs.get(name) or {}
        if not is_independent(name, config) and (reason := what_extension_reads(name, options)):
            return reason
    if config.theme.name in ("mkdocs", "readthedocs") and "SOURCE_DATE_EPOCH" not in os.environ:
        return f"the theme '{config.theme.name}' writes the time of the build into a page"
    return ""


def what_the_clock_says() -> str:
    """What of the time is written into a site: the day."""
    return utils.get_build_date()


def tells_dates(config: MkDocsConfig, outdated: bool) -> bool:
    """Whether a page says when something changed last: the status page, and the line of a translation.

    A line says so where a translation may be *outdated*.
    """
    return _isogloss(config).config.status or pages_tell_dates(config, outdated)


def pages_tell_dates(config: MkDocsConfig, outdated: bool) -> bool:
    """The same for pages of a language that are built apart."""
    isogloss = _isogloss(config).config
    in_line = Parts.of(isogloss.reader).line and outdated
    return in_line or (isogloss.status and not numbers_come_later(config))


def numbers_come_later(config: MkDocsConfig) -> bool:
    """Whether the status page, if there is one, can get its numbers when all languages are built.

    Nobody else may do anything with the text of pages: neither a plugin nor a template of the site.
    """
    if config.theme.name not in KNOWN_THEMES or not all(map(leaves_texts, config.plugins.values())):
        return False
    return not any(map(_TEXT.search, own_templates(config)))


def shows_progress_of_others(config: MkDocsConfig) -> bool:
    """Whether pages of a language say more of the others than what :func:`seen_by_others` knows.

    A status page may say how far all are translated. Where a language lacks pages, those of others are linked.
    """
    status = _isogloss(config).config.status and not numbers_come_later(config)
    return status or not StaticI18n.of(config).complete


def seen_by_others(
    project: Project, locale: Locale, known: dict[str, bool], hashed: Callable[[Path], str]
) -> dict[str, str]:
    """What pages of other languages show of *locale*: the pages that it has anything of, and words of its templates.

    Which catalogs have anything is *known*, by the hash of their content, which *hashed* gives, or will be.
    """
    templates = project.strings_catalog(locale, "overrides")
    with refusal():
        pages = begun(project, locale, known, hashed)
    return {"pages": str(pages), "templates": templates.read_text("utf-8", "replace") if templates.is_file() else ""}


def publish_nothing(config: MkDocsConfig) -> None:
    """Let a build be as that of ``mkdocs serve``: it puts nothing on record, and does not look at the finished site."""
    if "isogloss" in config.plugins:
        _isogloss(config).command = "serve"


def build_first(
    config: MkDocsConfig,
    before_page: Callable[[int], None],
    after_page: Callable[[], None],
    ahead: Ahead,
    beside: Beside,
) -> None:
    """Build the first language, and nothing for the other languages, nor for the site as a whole.

    What is needed once its pages are read is done *ahead*; pages are finished *beside* this process.

    *before_page* is called before each page that is written here, with the number of pages, all of which are read by
    then. It may raise :class:`Enough`. *after_page* is called after each page.
    """
    isogloss = _isogloss(config)
    collecting.now()
    isogloss.numbers_later = numbers_come_later(config)
    isogloss.keeps_frames = is_known_page_by_page(config) and templates_only_write(config)
    isogloss.on_demand = False  # MkDocs keeps the plugin when it reads mkdocs.yml again.

    def end(_: str) -> None:
        raise Enough

    try:
        with (
            StaticI18n.of(config).others_built_by(end),
            _done_ahead(config, ahead),
            shared_pages(config, beside, before_page, after_page),
        ):
            build(config)
    except Enough:
        isogloss.let_go_of_english()


@contextmanager
def others(
    config: MkDocsConfig, after_page: Callable[[], None], beside: Beside
) -> Iterator[Callable[[str, Path], Handed]]:
    """What builds other languages than the first one in this process: takes a tag and a folder to build into.

    It is one that :func:`build_first` has ended in, or a copy of it, made when that had called back. *after_page* is
    called after each page; pages are finished *beside* this process.
    """
    i18n, site_dir = StaticI18n.of(config), config.site_dir
    begin = _isogloss(config).as_now()
    once = [one for one in commands.log.filters if isinstance(one, utils.DuplicateFilter)]
    known = [set(one.msgs) for one in once]
    own = said_once()

    def build_one(tag: str, folder: Path) -> Handed:
        told = [one.msgs for one in (*once, *own)]
        # What one language says is said of the next one again: it may be kept alone.
        for one, msgs in zip((*once, *own), (*known, *(() for _ in own)), strict=True):
            one.msgs = set(msgs)
        config.site_dir = str(folder)
        begin()
        i18n.begin_other(tag)
        try:
            with warnings.catch_warnings(), heard_of_pages(config) as said:  # Python, too, warns of one thing once.
                build(config)
            isogloss = _isogloss(config)
            of_pages = {"notes": notes(isogloss, said), "titles": titles(isogloss), "frames": isogloss.frames}
            return {**hand_on(config, tag), **of_pages, "rows": [asdict(row) for row in isogloss.rows]}
        finally:
            i18n.forget(tag)
            config.site_dir = site_dir
            for one, msgs in zip((*once, *own), told, strict=True):
                one.msgs = msgs

    try:
        with own_folders(config), shared_pages(config, beside, after_page=after_page):
            yield build_one
    finally:
        i18n.end_others()
        begin()


def end_others(config: MkDocsConfig) -> None:
    """Go on with the site as a whole: pages of other languages than the first one were built in this process."""
    StaticI18n.of(config).end_others()


def hand_on(config: MkDocsConfig, tag: str) -> Handed:
    """What the language *tag*, which is built, hands on to :mod:`whole_site`."""
    i18n = StaticI18n.of(config)
    return {**_isogloss(config).hand_on(), "search": i18n.search_entries, "listed": i18n.listed(tag)}


def for_the_end(handed_on: Handed) -> Handed:
    """What :mod:`whole_site` asks for of what a language has *handed_on*."""
    return {name: found for name, found in handed_on.items() if name not in _FOR_PAGES}


def prepare(config: MkDocsConfig) -> None:
    """Let plugins prepare, as at the start of a build, for :mod:`whole_site` in a process that builds no language."""
    _isogloss(config).on_demand = True  # Few catalogs are needed.
    with quietly():
        config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)


def clear(config: MkDocsConfig) -> None:
    """Empty the folder of the site, as MkDocs does before it builds one."""
    utils.clean_directory(config.site_dir)


def _isogloss(config: MkDocsConfig) -> IsoglossPlugin:
    plugin: Any = config.plugins["isogloss"]
    found: IsoglossPlugin = plugin
    return found
