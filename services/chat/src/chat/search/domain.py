"""How texts are cut into words and searched, and how a find is shown. Pure.

Messages and queries are cut and folded by the same function, so that a word is found in any spelling: in
upper or lower case, with or without accents. A word is found by its beginning, and in singular and plural of
Portuguese and English. PostgreSQL compares finished words only (`tokens`): it knows no language.

A company's messages are divided into segments, and a word is kept with its segment's number before it
(``12:entrega``). So each list in the index is short, holds one company's messages only, and those of
about the same time: segments are read from the newest on, until a page is full.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

MAX_QUERY: Final = 200
MAX_TERMS: Final = 16
"""Words of a query that count; further ones are not looked for."""
MAX_WORDS: Final = 300
"""Different words of a message that it is found by."""
MAX_WORD: Final = 40
"""Letters of a word that count."""
SEGMENT: Final = 16_384
"""Messages of a segment."""
LATE: Final = timedelta(days=1)
"""What was sent so long before it was stored is kept in segments of its own: they are of another time."""
EXCERPT: Final = 160
"""Characters of an excerpt."""
_BEFORE: Final = 50
_PREFIX: Final = 3
"""Letters that a word needs to be the beginning of others when it is not alone."""
_PLURALS: Final = (
    ("oes", "ao"),
    ("aes", "ao"),
    ("aos", "ao"),
    ("ais", "al"),
    ("eis", "el"),
    ("ois", "ol"),
    ("ns", "m"),
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
)
"""Ends of plurals and their singulars, without accents."""
_SINGULARS: Final = (("ao", "oes"), ("al", "ais"), ("el", "eis"), ("ol", "ois"), ("m", "ns"), ("y", "ies"))
"""Ends of singulars whose plurals do not begin with them."""
_INFLECTED: Final = 4
"""Letters from which a word may have a plural."""

_WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = re.compile("[\u0300-\u036f]")
_QUOTED: Final = re.compile(r'["“”]([^"“”]*)["“”]')
SEGMENT_MARK: Final = "#"
"""Stands for a segment's number in a query."""


def fold(word: str) -> str:
    """Return a word as it is compared: without case and accents, and no longer than `MAX_WORD`."""
    if word.isascii():
        return word.lower()[:MAX_WORD]
    return _MARKS.sub("", unicodedata.normalize("NFKD", word)).casefold()[:MAX_WORD]


def words_of(text: str) -> list[str]:
    """Return a text's words, folded, in their order."""
    return [folded for word in _WORD.findall(unicodedata.normalize("NFC", text)) if (folded := fold(word))]


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is looked for: itself, or what begins with it."""

    word: str
    begins: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """Its other number: in the plural if it is a singular, in the singular if it is a plural."""
        return _forms(self.word) if self.begins else ()

    def fits(self, word: str) -> bool:
        """Tell whether a folded word is found by it."""
        if word == self.word or (self.begins and word.startswith(self.word)):
            return True
        return word in self.forms


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: a message has all of these words, and each phrase word for word."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def template(self, marks: Iterable[str] = ()) -> str:
        """Return it for PostgreSQL (``tsquery``), with `SEGMENT_MARK` where a segment's number belongs."""
        narrow = [f"'{SEGMENT_MARK}:{mark}'" for mark in marks]
        return " & ".join([*dict.fromkeys(map(_alternatives, self.terms)), *narrow])

    def fits(self, text: str) -> bool:
        """Tell whether a text has the phrases; that it has the words is known."""
        words = words_of(text) if self.phrases else []
        return all(_holds(words, phrase) for phrase in self.phrases)


def read_query(text: str) -> Query:
    """Return what a text asks for. Words in quotes are a phrase; one without a word asks for nothing."""
    phrases = [tuple(words_of(quoted)) for quoted in _QUOTED.findall(text)]
    loose = words_of(_QUOTED.sub(" ", text))
    exact = [word for phrase in phrases for word in phrase]
    alone = len(loose) == 1 and not exact
    terms = [Term(word, alone or len(word) >= _PREFIX) for word in loose]
    terms += [Term(word, begins=False) for word in exact]
    kept = tuple(phrase for phrase in phrases if len(phrase) > 1)
    return Query(tuple(dict.fromkeys(terms))[:MAX_TERMS], kept)


def _forms(word: str) -> tuple[str, ...]:
    if len(word) < _INFLECTED or not word.isalpha():
        return ()
    singulars = [word[: -len(end)] + other for end, other in _PLURALS if word.endswith(end)]
    plurals = [word[: -len(end)] + other for end, other in _SINGULARS if word.endswith(end)]
    return tuple(dict.fromkeys(form for form in (*singulars, *plurals) if len(form) >= _PREFIX))


