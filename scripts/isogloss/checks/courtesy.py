"""How a text speaks to its reader, in languages that have two ways and keep to one: ``tú`` or ``usted``.

Only what no other word of the language looks like is counted: a form that may also mean "she" or "its" says nothing.
Portuguese is left out, where the way is a matter of the country, and so is every language without an entry.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from isogloss.segments import Kind
from isogloss.segments.text import words_of

_QUOTED = re.compile(r"[\"“”„«»「『‘][^\"“”„«»「」『』‘’]*[\"“”«»」』’]|[(（][^()（）]*[)）]")
_SIGNS_BEFORE = r"(?:^|[.!?:]\s+|\n)[\s*_>«“\"¡¿-]*"


def _words(*words: str) -> str:
    return rf"(?<![\w'’-])(?:{'|'.join(words)})(?![\w-])"


def _first(*words: str) -> str:
    """A pattern for verbs that begin a sentence: there, they ask the reader to do something."""
    return rf"{_SIGNS_BEFORE}(?:{'|'.join(words)})(?![\w-])"


def _any(*patterns: str) -> str:
    return "|".join(patterns)


_SPANISH_ASKED = (
    "Instale", "Abra", "Ejecute", "Haga", "Vea", "Consulte", "Utilice", "Cree", "Añada", "Agregue", "Descargue",
    "Compruebe", "Verifique", "Asegúrese", "Configure", "Seleccione", "Escriba", "Reinicie", "Copie", "Elija",
    "Inicie", "Cierre", "Guarde", "Modifique", "Actualice", "Lea", "Mire", "Revise", "Reemplace", "Cambie",
    "Recuerde", "Tenga", "Considere", "Pruebe", "Espere", "Edite", "Defina", "Importe", "Siga", "Vaya", "Visite",
    "Pulse", "Introduzca", "Sustituya", "Elimine",
)  # fmt: skip
_ITALIAN_ASKED = (
    "Installi", "Apra", "Esegua", "Usi", "Utilizzi", "Scarichi", "Veda", "Consulti", "Aggiunga", "Verifichi",
    "Configuri", "Selezioni", "Scriva", "Riavvii", "Scelga", "Legga", "Controlli", "Faccia", "Prema", "Clicchi",
    "Salvi", "Modifichi", "Aggiorni", "Segua", "Vada", "Inserisca", "Rimuova", "Sostituisca",
)  # fmt: skip
_ITALIAN_ASKED_OF_MANY = (
    "Installate", "Aprite", "Eseguite", "Usate", "Utilizzate", "Scaricate", "Vedete", "Consultate", "Aggiungete",
    "Verificate", "Configurate", "Selezionate", "Scrivete", "Riavviate", "Scegliete", "Leggete", "Controllate",
    "Fate", "Premete", "Cliccate", "Salvate", "Aggiornate", "Seguite", "Inserite",
)  # fmt: skip
# A capital letter in the middle of a sentence: at its beginning, "Sie" may be "she" and "they".
_GERMAN_MIDDLE = r"(?<=[\w,;)*`”“»–—] )[*_]*"

_FORMS: dict[str, dict[str, str]] = {
    "de": {
        "du": _any(_words("[Dd]u", "[Dd]ich", "[Dd]ir", "[Dd]ein(?:e[mnrs]?)?")),
        "Sie": _any(
            rf"{_GERMAN_MIDDLE}(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)(?![\w-])", r"(?<!\w)[A-ZÄÖÜ][a-zäöüß]+en Sie(?!\w)"
        ),
    },
    "es": {
        "tú": _any(
            _words("[Tt]ú", "[Tt]u", "[Tt]us", "te", "ti", "contigo", "[Pp]uedes", "[Tt]ienes", "[Qq]uieres"),
            _words("[Nn]ecesitas", "[Uu]sas", "[Hh]aces", "[Vv]erás", "[Pp]odrás", "[Aa]segúrate", "[Hh]az"),
            _words("[Ee]stás", "[Dd]ebes"),
        ),
        "usted": _any(_words("[Uu]sted", "[Aa]segúrese"), _first(*_SPANISH_ASKED)),
    },
    "fr": {
        "tu": _any(_words("[Tt]u", "te", "toi", "[Tt]on", "[Tt]a", "[Tt]es")),
        "vous": _any(
            _words("[Vv]ous", "[Vv]otre", "[Vv]os"),
            r"(?<![\w-])(?!(?:[Cc]h|[Aa]ss|[Nn]|[Rr])ez\b)[A-Za-zÀ-ÿ]{2,}ez(?!\w)"
        ),
    },
    "hi": {
        "आप": _any(_words("(?<!अपने )आप(?:को|का|के|की|ने|से)?")),
        "तुम": _any(_words("तुम", "तुम्हें", "तुम्हारा", "तुम्हारे", "तुम्हारी", "तुमको", "तुमने", "तू", "तुझे", "तेरा", "तेरे", "तेरी")),
    },
    "id": {"Anda": _any(_words("Anda")), "kamu": _any(_words("[Kk]amu", "[Kk]alian"))},
    "it": {
        "tu": _any(
            _words("tu", "ti", "te", "[Tt]u[oae]", "tuoi", "[Pp]uoi", "[Dd]evi", "[Vv]uoi", "[Hh]ai"),
            _words("[Pp]otrai", "[Vv]edrai"),
            _words("[Aa]ssicurati", "[Uu]sa", "[Aa]pri", "[Ee]segui", "[Ss]cegli"),
        ),
        "Lei": _any(r"(?<=[\w,;)] )(?:Lei|Suoi|Suo|Sua|Sue)(?!\w)", _words("[Ss]i assicuri"), _first(*_ITALIAN_ASKED)),
        "voi": _any(
            _words("voi", "vostr[oaei]", "[Pp]otete", "[Dd]ovete", "[Vv]olete", "[Aa]vete", "[Aa]ssicuratevi"),
            _first(*_ITALIAN_ASKED_OF_MANY),
        ),
    },
    "ja": {
        "です・ます": "(?:です|ます|でした|ました|ません|ましょう|ください)[かねよ]?。",
        "だ・である": (
            "(?:[るすくうつむぶだ]|ない|だろう|[っしれきけせえ]た)(?<!です)(?<!ます)(?<!ました)(?<!でした)(?<!ましょう)(?<!でしょう)。"
        ),
    },
    "ko": {
        "합니다": "(?<!아)니(?:다|까)[.?!]|십시오[.!]?",
        "해요": "(?:[해돼어아여]요|예요|이에요|네요|[가-힣](?:려|워|져|써|봐)요)[.!?]",
        "한다": "(?:한다|이다|있다|없다|된다|였다|했다|됐다|았다|었다|같다|않는다|아니다)[.]",
    },
    "nl": {
        "je": _any(_words("[Jj]e", "[Jj]ij", "[Jj]ou", "[Jj]ouw")),
        "u": _any(_words("u", "[Uu]w")),
    },
    "ru": {
        "вы": _any(
            _words("[Вв]ы", "[Вв]ас", "[Вв]ам", "[Вв]ами", "[Вв]аш(?:а|е|и|его|ему|им|ем|ей|у|их|ими)?", "[Мм]ожете"),
            _words("[Хх]отите", "[Уу]бедитесь", "[Ии]спользуйте", "[Оо]братите"),
        ),
        "ты": _any(
            _words("[Тт]ы", "[Тт]ебя", "[Тт]ебе", "[Тт]обой", "[Тт]во(?:й|я|ё|е|и|его|ему|им|ём|ем|ей|ю|их|ими)"),
            _words("[Мм]ожешь"),
            _words("[Хх]очешь", "[Уу]бедись", "[Ии]спользуй", "[Оо]ткрой", "[Зз]апусти", "[Уу]станови"),
        ),
    },
    "tr": {
        "siz": _any(
            _words("[Ss]iz", "[Ss]izi", "[Ss]ize", "[Ss]izin", "[Ss]izden"),
            r"(?<!\w)[^\W\d_]+(?:[ıiuü]yor|bilir|mal[ıi]|me[lz]|ma[lz]|[ae]cak|[ae]cek)s[ıiuü]n[ıiuü]z(?!\w)",
        ),
        "sen": _any(
            _words("[Ss]en", "[Ss]eni", "[Ss]ana", "[Ss]enin", "[Ss]enden"),
            r"(?<!\w)[^\W\d_]+(?:[ıiuü]yor|bilir)s[ıiuü]n(?!\w)",
        ),
    },
    "uk": {
        "ви": _any(
            _words("[Вв]и", "[Вв]ас", "[Вв]ам", "[Вв]ами", "[Вв]аш(?:а|е|і|ого|ому|им|ій|у|их|ими|ою|ої)?"),
            _words("[Мм]ожете"),
            _words("[Хх]очете", "[Пп]ереконайтеся", "[Вв]икористовуйте", "[Зз]верніть"),
        ),
        "ти": _any(
            _words("[Тт]и", "[Тт]ебе", "[Тт]обі", "[Тт]обою", "[Тт]в(?:ій|оя|оє|ої|ого|оєму|оїм|оїх|оїми|ою|оєю)"),
            _words("[Мм]ожеш", "[Хх]очеш", "[Пп]ереконайся", "[Вв]икористовуй", "[Вв]ідкрий", "[Зз]апусти"),
            _words("[Вв]станови"),
        ),
    },
    "zh": {"您": "您", "你": "你"},
}  # fmt: skip
"""By language and form, a pattern for what shows it."""
_SENTENCES_ALONE = frozenset({"ja", "ko"})
"""Languages that show it at the end of sentences: labels, cells and items of lists are written in another way."""
_LABEL = re.compile(r"\A\s*(?:<|!\[|[_*]+[^_*]+[_*]+\s*\Z)|(?:\A|[。？！] ?)\**(?:例|Q)[:：]")
"""What is no sentence to the reader either: an element of its own, a caption, an example."""


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    return {form: re.compile(pattern) for form, pattern in _FORMS.get(language, {}).items()}


@lru_cache(maxsize=65536)
def forms_of(language: str, kind: Kind, text: str) -> frozenset[str]:
    """The forms that *text*, a message of a *kind*, shows, by the names that the language has for them; mostly none.

    What it quotes, or has in parentheses, is not looked at.
    """
    patterns = _patterns(language)
    if not patterns:
        return frozenset()
    if language in _SENTENCES_ALONE and (kind is not Kind.PARAGRAPH or _LABEL.search(text)):
        return frozenset()
    words = _QUOTED.sub(" ", words_of(text))
    return frozenset(form for form, pattern in patterns.items() if pattern.search(words))
