"""Bodies that are not valid, limits, and what is away (405, and 408 to 503)."""

from collections.abc import Mapping
from typing import Final

from atende_contracts.problems.table import Problem, each, problems
from atende_contracts.words import Words

_OTHERS: Final = {
    "conflict": Problem(
        409,
        "conflict",
        Words("A requisição conflita com dados existentes.", "The request conflicts with existing data."),
    ),
    "method-not-allowed": Problem(
        405,
        "method-not-allowed",
        Words("Este endereço não aceita o método.", "This address does not take the method."),
    ),
    "request-timeout": Problem(
        408,
        "request-timeout",
        Words("A requisição demorou demais a chegar.", "The request took too long to arrive."),
    ),
    "events-expired": Problem(
        410,
        "events-expired",
        Words(
            "Alguns destes eventos não são mais guardados. Carregue o estado atual.",
            "Some of these events are no longer kept. Load the current state.",
        ),
    ),
    "revision-mismatch": Problem(
        412,
        "revision-mismatch",
        Words(
            "Foi alterado nesse meio-tempo e está na revisão {revision}. Leia de novo e então altere.",
            "It was changed meanwhile, and is at revision {revision}. Read it again, then change it.",
        ),
    ),
    **problems(
        413,
        "too-large",
        {
            "too-large": Words("A requisição é grande demais.", "The request is too large."),
            "body-too-large": Words(
                "O corpo pode ter no máximo {most} bytes.", "The body may have {most} bytes at most."
            ),
            "change-too-large": Words(
                "O que isto altera não cabe em um evento.", "What it changes does not fit into one event."
            ),
            "file-too-large": Words(
                "O arquivo pode ter no máximo {most} bytes.", "The file may have {most} bytes at most."
            ),
            "media-too-large": Words(
                "Um arquivo do tipo {type} pode ter no máximo {most} bytes.",
                "A file of type {type} may have {most} bytes at most.",
            ),
        },
    ),
    "unsupported-media-type": Problem(
        415,
        "unsupported-media-type",
        Words(
            "Envie JSON, com o cabeçalho Content-Type: application/json.",
            "Send JSON, with the header Content-Type: application/json.",
        ),
    ),
    "headers-too-large": Problem(
        431,
        "headers-too-large",
        Words("Os cabeçalhos da requisição são grandes demais.", "The request's headers are too large."),
    ),
    "client-gone": Problem(499, "client-gone", Words("O cliente foi embora.", "The caller went away.")),
    "internal-error": Problem(
        500,
        "internal-error",
        Words("Algo deu errado do nosso lado.", "Something went wrong on our side."),
    ),
}


_ADVICE: Final = {
    "file-type-refused": Words("", ""),
    "save-as-workbook": Words(" Salve-o como planilha (XLSX).", " Save it as a workbook (XLSX)."),
    "save-as-jpeg": Words(" Salve-o como JPEG.", " Save it as JPEG."),
    "save-as-png": Words(
        " Salve-o como PNG, ou como MP4 se tiver movimento.", " Save it as PNG, or as MP4 if it moves."
    ),
    "save-as-mp4": Words(" Salve-o como MP4.", " Save it as MP4."),
    "unpack-archive": Words(" Envie um a um os arquivos dentro dele.", " Send the files in it one by one."),
}
_FILE_TYPES: Final = problems(
    422,
    "file-type-refused",
    {
        **{
            key: Words(
                f"O WhatsApp não aceita arquivos do tipo {{type}}.{advice.pt} Aceita {{accepted}}.",
                f"WhatsApp takes no files of type {{type}}.{advice.en} It takes {{accepted}}.",
            )
            for key, advice in _ADVICE.items()
        },
        "file-unlike-its-type": Words(
            "Isto não é um arquivo do tipo {type}.", "This is not a file of type {type}."
        ),
        "file-of-another-type": Words(
            "Isto não é um arquivo do tipo {type}, e sim do tipo {found}.",
            "This is not a file of type {type}, but of {found}.",
        ),
    },
)

