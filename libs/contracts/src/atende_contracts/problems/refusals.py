"""What cannot be read, who is not admitted, and what is not there (400 to 404)."""

from collections.abc import Mapping
from typing import Final

from atende_contracts.problems.table import Problem, each, problems
from atende_contracts.words import Words

_BAD_REQUEST: Final = {
    **problems(
        400,
        "bad-request",
        {
            "bad-request": Words(
                "A requisição não pôde ser lida: {error}", "The request cannot be read: {error}"
            ),
            "bad-content-length": Words(
                "O cabeçalho Content-Length não é um número.", "Content-Length is not a number."
            ),
        },
    ),
    **problems(
        400,
        "bad-webhook",
        {
            "not-a-webhook": Words("Isto não é um webhook do WhatsApp.", "This is not a WhatsApp webhook."),
            "webhook-names-too-many": Words(
                "Um webhook pode tratar de no máximo {most} números.",
                "A webhook may name {most} numbers at most.",
            ),
            "webhook-brings-too-much": Words(
                "Um webhook pode trazer no máximo {most} atualizações.",
                "A webhook may carry {most} updates at most.",
            ),
        },
    ),
    **each(
        400,
        {
            "websocket-only": Words(
                'Conecte-se por WebSocket: passe ao cliente transports: ["websocket"].',
                'Connect with a WebSocket: give the client transports: ["websocket"].',
            )
        },
    ),
}


_UNAUTHENTICATED: Final = {
    **each(
        401,
        {
            "unauthenticated": Words(
                "Envie um token de acesso ou uma chave de API no cabeçalho Authorization.",
                "Send an access token or an API key in the Authorization header.",
            ),
            "account-gone": Words(
                "Esta conta não pode mais ser usada.", "This account can no longer be used."
            ),
            "choice-over": Words(
                "O prazo da escolha terminou. Entre de novo.", "The choice has expired. Sign in again."
            ),
            "invalid-credentials": Words(
                "O e-mail ou a senha está errado.", "The e-mail address or the password is wrong."
            ),
            "invalid-refresh-token": Words(
                "O token de renovação não é válido. Entre de novo.",
                "The refresh token is not valid. Sign in again.",
            ),
            "download-link-expired": Words(
                "Este link de download já foi usado ou expirou. Peça outro.",
                "This download link has been used or has expired. Request a new one.",
            ),
            "session-revoked": Words(
                "A sessão foi encerrada. Entre de novo.", "The session has been ended. Sign in again."
            ),
            "totp-required": Words(
                "É preciso um código do seu aplicativo autenticador.",
                "A code of your authenticator app is needed.",
            ),
            "wrong-code": Words(
                "Este código está errado ou já foi usado.", "This code is wrong, or was used before."
            ),
        },
    ),
    **problems(
        401,
        "invalid-token",
        {
            "invalid-token": Words("O token de acesso não é válido.", "The access token is not valid."),
            "unknown-signing-key": Words(
                "O token foi assinado com uma chave desconhecida.",
                "The token was signed with an unknown key.",
            ),
            "invalid-installation-token": Words(
                "O token da instalação é desconhecido, foi revogado ou expirou.",
                "The installation token is unknown, revoked or expired.",
            ),
        },
    ),
    **problems(
        401,
        "token-expired",
        {
            "token-expired": Words("O token de acesso expirou.", "The access token has expired."),
            "role-changed": Words(
                "Seu papel foi alterado. Renove o token de acesso.",
                "Your role was changed. Refresh the access token.",
            ),
        },
    ),
    **problems(
        401,
        "invalid-api-key",
        {
            "invalid-api-key": Words(
                "A chave de API não é válida: é desconhecida, foi revogada ou expirou.",
                "The API key is not valid: it is unknown, was revoked or has expired.",
            ),
            "malformed-api-key": Words(
                "A chave de API está malformada. Confira se você a copiou inteira.",
                "The API key is malformed. Check that you copied all of it.",
            ),
        },
    ),
    **problems(
        401,
        "bad-signature",
        {
            "unsigned-webhook": Words("O webhook não está assinado.", "The webhook is not signed."),
            "bad-signature": Words("A assinatura não confere.", "The signature does not match."),
        },
    ),
}


