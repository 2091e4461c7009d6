"""Checks of whole pages: a localized one against the English one, and decision guides of the English one."""

from __future__ import annotations

from collections.abc import Iterator

from isogloss.checks.problem import Problem
from isogloss.outline import Branch, DecisionGuide, Outline, differences


def check_outline(original: Outline, localized: Outline) -> Iterator[Problem]:
    """Headings, anchors, blocks or the targets of a block that differ from those of the English page.

    Bad: a localized page in which two headings have changed places
    Good: the same blocks in the same order, each leading to the same targets
    """
    for difference in differences(original, localized):
        where = f"under #{difference.section}" if difference.section else "at the top"
        missing = "; ".join(str(node) for node in difference.original[:3])
        instead = "; ".join(str(node) for node in difference.localized[:3])
        if missing and instead:
            sentence = f"{where} the original has ({missing}), this page has ({instead})"
        elif missing:
            sentence = f"{where} this page lacks ({missing})"
        else:
            sentence = f"{where} this page has ({instead}), which the original lacks"
        yield Problem(sentence, "bring the page back to the structure of the original")


def check_decision(original: Outline, localized: Outline) -> Iterator[Problem]:
    """A decision guide whose branches or targets differ from the original's.

    Bad: the answer "AMD" leads to the guide for Intel
    Good: every answer leads where it leads in English
    """
    for english, other in zip(original.decisions, localized.decisions, strict=False):
        if english != other:
            yield Problem(
                f"the decision guide #{english.anchor} leads elsewhere than in English",
                "restore its links and its order",
            )
    if len(original.decisions) != len(localized.decisions):
        yield Problem("the page has not the same number of decision guides as the original", "restore them")


def check_decision_dead_end(outline: Outline) -> Iterator[Problem]:
    """A leaf of a decision guide without exactly one link, or a branch that is only a link: the reader is stuck.

    Bad: ``- AMD`` with nothing below it
    Good: ``- AMD: [Set up ROCm](gpu-amd-rocm.md)``
    """
    for guide in outline.decisions:
        if not guide.branches:
            yield Problem(f"the decision guide #{guide.anchor} has no list", "write its conditions as a nested list")
        for leaf in guide.leaves():
            if len(leaf.targets) != 1:
                yield Problem(
                    f"'{_short(leaf.text)}' in #{guide.anchor} leads to {len(leaf.targets) or 'no'} pages",
                    "give each end of the guide exactly one link",
                )
        for branch in _inner(guide):
            if branch.targets:
                yield Problem(
                    f"'{_short(branch.text)}' in #{guide.anchor} has conditions below it and a link as well",
                    "move the link to an end of the guide",
                )


def check_decision_exit(outline: Outline) -> Iterator[Problem]:
    """A decision guide without an end for readers who do not know the answer.

    Bad: NVIDIA, AMD, Intel, and nothing else
    Good: … and ``- Not sure: [Find out which GPU you have](verify-your-gpu.md)``
    """
    for guide in outline.decisions:
        texts = [leaf.text.lower() for leaf in guide.leaves()]
        if guide.branches and not any("not sure" in text or "don't know" in text for text in texts):
            yield Problem(f"the decision guide #{guide.anchor} has no exit for 'not sure'", "add an end 'Not sure: …'")


def check_decision_next_steps(outline: Outline) -> Iterator[Problem]:
    """Ends of the decision guide that are not among "Next steps", or the other way round.

    Bad: the guide ends in five pages, "Next steps" lists four of them
    Good: both lead to the same pages
    """
    if not outline.decisions or outline.next_steps is None:
        return
    ends = {target for guide in outline.decisions for leaf in guide.leaves() for target in leaf.targets}
    for target in sorted(ends - set(outline.next_steps)):
        yield Problem(f"'{target}' is an end of the decision guide, and not among 'Next steps'", "add it there")
    for target in sorted(set(outline.next_steps) - ends):
        yield Problem(f"'{target}' is among 'Next steps', and no end of the decision guide", "let an end lead to it")


def _inner(guide: DecisionGuide) -> Iterator[Branch]:
    def descend(branch: Branch) -> Iterator[Branch]:
        if branch.branches:
            yield branch
        for below in branch.branches:
            yield from descend(below)

    for branch in guide.branches:
        yield from descend(branch)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
