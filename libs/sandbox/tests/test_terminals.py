"""Another terminal speaks of the system of this folder, not of one that answers at the default ports."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from atende_sandbox.errors import SandboxError
from atende_sandbox.group import free_ports
from atende_sandbox.last_start import settings_of_this_folder
from atende_sandbox.settings import DEFAULT_PORTS, Infrastructure, Settings
from atende_sandbox.world import World


def terminal(settings: Settings, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the sandbox as another terminal does, which knows no more than the folder."""
    shell = {name: value for name, value in os.environ.items() if not name.startswith("ATENDE_")}
    return subprocess.run(
        [sys.executable, "-m", *command],
        env={**shell, "ATENDE_SANDBOX_DIR": str(settings.directory), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_speaks_of_the_ports_that_the_system_was_started_with(world: World) -> None:
    ports = world.settings.ports
    up = terminal(world.settings, "atende_sandbox", "up")
    assert (up.returncode, up.stderr) == (0, "")
    assert f"Atendechat http://127.0.0.1:{ports['gateway']}/" in up.stdout
    assert f"Simulator  http://127.0.0.1:{ports['simulator']}/" in up.stdout
    assert ":8080" not in up.stdout
    env = terminal(world.settings, "atende_sandbox", "env", "chat").stdout
    assert f"export HTTP_PORT='{ports['chat']}'" in env
    assert f"export JWKS_URL='http://127.0.0.1:{ports['auth']}/api/v1/auth/jwks.json'" in env
    assert str(ports["chat"]) in terminal(world.settings, "atende_sandbox", "status").stdout

    for command in (("atende_sandbox", "up"), ("atende_sandbox.demo",), ("atende_sandbox", "env", "chat")):
        other = terminal(world.settings, *command, ATENDE_PORT_GATEWAY="8080")
        assert other.returncode == 1
        assert f"ATENDE_PORT_GATEWAY is {ports['gateway']}, not 8080" in other.stderr
        assert "make down" in other.stderr

    # The demo plays on this folder's system: the stubs are no company's, so it fails there, and nowhere else.
    demo = terminal(world.settings, "atende_sandbox.demo")
    assert "The system is running already." in demo.stdout

    world.down()
    assert terminal(world.settings, "atende_sandbox", "status").returncode == 3
    folder = {"ATENDE_SANDBOX_DIR": str(world.settings.directory)}
    assert settings_of_this_folder(folder).ports == ports
    assert settings_of_this_folder(folder).redis_url == world.settings.redis_url
    moved = settings_of_this_folder({**folder, "ATENDE_PORT_GATEWAY": "9000", "REDIS_URL": ""})
    assert moved.ports == {**ports, "gateway": 9000}
    assert moved.external_redis_url == ""
    assert settings_of_this_folder({**folder, "ATENDE_PORT_OFFSET": "3"}).ports["chat"] == 8105

    assert (world.settings.directory / "last-start.json").stat().st_mode & 0o077 == 0
    world.reset()
    assert settings_of_this_folder(folder).ports == DEFAULT_PORTS


@pytest.mark.parametrize("offset", ["6443", "70000", "-7057", "many"])
def test_an_offset_that_leaves_no_port_is_refused_and_says_which_do(offset: str, tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"ATENDE_PORT_OFFSET=.*(between -7056 and 6442|whole number)"):
        Settings.from_environment({"ATENDE_PORT_OFFSET": offset}, directory=tmp_path)
    for good in (-7056, 6442):
        ports = Settings.from_environment({"ATENDE_PORT_OFFSET": str(good)}, directory=tmp_path).ports
        assert (min(ports.values()), max(ports.values())) == (8080 + good, 59093 + good)


def test_a_start_that_failed_is_not_remembered(settings: Settings, infrastructure: Infrastructure) -> None:
    servers = {
        "external_database_admin_url": infrastructure.database_admin_url,
        "external_kafka_bootstrap": infrastructure.kafka_bootstrap,
        "external_redis_url": infrastructure.redis_url,
    }
    mine = replace(settings, **servers)  # type: ignore[arg-type]
    with World(mine, infra_only=True) as world:
        with pytest.raises(SandboxError, match="Only PostgreSQL, Kafka and Valkey run here"):
            World(mine).up()
        assert world.running()
    other = dict(zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True))
    with pytest.raises(SandboxError):
        World(replace(mine, ports=other, external_database_admin_url="postgresql://127.0.0.1:1/x")).up()
    assert json.loads(Path(settings.directory, "last-start.json").read_text())["ports"] == settings.ports


def test_a_start_of_a_version_that_knew_fewer_programs_is_understood(tmp_path: Path) -> None:
    environment = {"ATENDE_SANDBOX_DIR": str(tmp_path)}
    settings = Settings.from_environment(environment)
    fewer = {name: port for name, port in settings.ports.items() if name != "whatsapp-web"}
    (tmp_path / "last-start.json").write_text(replace(settings, ports={**fewer, "gateway": 18080}).to_json())
    known = settings_of_this_folder(environment).ports
    assert (known["gateway"], known["whatsapp-web"]) == (18080, DEFAULT_PORTS["whatsapp-web"])
