"""What the browser is told of a page: what was found on it, and where that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isogloss.driver.preview import Notes, Preview


def told(preview: Preview, notes: Notes) -> dict[str, Any]:
    """The *notes* of a page of *preview*, in a form that JSON can hold."""
    shown = notes.shown
    findings = [
        {
            "code": one.code,
            "severity": one.severity.value,
            "message": one.message,
            "place": str(one.location),
            "hint": one.hint,
            "original": next((text for label, text in one.texts if label in ("original", "msgid")), ""),
            "translation": next((text for label, text in one.texts if label in ("translation", "msgstr")), ""),
        }
        for one in (shown.findings if shown is not None else ())
    ]
    return {
        "revision": preview.revision,
        "page": shown.page if shown is not None else "",
        "findings": findings,
        "said": list(shown.said) if shown is not None else [],
        "failure": notes.failure or (shown.failure if shown is not None else ""),
        "whole": preview.whole_failure,
    }
