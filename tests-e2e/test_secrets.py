"""Compose as it is delivered starts nothing; after `make secrets` each service takes what it is given."""

import importlib
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from atende_ops.access import common_settings, reachable, service_named
from atende_platform import __main__ as provision_command
from atende_platform.service.command import run
from atende_platform.service.servers import servers_of
from atende_sandbox.settings import REPOSITORY

SERVICES = {
    "auth-api": "auth",
    "chat-api": "chat",
    "campaign-api": "campaign",
    "gateway-api": "gateway",
    "reporting-api": "reporting",
}
MAKE_SECRETS = REPOSITORY / "deploy" / "make_secrets.py"


def values_of(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Z][A-Z0-9_]*)=(.*)$", path.read_text(), re.MULTILINE))


def environment_of(container: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return what compose gives to a container, as `docker compose` fills in its variables."""
    compose: dict[str, Any] = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())

    def fill(match: re.Match[str]) -> str:
        return values.get(match[1]) or match[2] or ""

    # What has no value is passed on from .env if it is there, else left to the code.
    given = {
        name: values.get(name) if value is None else value
        for name, value in compose["services"][container]["environment"].items()
    }
    return {
        name: re.sub(r"\$\{([A-Z0-9_]+)(?::[-?]([^}]*))?\}", fill, str(value))
        for name, value in given.items()
        if value is not None
    }


@pytest.fixture
def filled_in(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    subprocess.run([sys.executable, MAKE_SECRETS, path], check=True, capture_output=True)
    return path


def secrets_in(environment: Mapping[str, str], values: Mapping[str, str]) -> set[str]:
    """Return the names in a container's environment that a placeholder or a zero key got into."""
    made = {
        value for name, value in values.items() if re.search("PASSWORD|_KEY$|_SECRET|_TOKEN", name) and value
    }
    return {name for name, value in environment.items() if any(secret in value for secret in made)}


@pytest.mark.parametrize(("container", "module"), SERVICES.items())
def test_a_service_with_the_examples_secrets_does_not_start_and_names_each(
    container: str, module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    values = values_of(REPOSITORY / ".env.example")
    environment = environment_of(container, values)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run(importlib.import_module(f"{module}.main").SERVICE, ["api"]) == 2
    told = capsys.readouterr().err
    weak = secrets_in(environment, values)
    assert {"DATABASE_URL", "DATABASE_WORKER_URL"} <= weak
    assert {name for name in weak if name not in told} == set()
    [_, *others] = told.splitlines()  # One line for weak secrets; what is no key at all is said besides.
    assert all("_KEY must be 32 bytes" in line for line in others)
    assert "change-me" not in told


@pytest.mark.parametrize(("container", "module"), SERVICES.items())
def test_a_service_takes_the_secrets_that_were_made(
    container: str, module: str, filled_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = environment_of(container, values_of(filled_in))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings = importlib.import_module(f"{module}.settings").Settings()
    assert settings.environment == "production"
    for secret in values_of(filled_in).values():
        assert len(secret) < 40 or secret not in repr(settings)


def test_provisioning_refuses_the_examples_secrets_and_names_each(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = environment_of("provision", values_of(REPOSITORY / ".env.example"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["atende_platform", "provision"])
    assert provision_command.main() == 2
    told = capsys.readouterr().err
    databases = {name for name in environment if "DATABASE" in name}
    assert len(databases) == 16
    assert {name for name in databases if name not in told} == set()


def test_the_command_line_in_provision_knows_the_servers_of_every_service(
    filled_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = values_of(filled_in)
    for name, value in environment_of("provision", values).items():
        monkeypatch.setenv(name, value)
    assert set(reachable()) == set(SERVICES.values())
    for container, service in SERVICES.items():
        known = {each.setting: each.address for each in servers_of(common_settings(service_named(service)))}
        own = environment_of(container, values)
        assert set(known) == {"DATABASE_URL", "DATABASE_WORKER_URL", "REDIS_URL", "KAFKA_BOOTSTRAP"}
        assert [name for name, address in known.items() if address not in own[name]] == []
        assert common_settings(service_named(service)).redis_url == own["REDIS_URL"]


def test_secrets_differ_are_kept_and_only_the_owner_reads_them(filled_in: Path) -> None:
    assert filled_in.stat().st_mode & 0o077 == 0
    before = values_of(filled_in)
    drawn = [
        value for name, value in before.items() if values_of(REPOSITORY / ".env.example")[name] == "change-me"
    ]
    assert len(drawn) == len(set(drawn)) > 15
    # As after an upgrade: one is missing, the rest is in use.
    kept = "".join(
        line for line in filled_in.read_text().splitlines(True) if not line.startswith("TOTP_KEY=")
    )
    filled_in.write_text(kept)
    subprocess.run([sys.executable, MAKE_SECRETS, filled_in], check=True, capture_output=True)
    after = values_of(filled_in)
    assert after.pop("TOTP_KEY") not in ("", "change-me", before.pop("TOTP_KEY"))
    assert after == before


def test_placeholders_in_use_are_not_replaced_behind_the_operators_back(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("POSTGRES_PASSWORD=change-me-admin\nAUTH_DB_PASSWORD=change-me-auth\n")
    done = subprocess.run([sys.executable, MAKE_SECRETS, path], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "POSTGRES_PASSWORD" in done.stderr
    assert path.read_text() == "POSTGRES_PASSWORD=change-me-admin\nAUTH_DB_PASSWORD=change-me-auth\n"