_INVALID: Final = {
    "invalid-input": Problem(
        422, "invalid-input", Words("A requisição não é válida.", "The request is not valid.")
    ),
    **_FILE_TYPES,
    "idempotency-key-reused": Problem(
        422,
        "idempotency-key-reused",
        Words(
            "Outra requisição já usou esta chave de idempotência.",
            "Another request has used this idempotency key.",
        ),
    ),
    "password-not-allowed": Problem(
        422,
        "password-not-allowed",
        Words(
            "Omita-a: os usuários desta instalação escolhem a sua, pelo link em um e-mail.",
            "Leave it out: users of this installation choose their own, by the link in an e-mail.",
        ),
    ),
    **problems(
        422,
        "password-too-common",
        {
            "password-too-common": Words(
                "Esta senha está entre as primeiras que se tenta adivinhar. Escolha outra.",
                "This password is among the first that are guessed. Choose another.",
            ),
            "password-is-email": Words(
                "A senha não pode ser o e-mail.", "The password must not be the e-mail address."
            ),
        },
    ),
    **problems(
        422,
        "provider-refused",
        {
            "provider-refused": Words("O WhatsApp recusou: {answer}", "WhatsApp refused it: {answer}"),
            "credentials-refused": Words(
                "O WhatsApp não aceita isto para este número ({answer}).",
                "WhatsApp does not accept it for this number ({answer}).",
            ),
        },
    ),
    "wrong-totp-code": Problem(
        422,
        "wrong-code",
        Words("Este código está errado ou já foi usado.", "This code is wrong, or was used before."),
    ),
    **problems(
        422,
        "wrong-password",
        {
            "wrong-password": Words("Esta não é a sua senha.", "This is not your password."),
            "wrong-registration-password": Words(
                "Esta não é a senha com que você se cadastrou.",
                "This is not the password that you registered with.",
            ),
        },
    ),
}


_TOO_MANY_REQUESTS: Final = {
    **problems(
        429,
        "too-many-requests",
        {
            "too-many-requests": Words(
                "Requisições demais. Tente daqui a pouco.", "Too many requests. Try again shortly."
            ),
            "too-many-requests-of-user": Words(
                "Este usuário fez requisições demais.", "Too many requests of this user."
            ),
            "too-many-requests-of-address": Words(
                "Este endereço fez requisições demais.", "Too many requests from this address."
            ),
            "too-many-requests-of-company": Words(
                "Esta empresa fez requisições demais.", "Too many requests of this company."
            ),
            "too-many-reports-sent": Words(
                "Sua empresa pode enviar {perHour} relatórios por hora além dos agendados.",
                "Your company may send {perHour} reports an hour besides the scheduled ones.",
            ),
            "too-many-downloads": Words(
                "Sua empresa já está baixando {most} arquivos destes. Espere um terminar.",
                "Your company is downloading {most} of these files already. Wait for one to end.",
            ),
            "too-many-attempts": Words(
                "Tentativas demais. Tente mais tarde.", "Too many attempts. Try again later."
            ),
            "too-many-large-requests": Words(
                "Há requisições grandes demais em andamento. Tente daqui a pouco.",
                "Too many large requests are in progress. Try again shortly.",
            ),
            "too-many-workbooks": Words(
                "Espere até que suas outras planilhas terminem de baixar.",
                "Wait until your other workbooks are downloaded.",
            ),
            "too-many-test-sends": Words(
                "Podem ser enviados {perHour} testes por hora.", "{perHour} tests an hour may be sent."
            ),
            "too-many-channel-checks": Words(
                "O WhatsApp é consultado sobre os canais de uma empresa no máximo {perMinute} vezes por"
                " minuto.",
                "WhatsApp is asked about a company's channels {perMinute} times a minute at most.",
            ),
            "too-many-pairings": Words(
                "Os canais de uma empresa podem ser conectados ou reconectados no máximo {perMinute} vezes"
                " por minuto.",
                "A company's channels can be connected or reconnected {perMinute} times a minute at most.",
            ),
            "too-many-bad-webhooks": Words(
                "Webhooks demais deste endereço foram recusados.",
                "Too many webhooks from this address were refused.",
            ),
            "provider-throttled": Words(
                "O WhatsApp pede que se espere: {answer}", "WhatsApp asks to wait: {answer}"
            ),
        },
    ),
    **each(
        429,
        {
            "too-many-at-once": Words(
                "Há requisições demais da sua empresa em andamento. Envie menos de cada vez.",
                "Too many requests of your company are in progress. Send fewer at a time.",
            ),
            "too-many-updates": Words(
                "Os webhooks desta empresa trazem mais do que podem.",
                "This company's webhooks bring more than they may.",
            ),
        },
    ),
    "imports-per-hour": Problem(
        429,
        "too-many-imports",
        Words(
            "Sua empresa pode importar {perHour} arquivos por hora. Envie o próximo mais tarde.",
            "Your company may import {perHour} files an hour. Send the next one later.",
        ),
    ),
}


