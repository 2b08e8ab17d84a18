"""What the services themselves say of how they are doing (`atende_ops.hooks.Figures`)."""

from collections.abc import Sequence

from atende_contracts.topics import ServiceName
from atende_ops import hooks
from atende_ops.access import settings_of
from atende_ops.checks.finding import Finding, State


async def figures(services: Sequence[ServiceName]) -> list[Finding]:
    """Ask the services that are installed, and can be reached."""
    findings: list[Finding] = []
    for each in hooks.figures().values():
        if each.service in services:
            for figure in await each.run(settings_of(each.service, each.settings)):
                state: State = "warning" if figure.remedy else "fine"
                said = f"{figure.value:,} {figure.name}"
                findings.append(Finding("work", state, said, figure.remedy, each.service))
    return findings
