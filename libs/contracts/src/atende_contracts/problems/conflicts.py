"""What the state of things does not admit (409)."""

from collections.abc import Mapping
from typing import Final

from atende_contracts.problems.table import Problem, each, problems
from atende_contracts.words import Words

_CONFLICTS_OF_ACCOUNTS: Final = {
    **problems(
        409,
        "email-taken",
        {
            "email-taken": Words(
                "Um usuário da empresa já tem este e-mail.", "A user of the company has this e-mail address."
            ),
            "account-exists": Words(
                "Já existe uma conta com este e-mail.",
                "There is already an account with this e-mail address.",
            ),
        },
    ),
    **problems(
        409,
        "invitation-used",
        {
            "invitation-used": Words("O convite já foi aceito.", "The invitation was already accepted."),
            "invitation-used-by-you": Words(
                "O convite já foi aceito. Entre.", "The invitation was already accepted. Sign in."
            ),
        },
    ),
    **problems(
        409,
        "reset-over",
        {
            "reset-over": Words(
                "Este link é inválido ou expirou. Peça um novo.",
                "This link is invalid or has expired. Request a new one.",
            ),
            "totp-reset-over": Words(
                "Este link é inválido ou expirou. Peça outro ao seu administrador.",
                "This link is invalid or has expired. Ask your administrator for another.",
            ),
        },
    ),
    **each(
        409,
        {
            "company-required": Words(
                "Você pertence a várias empresas: diga em qual entrar.",
                "You belong to several companies: say which one to enter.",
            ),
            "email-change-over": Words(
                "Este link é inválido ou expirou. Altere o e-mail de novo.",
                "This link is invalid or has expired. Change the address again.",
            ),
            "invitation-over": Words(
                "Este convite expirou ou foi revogado. Peça outro.",
                "This invitation has expired or was revoked. Ask for another.",
            ),
            "last-owner": Words(
                "Uma empresa mantém um proprietário ativo. Dê antes este papel a outro usuário.",
                "A company keeps one active owner. Make another owner first.",
            ),
            "login-changed": Words(
                "Uma conta com este e-mail foi criada nesse meio-tempo. Tente de novo.",
                "An account with this address was made meanwhile. Try again.",
            ),
            "password-changed": Words(
                "A senha foi alterada nesse meio-tempo.", "The password was changed meanwhile."
            ),
            "registration-over": Words(
                "Este link é inválido ou expirou. Cadastre-se de novo.",
                "This link is invalid or has expired. Register again.",
            ),
            "role-differs": Words(
                "Este usuário tem o papel {role}. Altere-o antes.",
                "This user has the role {role}. Change it first.",
            ),
            "session-ended": Words(
                "Sua sessão terminou. Entre de novo.", "Your session has ended. Sign in again."
            ),
            "too-many-companies": Words(
                "Uma conta pode pertencer a no máximo {most} empresas.",
                "One account can belong to {most} companies at most.",
            ),
            "totp-enabled": Words(
                "Você já tem um aplicativo autenticador. Remova-o antes.",
                "You have an authenticator app already. Remove it first.",
            ),
            "totp-not-enabled": Words(
                "Você não tem um aplicativo autenticador.", "You have no authenticator app."
            ),
            "totp-not-pending": Words(
                "Não há aplicativo autenticador a confirmar.", "No authenticator app waits to be confirmed."
            ),
            "totp-reset-incomplete": Words(
                "Você pertence também a outras empresas: peça a um administrador de cada uma e abra o link"
                " mais novo.",
                "You belong to other companies, too: ask an administrator of each, then open the newest"
                " link.",
            ),
            "user-disabled": Words(
                "Um usuário desativado não pode ser proprietário da empresa.",
                "A disabled user cannot own the company.",
            ),
            "user-not-joined": Words(
                "Este usuário nunca entrou na empresa.", "This user has never signed in to the company."
            ),
        },
    ),
}


