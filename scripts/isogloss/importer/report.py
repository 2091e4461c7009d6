"""What an import did, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from isogloss.diagnostics import Diagnostic, counted

_FEW = 3
"""Pages of which every remark is shown."""
_MOST = 12
"""Different remarks that are counted one by one in a summary."""


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


def as_text(outcome: Outcome, verbose: bool = False) -> list[str]:
    """What an import did, for people: of few pages, or with *verbose*, each remark; else how many there are."""
    if verbose or len(outcome.reports) <= _FEW:
        lines = _by_page(outcome.reports)
        lines += [f"{path}: written" for path in outcome.catalogs]
        lines += [
            f"{path} is published until you remove it; its translations are in the catalog" for path in outcome.by_hand
        ]
    else:
        lines = _summary(outcome)
    if verbose or len(outcome.pages) <= _FEW:
        lines += [f"{path}: written; list it under 'nav'" for path in outcome.pages]
    else:
        lines.append(
            f"{counted(len(outcome.pages), 'English page')} written, such as {outcome.pages[0]}; list them under 'nav'"
        )
    return lines or ([] if outcome.problems else ["there is no localized page to import"])


def _by_page(reports: Iterable[Report]) -> list[str]:
    lines = []
    for report in reports:
        lines.append(f"{report.locale}: {report.page} from {report.source}: {_counts([report])}")
        lines += [f"  {line}" for remark in report.remarks for line in str(remark).splitlines()]
    return lines


def _summary(outcome: Outcome) -> list[str]:
    locales: dict[str, list[Report]] = {}
    for report in outcome.reports:
        locales.setdefault(report.locale, []).append(report)
    lines = [f"{tag}: {counted(len(found), 'page')}: {_counts(found)}" for tag, found in locales.items()]
    remarks = Counter(remark.message for report in outcome.reports for remark in report.remarks)
    lines += [f"  {times:,} × {message}" for message, times in remarks.most_common(_MOST)]
    if len(remarks) > _MOST:
        lines.append(f"  and {sum(remarks.values()) - sum(times for _, times in remarks.most_common(_MOST)):,} more")
    if remarks:
        lines.append("each of them with its place: isogloss import --verbose")
    lines.append(f"{counted(len(outcome.catalogs), 'catalog')} written")
    if outcome.by_hand:
        lines.append(
            f"{counted(len(outcome.by_hand), 'page')} translated by hand are published until you remove them, such as "
            f"{outcome.by_hand[0]}; their translations are in the catalogs"
        )
    return lines


def _counts(reports: Sequence[Report]) -> str:
    numbers = (
        (sum(report.aligned for report in reports), "aligned"),
        (sum(report.fuzzy for report in reports), "fuzzy"),
        (sum(report.known for report in reports), "in the catalog already"),
        (sum(report.left_out for report in reports), "left out"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in numbers if number) or "nothing found"
