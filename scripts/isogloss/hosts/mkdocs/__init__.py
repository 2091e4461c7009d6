"""MkDocs with mkdocs-static-i18n: the plugin ``isogloss``, and the site as MkDocs loads it."""