_CONFLICTS_OF_CAMPAIGNS: Final = {
    **problems(
        409,
        "channel-not-active",
        {
            "channel-not-active": Words(
                "O canal da campanha não está ativo.", "The campaign's channel is not active."
            ),
        },
    ),
    **each(
        409,
        {
            "channel-without-campaigns": Words(
                "O canal não envia campanhas. Um proprietário pode permitir isso nas configurações do canal.",
                "The channel sends no campaigns. An owner can allow that in the channel's settings.",
            ),
            "import-started": Words(
                "Esta importação já foi iniciada ou cancelada.",
                "This import has been started or cancelled already.",
            ),
            "not-a-recipient": Words(
                "Você não recebe este relatório.", "You are not a recipient of this report."
            ),
            "too-many-report-schedules": Words(
                "Sua empresa já tem {most} relatórios agendados.",
                "Your company has {most} scheduled reports already.",
            ),
            "too-many-report-exports": Words(
                "Já há {most} exportações em andamento. Espere uma terminar.",
                "{most} exports are under way. Wait for one to end.",
            ),
            "report-exports-full": Words(
                "As exportações guardadas da sua empresa ocupam todo o espaço. Exclua alguma.",
                "The exports that your company keeps take up all their space. Delete one.",
            ),
            "company-name-differs": Words(
                "O nome digitado não é o da empresa.", "The name that was typed is not the company's."
            ),
            "company-is-erased": Words(
                "Esta empresa será ou está sendo apagada. Isso só pode ser desfeito antes do prazo.",
                "This company is to be erased, or is being erased. Cancel that first, if it is not too late.",
            ),
            "too-many-contact-exports": Words(
                "Já há {most} exportações de contatos guardadas. Elas expiram depois de uma semana.",
                "{most} exports of contacts are kept already. They expire after a week.",
            ),
            "contact-export-not-ready": Words(
                "Os dados ainda estão sendo reunidos. Tente de novo em instantes.",
                "The data is still being collected. Try again in a moment.",
            ),
            "too-many-bulk-jobs": Words(
                "Já há {most} ações em massa em andamento. Espere uma terminar.",
                "{most} bulk actions are under way. Wait for one to end.",
            ),
            "client-key-reused": Words(
                "Esta chave (clientKey) já foi usada em outro pedido.",
                "This clientKey was used for another request.",
            ),
            "import-ended": Words(
                "Esta importação já terminou.",
                "This import has already ended.",
            ),
        },
    ),
    **problems(
        409,
        "too-many-imports",
        {
            "too-many-imports": Words(
                "{most} arquivos estão sendo importados. Espere um terminar.",
                "{most} files are being imported. Wait for one to finish.",
            ),
        },
    ),
    **each(
        409,
        {
            "due-time-passed": Words(
                "A hora de scheduledAt já passou; dê outra.", "scheduledAt has passed; give another time."
            ),
            "file-not-sendable": Words(
                "O WhatsApp recusaria um arquivo desta campanha.",
                "WhatsApp would refuse a file of this campaign.",
            ),
            "illegal-action": Words(
                "Uma campanha no estado {state} não admite a ação {action}.",
                "A campaign that is {state} does not admit: {action}.",
            ),
            "import-not-finished": Words(
                "Um arquivo do público não foi importado. Espere por ele, ou retire-o se falhou.",
                "A file of the audience is not imported. Wait for it, or take it out if it failed.",
            ),
            "no-runs-left": Words("A campanha não tem mais execuções.", "The campaign has no run left."),
            "no-targets": Words(
                "Acrescente destinatários antes de iniciar a campanha.",
                "Add targets before starting the campaign.",
            ),
            "segment-name-taken": Words("Outro segmento tem este nome.", "Another segment has this name."),
            "template-not-sendable": Words(
                "O WhatsApp recusaria as mensagens deste modelo como estão agora.",
                "WhatsApp would refuse this template's messages as they are now.",
            ),
            "too-many-rows": Words(
                "Uma planilha tem no máximo {most} destinatários. Peça CSV, ou menos.",
                "A workbook has {most} recipients at most. Ask for CSV, or for fewer.",
            ),
            "too-many-sources": Words(
                "Um público pode ter no máximo {most} segmentos e arquivos.",
                "An audience may have {most} segments and files at most.",
            ),
            "too-many-targets": Words(
                "Uma campanha pode ter no máximo {most} destinatários indicados.",
                "A campaign may have {most} targets at most.",
            ),
        },
    ),
    **problems(
        409,
        "window-closed",
        {
            "recipients-out-of-window": Words(
                "{outOfWindow} de {recipients} destinatários não escreveram a este número nas 24 horas antes"
                " do início. A eles o WhatsApp só entrega modelos: envie um modelo, ou inicie com"
                " confirmOutOfWindow para enviar assim mesmo.",
                "{outOfWindow} of {recipients} recipients did not write to this number in the 24 hours before"
                " the start. WhatsApp delivers only templates to them: send a template, or start with"
                " confirmOutOfWindow to send this all the same.",
            ),
            "window-closed": Words(
                "O cliente não escreveu nas últimas 24 horas. Até que escreva, o WhatsApp só entrega modelos:"
                " envie um modelo.",
                "The customer has not written in the last 24 hours. Until they do, WhatsApp delivers only"
                " templates: send a template.",
            ),
        },
    ),
}


