"""What an import did, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field

from isogloss.diagnostics import Diagnostic


@dataclass(slots=True)
class Report:
    """What became of one localized page."""

    locale: str
    page: str
    """The English page, as ``docs/index.md``."""
    source: str
    """The localized page."""
    aligned: int = 0
    """Translations taken as they are."""
    fuzzy: int = 0
    """Translations taken as fuzzy."""
    known: int = 0
    """Translations that the catalog had already."""
    conflicts: int = 0
    remarks: list[Diagnostic] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """Texts of the localized page that are in no catalog."""
        return sum(remark.code in ("import-left-out", "import-conflict") for remark in self.remarks)


@dataclass(slots=True)
class Outcome:
    """What an import did."""

    reports: list[Report] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """English pages that were written."""
    catalogs: list[str] = field(default_factory=list)
    """Catalogs that were written."""
    problems: list[Diagnostic] = field(default_factory=list)
    """Why catalogs and pages were not written."""
    by_hand: list[str] = field(default_factory=list)
    """Pages of the site that were translated by hand, which the build prefers to the catalogs."""


def as_text(outcome: Outcome) -> list[str]:
    """What an import did, for people: a line for each page with its remarks below it, then what was written."""
    lines = []
    for report in outcome.reports:
        numbers = (
            (report.aligned, "aligned"),
            (report.fuzzy, "fuzzy"),
            (report.known, "in the catalog already"),
            (report.left_out, "left out"),
        )
        counts = ", ".join(f"{number:,} {what}" for number, what in numbers if number) or "nothing found"
        lines.append(f"{report.locale}: {report.page} from {report.source}: {counts}")
        lines += [f"  {line}" for remark in report.remarks for line in str(remark).splitlines()]
    lines += [f"{path}: written; list it under 'nav'" for path in outcome.pages]
    lines += [f"{path}: written" for path in outcome.catalogs]
    lines += [
        f"{path} is published until you remove it; its translations are in the catalog" for path in outcome.by_hand
    ]
    return lines or ([] if outcome.problems else ["there is no localized page to import"])
