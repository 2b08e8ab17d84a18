"""Whether the settings are right, and the servers there: what else is looked at needs both."""

from collections.abc import Sequence
from importlib.metadata import entry_points

from atende_contracts.topics import ServiceName
from atende_ops.access import as_if, configuration_of, environment_of
from atende_ops.checks.finding import Finding
from atende_ops.discovery import SERVICES
from atende_platform.process.settings import ServiceSettings
from atende_platform.service.servers import Found, look, servers_of
from atende_platform.version import described

_REMEDY = {
    "away": "Start it, or mend the network or the address.",
    "refuses": "Mend the setting, or the user on the server: docs/secrets.md.",
}


async def configuration_and_servers(services: Sequence[ServiceName]) -> list[Finding]:
    """Look at the settings of services, and at the servers that they name."""
    findings = [Finding("version", "fine", f"atende {described()}")]
    answers: dict[tuple[str, str, str], tuple[str, Found]] = {}
    for service in services:
        found = configuration_of(service, _settings_of(service))
        findings += [
            Finding("settings", "wrong", problem, "Set it right: docs/settings.md.", service)
            for problem in found.problems
        ]
        if not found.problems:
            findings.append(Finding("settings", "fine", "all can be used", service=service))
        if found.readable is None:
            continue
        with as_if(environment_of(service)):
            for each in await look(list(servers_of(found.readable))):
                answers.setdefault((each.server.name, each.server.address, each.words), (service, each))
    return findings + [_said(service, each) for service, each in answers.values()]


def _said(service: str, found: Found) -> Finding:
    if found.state == "there":
        return Finding("servers", "fine", f"{found.server.name} at {found.server.address} answers")
    return Finding("servers", "wrong", str(found), _REMEDY[found.state], service)


def _settings_of(service: ServiceName) -> type[ServiceSettings]:
    """Return the settings class of a service whose code is here, else what all services share."""
    for each in entry_points(group=SERVICES):
        if each.name == service:
            kind: type[ServiceSettings] = each.load()
            return kind
    return ServiceSettings