_CONFLICTS_OF_TICKETS: Final = each(
    409,
    {
        "channel-unavailable": Words(
            "O canal do ticket está desativado.", "The ticket's channel is switched off."
        ),
        "client-message-id-reused": Words(
            "Outra mensagem deste ticket tem este clientMessageId. Use um novo para cada mensagem.",
            "Another message of this ticket has this clientMessageId. Choose a new one for each message.",
        ),
        "contact-blocked": Words(
            "O contato está bloqueado. Desbloqueie-o para escrever.",
            "The contact is blocked. Unblock them to write.",
        ),
        "same-contact": Words("É o mesmo contato.", "It is the same contact."),
        "too-much-to-move": Words(
            "O contato que seria unido tem mais de {most} mensagens ou tickets. Tente no sentido contrário.",
            "The contact that would go has more than {most} messages or tickets. Try it the other way round.",
        ),
        "merge-not-undoable": Words(
            "A união não pode mais ser desfeita.", "The merge can no longer be taken back."
        ),
        "contact-tag-exists": Words(
            "Já existe uma etiqueta de contatos com este nome. As duas podem ser unidas.",
            "There is a tag of contacts of this name. The two can be merged.",
        ),
        "contact-tags-moving": Words(
            "{most} etiquetas ainda estão sendo trocadas nos contatos. Tente em alguns minutos.",
            "Contacts are still getting new names of {most} tags. Try again in some minutes.",
        ),
        "too-many-contact-tags": Words(
            "Uma empresa tem no máximo {most} etiquetas de contatos. Exclua ou una algumas antes.",
            "A company has {most} tags of contacts at most. Delete or merge some first.",
        ),
        "contact-field-exists": Words(
            "Já existe um campo com este nome.", "There is a custom field of this name."
        ),
        "too-many-contact-fields": Words(
            "Uma empresa define no máximo {most} campos. Exclua um antes.",
            "A company defines {most} custom fields at most. Delete one first.",
        ),
        "contact-exists": Words(
            "Já existe um contato com este telefone.", "A contact with this phone exists."
        ),
        "external-id-exists": Words(
            "Já existe um contato com este externalId.", "A contact with this externalId exists."
        ),
        "group-message": Words(
            "Este é um grupo do WhatsApp, e não pode ser respondido assim por este canal: responda pelo"
            " celular, ou escreva à pessoa em um ticket dela.",
            "This is a WhatsApp group, which cannot be answered on this channel in this way: answer on the"
            " phone, or write to the person in a ticket of theirs.",
        ),
        "queue-exists": Words("Já existe uma fila com este nome.", "There is a queue of this name."),
        "too-many-queues": Words(
            "Uma empresa tem no máximo {most} filas. Arquive uma antes.",
            "A company has at most {most} queues. Archive one first.",
        ),
        "too-many-queue-members": Words(
            "Uma fila tem no máximo {most} atendentes. Retire um antes.",
            "A queue has at most {most} members. Remove one first.",
        ),
        "user-disabled": Words("Este usuário está desativado.", "This user is disabled."),
        "tag-exists": Words("Já existe uma etiqueta com este nome.", "There is a tag of this name."),
        "too-many-tags": Words(
            "Uma empresa tem no máximo {most} etiquetas. Arquive uma antes.",
            "A company has at most {most} tags. Archive one first.",
        ),
        "idempotency-key-in-use": Words(
            "Uma requisição com esta chave de idempotência está em andamento. Tente de novo em instantes.",
            "A request with this idempotency key is in progress. Try again shortly.",
        ),
        "idempotency-answer-not-kept": Words(
            "Já foi feito com esta chave de idempotência; a resposta não foi guardada.",
            "It was done under this idempotency key already; the answer was not kept.",
        ),
        "too-many-webhooks": Words(
            "Uma empresa tem no máximo {most} webhooks. Exclua um antes.",
            "A company has at most {most} webhooks. Delete one first.",
        ),
        "webhook-disabled": Words(
            "O webhook está desligado. Ligue-o antes.", "The webhook is switched off. Switch it on first."
        ),
        "webhook-event-expired": Words(
            "O evento desta entrega não é mais guardado.", "The event of this delivery is no longer kept."
        ),
        "too-many-tags-on-ticket": Words(
            "Um ticket tem no máximo {most} etiquetas. Retire uma antes.",
            "A ticket has at most {most} tags. Remove one first.",
        ),
        "message-may-have-arrived": Words(
            "Não se sabe se a mensagem chegou. Confirme que ela deve ser enviada de novo: o cliente pode"
            " recebê-la duas vezes.",
            "It is not known whether the message arrived. Confirm that it is to be sent again: the customer"
            " may get it twice.",
        ),
        "message-not-forwardable": Words(
            "Esta mensagem não pode ser encaminhada: não há nela texto, arquivo, local ou contato a enviar.",
            "This message cannot be forwarded: it has no text, file, place or contact card to send.",
        ),
        "message-not-resendable": Words(
            "Só se envia de novo uma mensagem da empresa que não chegou. Esta tem o status {status}.",
            "Only a message of yours that did not arrive is sent again. The status of this one is {status}.",
        ),
        "too-many-views": Words(
            "Há no máximo {most} destas listas. Exclua uma antes.",
            "There are at most {most} of these views. Delete one first.",
        ),
        "ticket-active": Words(
            "Este contato já tem um ticket aberto neste canal. Escreva nele.",
            "This contact has a ticket on this channel that is not closed. Write in that one.",
        ),
        "too-many-participants": Words(
            "Um ticket tem no máximo {most} participantes. Remova um antes.",
            "A ticket has at most {most} participants. Remove one first.",
        ),
        "scheduled-message-over": Words(
            "Esta mensagem agendada não espera mais: seu status é {status}.",
            "This scheduled message does not wait any more: its status is {status}.",
        ),
        "scheduled-message-restored": Words(
            "O sistema foi restaurado de um backup, e esta mensagem pode já ter sido enviada. Confira com o"
            " cliente antes de enviá-la.",
            "The system was restored from a backup, and this message may have been sent already. Ask the"
            " customer before you send it.",
        ),
        "scheduled-message-too-late": Words(
            "A hora da mensagem passou há mais de {minutes} minutos sem que ela pudesse ser enviada.",
            "The message's time passed more than {minutes} minutes ago, and nothing could be sent.",
        ),
        "too-many-scheduled-messages": Words(
            "A empresa pode ter no máximo {most} mensagens agendadas.",
            "A company may have {most} scheduled messages at most.",
        ),
        "ticket-closed": Words("O ticket está fechado.", "The ticket is closed."),
        "only-programs": Words(
            "Só programas, com uma chave de API, retêm tickets. Aceite o ticket.",
            "Only programs with an API key hold tickets. Accept the ticket instead.",
        ),
        "ticket-held": Words(
            "Um programa está com este ticket.", "A program has this ticket; it hands it over to people."
        ),
        "ticket-not-held": Words(
            "Este programa não está com o ticket.", "This program does not hold the ticket."
        ),
        "ticket-taken": Words("Outro atendente está com este ticket.", "Another agent has this ticket."),
        "too-many-fields": Words(
            "Os contatos têm mais de {most} campos personalizados diferentes. Remova os que não usa.",
            "The contacts have more than {most} different custom fields. Remove those you do not use.",
        ),
    },
)


