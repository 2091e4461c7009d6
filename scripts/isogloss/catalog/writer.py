"""Writes PO text in its one canonical form.

UTF-8, LF, one line for one text (git then sees when two people change a msgid and its msgstr), document order, no line
numbers in references, the header as it is while it is right. Obsolete messages stay where they stand: at the place that
they had on the page, where ``update`` leaves them, or at the end of the file, where some tools put them. If all were at
the end, changes of two branches would meet there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from isogloss.catalog.message import Message, Pair

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\v": "\\v",
    }
)
_SPECIAL = re.compile(r'[\\"\x07-\r]')
_HYPHEN = re.compile(r"(?<=\S)-\n")
_WITHOUT_PREVIOUS = Message("")
"""For messages that do not wait: an earlier text that was left behind says nothing about them."""
FORMER = "former"
"""Context of an obsolete message whose text is in the catalog once more, with another translation."""


def header_lines(comment: str, texts: Iterable[str]) -> list[str]:
    """The lines of the header message: *texts* is what is between the quotation marks of each line of its msgstr."""
    first, *more = texts
    return [*_commented("#", comment), 'msgid ""', f'msgstr "{first}"', *(f'"{text}"' for text in more)]


def header_texts(fields: Mapping[str, str]) -> list[str]:
    """What is between the quotation marks of a header with these *fields*, one in each line."""
    return ["", *(escaped(f"{name}: {value}\n") for name, value in fields.items())]


def message_lines(message: Message) -> list[str]:
    """The lines of one message."""
    lines = _commented("#", message.comments) if message.comments else []
    mark = "#~ " if message.obsolete else ""
    if not message.obsolete:
        # What a message is fits in one line; some tools wrap it.
        if extracted := _HYPHEN.sub("-", message.extracted).replace("\n", " ").strip():
            lines.append(f"#. {extracted}")
        if message.references:
            names = dict.fromkeys(message.references)
            lines.append("#: " + " ".join(f"\u2068{name}\u2069" if " " in name else name for name in names))
    if message.flags:
        lines.append("#, " + ", ".join(sorted(set(message.flags), key=_flag_order)))
    before = "#~| " if message.obsolete else "#| "
    previous = message if message.fuzzy else _WITHOUT_PREVIOUS
    texts = (
        (before, "msgctxt", previous.previous_msgctxt),
        (before, "msgid", previous.previous_msgid),
        (before, "msgid_plural", previous.previous_msgid_plural),
        (mark, "msgctxt", message.msgctxt),
        (mark, "msgid", message.msgid),
        (mark, "msgid_plural", message.msgid_plural or None),
    )
    lines += [f'{start}{name} "{escaped(text)}"' for start, name, text in texts if text is not None]
    if message.msgid_plural:
        for number, text in sorted(message.msgstr_plural.items()):
            lines.append(f'{mark}msgstr[{number}] "{escaped(text)}"')
    else:
        lines.append(f'{mark}msgstr "{escaped(message.msgstr)}"')
    return lines


def _flag_order(flag: str) -> tuple[bool, bool, bool, str]:
    """The place of a flag, as gettext writes them: ``fuzzy``, formats, ranges, whether it may be wrapped."""
    return flag != "fuzzy", flag.endswith("wrap"), flag.startswith("range:"), flag


def escaped(text: str) -> str:
    """*text* as it stands between quotation marks."""
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


def _commented(mark: str, text: str) -> list[str]:
    return [f"{mark} {line}".rstrip() for line in text.split("\n")] if text else []


def trailing_lines(comment: str) -> list[str]:
    """The lines of comments after the last message."""
    return _commented("#", comment)


def without_repeats(messages: Iterable[Message]) -> list[Message]:
    """*messages* without obsolete ones that say nothing more.

    gettext refuses a file in which an obsolete message repeats another one. The same translation is dropped; another
    one gets a context, so that it is neither lost nor in the way. What an active message holds as its earlier text and
    translation needs no obsolete one.
    """
    messages = list(messages)
    active = [message for message in messages if not message.obsolete]
    if len(active) == len(messages):
        return messages
    found = {(message.msgctxt, message.msgid): message for message in active}
    held = {message.pair: message for message in active if message.flags and message.translated}
    return [message for message in messages if not message.obsolete or _says_more(message, found, held)]


def _says_more(message: Message, found: dict[tuple[str | None, str], Message], held: Mapping[Pair, Message]) -> bool:
    """Whether an obsolete *message* is kept beside those that are *found*; it is among them then."""
    pair = message.pair
    holder = held.get(pair) or found.get(pair[0])
    if (
        holder is not None
        and holder.pair == pair
        and set(message.comments.split("\n")) <= {"", *holder.comments.split("\n")}
    ):
        return False
    number = 1
    while other := found.get((message.msgctxt, message.msgid)):
        if other.msgstr == message.msgstr and other.msgstr_plural == message.msgstr_plural:
            return False
        message.msgctxt = FORMER if number == 1 else f"{FORMER} {number}"
        number += 1
    found[message.msgctxt, message.msgid] = message
    return True


def joined(blocks: Iterable[list[str]]) -> str:
    """The text of a file whose messages are *blocks* of lines."""
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"
