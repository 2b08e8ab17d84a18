"""A pytest plugin: ``atende`` runs a command as its users do, in the process of the tests.

In a service's tests `installed_atende` does it with the environment of that service's installation.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from pydantic import SecretStr

from atende_ops.app import main
from atende_platform.process.settings import ServiceSettings
from atende_platform.testing.plugin import Installation


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """What it said with ``--json``."""
        said: dict[str, Any] = json.loads(self.out)
        return said

    @property
    def items(self) -> list[dict[str, Any]]:
        """The items among that."""
        found: list[dict[str, Any]] = self.json["items"]
        return found


class Atende(Protocol):
    """Runs a command."""

    async def __call__(self, *arguments: str) -> Ended: ...


@pytest.fixture
def atende(capsys: pytest.CaptureFixture[str]) -> Atende:
    async def run(*arguments: str) -> Ended:
        capsys.readouterr()
        # In a thread, since it runs an event loop of its own.
        status = await asyncio.to_thread(main, arguments)
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return run


def environment_from(service: str, settings: ServiceSettings) -> dict[str, str]:
    """Return the environment from which the settings of a service would be read, under its name."""
    return {
        f"{service.upper()}_{name.upper()}": _written(getattr(settings, name))
        for name in settings.model_fields_set
    }


@pytest.fixture
def installed_atende(installation: Installation, atende: Atende, monkeypatch: pytest.MonkeyPatch) -> Atende:
    """Runs commands for the service under test."""
    for name, value in environment_from(installation.service.name, installation.settings).items():
        monkeypatch.setenv(name, value)
    return atende


def _written(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