_CONFLICTS_OF_CHANNELS: Final = {
    **problems(
        409,
        "channel-refused",
        {
            "channel-refused": Words("O WhatsApp recusou: {answer}", "WhatsApp refused it: {answer}"),
        },
    ),
    **problems(
        409,
        "channel-unusable",
        {
            "channel-unusable": Words(
                "As credenciais do canal não podem ser lidas.", "The channel's credentials cannot be read."
            ),
            "credentials-unreadable": Words(
                "As credenciais do canal não podem ser lidas: informe de novo accessToken e appSecret.",
                "The channel's credentials cannot be read: give it accessToken and appSecret anew.",
            ),
        },
    ),
    **each(
        409,
        {
            "changed-meanwhile": Words(
                "O canal foi alterado nesse meio-tempo. Tente de novo.",
                "The channel was changed meanwhile. Try again.",
            ),
            "channel-pending": Words(
                "O WhatsApp ainda não confirmou o número do canal.",
                "WhatsApp has not confirmed the channel's number yet.",
            ),
            "not-supported-by-provider": Words(
                "O provedor do canal não oferece isto: falta-lhe {capability}.",
                "The channel's provider does not support this: it lacks {capability}.",
            ),
            "no-business-account": Words(
                "O canal não tem wabaId, a que os modelos pertencem.",
                "The channel has no wabaId, which templates belong to.",
            ),
            "phone-number-in-use": Words(
                "Você já conectou este número a um canal.",
                "You have connected this phone number to a channel already.",
            ),
            "channel-disabled": Words(
                "O canal está desativado. Ative-o antes.", "The channel is switched off. Switch it on first."
            ),
            "session-connecting": Words(
                "Este canal está se reconectando ao seu celular. Desconecte-o antes de ligá-lo a outro.",
                "This channel is reconnecting to its phone. Log it out before linking another one.",
            ),
            "session-logging-out": Words(
                "Este canal está sendo desconectado do celular. Tente de novo em alguns segundos.",
                "This channel is being logged out. Try again in a few seconds.",
            ),
            "session-not-paired": Words(
                "Este canal não está ligado a nenhum celular. Conecte-o com um QR code ou um código.",
                "This channel is linked to no phone. Connect it with a QR code or a code.",
            ),
            "session-open": Words(
                "Este canal já está conectado. Desconecte-o antes de ligá-lo a outro celular.",
                "This channel is connected already. Log it out before it is linked to another phone.",
            ),
            "template-deleted": Words("O modelo foi excluído.", "The template is deleted."),
            "too-many-pending-channels": Words(
                "Já há {most} canais pendentes: faça com que sejam confirmados, ou desconecte alguns.",
                "{most} channels are pending already: have them confirmed, or disconnect some.",
            ),
        },
    ),
}