def _alternatives(term: Term) -> str:
    begins = ":*" if term.begins else ""
    forms = [f"'{SEGMENT_MARK}:{term.word}'{begins}", *(f"'{SEGMENT_MARK}:{form}'" for form in term.forms)]
    return forms[0] if len(forms) == 1 else f"({' | '.join(forms)})"


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    length = len(phrase)
    return any(
        tuple(words[start : start + length]) == tuple(phrase) for start in range(len(words) - length + 1)
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """Which messages are looked through; all of a company unless told."""

    contact_id: UUID | None = None
    ticket_id: UUID | None = None
    channel_id: UUID | None = None
    author_id: UUID | None = None
    kind: str | None = None
    assignee_id: UUID | None = None
    queue_id: UUID | None = None
    tag_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Sent before."""

    @property
    def of_messages(self) -> bool:
        """Whether messages are chosen by what of them never changes."""
        return bool(self.channel_id or self.author_id or self.kind)

    @property
    def of_tickets(self) -> bool:
        """Whether messages are chosen by their tickets."""
        return bool(self.assignee_id or self.queue_id or self.tag_id)

    @property
    def of_conversation(self) -> bool:
        """Whether only one conversation is looked through."""
        return bool(self.contact_id or self.ticket_id)

    def marks(self) -> list[str]:
        """Return the words that all these messages have."""
        found = [kind_mark(self.kind)] if self.kind else []
        found += [channel_mark(self.channel_id)] if self.channel_id else []
        return found + ([author_mark(self.author_id)] if self.author_id else [])


# --- what a message is found by -----------------------------------------------------------------

_PARTS: Final = (
    ("location", ("name", "address")),
    ("interactive", ("body", "title", "description")),
    ("button", ("text",)),
    ("order", ("text",)),
    ("contacts", ("formattedname", "phone")),
)
"""What of a message's content is searched besides its text: members by the section they stand in, as
`_spelt` has them."""
_MAX_PARTS: Final = 50


def searched(text: str | None, content: dict[str, Any], media: dict[str, Any] | None) -> str:
    """Return all of a message that is searched, as one text: what was written, and names in it."""
    parts = [text or "", str((media or {}).get("filename") or "")]
    for section, members in _PARTS:
        if section in content:
            parts += _found_in(content[section], members)
    kept = dict.fromkeys(part.strip() for part in parts[:_MAX_PARTS])
    return " · ".join(part for part in kept if part)


def _found_in(value: Any, members: Sequence[str]) -> list[str]:
    if isinstance(value, list):
        return [text for one in value[:_MAX_PARTS] for text in _found_in(one, members)]
    if not isinstance(value, dict):
        return []
    found = [text for name, text in value.items() if _spelt(name) in members and isinstance(text, str)]
    return found + [
        text for one in value.values() if isinstance(one, dict | list) for text in _found_in(one, members)
    ]


NOT_SEARCHED: Final = frozenset({"campaign", "test", "activity", "timeline"})
"""Origins of messages that are not found: many people got one text, which would stand before all that was
said, or nobody wrote them."""


def _spelt(name: str) -> str:
    """Return a member's name without regard to how it is spelt: what is stored and what is shown differ."""
    return name.replace("_", "").lower()


def kind_mark(kind: str) -> str:
    """Return the word that all messages of a kind have."""
    return f"@k{kind}"


def channel_mark(channel_id: UUID) -> str:
    """Return the word that a channel's messages have, and those of few others."""
    return f"@c{channel_id.hex[-8:]}"


def author_mark(author_id: UUID) -> str:
    """Return the word that an agent's messages have, and those of few others."""
    return f"@a{author_id.hex[-8:]}"


def marks(kind: str, channel_id: UUID, author_id: UUID | None) -> tuple[str, ...]:
    """Return words for what of a message never changes, by which searches are narrowed."""
    always = kind_mark(kind), channel_mark(channel_id)
    return always if author_id is None else (*always, author_mark(author_id))


def tokens(segment: int, text: str, marks: Iterable[str]) -> list[str]:
    """Return what a message is found by in a segment; nothing for one without a word."""
    words = list(dict.fromkeys(words_of(text)))[:MAX_WORDS]
    return [f"{segment}:{word}" for word in (*words, *marks)] if words else []


# --- times -----------------------------------------------------------------------------------------


def seconds_of(message_id: UUID) -> float:
    """Return when an id was made, as the seconds since 1970."""
    return (message_id.int >> 80) / 1000


def first_id(at: datetime) -> UUID:
    """Return the least id of a moment."""
    return UUID(int=int(at.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62)


def is_late(message_id: UUID, sent_at: datetime) -> bool:
    """Tell whether a message is of another time than those that are stored with it."""
    return seconds_of(message_id) - sent_at.timestamp() > LATE.total_seconds()


# --- excerpts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an excerpt."""

    text: str
    match: bool


def excerpt(text: str, query: Query) -> list[Part]:
    """Return the surroundings of the first word that is found, in pieces; those that fit are marked."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    found = [
        place.span()
        for place in _WORD.finditer(text)
        if any(term.fits(fold(place[0])) for term in query.terms)
    ]
    start = _start(text, found[0][0]) if found else 0
    end = start + EXCERPT if len(text) - start > EXCERPT else len(text)
    parts: list[Part] = [Part("…", match=False)] if start else []
    at = start
    for begin, stop in found:
        if begin < at or stop > end:
            continue
        if begin > at:
            parts.append(Part(text[at:begin], match=False))
        parts.append(Part(text[begin:stop], match=True))
        at = stop
    if at < end:
        parts.append(Part(text[at:end], match=False))
    if end < len(text):
        parts.append(Part("…", match=False))
    return parts


def _start(text: str, first: int) -> int:
    """Return where an excerpt begins: at a word, some way before the first that was found."""
    if first <= _BEFORE:
        return 0
    space = text.find(" ", first - _BEFORE, first)
    return space + 1 if space >= 0 else first