_UNAVAILABLE: Final = {
    **problems(
        503,
        "unavailable",
        {
            "unavailable": Words("Tente daqui a pouco.", "Try again shortly."),
            "busy": Words(
                "Há requisições demais em andamento. Tente daqui a pouco.",
                "Too many requests are in progress. Try again shortly.",
            ),
            "busy-signing-in": Words(
                "Há entradas demais em andamento. Tente daqui a pouco.",
                "Too many sign-ins are in progress. Try again shortly.",
            ),
            "busy-with-large-requests": Words(
                "Há requisições grandes demais em andamento. Tente daqui a pouco.",
                "Too many large requests are in progress. Try again shortly.",
            ),
            "busy-with-workbooks": Words(
                "Há planilhas demais em andamento. Tente de novo, ou peça CSV.",
                "Too many workbooks are in progress. Try again, or ask for CSV.",
            ),
            "api-keys-unavailable": Words(
                "As chaves de API não podem ser consultadas no momento.",
                "API keys cannot be looked up at the moment.",
            ),
            "signing-keys-unavailable": Words(
                "As chaves de assinatura ainda não puderam ser obtidas.",
                "The signing keys could not be fetched yet.",
            ),
            "broker-unreachable": Words(
                "O broker de mensagens não pode ser alcançado.", "The message broker cannot be reached."
            ),
            "broker-silent": Words(
                "O broker de mensagens não responde.", "The message broker does not answer."
            ),
            "pairing-unavailable": Words(
                "O código não pode ser consultado no momento.", "The code cannot be looked up at the moment."
            ),
            "storage-silent": Words("O armazenamento não responde.", "The storage does not answer."),
            "number-unconfirmed": Words(
                "O número do canal ainda não foi confirmado.", "The channel's number is not confirmed yet."
            ),
            "provider-silent": Words(
                "O WhatsApp não respondeu; não se sabe se foi feito.",
                "WhatsApp did not answer, so it is not known whether it was done.",
            ),
            "provider-unavailable": Words(
                "O WhatsApp está com problemas temporários: {answer}",
                "WhatsApp has a passing problem: {answer}",
            ),
            "nothing-changed": Words(
                "O WhatsApp não respondeu. Nada foi alterado.",
                "WhatsApp did not answer. Nothing was changed.",
            ),
            "search-too-slow": Words(
                "A busca demorou demais. Informe mais do nome ou do telefone.",
                "The search took too long. Give more of the name or phone.",
            ),
        },
    ),
    **each(
        503,
        {
            "mail-unavailable": Words(
                "O e-mail não pôde ser enviado. Tente de novo.", "The e-mail could not be sent. Try again."
            ),
            "webhooks-unavailable": Words(
                "Esta instalação não tem chave para os segredos de webhooks (WEBHOOKS_KEY).",
                "This installation has no key for secrets of webhooks (WEBHOOKS_KEY).",
            ),
            "totp-unavailable": Words(
                "Esta instalação não tem chave para códigos de autenticadores (TOTP_KEY).",
                "This installation has no key for codes of authenticator apps (TOTP_KEY).",
            ),
        },
    ),
}

OTHERS: Final[Mapping[str, Problem]] = {**_OTHERS, **_INVALID, **_TOO_MANY_REQUESTS, **_UNAVAILABLE}
