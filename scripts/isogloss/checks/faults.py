"""Manual pages of what is no check of a text: files that cannot be read, and what is missing or left over."""

from __future__ import annotations

from isogloss.checks.registry import explain
from isogloss.diagnostics import Severity

FAULTS = {
    "syntax": """A line of a catalog that is not PO: its message cannot be read, and is published in English.

Bad: ``msgstr "Instale el controlador``
Good: ``msgstr "Instale el controlador"``""",
    "duplicate": """A message that a catalog has twice: the first counts, and nobody knows whether it is the right one.

Bad: two messages with ``msgid "Start"`` in one catalog
Good: one of them""",
    "charset": """A catalog that is not in UTF-8: its page is published in English.

Bad: ``charset=ISO-8859-1``
Good: ``charset=UTF-8``, after ``msgconv -t UTF-8``""",
    "conflict": """Marks of an unfinished merge in a catalog: the messages between them are published in English.

Bad: a line with ``<<<<<<< HEAD``
Good: one of the two texts, without the marks""",
    "template": """A template in ``overrides/`` that does not parse: its strings cannot be extracted.

Bad: ``{% if x %}`` without ``{% endif %}``
Good: a template that MkDocs can render""",
    "allowance": """A comment that allows a finding which is not there any more.

Bad: ``# allow number: the vendor has two numbers`` above a translation in which all numbers are right
Good: no comment

``# allow CODE: reason`` in a catalog allows a warning for one message. ``<!-- allow CODE: reason -->`` in a page that
is written by hand, or in an English page, allows a finding in the next block; what is wrong with an English page as a
whole is allowed anywhere on it.""",
    "baseline": """A line that is no line of a baseline, in the file of ``isogloss check --baseline``.

Bad: a list of findings as ``isogloss check`` prints them
Good: what ``isogloss check --write-baseline FILE`` wrote""",
    "catalog-without-page": """A catalog with messages of a page that is gone, or that is written by hand.

Bad: ``locales/es-ES/docs/old.po`` without ``docs/old.md``
Good: ``isogloss update``, which moves translations to where their texts are and keeps the rest as obsolete""",
    "message-gone": """A finished translation of a text that its page does not have: nobody can read it.

Bad: ``msgid "Next step"`` in a catalog, and ``Next steps`` on the page
Good: ``isogloss update`` after each change of the English page; a msgid is never changed by hand""",
    "locale-without-catalogs": """A language of mkdocs.yml that has neither catalogs nor pages of its own.

Bad: a new language under ``languages`` and no ``isogloss update``
Good: ``isogloss update``, then the catalogs are in ``locales/<language>/``

A language whose tag has changed has its catalogs under the old one: the finding says how to move them. Those of a
pseudo-locale need not be there; ``isogloss pseudo`` writes them.""",
    "folder-without-locale": """Catalogs in a folder that has the name of no language of mkdocs.yml: nothing reads them.

Bad: ``locales/fr-FR/`` on a site that does not list French any more
Good: French under ``languages``, or the folder removed

If the language only has another tag now, ``isogloss update`` says how to move the folder. A translation server that
writes ``pt_BR`` for ``pt-BR`` makes such a folder beside the right one.""",
    "file-left-out": """Files in whose names mkdocs-static-i18n reads a language that the site does not have.

Bad: ``docs/node.js.md``, or ``docs/guide.it.md`` on a site that does not list Italian
Good: ``docs/node-js.md``, or Italian under ``languages``

In the layout with a folder for each language, the same holds for folders: ``docs/js/``.""",
    "page-twice": """A page that is there twice in the default language: mkdocs-static-i18n cannot choose.

Bad: ``docs/index.md`` and ``docs/index.en.md`` on a site whose default language is ``en``
Good: one of them""",
    "page-overwritten": """A page whose address a page in another language has, too: readers get the other one.

Bad: ``docs/es.md``, which becomes ``es/index.html``, on a site with the language ``es``
Good: ``docs/spanish.md``""",
    "page-not-made": """A file, such as a notebook, of which a plugin would make a page: readers get the file itself.

Bad: ``docs/tour.ipynb`` with mkdocs-jupyter
Good: ``docs/tour.md``, made of it with ``jupyter nbconvert --to markdown``

mkdocs-static-i18n makes no page of such a file, with or without Isogloss, and none of its texts is a message.""",
    "page-missing": """English pages without an edition, in a language whose pages are written by hand.

Bad: ``docs/guide.md`` without ``docs/guide.es-ES.md``
Good: a page in each language; until then, readers get the English one""",
    "page-without-original": """A page written by hand in one language, without an English page.

Bad: ``docs/extra.es-ES.md`` without ``docs/extra.md``
Good: the English page, too""",
    "configuration": """A mkdocs.yml that MkDocs or a plugin refuses, or what belongs to it: a file of the navigation.

Bad: an unknown theme
Good: a site that ``mkdocs build`` accepts""",
    "plugin-missing": """A plugin that Isogloss needs is not listed in mkdocs.yml.

Bad: ``plugins: [isogloss]``
Good: ``i18n`` with the languages, then ``isogloss``""",
    "source-locale": """It is not clear in which language the pages are written.

Bad: ``source_locale: en`` and no language ``en``, or ``source_locale: en`` and ``default: true`` at another language
Good: the language in which the pages are written has ``default: true`` under ``languages`` of the plugin i18n""",
    "locale-spelling": """A language tag in another spelling than that of the web.

Bad: ``es_ES``
Good: ``es-ES``""",
    "locale-unknown": """A language that the site does not have, or a tag that CLDR or mkdocs-static-i18n does not know.

Bad: ``isogloss check --locale fr`` on a site without French
Good: a language of mkdocs.yml""",
    "option-unknown": """An option of the plugin isogloss that does not exist.

Bad: ``locale_dir: translations``
Good: ``locales_dir: translations``""",
    "check-severity": """
A severity in mkdocs.yml that does not exist or cannot be set, or of a check that does not exist.

Bad: ``checks: {unreachable-pages: maybe}``
Good: ``checks: {unreachable-page: off}``; ``warning`` and ``error`` are the other severities

The severity cannot be set where a check keeps translations from adding something, or where it says why work cannot go
on.""",
    "page-failed": """A page that cannot be rendered, because an extension or a plugin fails on it.

Bad: ``--8<-- "gone.md"`` where ``pymdownx.snippets`` has ``check_paths: true``
Good: ``--8<-- "there.md"``

``isogloss check`` goes on with the other pages.""",
    "page-unknown": """A page or a catalog that the site does not have.

Bad: ``isogloss check docs/gide.md``
Good: ``isogloss check docs/guide.md``""",
    "unpaired": """A message and a translation that nobody wrote together: a merge took one line from each side.

Bad: one branch changed ``msgid``, another one ``msgstr``, and Git merged both lines
Good: ``locales/**/*.po merge=isogloss`` in ``.gitattributes``, so that Git merges message by message""",
    "not-reached": """A text on the site that no catalog reaches: it stays English in every language.

Bad: ``<p>Back to start</p>`` in a template
Good: ``<p>{{ _("Back to start") }}</p>``

``isogloss check --coverage`` builds the site in a temporary place, with pseudo texts in all catalogs, and reads the
finished pages: text, navigation, attributes, titles, metadata and search index. It tells each text that is still
English once, where it comes from, and how to reach it, and counts the words in the text of pages and around it. What a
theme or a plugin translates itself, counts as reached.""",
    "pseudo-unchanged": """A message that stays as it is in a pseudo-locale: the checks refuse every pseudo text for it.

Bad: ``<tdServes pages``, half a tag that nobody can take for a word
Good: ``<td>Serves pages``

The pseudo-locale shows the English text there. A translator will meet the same difficulty.""",
    "import-left-out": """A passage of a localized page that was not imported.

Bad: a paragraph that the English page does not have
Good: an import without remarks; what is left out stays in the localized page""",
    "import-fuzzy": """A passage that was imported as fuzzy, because it is not certain, or because a check refuses it.

Bad: a translation whose link leads elsewhere than in English
Good: a translator corrects it and removes the mark""",
    "import-untranslated": """A passage of the English page for which the localized page has nothing.

Bad: a paragraph that was added in English after the translation
Good: a translation for each passage""",
    "import-conflict": """A passage for which the catalog has another translation than the localized page.

Bad: two translations of one text
Good: a translator chooses one; the import never overwrites a translation""",
    "import-header": """A header that differs between the catalog and the localized page: that of the catalog stays.

Bad: ``X-Source-Revision: 1a2b3c4`` in the catalog, ``ms.sourcegitcommit: 5d6e7f8`` in the page
Good: one of the two, whichever English text most of the translations belong to""",
    "import-stand-in": """An image of a bilingual page whose English alternative text is not on that page.

Bad: an English page on which ``![image](card.png)`` says only that there is an image
Good: ``![The settings of the graphics card](card.png)`` on the English page, and the import again""",
    "import-anchor": """A heading of a bilingual page that has lost its anchor: links to the section lead nowhere.

Bad: ``<a name="setup">`` before a heading, on a site without ``attr_list``
Good: ``## Set up the driver { #setup }``, and ``attr_list`` under ``markdown_extensions``""",
    "import-drop": """A line of the front matter of a bilingual page that does not go into the English page.

Bad: ``author: …``, of which nobody knows in which language it is
Good: the English line, written by hand into the English page where it is needed""",
    "import-outside": """A text of a bilingual page without English beside it: it stays as it is in every language.

Bad: ``[!INCLUDE [note](note.md)]``, or a Spanish paragraph outside the pairs
Good: the English text in its place, or a form that MkDocs knows""",
    "bilingual-page": """A page with both languages in it that cannot be read as such.

Bad: a span of English text without the translation that belongs to it
Good: pairs of ``data-ttu-id`` and ``sxs-lookup`` spans""",
    "page-differs": """An English page that an import would have to overwrite with another text.

Bad: two bilingual pages of different versions of one English page
Good: pages of the same version""",
    "message-unknown": """A line of a catalog where no message is.

Bad: ``isogloss accept locales/es-ES/docs/index.po:1``
Good: a line of the message, such as that of its ``msgid``""",
    "revision-unknown": """A commit that Git does not know.

Bad: ``isogloss accept --commit 0000000``
Good: ``isogloss accept --commit HEAD``""",
    "not-rewritten": """A catalog that a command has to write again and cannot read to its end: it stays as it is.

Bad: ``isogloss update`` with a catalog in which a text is not closed
Good: all catalogs as ``isogloss check`` wants them, then the command again""",
    "changed-meanwhile": """A catalog that somebody saved while a command was at work on it: their version stays.

Bad: saving a catalog in Poedit while ``isogloss update`` runs
Good: the command again, now that the file is saved""",
    "locked": """Another run of Isogloss has been writing in the folder of the catalogs for a minute.

Bad: ``isogloss update`` while a long ``isogloss import`` is at work
Good: the command again, once the other one has ended""",
    "status-page": """A page of the site at the place where ``status: true`` puts the page that tells of translations.

Bad: ``docs/status.md`` on a site with ``status: true``
Good: that page under another name, or the plugin isogloss without this option""",
    "file": """A file that cannot be read.

Bad: a page that only another user may read
Good: a file that you may read""",
    "write": """A catalog that cannot be written: it is as it was, nothing is lost.

Bad: a read-only catalog, or a full disk
Good: ``chmod u+w``, or some space, and the command again""",
}
FAULT_WARNINGS = {"allowance", "folder-without-locale", "page-missing", "page-without-original", "not-reached"}
FAULT_WARNINGS |= {"file-left-out", "message-gone", "page-not-made", "page-overwritten", "pseudo-unchanged"}
FAULT_WARNINGS |= {name for name in FAULTS if name.startswith("import-")}

SETTABLE = FAULT_WARNINGS - {name for name in FAULTS if name.startswith(("import-", "pseudo-"))} | {
    "catalog-without-page",
    "unpaired",
}
"""What is told beside the work, and holds nothing up."""
_FAULT = "it says why something cannot be read or done"

for _code, _page in FAULTS.items():
    _severity = Severity.WARNING if _code in FAULT_WARNINGS else Severity.ERROR
    explain(_code, _page, _severity, "" if _code in SETTABLE else _FAULT)
