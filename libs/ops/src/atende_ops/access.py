"""The settings of services, as far as operators need them, from the environment.

In a service's container the environment is that service's. Where many are looked after (``make atende``, the
image `provision`), what belongs to one has its name before it: ``CHAT_DATABASE_URL`` is chat's
`DATABASE_URL`, and anything without a name before it is everybody's.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from atende_contracts.topics import SERVICES, ServiceName
from atende_ops.discovery import SERVICES as INSTALLED
from atende_ops.errors import Misuse
from atende_platform.process.kafka_access import KafkaAccess
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
    return {**given, **own}


def reachable() -> tuple[ServiceName, ...]:
    """Return the services whose database the environment names."""
    marked = tuple(each for each in SERVICES if f"{each.upper()}_DATABASE_WORKER_URL" in os.environ)
    if marked:
        return marked
    if not all(os.environ.get(name) for name in _DATABASES):
        return ()
    here = installed()
    chosen = os.environ.get("ATENDE_SERVICE")
    if chosen:
        return (service_named(chosen),)
    return here if len(here) == 1 else ()


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
    with _as_if(environment_of(service)):
        try:
            return kind()
        except ValidationError as error:
            raise Misuse("\n".join(_problems(service, error))) from error


def kafka_access() -> tuple[KafkaAccess, str]:
    """Return how Kafka is reached, and the prefix of topics and groups. Raises `Misuse`.

    Who looks after many services is one user there; in a service's container it is that service's.
    """
    there = reachable()
    environment = environment_of(there[0]) if len(there) == 1 else dict(os.environ)
    try:
        return KafkaAccess.from_environment(environment), environment.get("KAFKA_TOPIC_PREFIX", "")
    except KeyError as error:
        raise Misuse(f"{error.args[0]} is not set.") from error
    except ValueError as error:
        raise Misuse(str(error)) from error


def _problems(service: ServiceName, error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        name = "_".join(str(part) for part in problem["loc"]).upper()
        yield f"{service}: {name}: {problem['msg']}" if name else f"{service}: {problem['msg']}"


@contextmanager
def _as_if(environment: Mapping[str, str]) -> Iterator[None]:
    """Have the process's environment be another for the time of the context."""
    before: dict[str, Any] = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
