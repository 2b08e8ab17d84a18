"""Which messages of a customer mean "no more broadcasts", and which "again, please"."""

import unicodedata
from typing import Final

_OUT: Final = frozenset(
    {"parar", "pare", "sair", "stop", "cancelar", "descadastrar", "remover", "unsubscribe", "baja", "alto"}
)
_IN: Final = frozenset({"voltar", "start", "inscrever", "alta"})


def opt_out_wish(text: str | None) -> bool | None:
    """Return True for a wish to leave, False for one to come back, None for anything else.

    Only a message that is nothing but the keyword counts: "quero cancelar o pedido" is a ticket.
    """
    if not text or len(text) > 40:
        return None
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    word = "".join(char for char in decomposed if char.isalnum() or char.isspace()).strip()
    if word in _OUT:
        return True
    if word in _IN:
        return False
    return None
