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
            "sla-policy-not-found": Words(
                "Não existe esta meta de atendimento.", "There is no such SLA policy."
            ),
            "automation-not-found": Words("Não existe esta automação.", "There is no such automation."),
            "rating-not-found": Words(
                "O cliente deste ticket não foi perguntado.",
                "This ticket's customer was not asked.",
            ),
            "satisfaction-policy-not-found": Words(
                "Não existe esta pesquisa de satisfação.", "There is no such satisfaction policy."
            ),
            "macro-not-found": Words("Não existe esta macro.", "There is no such macro."),
            "quick-reply-not-found": Words(
                "Não existe esta resposta rápida.", "There is no such quick reply."
            ),
        },
    ),
    **each(
        409,
        {
            "sla-policy-exists": Words(
                "Esta fila já tem uma meta de atendimento.", "There is an SLA policy for this queue."
            ),
            "too-many-sla-policies": Words(
                "São permitidas no máximo {most} metas de atendimento.",
                "There may be {most} SLA policies at most.",
            ),
            "satisfaction-policy-exists": Words(
                "Esta fila já tem uma pesquisa de satisfação.",
                "The queue has a satisfaction policy.",
            ),
            "too-many-satisfaction-policies": Words(
                "São permitidas no máximo {most} pesquisas de satisfação.",
                "There may be {most} satisfaction policies at most.",
            ),
            "automation-exists": Words(
                "Já existe uma automação com este nome.", "There is an automation of this name."
            ),
            "too-many-automations": Words(
                "São permitidas no máximo {most} automações. Exclua uma antes.",
                "There may be {most} automations at most. Delete one first.",
            ),
            "macro-exists": Words("Já existe uma macro com este nome.", "There is a macro of this name."),
            "too-many-macros": Words(
                "São permitidas no máximo {most} macros. Exclua uma antes.",
                "There may be {most} macros at most. Delete one first.",
            ),
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
