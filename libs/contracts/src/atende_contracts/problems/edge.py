"""What the edge answers by itself, by status. A test compares `deploy/gateway/nginx.conf.template` with it.

Its ``code`` is that of the services for the same error, and its words are the document's ``title``.
"""

from collections.abc import Mapping
from typing import Final

from atende_contracts.problems.table import Problem
from atende_contracts.words import Words

_TOO_LONG: Final = Words(
    "O endereço ou os cabeçalhos são grandes demais", "The address or the headers are too large"
)
_AWAY: Final = Words("Temporariamente indisponível", "Temporarily unavailable")

EDGE: Final[Mapping[int, Problem]] = {
    status: Problem(status, code, words)
    for status, code, words in (
        (400, "bad-request", Words("Requisição inválida", "Bad request")),
        (401, "unauthenticated", Words("É preciso se autenticar", "Authentication is required")),
        (403, "forbidden", Words("Não permitido", "Not allowed")),
        (404, "not-found", Words("Não encontrado", "Not found")),
        (405, "method-not-allowed", Words("Método não permitido", "Method not allowed")),
        (
            408,
            "request-timeout",
            Words("A requisição demorou demais a chegar", "The request took too long to arrive"),
        ),
        (409, "conflict", Words("Conflito com o estado atual", "Conflict with the current state")),
        (411, "length-required", Words("Falta o cabeçalho Content-Length", "A Content-Length is required")),
        (412, "precondition-failed", Words("Uma condição não foi atendida", "A precondition failed")),
        (413, "too-large", Words("Grande demais", "Too large")),
        (414, "headers-too-large", _TOO_LONG),
        (415, "unsupported-media-type", Words("Tipo de conteúdo não aceito", "Unsupported media type")),
        (
            416,
            "range-not-satisfiable",
            Words("Intervalo fora do tamanho do arquivo", "Range not satisfiable"),
        ),
        (421, "misdirected-request", Words("Requisição enviada ao servidor errado", "Misdirected request")),
        (
            429,
            "too-many-requests",
            Words(
                "Requisições demais ao mesmo tempo deste endereço",
                "Too many requests at once from this address",
            ),
        ),
        (431, "headers-too-large", _TOO_LONG),
        (
            495,
            "bad-certificate",
            Words("O certificado do cliente não é válido", "The client certificate is not valid"),
        ),
        (
            496,
            "certificate-required",
            Words("Falta o certificado do cliente", "A client certificate is required"),
        ),
        (497, "https-required", Words("É preciso usar HTTPS", "HTTPS is required")),
        (500, "internal-error", Words("Erro interno", "Internal error")),
        (501, "not-implemented", Words("Não implementado", "Not implemented")),
        (502, "unavailable", _AWAY),
        (503, "unavailable", _AWAY),
        (504, "timeout", Words("Sem resposta a tempo", "No answer in time")),
        (
            505,
            "http-version-not-supported",
            Words("Esta versão do HTTP não é aceita", "This HTTP version is not supported"),
        ),
        (507, "insufficient-storage", Words("Falta espaço de armazenamento", "Insufficient storage")),
    )
}
