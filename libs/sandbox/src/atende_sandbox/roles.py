"""Which processes a service is: one with all its roles, or, in split mode, one or several for each role.

Split as on Kubernetes, whose names they have (the table of roles in deploy/k8s/chart), the system can be
tried with what only comes apart there: several members of each consumer group, sockets at another process
than requests, and a restart of one process after the other while its double goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST: Final = 3
"""Of each role: they are 34 processes then, of 100 MB and more each."""
_SINGLE: Final = frozenset({"sessions"})
"""Roles of which one is enough, however many there are of the others: its sessions are leased."""

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "auth": ("api", "worker"),
    "chat": ("api", "realtime", "worker"),
    "campaign": ("api", "worker"),
    "provider-gateway": ("api", "worker", "sessions"),
    "reporting": ("api", "worker"),
}
"""By service, as folders and ports name it."""

_API_PORTS: Final = {service: 8101 + place for place, service in enumerate(ROLES)}
_PORTS_OF_ROLES: Final = {"api": 0, "worker": 10, "realtime": 20, "sessions": 30}
_PORTS_OF_A_REPLICA: Final = 100


@dataclass(frozen=True)
class Part:
    """One process of a service. ``role`` is ``all`` where it has all of them."""

    service: str
    role: str = "all"
    number: int = 1

    @property
    def name(self) -> str:
        """What the process is called: ``chat``; split ``chat-api``, ``gateway-worker-2``."""
        if self.role == "all":
            return self.service
        name = f"{self.service.removeprefix('provider-')}-{self.role}"
        return name if self.number == 1 else f"{name}-{self.number}"

    @property
    def port_name(self) -> str:
        """What its port is called. The first that serves the API has that of the service."""
        is_first_api = self.role in ("all", "api") and self.number == 1
        return self.service if is_first_api else self.name

    @property
    def default_port(self) -> int:
        """Where it listens if nothing else is said."""
        of_role = _PORTS_OF_ROLES.get(self.role, 0)
        return _API_PORTS[self.service] + of_role + (self.number - 1) * _PORTS_OF_A_REPLICA


def parts_of(service: str, split: int) -> list[Part]:
    """Return the processes of a service: one, or, ``split``, so many of each of its roles."""
    if not split:
        return [Part(service)]
    return [
        Part(service, role, number)
        for role in ROLES[service]
        for number in range(1, 2 if role in _SINGLE else split + 1)
    ]


def all_parts(split: int) -> list[Part]:
    """Return the processes of all services."""
    return [part for service in ROLES for part in parts_of(service, split)]


def default_ports(split: int) -> dict[str, int]:
    """Return the ports of all services' processes, by name."""
    return {part.port_name: part.default_port for part in all_parts(split)}
