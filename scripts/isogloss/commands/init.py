"""``isogloss init``: list the plugins and the languages in mkdocs.yml, and make the catalogs: all that a site takes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from isogloss import catalog
from isogloss.commands import update
from isogloss.commands.command import Command, add_config_file, named, sources_of
from isogloss.diagnostics import Diagnostic, Location, ProblemsFound, counted
from isogloss.hosts.mkdocs.site import Site, why_not_taken
from isogloss.project import (
    Locale,
    NotListedError,
    listed_languages,
    names_of,
    place_of,
    read_text,
    text_of,
    with_languages,
)
from isogloss.review.source_pages import SourcePages


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_config_file(parser)
    parser.add_argument("tags", nargs="+", metavar="TAG", help="a language to translate to, such as es-ES or ja")
    parser.add_argument(
        "--source",
        metavar="TAG",
        help="the language in which the pages are written, if none is listed yet (default: that of the theme, or en)",
    )


def run(options: Namespace) -> int:
    """Run the command."""
    config_file = named(options)
    tags = [_tag(given, config_file) for given in dict.fromkeys(options.tags)]
    of_theme = (text_of(config_file, "theme", name) for name in ("language", "locale"))
    source = options.source or next((tag for tag in of_theme if Locale(tag, "").is_known), "en")
    _list(config_file, _tag(source, config_file), tags)
    site = _opened(config_file, tags)
    wanted = [locale for locale in site.project.locales if locale.tag in tags]
    update.tell_of_folders(site)
    status = update.bring_up(site, wanted, sources_of(site, SourcePages(site.project)), each=False)
    for locale in wanted:
        if pages := site.hand_translated(locale):
            print(
                f"{locale.tag}: {counted(len(pages), 'page')} translated in Markdown, and published as they are; "
                "isogloss import makes catalogs of them"
            )
    folder = site.project.relative(site.project.locales_dir)
    print(f"translate in the preview, isogloss serve --open, or in {folder}/ with any editor of PO files")
    return status


def _opened(config_file: Path, tags: Sequence[str], text: str | None = None) -> Site:
    """The site, with *text* as its mkdocs.yml, if given.

    Raises :class:`ProblemsFound` if MkDocs refuses it, or if its pages are written in one of *tags*.
    """
    site = Site(config_file, text=text)
    if (source := site.project.source.tag) in tags:
        message = f"'{source}' is the language in which the pages are written"
        hint = "name the languages to translate to; if the pages are in another one, say so with --source"
        raise ProblemsFound([Diagnostic("source-locale", message, Location(config_file.name), hint=hint)])
    return site


def _tag(given: str, config_file: Path) -> str:
    """*given* as mkdocs.yml writes a language. Raises :class:`ProblemsFound` if there is none of that name."""
    language, *more = given.replace("_", "-").split("-")
    found = "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in more)])
    here = Location(config_file.name)
    if not Locale(found, "").is_known:
        message, hint = f"no language is called '{given}'", "use a language tag such as es-ES, it-IT, pt-BR or ar"
        raise ProblemsFound([Diagnostic("locale-unknown", message, here, hint=hint)])
    if problem := why_not_taken(found, here):
        raise ProblemsFound([problem])
    return found


def _list(config_file: Path, source: str, tags: Sequence[str]) -> None:
    """List *tags* in *config_file*, which MkDocs reads before anything is written."""
    seen = catalog.look(config_file, config_file.name)
    read_text(config_file, config_file.name)  # It says what is wrong with the file; ends of lines stay as they are.
    text = (seen.data or b"").decode("utf-8")
    elsewhere = place_of(config_file, "plugins").path
    listed = [tag for tag, _ in listed_languages(config_file)]
    names = names_of(dict.fromkeys([*listed, source, *tags]))
    try:
        if elsewhere != config_file.name:
            raise NotListedError("\n".join(f"- locale: {tag}\n  name: {names[tag]}" for tag in tags))
        new = with_languages(text, {source: names[source]}, {tag: names[tag] for tag in tags if tag != source})
    except NotListedError as error:
        message = "the languages cannot be put in: the plugins are written in another form, or inherited"
        raise ProblemsFound(
            [Diagnostic("configuration", message, place_of(config_file, "plugins"), hint=f"add by hand:\n{error}")]
        ) from None
    if new == text:
        print(f"{config_file.name}: nothing to add")
        return
    with catalog.opened(config_file.parent, deep=False) as store:
        _opened(config_file, tags, new)  # MkDocs and the plugins look at it before it is written.
        store.write(seen, new)
    new_tags = [tag for tag, _ in listed_languages(config_file) if tag not in listed]
    print(f"{config_file.name}: {', '.join(new_tags) or 'the plugin isogloss'} added")


COMMAND = Command(
    "init",
    "make a MkDocs site one in many languages: list them in mkdocs.yml, and create their catalogs",
    (
        "Adds the plugins i18n and isogloss to mkdocs.yml, if they are not there, and the languages; all else in the "
        "file stays as it is. May be run again, with more languages."
    ),
    "isogloss init es-ES it-IT",
    run,
    arguments,
    of_site=False,
)
