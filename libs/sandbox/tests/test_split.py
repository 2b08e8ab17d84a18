"""Split mode: the roles of the services apart, as many processes of each as are wanted."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from atende_sandbox import nginx, roles
from atende_sandbox.errors import SandboxError
from atende_sandbox.postgres import CONNECTIONS
from atende_sandbox.services import SERVICES, environment, pool_size, specs
from atende_sandbox.settings import DEFAULT_PORTS, REPOSITORY, Settings, default_ports
from atende_sandbox.world import World


def split_settings(folder: Path, split: int) -> Settings:
    settings = Settings.from_environment({"ATENDE_SPLIT": str(split)}, directory=folder)
    # Neither needs Node here.
    return replace(settings, whatsapp_web=False, console=False)


def commands(settings: Settings) -> dict[str, Sequence[str]]:
    modules = {unit.module for unit in SERVICES}
    known = {spec.name: spec.command[2:] for spec in specs(settings)}
    return {name: command for name, command in known.items() if command[0] in modules and len(command) == 2}


def test_whole_services_are_five_processes(tmp_path: Path) -> None:
    assert commands(split_settings(tmp_path, 0)) == {unit.name: (unit.module, "all") for unit in SERVICES}
    assert default_ports(0) == DEFAULT_PORTS


def test_split_ones_are_those_of_the_chart(tmp_path: Path) -> None:
    text = (REPOSITORY / "deploy/k8s/chart/templates/_roles.tpl").read_text()
    lines = [line for line in text.splitlines() if ": {service: " in line]
    chart = yaml.safe_load("\n".join(lines))
    assert commands(split_settings(tmp_path, 1)) == {
        name: (line["service"], line["argument"]) for name, line in chart.items()
    }


def test_every_role_of_a_service_has_its_process() -> None:
    for unit in SERVICES:
        service = import_module(f"{unit.module}.main").SERVICE
        assert set(roles.ROLES[unit.name]) == service.roles.keys()


@pytest.mark.parametrize("split", [1, 2, roles.MOST])
def test_no_two_processes_share_a_name_or_a_port_and_postgresql_takes_them_all(
    tmp_path: Path, split: int
) -> None:
    settings = split_settings(tmp_path, split)
    parts = roles.all_parts(split)
    assert len({part.name for part in parts}) == len(parts)
    assert len(set(settings.ports.values())) == len(settings.ports)
    assert settings.ports["chat"] == DEFAULT_PORTS["chat"], "the first API is where the service was"
    assert pool_size(settings) >= 2
    assert 2 * len(parts) * pool_size(settings) < CONNECTIONS[True]
    sessions = [part for part in parts if part.role == "sessions"]
    assert len(sessions) == 1
    own = environment(settings, SERVICES[1], roles.Part("chat", "realtime"))
    assert own["HTTP_PORT"] == str(settings.ports["chat-realtime"])


def test_the_edge_asks_each_of_several(tmp_path: Path) -> None:
    settings = split_settings(tmp_path, 2)
    configuration = nginx.write_configuration(settings).read_text()
    for port in ("chat", "chat-api-2", "chat-realtime", "chat-realtime-2"):
        assert configuration.count(f"server 127.0.0.1:{settings.ports[port]} resolve max_fails=0;") == 1
    assert f":{settings.ports['chat-worker']} " not in configuration


def test_a_service_is_all_of_its_processes(tmp_path: Path) -> None:
    whole, split = World(split_settings(tmp_path, 0)), World(split_settings(tmp_path, 2))
    assert whole.processes_of("gateway") == ["provider-gateway"]
    assert split.processes_of("gateway") == split.processes_of("provider-gateway")
    assert split.processes_of("gateway")[-2:] == ["gateway-worker-2", "gateway-sessions"]
    assert split.processes_of("chat-worker") == ["chat-worker"]
    assert split.processes_of("postgres") == ["postgres"]


@pytest.mark.parametrize("wrong", ["-1", "7", "two"])
def test_a_wrong_number_is_refused_in_words(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SandboxError, match=f"ATENDE_SPLIT={wrong} is"):
        Settings.from_environment({"ATENDE_SPLIT": wrong}, directory=tmp_path)