_QUOTAS: Final = {
    kind: Problem(
        409,
        kind,
        Words(
            f"Sua empresa pode ter {{limit}} {things[0]}. {todo[0]} ao administrador desta instalação um"
            " limite maior.",
            f"Your company may have {{limit}} {things[1]}. {todo[1]} this installation's administrator for a"
            " higher limit.",
        ),
    )
    for kind, things, todo in (
        (
            "too-many-campaigns",
            ("campanhas", "campaigns"),
            ("Exclua rascunhos, ou peça", "Delete drafts, or ask"),
        ),
        (
            "too-many-audience-rows",
            ("linhas de públicos", "audience rows"),
            ("Exclua rascunhos, ou peça", "Delete drafts, or ask"),
        ),
        ("too-many-segments", ("segmentos", "segments"), ("Exclua um, ou peça", "Delete one, or ask")),
        ("too-many-users", ("usuários", "users"), ("Desative um, ou peça", "Disable one, or ask")),
        ("too-many-api-keys", ("chaves de API", "API keys"), ("Revogue uma, ou peça", "Revoke one, or ask")),
        (
            "too-many-invitations",
            ("convites em aberto", "open invitations"),
            ("Revogue um, ou peça", "Revoke one, or ask"),
        ),
        ("too-many-channels", ("canais", "channels"), ("Exclua um, ou peça", "Delete one, or ask")),
        (
            "too-many-web-channels",
            ("canais por WhatsApp Web", "WhatsApp Web channels"),
            ("Exclua um, ou peça", "Delete one, or ask"),
        ),
        ("too-many-stored-bytes", ("bytes de arquivos", "bytes of files"), ("Peça", "Ask")),
        ("too-many-contacts", ("contatos", "contacts"), ("Peça", "Ask")),
    )
}
"""What a company may have no more of; ``limit`` says how many."""

CONFLICTS: Final[Mapping[str, Problem]] = {
    **_CONFLICTS_OF_ACCOUNTS,
    **_CONFLICTS_OF_CAMPAIGNS,
    **_CONFLICTS_OF_TICKETS,
    **_CONFLICTS_OF_CHANNELS,
    **_QUOTAS,
}
