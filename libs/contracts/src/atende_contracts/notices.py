"""Why a campaign or a channel is as it is, in words for users: codes with parameters, and the words of each.

Stored and sent is a `Reason`. Where a message's own reason is why (a template that WhatsApp paused), its code
is one of `atende_contracts.reasons`. The English words are those that were stored before there were codes:
`recognised` knows them again.
"""

from collections.abc import Mapping
from typing import Final

from atende_contracts.reasons import REASONS, words_of
from atende_contracts.words import OTHER, Reason, Sentences, Words, fill

NOTICES: Final[Mapping[str, Words]] = {
    "audience_not_expanded": Words("O público não pôde ser montado.", "The audience could not be expanded."),
    "channel_deleted": Words("O canal foi excluído.", "The channel was deleted."),
    "channel_without_campaigns": Words(
        "Campanhas pelo canal foram desativadas nas configurações dele.",
        "Campaigns over the channel were switched off in its settings.",
    ),
    "company_suspended": Words("A empresa está suspensa.", "The company is suspended."),
    "messages_failed": Words(
        "{percent}% das últimas {count} mensagens falharam.",
        "{percent}% of the last {count} messages failed.",
    ),
    "not_startable": Words("Não pôde ser iniciada.", "It could not be started."),
    "quality_poor": Words(
        "O WhatsApp avalia a qualidade do número como baixa.",
        "WhatsApp rates the quality of the number as low.",
    ),
    "restored": Words(
        "O sistema foi restaurado de um backup, e mensagens desta campanha podem ter sido enviadas depois"
        " dele. Confira o que foi enviado; depois retome-a, ou cancele-a.",
        "The system was restored from a backup, and messages of this campaign may have been sent since. Check"
        " what was sent; then resume it, or cancel it.",
    ),
    "runs_skipped": Words(
        "As execuções previstas a partir de {since} foram puladas, pois não puderam começar a tempo.",
        "Runs that were due from {since} on were skipped, as they could not start in time.",
    ),
    "started_late": Words(
        "Começou {minutes} minutos atrasada, pois não pôde começar a tempo.",
        "Started {minutes} minutes late, as it could not start in time.",
    ),
    "too_late_to_start": Words(
        "Estava prevista para {due} e não pôde começar; é tarde demais para começar sozinha. Retome-a para"
        " enviar agora, ou cancele-a.",
        "It was due at {due} and could not start then; it is too late to start by itself. Resume it to send"
        " it now, or cancel it.",
    ),
}

SKIPPED: Final[Mapping[str, Words]] = {
    "blocked": Words("A empresa bloqueou este contato.", "The company has blocked this contact."),
    "contact_not_found": Words("O contato não existe mais.", "The contact does not exist any more."),
    "invalid": Words(
        "A mensagem não pôde ser montada para este contato.",
        "The message could not be made for this contact.",
    ),
    "no_identity": Words(
        "O contato não tem um número para o qual enviar.", "The contact has no number to send to."
    ),
}
"""Why a recipient of a campaign got nothing, where nothing was sent."""

_UNKNOWN: Final = Words("Motivo desconhecido ({code}).", "Unknown reason ({code}).")


def words_for(reason: Reason) -> Words:
    """Return the words of a reason, filled in; of a code that this version does not know, its name."""
    if reason.code == OTHER:
        text = str(reason.params.get("text", ""))
        return Words(text, text)
    words = NOTICES.get(reason.code) or SKIPPED.get(reason.code) or words_of(reason.code)
    return fill(words, reason.params) if words else fill(_UNKNOWN, {"code": reason.code})


def recognised(text: str) -> Reason:
    """Return the reason that an English sentence stands for, as they were stored before there were codes."""
    return _SENTENCES.reason(text) or _NUMBERED.reason(text) or Reason(OTHER, {"text": text})


_SENTENCES: Final = Sentences(NOTICES, REASONS)
_NUMBERED: Final = Sentences(REASONS, prefix=r"(?P<errorCode>\d+): ")
"""With the provider's number in front."""
