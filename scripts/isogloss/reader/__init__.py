"""What readers get on any site that adds the plugin: around each page, in their language, without a template to copy.

Templates, styles and scripts are here, with gettext catalogs of their own. Finished pages are dressed (:mod:`dress`):
whatever theme and plugins have made them, and nobody else meets what is added. No host of sites is known here.
"""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
"""Templates that a site can replace by its own at the same place."""
