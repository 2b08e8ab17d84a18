"""Sandboxes of their own, with real servers or with stubs of the services."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from atende_sandbox import outside
from atende_sandbox.group import free_ports
from atende_sandbox.services import SERVICES
from atende_sandbox.settings import DEFAULT_PORTS, Infrastructure, Settings
from atende_sandbox.world import World

STUB = Path(__file__).with_name("stub_service.py")


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A sandbox of its own, with servers of its own."""
    own = Settings.from_environment({}, directory=tmp_path / "sandbox")
    ports = dict(zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True))
    yield replace(own, ports=ports, durable=False)
    outside.wipe(own.directory)


@pytest.fixture
def stubbed(settings: Settings, infrastructure: Infrastructure, tmp_path: Path) -> Settings:
    """A sandbox that uses the run's servers, and stubs in place of the services."""
    for unit in SERVICES:
        package = tmp_path / unit.module
        package.mkdir()
        (package / "__main__.py").write_text(f"from stub_service import main\n\nmain({unit.name!r})\n")
        (package / "__init__.py").touch()
    shutil.copy(STUB, tmp_path)
    # Roles are global to the server: the same passwords as the other tests of this run.
    roles = (f"{unit.module}_{kind}" for unit in SERVICES for kind in ("app", "worker", "owner"))
    settings.secrets.mkdir(parents=True)
    (settings.secrets / "secrets.json").write_text(json.dumps(dict.fromkeys(roles, "test")))
    return replace(
        settings,
        external_database_admin_url=infrastructure.database_admin_url,
        external_kafka_bootstrap=infrastructure.kafka_bootstrap,
        external_redis_url=infrastructure.redis_url,
        overrides={
            "PYTHONPATH": str(tmp_path),
            "STUB_DIRECTORY": str(tmp_path),
            "KAFKA_TOPIC_PREFIX": f"{tmp_path.name}.",
        },
    )


@pytest.fixture
def world(stubbed: Settings) -> Iterator[World]:
    with World(stubbed) as running:
        yield running
