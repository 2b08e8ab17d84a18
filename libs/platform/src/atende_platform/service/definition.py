"""A service is a set of roles, and a process runs one of them, or all.

    SERVICE = Service(name="chat", title="…", settings=Settings, roles={"api": api, "worker": worker})

`atende_platform.service.command.run(SERVICE)` is its command line.

A role is a function that gets the app and the process's resources, adds routes to the one, and
returns the background tasks to run beside it. Every process, also a worker's, serves health and
metrics over HTTP.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from atende_contracts.topics import ServiceName
from atende_platform.http.application import App
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime

S = TypeVar("S", bound=ServiceSettings)


class Role(Protocol[S]):
    """What a role adds to a process."""

    def __call__(self, app: App, runtime: Runtime[S]) -> Sequence[Task]: ...


@dataclass(frozen=True)
class Service(Generic[S]):
    """A service as its command line takes it.

    ``body_limits``: others than 1 MiB, by path prefix; ``streamed_paths``: where bodies are passed on as they
    come, and are not held in memory.
    """

    name: ServiceName
    title: str
    settings: type[S]
    package: str
    roles: dict[str, Callable[[App, Runtime[S]], Sequence[Task]]]
    body_limits: dict[str, int] = field(default_factory=dict)
    streamed_paths: tuple[str, ...] = ()
    unlimited_paths: tuple[str, ...] = ()
    commands: dict[str, Callable[[S, list[str]], int]] = field(default_factory=dict)
    """Further commands of ``python -m <service>``, such as key rotation."""
    bare_commands: dict[str, Callable[[list[str]], int]] = field(default_factory=dict)
    """Further commands that run without the service's settings, before there is a database."""
    position: str | None = None
    """A query of the number of a company's last event. Answers to GET then have it as `Last-Event-Id`."""
    tags: dict[str, str] = field(default_factory=dict)
    """What groups of operations of its API are about, by the first part of their ids."""


def migrations_dir(service: Service[Any]) -> Path:
    """Return where a service's migrations are: in its package, so that the wheel carries them."""
    module = sys.modules[service.package]
    return Path(str(module.__file__)).parent / "migrations"
