"""Why a message was not delivered, or a channel does not send, in words for agents.

The codes are stable; the words may be polished.

A `ProviderError` names one of these as its ``reason``; who shows it takes the words of the reader's
language. Only the provider's package in the gateway knows which of its errors is which reason.
"""

from typing import Final, Literal

from atende_contracts.words import Words as Words

ReasonCode = Literal[
    "account_blocked", "account_deleted", "campaigns_off", "channel_auth", "channel_disabled",
    "channel_interrupted", "channel_permission", "channel_setup", "cold_limited", "delivery_capped",
    "experiment", "flow_unavailable", "group_refused",
    "internal", "invalid_content",
    "media_unusable", "messaging_limit", "no_answer", "no_phone", "not_on_whatsapp",
    "number_lost", "number_not_confirmed", "number_taken", "opted_out", "pairing_expired", "pairing_refused",
    "provider_busy", "provider_refused", "recipient_busy", "recipient_is_sender", "session_away",
    "session_banned", "session_blocked", "session_late", "session_lost", "session_logged_out",
    "session_outdated", "session_refused", "session_replaced", "spam_limited",
    "template_mismatch", "template_missing", "template_paused", "template_refused", "template_syncing",
    "too_fast", "unsupported", "window_closed",
]  # fmt: skip


