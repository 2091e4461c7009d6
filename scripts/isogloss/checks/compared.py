"""Checks of one finished translation against all others of its locale. They warn: what they have is evidence, no proof.

Without enough translations (see :data:`isogloss.checks.corpus.ENOUGH`), in a language of which nothing is known
(:mod:`isogloss.checks.background`), they say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from isogloss.checks.corpus import Corpus
from isogloss.checks.english_left import Finished
from isogloss.checks.lexicon import ENGLISH, TRANSLATED, leaves_out
from isogloss.checks.registry import Finding, Subject, check
from isogloss.checks.traits import (
    all_words,
    ending,
    is_abbreviated,
    is_explained,
    is_printed,
    leads_in,
    links_of,
    plain_words,
    sentences,
    width,
)
from isogloss.diagnostics import Severity, shortened
from isogloss.segments import Kind

OF_WORDS = (
    *("swapped-links", "untranslated", "length", "ending", "product-name", "banned-rendering", "term", "english"),
    *("number", "version", "doubled-text", "swapped-terms", "outer-space", "bracket", "two-renderings", "label"),
)
"""Findings of words: whatever the words of another text lack."""
_ENGLISH = ("english", "term", "banned-rendering", "length", "ending")
_NAMES = frozenset({Kind.CODE_TITLE})
_CROSSED = 5.0
"""How much better the texts of two links have to fit at each other's targets."""
_CROSSED_BESIDE = 7.0
"""The same, where few translations have taught which words go together."""
_SHORT = 8
"""Words of a text in which one that stays is hardly ever a loan: those who write one do so in a longer text."""
_LACKING = 0.12
"""The share of the evidence for a translation that its missing words weigh, at least, if a part is missing."""
_LACKING_MUCH = 0.2
"""The same, where nothing else tells."""
_KEPT = 0.9
"""The share of endings that are kept, above which one that is lost says something."""
_ALWAYS_KEPT = 0.985
_OWN_WORDS = -3.5
"""Evidence of words of its own below which a text says it in a shorter way."""
_KEPT_SENTENCES = 0.98
"""The share of translations with as many sentences as the original, above which fewer say something."""
_LABEL = 40
"""Characters of a label at most, which another language may say in two words."""
_TWICE = 2.6
"""How much longer a text of no more sentences has to be: a label becomes two or three words for each."""
_LABELS = frozenset({Kind.HEADING, Kind.TITLE, Kind.NAVIGATION, Kind.TABLE_HEADER, Kind.TAB, Kind.TERM})
_HABIT = 2
"""Endings of one kind in one catalog that are no mistake any more."""
_SIGNS = {".": "a full stop", "?": "a question mark", "!": "an exclamation mark", ":": "a colon"}


