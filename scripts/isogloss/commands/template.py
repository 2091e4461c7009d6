"""``isogloss template``: write the templates from which a translation server makes the catalogs of a new language."""

from __future__ import annotations

from argparse import Namespace

from isogloss.catalogs import templates
from isogloss.commands.command import Command, load, sources_of
from isogloss.diagnostics import counted
from isogloss.review.source_pages import SourcePages


def run(options: Namespace) -> int:
    """Run the command."""
    site, _ = load(options)
    sources = sources_of(site, SourcePages(site.project))
    changed = templates.write(site.project, sources)
    for name in changed:
        print(f"{name}: {'written' if (site.project.root / name).exists() else 'removed'}")
    folder = site.project.relative(site.project.templates_dir)
    print(
        f"{counted(sum(bool(source.messages) for source in sources), 'template')} in {folder}, {len(changed):,} changed"
    )
    return 0


COMMAND = Command(
    "template",
    "write a template (.pot) for each page, where a translation server needs one",
    (
        "Weblate and others begin the catalogs of a new language with it. The templates are in the folder 'templates' "
        "beside the languages; once they are there, isogloss update keeps them up to date."
    ),
    "isogloss template",
    run,
)
