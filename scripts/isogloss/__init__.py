"""Isogloss: one documentation site in many languages, with the same anchors, links and decisions in each.

The rooms, each importing only those above it:

``diagnostics``  what a problem is, and how it is printed
``project``      mkdocs.yml: paths, locales, options
``segments``     Markdown: cuts a page into messages and puts translations back
``outline``      the structure of a page: anchors, blocks and where each leads, decision guides
``catalog``      PO files
``checks``       every rule, one ``check_*`` function each
``strings``      messages that are not in a page: navigation, site strings, templates
``pages``        the English pages, rendered without building the site
``update``       pages and strings → catalogs
``importer``     pages that were translated elsewhere → catalogs
``pseudo``       texts in other letters, for tests of layout and coverage
``coverage``     texts that no catalog reaches
``status``       how much is translated
``publish``      what is done to the finished site: theme language, templates, language switcher
``build_hook``   the MkDocs plugin: events only
``cli``          the command ``isogloss``
"""

__version__ = "0.1.0"
