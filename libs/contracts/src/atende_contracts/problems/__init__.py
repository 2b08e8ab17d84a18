"""Every error of the HTTP API: the ``code`` of a problem document (RFC 9457), its status and its words.

The key is what the code raises (`atende_platform.errors`). It is the problem's ``code``, too, but for the
errors that have always shared one: of those the document names the key as its ``reason``. What is wrong with
one field stands in `atende_contracts.field_errors`. `docs/errors.md` is made from both.
"""

from collections.abc import Mapping
from typing import Final

from atende_contracts.problems.conflicts import CONFLICTS
from atende_contracts.problems.inbox import INBOX
from atende_contracts.problems.others import OTHERS
from atende_contracts.problems.refusals import REFUSALS
from atende_contracts.problems.table import Problem
from atende_contracts.words import Words

__all__ = ["PROBLEMS", "TITLES", "Problem"]

TITLES: Final[Mapping[int, Words]] = {
    400: Words("Requisição inválida", "Bad request"),
    401: Words("É preciso se autenticar", "Authentication is required"),
    403: Words("Não permitido", "Not allowed"),
    404: Words("Não encontrado", "Not found"),
    405: Words("Método não permitido", "Method not allowed"),
    408: Words("A requisição demorou demais a chegar", "The request took too long to arrive"),
    409: Words("Conflito com o estado atual", "Conflict with the current state"),
    410: Words("Não está mais disponível", "No longer available"),
    412: Words("Alterado nesse meio-tempo", "Changed meanwhile"),
    413: Words("Grande demais", "Too large"),
    415: Words("Tipo de conteúdo não aceito", "Unsupported media type"),
    422: Words("A requisição não é válida", "The request is not valid"),
    429: Words("Requisições demais", "Too many requests"),
    431: Words("Cabeçalhos grandes demais", "Request header fields too large"),
    499: Words("O cliente encerrou a requisição", "Client closed the request"),
    500: Words("Erro interno", "Internal error"),
    503: Words("Temporariamente indisponível", "Temporarily unavailable"),
}
"""The ``title`` of a problem, by its status."""

PROBLEMS: Final[Mapping[str, Problem]] = {**REFUSALS, **CONFLICTS, **INBOX, **OTHERS}
"""By the key that is raised."""
