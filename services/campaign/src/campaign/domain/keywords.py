"""Which messages of a customer mean "no more broadcasts", and which "again, please"."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MAX_WORD_CHARS: Final = 40

LEAVE: Final = (
    "parar",
    "pare",
    "sair",
    "stop",
    "cancelar",
    "descadastrar",
    "remover",
    "unsubscribe",
    "baja",
    "alto",
)
RETURN: Final = ("voltar", "start", "inscrever", "alta")


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

    def wish(self, text: str | None) -> bool | None:
        """Return True for a wish to leave, False for one to come back, None for anything else.

        Only a message that is nothing but the keyword counts: "quero cancelar o pedido" is a ticket.
        """
        if not may_be_keyword(text):
            return None
        word = normalised(text or "")
        if word in self.leave:
            return True
        return False if word in self.back else None

    def confirmation(self, *, leave: bool) -> str | None:
        """Return what somebody is answered who left, or came back."""
        return self.confirm_leave if leave else self.confirm_return


DEFAULT: Final = Keywords()
"""Of a company that has chosen nothing."""


def may_be_keyword(text: str | None) -> bool:
    """Tell whether a message is short enough to be looked at."""
    return bool(text) and len(text or "") <= MAX_WORD_CHARS


def normalised_words(words: Iterable[str]) -> list[str]:
    """Return words as they are compared, each once. Raises ``ValueError`` for one that has no letters."""
    found = list(dict.fromkeys(normalised(word) for word in words))
    if "" in found:
        raise ValueError("A keyword has neither letters nor digits.")
    return found


_CONFIRMATIONS: Final = {
    "pt": (
        "Pronto: você não receberá mais nossas campanhas. Para voltar, responda {word}.",
        "Pronto: você voltará a receber nossas campanhas. Para sair, responda {word}.",
    ),
    "es": (
        "Listo: ya no recibirá nuestras campañas. Para volver, responda {word}.",
        "Listo: volverá a recibir nuestras campañas. Para salir, responda {word}.",
    ),
    "en": (
        "Done: you will get no more campaigns from us. To come back, reply {word}.",
        "Done: you will get our campaigns again. To leave, reply {word}.",
    ),
}


def default_confirmation(locale: str | None, *, leave: bool, other_way: str | None) -> str:
    """Return what a company's language says to who left or came back; ``other_way`` leads them back."""
    texts = _CONFIRMATIONS.get((locale or "pt")[:2], _CONFIRMATIONS["en"])
    text = texts[0 if leave else 1]
    return text.format(word=other_way.upper()) if other_way else text.partition(". ")[0] + "."
