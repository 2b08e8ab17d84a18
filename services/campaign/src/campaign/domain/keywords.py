"""Which messages of a customer mean "no more broadcasts", and which "again, please".

Until a company chooses its own words it has words that people use for nothing else: not a menu's "voltar",
not a reminder's "cancelar". Spanish ones count only where Spanish is spoken: elsewhere "baja" is a word of
a size, a price or a place.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from atende_contracts.event import Party
from atende_contracts.identity import canonical_number
from atende_contracts.messages import MessageReceivedV1

MAX_WORD_CHARS: Final = 40

LEAVE: Final = (
    "sair",
    "parar",
    "pare",
    "stop",
    "descadastrar",
    "unsubscribe",
    "sair da lista",
    "parar de receber",
    "parar promocoes",
    "nao quero mais receber",
    "stop promotions",
)
RETURN: Final = ("voltar a receber", "start", "unstop", "resubscribe")
SPANISH_LEAVE: Final = ("baja", "darme de baja", "dejar de recibir", "detener promociones")
SPANISH_RETURN: Final = ("volver a recibir",)

META_BUTTONS: Final = frozenset(
    {"parar promocoes", "interromper promocoes", "stop promotions", "detener promociones"}
)
"""How Meta's own marketing opt-out button is labelled; it comes like a quick reply of the template."""

_OWN_WORDS: Final = frozenset({"text", "image", "video", "audio", "document", "sticker", "edit"})
"""The kinds whose text the person wrote: a message, a file's caption, and what either is edited into."""

_SPANISH_NUMBERS: Final = re.compile(
    r"34|5[1-4]|5[6-8]|50[2-7]|59[1358]|240|1(?:787|939|809|829|849)"  # As canonical numbers begin.
)
_SPANISH_COUNTRIES: Final = frozenset(
    "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE".split()  # noqa: SIM905
)


def normalised(text: str) -> str:
    """Return a text as keywords are compared: no case, accents, punctuation or doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in decomposed if char.isalnum() or char.isspace()).split())


@dataclass(frozen=True, slots=True)
class Keywords:
    """A company's words, normalised, and what people are answered whom they have moved (None: nothing)."""

    leave: frozenset[str] = frozenset(LEAVE)
    back: frozenset[str] = frozenset(RETURN)
    confirm_leave: str | None = None
    confirm_return: str | None = None

    def request(self, text: str | None) -> bool | None:
        """Return True for a request to leave, False for one to come back, None for anything else.

        Only a message that is nothing but the keyword counts: "quero cancelar o pedido" is a ticket.
        """
        if not may_be_keyword(text):
            return None
        word = normalised(text or "")
        if word in self.leave:
            return True
        return False if word in self.back else None

    def request_of(self, message: MessageReceivedV1) -> bool | None:
        """Return what a message requests, as `request` does.

        Of a template's quick reply the text or the payload counts. Titles of other buttons and of rows,
        forms, notes of orders and what WhatsApp itself says are not the person's words, and what is said in
        a group is not said to the company.
        """
        if message.group_id is not None or "group_id" in message.content:
            return None
        if message.kind in _OWN_WORDS:
            return self.request(message.text)
        if message.kind != "button":
            return None
        labels = spoken(message)
        if any(normalised(label) in META_BUTTONS for label in labels):
            return True
        return next((request for label in labels if (request := self.request(label)) is not None), None)

    def confirmation(self, *, leave: bool) -> str | None:
        """Return the answer to a person who left, or came back."""
        return self.confirm_leave if leave else self.confirm_return


DEFAULT: Final = Keywords()
"""Of a company that has chosen nothing."""
SPANISH: Final = replace(
    DEFAULT, leave=DEFAULT.leave.union(SPANISH_LEAVE), back=DEFAULT.back.union(SPANISH_RETURN)
)
"""Of one where Spanish is spoken."""


def spoken(message: MessageReceivedV1) -> list[str]:
    """Return the texts of a message that may be a keyword, the visible one first."""
    texts = [message.text]
    if message.kind == "button" and message.reply is not None:
        texts = [message.reply.title or message.text, message.reply.payload]
    return [text for text in texts if text and may_be_keyword(text)]


def may_be_keyword(text: str | None) -> bool:
    """Tell whether a message is short enough to be looked at."""
    return bool(text) and len(text or "") <= MAX_WORD_CHARS


def is_spanish_locale(locale: str | None) -> bool:
    """Tell whether a company has Spanish as its language."""
    return (locale or "").lower().partition("-")[0].partition("_")[0] == "es"


def is_spanish_number(number: str | None) -> bool:
    """Tell whether a number is of a country that speaks Spanish."""
    digits = canonical_number(number or "")
    return digits is not None and _SPANISH_NUMBERS.match(digits) is not None


def speaks_spanish(person: Party) -> bool:
    """Tell whether a person's number, or without one their user id, is of a country that speaks Spanish."""
    number = person.wa_id or person.phone
    if number:
        return is_spanish_number(number)
    return (person.bsuid or "").partition(".")[0] in _SPANISH_COUNTRIES


def normalised_words(words: Iterable[str]) -> list[str]:
    """Return words as they are compared, each once. Raises ``ValueError`` for one that has no letters."""
    found = list(dict.fromkeys(normalised(word) for word in words))
    if "" in found:
        raise ValueError("A keyword has neither letters nor digits.")
    return found


# --- what is answered ------------------------------------------------------------------------

_CONFIRMATIONS: Final = {
    "pt": (
        "Pronto: você não receberá mais nossas campanhas.",
        "Pronto: você voltará a receber nossas campanhas.",
    ),
    "es": ("Listo: ya no recibirá nuestras campañas.", "Listo: volverá a recibir nuestras campañas."),
    "en": ("Done: you will get no more campaigns from us.", "Done: you will get our campaigns again."),
}
_OTHER_WAYS: Final = {
    "pt": ("Para voltar, responda {word}.", "Para sair, responda {word}."),
    "es": ("Para volver, responda {word}.", "Para salir, responda {word}."),
    "en": ("To come back, reply {word}.", "To leave, reply {word}."),
}
_ASK_US: Final = {
    "pt": "Para voltar, peça à nossa equipe.",
    "es": "Para volver, pídalo a nuestro equipo.",
    "en": "To come back, ask our team.",
}
_FIRST: Final = {
    "pt": ("voltar a receber", "sair"),
    "es": ("volver a recibir", "baja"),
    "en": ("start", "stop"),
}
"""By language, which of the words leads the other way in an answer, if it is among them."""


def confirmation(text: str | None, locale: str | None, *, leave: bool, other_words: list[str]) -> str:
    """Return what is answered to who left or came back: a company's own text, or that of its language.

    The confirmation of an opt-out always says how to opt in again: a text without any of the keywords for it
    gets a further sentence. Our own confirmation of an opt-in says how to opt out.
    """
    if text and not leave:
        return text
    language = (locale or "pt")[:2].lower()
    language = language if language in _CONFIRMATIONS else "en"
    kind = 0 if leave else 1
    said = text or _CONFIRMATIONS[language][kind]
    padded = f" {normalised(said)} "
    if any(f" {word} " in padded for word in other_words):
        return said
    if other_words:
        first = _FIRST[language][kind]
        word = first if first in other_words else other_words[0]
        return f"{said} {_OTHER_WAYS[language][kind].format(word=word.upper())}"
    return f"{said} {_ASK_US[language]}" if leave else said
