"""Isogloss: one documentation site in many languages, with the same anchors, links and decisions in each.

The rooms, each importing only those above it:

``diagnostics``  what a finding is, at its place, and how it is printed
``project``      mkdocs.yml: paths, locales, options
``catalog``      PO files: message, reader, writer, the store through which all is written
``segments``     Markdown: cuts a page into messages and puts translations back
``sources``      all messages of a site
``structure``    the outline of a page, the alignment of two outlines, where links lead
``catalogs``     what is done to catalogs over the years: update, merge, status
``checks``       the registry and every rule, one ``check_*`` function each
``importer``     pages that were translated elsewhere → catalogs
``review``       one locale under way, held to the English pages
``hosts``        MkDocs: the plugin, the theme, the finished site
``commands``     the commands, one file each
``cli``          the command ``isogloss``
"""

__version__ = "0.1.0"
