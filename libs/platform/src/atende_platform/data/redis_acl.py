"""Which user of Redis may use which keys and commands: ``python -m atende_platform redis-users``.

Each service has a user of its own. Reading what auth tells everybody and counting a company's requests
is for all; everything else a service keeps is its own. A key of a service begins with the service's name,
or is listed here. Only the administrator can list keys, empty the database, or change its configuration.
"""

from collections.abc import Callable
from typing import Final

from atende_contracts.topics import SERVICES, ServiceName

_COMMANDS: Final = (
    "-@all +@read +@write +@connection +@transaction +time +eval +evalsha +eval_ro +evalsha_ro +script|load"
    " -@admin -@dangerous -@blocking -scan -randomkey -dbsize"
)
_EVERYBODY: Final = (
    "%R~{revoked}:*",
    "%R~{api-keys}:signed",
    "%W~{api-keys}:uses",
    "%R~company-limits:signed",
    "~rate:company:*",
)
_OWN: Final[dict[ServiceName, tuple[str, ...]]] = {
    # What auth says of rights, and its counters of sign-ins, registrations, invitations and the like.
    "auth": ("~{revoked}:*", "~{api-keys}:*", "~company-limits:*", "~login:*"),
    "chat": ("~seats:*",),
    "campaign": (),
    "gateway": (),
    "reporting": (),
}
_HEARS: Final = "+subscribe +unsubscribe"
_MESSAGES: Final[dict[ServiceName, str]] = {
    # What a person scans to link a device: from the session to the sockets of those who manage channels.
    "chat": f"&gateway:pairings {_HEARS}",
    "gateway": f"&gateway:* +publish {_HEARS}",
}
"""Who may say what to whom in passing, by publish and subscribe: a channel's name begins with who says it."""


def keys_of(service: ServiceName) -> tuple[str, ...]:
    """Return the patterns of the keys that a service may use, as an ACL has them."""
    return (*_EVERYBODY, f"~{service}:*", f"~rate:{service}:*", *_OWN[service])


def commands_of(service: ServiceName) -> str:
    """Return what a service may do, and on which channels of publish and subscribe, as an ACL has it."""
    return f"{_COMMANDS} {_MESSAGES[service]}" if service in _MESSAGES else _COMMANDS


def users(password: Callable[[str], str]) -> str:
    """Return the ACL file of a Redis that has a user per service, and ``default`` as its administrator.

    ``password`` returns a user's password, or what the server's configuration has in its place.
    """
    administrator = f"user default on >{password('default')} ~* &* +@all\n"
    return administrator + "".join(
        f"user {service} on >{password(service)} {' '.join(keys_of(service))} {commands_of(service)}\n"
        for service in SERVICES
    )
