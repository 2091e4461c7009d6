"""Existing translations become catalogs: bilingual pages, pairs of an English and a localized page, hand-written ones.

Both pages are cut by ``segments`` as the site would render them, and aligned. What corresponds for certain becomes a
translation, if the checks accept it; what is doubtful becomes fuzzy; what is left out is listed with the reason.
"""

from isogloss.importer.pairing import Localized, named, on_site
from isogloss.importer.report import Outcome, Report, as_text
from isogloss.importer.run import import_pages

__all__ = ["Localized", "Outcome", "Report", "as_text", "import_pages", "named", "on_site"]
