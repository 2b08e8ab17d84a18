"""Why a recipient did not get a campaign, in words: the shared reasons of failures, and ours for skipping."""

from typing import Final

from atende_contracts.reasons import Words, words_of
from campaign.domain.states import SkipReason

_SKIPPED: Final[dict[SkipReason, Words]] = {
    SkipReason.CONTACT_NOT_FOUND: Words("O contato não existe mais.", "The contact does not exist any more."),
    SkipReason.NO_IDENTITY: Words(
        "O contato não tem um número para o qual enviar.", "The contact has no number to send to."
    ),
    SkipReason.INVALID: Words(
        "A mensagem não pôde ser montada para este contato.",
        "The message could not be made for this contact.",
    ),
}


def words_for(reason: str | None) -> Words | None:
    """Return the words of a recipient's reason; None for one that this version does not know."""
    if reason in set(_SKIPPED):
        return _SKIPPED[SkipReason(reason)]
    return words_of(reason)