@check(Subject.FINISHED, severity=Severity.WARNING, explains=OF_WORDS)
def check_other_message(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """The translation of another message of the same page: two texts changed places, or a list slipped by a row.

    Its words are those with which other messages translate the English words of *that* message, and it fits there
    better than the translation that is there now.

    Bad: msgid ``Next steps``, msgstr ``Fuentes``, while ``Sources`` has ``Pasos siguientes``
    Good: msgid ``Next steps``, msgstr ``Pasos siguientes``
    """
    owner = corpus.owner(finished) or corpus.usual_owner(finished)
    if owner is not None:
        yield Finding(
            f"this reads like the translation of '{shortened(owner.message.msgid)}'",
            f"there stands '{shortened(owner.msgstr)}'; put each translation at its own text",
        )


@check(Subject.FINISHED, severity=Severity.WARNING, explains=("swapped-terms", "untranslated", "length", "ending"))
def check_swapped_links(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """Two links of one passage whose texts fit better the other way round: their targets have changed places.

    Names and numbers are looked at by ``link-swap``; here other words tell, those that translations usually have.

    Bad: msgid ``[Update](a.md) or [remove](b.md) it``, msgstr ``[Actualícelo](b.md) o [quítelo](a.md)``
    Good: msgstr ``[Quítelo](b.md) o [actualícelo](a.md)``
    """
    before = links_of(finished.message.msgid)
    if len(before) < 2:
        return
    after = links_of(finished.msgstr)
    least = _CROSSED if corpus.background is None else _CROSSED_BESIDE
    for first, second in combinations(before.keys() & after.keys(), 2):
        straight = corpus.words_fit(before[first], after[first]) + corpus.words_fit(before[second], after[second])
        crossed = corpus.words_fit(before[first], after[second]) + corpus.words_fit(before[second], after[first])
        if crossed > 0 and crossed - straight > least:
            yield Finding(
                f"'{shortened(after[first])}' and '{shortened(after[second])}' lead to each other's pages",
                f"exchange the targets '{first}' and '{second}'",
            )


@check(
    Subject.FINISHED,
    severity=Severity.WARNING,
    explains=("english", "term", "banned-rendering", "length", "ending", "two-renderings", "label"),
)
def check_untranslated(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """English words in the translation that other messages of the locale translate.

    Bad: msgid ``Check the driver``, msgstr ``Comprobar the driver``
    Good: msgstr ``Comprobar el controlador``

    Words in parentheses or quotation marks, which explain or quote, and titles of pages of other sites may stay.
    """
    msgid, msgstr = finished.message.msgid, finished.msgstr
    if is_printed(msgid) or is_explained(msgid, msgstr) or _names_a_picture(finished):
        return
    found = corpus.english.left(finished)
    if not found and msgid != msgstr:
        return
    words = plain_words(msgid)
    # One word can be a name, a term or a loan: it is told of where (nearly) nobody keeps it. Several are a phrase if
    # one of them joins the others, or if they are much of the text.
    linked = corpus.english.same_link_words(msgid, msgstr)
    single = len(found) == 1 and (
        (found[0][0] in TRANSLATED and not found[0][2])
        or (
            # Whether one keeps a term or a loan is a habit, which other sites do not show; a word in a table may be a
            # value.
            (
                corpus.background is None
                or (msgid == msgstr and len(all_words(msgid)) == 1 and finished.message.kind in _LABELS)
            )
            and (
                (found[0][1] > 11 and not found[0][2] and (len(words) <= _SHORT or found[0][0] in linked))
                or (found[0][1] > 39 and found[0][2] == 1 and found[0][0] in linked)
                or (found[0][1] > (7 if len(words) == 1 else 3) and not found[0][2] and len(words) <= 4)
            )
        )
    )
    several = len(found) > 1 and (
        not ENGLISH.isdisjoint(word for word, _, _ in found)
        or 4 * len(found) >= len(words)
        or len(found) > 3
        or any(word in linked for word, _, _ in found)
    )
    if several or single or (len(found) > 1 and msgid == msgstr):
        often = min(times - stayed for _, times, stayed in found)
        others = f"at least {often} other messages" if corpus.background is None else "other sites in this language"
        yield Finding(
            f"English was left in place: '{', '.join(word for word, _, _ in found)}'",
            f"translate it, as {others} do; if it is a name, put it into the glossary",
        )
    elif (
        msgid == msgstr
        and finished.message.kind not in _NAMES
        and (corpus.english.unknown(msgid) or corpus.english.says_something(msgid))
    ):
        yield Finding("the translation is the English text", "translate it, or allow it: # allow untranslated: reason")


def _names_a_picture(finished: Finished) -> bool:
    """Whether a text is the one word of an attribute: mostly that of a badge, which shows it in English."""
    msgid = finished.message.msgid
    return finished.message.kind is Kind.ATTRIBUTE and msgid == finished.msgstr and len(all_words(msgid)) < 2


@check(Subject.FINISHED, severity=Severity.WARNING, explains=("ending", "number", "two-renderings"))
def check_length(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """A translation much shorter or longer than others of such texts: a part is missing, or something was added.

    Bad: msgid ``Check that PyTorch finds the GPU, and restart Windows.``, msgstr ``Compruebe que PyTorch``
    Good: msgstr ``Compruebe que PyTorch detecta la GPU y reinicie Windows.``
    """
    msgid, msgstr = finished.message.msgid, finished.msgstr
    surprise = corpus.surprise(msgid, msgstr)
    if msgid == msgstr or -0.8 < surprise < 2.0:
        return
    evidence = corpus.evidence(msgid, msgstr)
    lengths = f"{width(msgstr)} characters for {width(msgid)} in English"
    if surprise < 0 and _lacks_a_part(finished, corpus, surprise, evidence):
        yield Finding(f"the translation is much shorter than others: {lengths}", "see whether a part is missing")
    elif whole := corpus.whole(finished):
        yield Finding(f"elsewhere this text is '{shortened(whole)}'", "see whether a part is missing")
    # Some texts are twice as long for no reason but the language; more sentences, or words from elsewhere, are one.
    elif width(msgid) > 19 and surprise > 2.5 and _more(msgid, msgstr) and (evidence[2] < -10 or surprise > 4):
        yield Finding(f"the translation is much longer than others: {lengths}", "see whether something was added")


def _lacks_a_part(finished: Finished, corpus: Corpus, surprise: float, evidence: tuple[float, float, float]) -> bool:
    """Whether a short text is one of which a part is missing, and no terse one.

    That has as many sentences as the original, and ends as it does; words are missing here and there, and others, which
    translations do not usually have, say it in a shorter way.
    """
    msgid, msgstr = finished.message.msgid, finished.msgstr
    favourable, missing, surplus = evidence
    before, after = ending(msgid), ending(msgstr) or (":" if leads_in(msgstr) else "")
    lacking = -missing / max(favourable, 1.0)
    at_a_colon = after == ":" != before and ": " in msgid
    broken_off = at_a_colon if after else corpus.endings.breaks_off(msgid, msgstr)
    if broken_off and surprise < -1 and missing < -2:
        return True
    if leaves_out(msgstr):
        # Two sentences become one, and what is understood is not said: only a great deal of it is a part.
        kept = corpus.endings.keeps(finished.message) > _ALWAYS_KEPT
        lost = before and not after and ((kept and surprise < -2.5 and missing < -2) or surprise < -4)
        if sentences(msgid) > sentences(msgstr) > 0 and surprise < -3 and missing < -5:
            return lacking > _LACKING
        label = not before and not after and surprise < -3.3 and missing < -3
        most = surprise < -4.5 and missing < -12
        return lacking > _LACKING_MUCH and ((missing < -2 and lost) or label or most)
    if before and not after:
        if corpus.endings.keeps(finished.message) > _KEPT:
            return surprise < -2 and missing < -1.5
        return surprise < -3.3 and missing < -2.5
    if sentences(msgid) > sentences(msgstr) > 0:
        if corpus.endings.keeps_sentences > _KEPT_SENTENCES and surprise < -1.2 and missing < -1.5:
            return True
        few = (surprise < -2.4 and missing < -4) or (surprise < -4.5 and missing < -1.5)
        return few or (surprise < -1.2 and missing < -5 and surplus > -1.5 and lacking > _LACKING)
    if not before and not after:
        short = (surprise < (-3.3 if width(msgid) > _LABEL else -4.5) and missing < -5) or (
            surprise < -2.2 and missing < -6 and width(msgid) > _LABEL
        )
        return short and lacking > _LACKING
    return surprise < -3.3 and missing < -9 and lacking > _LACKING_MUCH and surplus > _OWN_WORDS


def _more(msgid: str, msgstr: str) -> bool:
    # What ends in a colon may end in a full stop in another language.
    before = sentences(msgid) + (ending(msgid) == ":" != ending(msgstr))
    return sentences(msgstr) > before or width(msgstr) > _TWICE * width(msgid)


@check(Subject.FINISHED, severity=Severity.WARNING, alone=True)
def check_ending(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """The full stop, question mark, exclamation mark or colon at the end is lost or added; the locale keeps them.

    Bad: msgid ``Restart the computer.``, msgstr ``Reinicie el``
    Good: msgstr ``Reinicie el equipo.``

    In a locale whose translations often end in another way, this is no evidence, and nothing is said.

    The colon before a list or code is a colon in nearly every language, or a full stop: that it is lost is told even
    where there are few translations.
    """
    before, after = ending(finished.message.msgid), ending(finished.msgstr)
    if bool(before) == bool(after) or is_abbreviated(finished.message.msgid) or is_abbreviated(finished.msgstr):
        return
    label = finished.message.kind in _LABELS
    if before == ":" and not label and leads_in(finished.message.msgid):
        if not leads_in(finished.msgstr) and corpus.endings.leads_in(finished):
            yield Finding("the original ends with a colon, the translation does not", "see whether its end is missing")
        return
    if not corpus.enough:
        return
    # A question can become a label, and so can what dots leave open; a sentence of the original may have lost its stop.
    left_open = finished.message.msgid.rstrip().endswith(("...", "…"))
    if (label and ("?" in before + after or before == "!" or left_open)) or (not before and not label):
        return
    if corpus.endings.keeps(finished.message) < _ALWAYS_KEPT or corpus.endings.lost[finished.catalog, before] > _HABIT:
        return
    sign = _SIGNS[before or after]
    if before:
        yield Finding(f"the original ends with {sign}, the translation does not", "see whether its end is missing")
    else:
        yield Finding(f"the translation ends with {sign}, the original does not", "see whether it belongs here")


@check(Subject.FINISHED, severity=Severity.WARNING)
def check_form_of_address(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """Another way to speak to the reader than that of nearly all texts of the locale: ``tú`` among ``usted``.

    Bad: msgid ``You can restart it.``, msgstr ``Puedes reiniciarlo.``, where the locale says ``Instale``, ``su equipo``
    Good: msgstr ``Puede reiniciarlo.``

    Looked at where one way is the clear habit of the locale (25 texts or more), in German, Spanish, French, Hindi,
    Indonesian, Italian, Dutch, Russian, Turkish, Ukrainian and Chinese; in Japanese and Korean, the ends of sentences
    in paragraphs (です・ます or である, 합니다 or 해요).
    """
    other = corpus.forms(finished)
    if not other or (habit := corpus.habit) is None or habit[0] in other:
        return
    form, times, total = habit
    alike = corpus.other_forms.get(finished.catalog, [])
    if finished in alike[1:]:
        return
    more = f"\nlike it on this page: {len(alike) - 1} more" if finished in alike and alike[1:] else ""
    # How many say so changes with each translation, and what a baseline knows has to stay known.
    yield Finding(
        f"this speaks to the reader with '{sorted(other)[0]}'; nearly all texts say '{form}'",
        f"write it with '{form}', as {times} of {total} texts do, or allow it: # allow form-of-address: reason{more}",
    )


@check(Subject.FINISHED, severity=Severity.WARNING, alone=True)
def check_two_renderings(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """A short text, such as a heading, for which other pages of the language have another translation.

    Bad: msgid ``Next steps``, msgstr ``Próximos pasos``, where two other pages have ``Pasos siguientes``
    Good: msgstr ``Pasos siguientes``

    One word may have another ending, and whole sentences may be said in two ways. Of pages with the same translation,
    the first is told of.
    """
    found = corpus.consistency.usual(finished)
    if found is not None:
        usual, alike = found
        more = f"\nlike it: {alike} more" if alike else ""
        yield Finding(
            f"elsewhere this text is '{shortened(usual.msgstr)}'",
            f"write the same here and in {usual.catalog}, or allow it: # allow two-renderings: reason{more}",
        )


@check(Subject.FINISHED, severity=Severity.WARNING, alone=True)
def check_label(finished: Finished, corpus: Corpus) -> Iterator[Finding]:
    """A name in bold, such as that of a button, for which most other texts of the language have another rendering.

    Bad: msgid ``Click **Next**.``, msgstr ``Haga clic en **Continuar**.``, where others have ``**Siguiente**``
    Good: msgstr ``Haga clic en **Siguiente**.``

    Names begin with a capital letter. They may have another ending, or stay in English.
    """
    if "**" not in finished.message.msgid:
        return
    for name, usual in corpus.consistency.other_names(finished):
        others = f"is '{usual}'" if usual != name else "stays as it is"
        yield Finding(f"'{name}' {others} in other texts", f"write '{usual}', or allow it: # allow label: reason")


@check(Subject.CATALOG, severity=Severity.WARNING)
def check_copied(catalog: str, corpus: Corpus) -> Iterator[Finding]:
    """A catalog whose translations are the English texts: nobody has translated it yet, whatever its counts say.

    Bad: 40 messages, each with ``msgstr`` equal to ``msgid``
    Good: an empty ``msgstr`` where there is no translation yet

    Reported once for the catalog, instead of once for each message.
    """
    if number := corpus.copied.get(catalog):
        yield Finding(
            f"{number} translations are the English texts themselves",
            "empty them until they are translated: the English text is published then, and marked as English",
        )