_FORBIDDEN: Final = {
    **problems(
        403,
        "forbidden",
        {
            "forbidden": Words("Isto não é permitido.", "This is not allowed."),
            "role-lacks-permission": Words(
                "Falta ao seu papel ({role}) a permissão {permission}.",
                "Your role ({role}) lacks the permission {permission}.",
            ),
            "key-lacks-permission": Words(
                "Falta a esta chave de API a permissão {permission}.",
                "This API key lacks the permission {permission}.",
            ),
            "installation-only": Words(
                "Nenhum usuário e nenhuma chave de API de empresa pode fazer isto.",
                "No user and no API key of a company may do this.",
            ),
            "wrong-verify-token": Words(
                "O token de verificação não é o deste webhook.",
                "The verify token is not the one of this webhook.",
            ),
        },
    ),
    **problems(
        403,
        "owner-required",
        {
            "owner-grants-owner": Words(
                "Só um proprietário pode dar o papel de proprietário.",
                "Only an owner can grant the owner role.",
            ),
            "owner-allows-campaigns": Words(
                "Só um proprietário pode permitir campanhas por um canal do WhatsApp Web.",
                "Only an owner can allow campaigns over a WhatsApp Web channel.",
            ),
            "owner-required": Words(
                "Só um proprietário pode fazer isto a um proprietário.",
                "Only an owner can do this to an owner.",
            ),
        },
    ),
    **problems(
        403,
        "own-account",
        {
            "own-account": Words("Você não pode desativar a si mesmo.", "You cannot disable yourself."),
            "own-authenticator": Words(
                "Remova o seu com sua senha e um código.", "Remove your own with your password and a code."
            ),
        },
    ),
    **each(
        403,
        {
            "company-suspended": Words(
                "A empresa está suspensa. Fale com o operador da instalação.",
                "The company is suspended. Contact the installation's operator.",
            ),
            "email-not-verified": Words(
                "Este e-mail nunca foi confirmado. Escolha uma senha nova pelo link que enviamos a ele.",
                "This e-mail address was never verified. Choose a new password by the link we send to it.",
            ),
            "not-your-note": Words(
                "Só quem escreveu a nota pode alterá-la.", "Only who wrote the note can change it."
            ),
            "origin-refused": Words(
                "Esta página não pode entrar por aqui: abra o console pelo endereço da instalação.",
                "This page may not sign in here: open the console at the installation's own address.",
            ),
            "registration-closed": Words(
                "O cadastro está fechado nesta instalação. Peça um convite ao operador.",
                "Registration is closed on this installation. Ask its operator for an invitation.",
            ),
        },
    ),
}


_NOT_FOUND: Final = problems(
    404,
    "not-found",
    {
        "not-found": Words("Não há nada neste endereço.", "There is nothing at this address."),
        "api-key-not-found": Words("Não existe esta chave de API.", "There is no such API key."),
        "audience-source-not-found": Words(
            "Não existe esta parte do público.", "There is no such part of the audience."
        ),
        "bulk-not-found": Words("Não existe esta ação em massa.", "There is no such bulk action."),
        "campaign-not-found": Words("Não existe esta campanha.", "There is no such campaign."),
        "campaign-not-started": Words(
            "Não existe esta campanha, ou ela ainda não começou.",
            "There is no such campaign, or it has not started yet.",
        ),
        "channel-not-found": Words("Não existe este canal.", "There is no such channel."),
        "pairing-not-found": Words(
            "Não há código para conectar este canal no momento.",
            "There is no code to connect this channel with at the moment.",
        ),
        "company-not-found": Words("Não existe esta empresa.", "There is no such company."),
        "contact-not-found": Words("Não existe este contato.", "There is no such contact."),
        "contact-field-not-found": Words("Não existe este campo.", "There is no such custom field."),
        "draft-not-found": Words("Não há rascunho neste ticket.", "There is no draft in this ticket."),
        "erasure-not-found": Words("Não existe esta exclusão.", "There is no such deletion."),
        "contact-export-not-found": Words(
            "Não existe esta exportação, ou ela expirou.", "There is no such export, or it has expired."
        ),
        "merge-not-found": Words("Não existe esta união.", "There is no such merge."),
        "file-not-found": Words("Não existe este arquivo.", "There is no such file."),
        "report-schedule-not-found": Words(
            "Não existe este relatório agendado.", "There is no such scheduled report."
        ),
        "report-export-not-found": Words(
            "Não existe esta exportação, ou ela expirou.", "There is no such export, or it has expired."
        ),
        "file-link-expired": Words(
            "Não existe este arquivo, ou o link para ele expirou.",
            "There is no such file, or the link to it has expired.",
        ),
        "import-not-found": Words(
            "Não existe esta importação, ou ela é antiga demais.",
            "There is no such import, or it is too old.",
        ),
        "invitation-not-found": Words("Não existe este convite.", "There is no such invitation."),
        "not-a-member": Words("Você não pertence a esta empresa.", "You do not belong to this company."),
        "message-not-found": Words("Não existe esta mensagem.", "There is no such message."),
        "opt-out-not-found": Words("Não existe este descadastro.", "There is no such opt-out."),
        "queue-not-found": Words("Não existe esta fila.", "There is no such queue."),
        "scheduled-message-not-found": Words(
            "Não existe esta mensagem agendada.", "There is no such scheduled message."
        ),
        "segment-not-found": Words("Não existe este segmento.", "There is no such segment."),
        "services-unknown": Words(
            "Esta instalação não diz de quais serviços é feita.",
            "This installation does not say which services it is made of.",
        ),
        "session-not-found": Words("Não existe esta sessão.", "There is no such session."),
        "tag-not-found": Words("Não existe esta etiqueta.", "There is no such tag."),
        "template-not-found": Words("Não existe este modelo.", "There is no such template."),
        "view-not-found": Words("Não existe esta lista.", "There is no such view."),
        "note-not-found": Words("Não existe esta nota.", "There is no such note."),
        "ticket-not-found": Words("Não existe este ticket.", "There is no such ticket."),
        "user-not-found": Words("Não existe este usuário.", "There is no such user."),
        "delivery-not-found": Words("Não existe esta entrega.", "There is no such delivery."),
        "webhook-not-found": Words("Não existe este webhook.", "There is no such webhook."),
    },
)

REFUSALS: Final[Mapping[str, Problem]] = {**_BAD_REQUEST, **_UNAUTHENTICATED, **_FORBIDDEN, **_NOT_FOUND}
