"""What goes wrong with what answers and rules of the inbox are: quick replies, macros and the like."""

from collections.abc import Mapping
from typing import Final

from atende_contracts.problems.table import Problem, each, problems
from atende_contracts.words import Words

INBOX: Final[Mapping[str, Problem]] = {
    **problems(
        404,
        "not-found",
        {
            "quick-reply-not-found": Words(
                "Não existe esta resposta rápida.", "There is no such quick reply."
            ),
        },
    ),
    **each(
        409,
        {
            "quick-reply-exists": Words(
                "Já existe uma resposta rápida com este atalho.", "There is a quick reply with this shortcut."
            ),
            "too-many-quick-replies": Words(
                "São permitidas no máximo {most} respostas rápidas. Exclua uma antes.",
                "There may be {most} quick replies at most. Delete one first.",
            ),
        },
    ),
}
