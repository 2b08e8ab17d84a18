"""The settings of services, as far as operators need them, from the environment.

In a service's container the environment is that service's. Where there are several (``make atende``, the
image `provision`), what belongs to one has its name before it: ``CHAT_DATABASE_URL`` is chat's
`DATABASE_URL`, and anything without a name before it is everybody's.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Any, Final, TypeVar

from atende_contracts.topics import SERVICES, ServiceName
from atende_ops.discovery import SERVICES as INSTALLED
from atende_ops.errors import Misuse
from atende_platform.process import configuration
from atende_platform.process.configuration import Configuration
from atende_platform.process.kafka_access import KafkaAccess
from atende_platform.process.secret_files import with_files
from atende_platform.process.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)

_DATABASES: Final = ("DATABASE_URL", "DATABASE_WORKER_URL")


def installed() -> tuple[ServiceName, ...]:
    """Return the services whose code is here."""
    names = {each.name for each in entry_points(group=INSTALLED)}
    return tuple(each for each in SERVICES if each in names)


def service_named(name: str) -> ServiceName:
    """Return a service by its name, or that of its image. Raises `Misuse`."""
    for service in SERVICES:
        if service == name.removeprefix("provider-"):
            return service
    raise Misuse(f"{name} is not a service: {', '.join(SERVICES)} are.")


def environment_of(service: ServiceName, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment as the service has it: what bears its name, and what bears none."""
    given = os.environ if environment is None else environment
    mark = f"{service.upper()}_"
    own = {name.removeprefix(mark): value for name, value in given.items() if name.startswith(mark)}
    # Its own value takes the place of everybody's file, and the other way round.
    told = {name.removesuffix("_FILE") for name in own}
    common = {name: value for name, value in given.items() if name.removesuffix("_FILE") not in told}
    return {**common, **own}


def reachable() -> tuple[ServiceName, ...]:
    """Return the services whose database the environment names, itself or by a file."""
    marked = tuple(each for each in SERVICES if _is_set(f"{each.upper()}_DATABASE_WORKER_URL"))
    if marked:
        return marked
    if not all(map(_is_set, _DATABASES)):
        return ()
    here = installed()
    chosen = os.environ.get("ATENDE_SERVICE")
    if chosen:
        return (service_named(chosen),)
    return here if len(here) == 1 else ()


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def chosen(service: str | None) -> tuple[ServiceName, ...]:
    """Return the service that was asked for, or all that can be reached. Raises `Misuse` if that is none."""
    there = reachable()
    if service is not None:
        name = service_named(service)
        if name not in there:
            raise Misuse(f"The environment does not name {name}'s database. {_HOW}")
        return (name,)
    if not there:
        raise Misuse(f"The environment names no service's database. {_HOW}")
    return there


_HOW: Final = (
    "Run it in a service's container, or with <SERVICE>_DATABASE_URL and <SERVICE>_DATABASE_WORKER_URL"
    " (in the sandbox: make atende)."
)


def common_settings(service: ServiceName) -> ServiceSettings:
    """Return what any service has of settings: its servers. Raises `Misuse`, which lists what is wrong."""
    return read(service, ServiceSettings)


def settings_of(service: ServiceName, kind: type[S]) -> S:
    """Return a service's own settings. Raises `Misuse`, which lists all that is wrong."""
    chosen(service)
    return read(service, kind)


def read(service: ServiceName, kind: type[S]) -> S:
    """Read settings as a process of the service would. Raises `Misuse`, which lists all that is wrong."""
    found = configuration_of(service, kind)
    if found.settings is None:
        raise Misuse("\n".join(f"{service}: {problem}" for problem in found.problems))
    return found.settings


def configuration_of(service: ServiceName, kind: type[S]) -> Configuration[S]:
    """Return settings as a process of the service would read them, or all that is wrong with them."""
    with as_if(environment_of(service)):
        return configuration.read(kind, service)


def kafka_access() -> tuple[KafkaAccess, str]:
    """Return how Kafka is reached, and the prefix of topics and groups. Raises `Misuse`.

    With several services it is one user there; in a service's container it is that service's.
    """
    there = reachable()
    try:
        environment = with_files(environment_of(there[0]) if len(there) == 1 else os.environ)
        return KafkaAccess.from_environment(environment), environment.get("KAFKA_TOPIC_PREFIX", "")
    except KeyError as error:
        raise Misuse(f"{error.args[0]} is not set.") from error
    except ValueError as error:
        raise Misuse(str(error)) from error


@contextmanager
def as_if(environment: Mapping[str, str]) -> Iterator[None]:
    """Have the process's environment be another for the time of the context."""
    before: dict[str, Any] = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