REASONS: Final[dict[ReasonCode, Words]] = {
    "account_blocked": Words(
        "O WhatsApp bloqueou ou restringiu esta conta. Veja o Gerenciador do WhatsApp.",
        "WhatsApp has locked or restricted this account. See WhatsApp Manager.",
    ),
    "account_deleted": Words(
        "A conta do WhatsApp foi excluída. Conecte um número de outra conta.",
        "The WhatsApp account was deleted. Connect a number of another account.",
    ),
    "campaigns_off": Words(
        "As campanhas estão desligadas neste canal. Quem administra os canais pode ligá-las.",
        "Campaigns are switched off on this channel. Who manages channels can switch them on.",
    ),
    "channel_auth": Words(
        "O acesso do canal ao WhatsApp expirou. Um administrador precisa reconectá-lo.",
        "The channel's access to WhatsApp has expired. An administrator must reconnect it.",
    ),
    "channel_disabled": Words(
        "O canal está desativado ou foi removido.", "The channel is switched off or gone."
    ),
    "channel_interrupted": Words(
        "O WhatsApp não está respondendo; a mensagem será enviada assim que voltar.",
        "WhatsApp is not answering; the message leaves as soon as it is back.",
    ),
    "channel_permission": Words(
        "Falta ao canal uma permissão do WhatsApp. Um administrador precisa reconectá-lo.",
        "The channel lacks a permission of WhatsApp. An administrator must reconnect it.",
    ),
    "channel_setup": Words(
        "O número não está pronto: pagamento, nome de exibição, certificado ou registro pendente.",
        "The number is not ready: payment, display name, certificate or registration is missing.",
    ),
    "cold_limited": Words(
        "Este número já escreveu hoje a todas as pessoas novas a quem pode escrever. Continue amanhã.",
        "This number has written to as many new people today as it may. Go on tomorrow.",
    ),
    "delivery_capped": Words(
        "O WhatsApp limitou mensagens de marketing para este contato. Tente depois de 24 horas.",
        "WhatsApp has capped marketing messages to this contact. Try again after 24 hours.",
    ),
    "experiment": Words(
        "O contato participa de um experimento do WhatsApp e não recebe esta mensagem.",
        "The contact is part of an experiment of WhatsApp and does not get this message.",
    ),
    "flow_unavailable": Words(
        "O flow está bloqueado ou limitado pelo WhatsApp.", "The flow is blocked or throttled by WhatsApp."
    ),
    "group_refused": Words(
        "O número não pode escrever neste grupo: saiu dele, ou só administradores escrevem.",
        "The number may not write to this group: it has left, or only admins may write there.",
    ),
    "internal": Words("Erro interno ao enviar.", "An internal error while sending."),
    "invalid_content": Words(
        "O WhatsApp não aceita este conteúdo. Corrija o campo indicado.",
        "WhatsApp does not take this content. Correct the field that is named.",
    ),
    "media_unusable": Words(
        "O WhatsApp não conseguiu usar o arquivo. Envie-o de novo, em outro formato ou menor.",
        "WhatsApp could not use the file. Send it again, smaller or in another format.",
    ),
    "messaging_limit": Words(
        "A conta atingiu o limite do WhatsApp de pessoas a quem pode escrever em 24 horas. Continue depois.",
        "The account has reached WhatsApp's limit of people to write to in 24 hours. Go on later.",
    ),
    "no_answer": Words(
        "O WhatsApp não confirmou se recebeu a mensagem.", "WhatsApp did not say whether it took the message."
    ),
    "no_phone": Words(
        "Este contato não tem um endereço que sirva para esta mensagem.",
        "This contact has no address that this message can go to.",
    ),
    "not_on_whatsapp": Words(
        "O número não está no WhatsApp, não aceitou os termos ou usa uma versão antiga.",
        "The number is not on WhatsApp, has not accepted its terms or runs an old version.",
    ),
    "number_lost": Words(
        "O WhatsApp não aceita mais o token deste canal para o número, e outra empresa o confirmou.",
        "WhatsApp no longer accepts this channel's token for the number; another company has confirmed it.",
    ),
    "number_not_confirmed": Words(
        "O WhatsApp não confirmou que o token do canal pode usar o número. Verifique o token e o número.",
        "WhatsApp has not confirmed that the channel's token may use the number. Check token and number.",
    ),
    "number_taken": Words(
        "Outra empresa também confirmou este número. Revogue o acesso do token dela na Meta.",
        "Another company has confirmed this number, too. Revoke the access of its token at Meta.",
    ),
    "opted_out": Words(
        "O contato pediu para não receber mensagens de marketing.",
        "The contact has asked for no more marketing messages.",
    ),
    "pairing_expired": Words(
        "Ninguém leu o QR code ou digitou o código a tempo. Comece a conexão de novo.",
        "Nobody scanned the QR code or entered the code in time. Start connecting again.",
    ),
    "pairing_refused": Words(
        "O WhatsApp não criou um código para este telefone. Confira o número ou use o QR code.",
        "WhatsApp gave no code for this phone. Check the number, or use the QR code.",
    ),
    "provider_busy": Words("O WhatsApp está com problemas temporários.", "WhatsApp has a passing problem."),
    "provider_refused": Words("O WhatsApp recusou a mensagem.", "WhatsApp refused the message."),
    "recipient_busy": Words(
        "Mensagens demais para este contato em pouco tempo; será tentado de novo.",
        "Too many messages to this contact in a short time; it is tried again.",
    ),
    "recipient_is_sender": Words(
        "O destinatário é o próprio número do canal.", "The recipient is the channel's own number."
    ),
    "session_away": Words(
        "O WhatsApp Web deste canal não está conectado; a mensagem será enviada assim que voltar.",
        "This channel's WhatsApp Web is not connected; the message leaves as soon as it is back.",
    ),
    "session_banned": Words(
        "O WhatsApp baniu este número. Abra o WhatsApp no celular para pedir uma análise.",
        "WhatsApp has banned this number. Open WhatsApp on the phone to ask for a review.",
    ),
    "session_blocked": Words(
        "O WhatsApp suspendeu este número por um tempo. Veja no celular até quando, e reconecte depois.",
        "WhatsApp has suspended this number for a time. See on the phone until when; then reconnect.",
    ),
    "session_late": Words(
        "O canal não se conectou ao WhatsApp a tempo. Reconecte-o e envie a mensagem de novo.",
        "The channel was not connected to WhatsApp in time. Reconnect it and send the message again.",
    ),
    "session_lost": Words(
        "A conexão com o WhatsApp caiu; ela é refeita sozinha.",
        "The connection to WhatsApp was lost; it is made again by itself.",
    ),
    "session_logged_out": Words(
        "O aparelho conectado foi removido no celular. Conecte-o de novo com um QR code ou código.",
        "The linked device was removed on the phone. Connect it again with a QR code or a code.",
    ),
    "session_outdated": Words(
        "O WhatsApp não aceita mais esta versão. Quem opera o sistema precisa atualizá-lo.",
        "WhatsApp no longer takes this version. Its operator must update the system.",
    ),
    "session_refused": Words(
        "O WhatsApp recusou a conexão deste canal. Verifique o WhatsApp no celular e reconecte.",
        "WhatsApp refused this channel's connection. Check WhatsApp on the phone, and reconnect.",
    ),
    "session_replaced": Words(
        "Esta conexão foi aberta em outro lugar. Feche-a lá e reconecte aqui.",
        "This connection was opened somewhere else. Close it there, and reconnect here.",
    ),
    "spam_limited": Words(
        "O WhatsApp limitou este número por denúncias ou bloqueios de clientes.",
        "WhatsApp has limited this number, for customers blocked or reported it.",
    ),
    "template_mismatch": Words(
        "Os parâmetros não correspondem ao modelo aprovado.",
        "The parameters do not fit the approved template.",
    ),
    "template_missing": Words(
        "O modelo não existe neste idioma ou não está aprovado.",
        "The template does not exist in this language or is not approved.",
    ),
    "template_paused": Words(
        "O WhatsApp pausou o modelo por baixa qualidade.", "WhatsApp has paused the template for low quality."
    ),
    "template_refused": Words(
        "O WhatsApp desativou o modelo ou recusou seu texto.",
        "WhatsApp has disabled the template or refused its text.",
    ),
    "template_syncing": Words(
        "O WhatsApp ainda está preparando o modelo; será tentado de novo.",
        "WhatsApp is still preparing the template; it is tried again.",
    ),
    "too_fast": Words(
        "Mensagens demais em pouco tempo; o envio continua mais devagar.",
        "Too many messages in a short time; sending goes on more slowly.",
    ),
    "unsupported": Words(
        "Este tipo de mensagem não é aceito pelo WhatsApp.", "WhatsApp does not take this kind of message."
    ),
    "window_closed": Words(
        "Passaram-se mais de 24 horas desde a última mensagem do cliente. Envie um modelo.",
        "More than 24 hours have passed since the customer's last message. Send a template.",
    ),
}

PAUSING: Final[frozenset[str]] = frozenset(
    {"template_paused", "template_refused", "template_missing", "template_mismatch", "flow_unavailable"}
    | {"campaigns_off", "cold_limited", "messaging_limit", "spam_limited"}
)
"""Reasons that concern a whole campaign and not one recipient: it pauses until a person has looked."""


def words_of(reason: str | None) -> Words | None:
    """Return the words of a reason; None for one that this version does not know."""
    return next((words for code, words in REASONS.items() if code == reason), None)
