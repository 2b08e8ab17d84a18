"""What the supervisor promises, on real processes: the real servers, nginx, and stubs of the services."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from atende_platform.process.kafka_access import KafkaAccess
from atende_sandbox import java, nginx
from atende_sandbox.errors import SandboxError
from atende_sandbox.settings import Settings, port_variable
from atende_sandbox.world import World


def processes_of(settings: Settings) -> list[psutil.Process]:
    """Return what still runs of a sandbox: its directory is in the command or the files of each."""
    found = []
    for process in psutil.process_iter():
        try:
            ours = str(settings.directory) in " ".join((*process.cmdline(), process.cwd()))
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def assert_nothing_left(settings: Settings) -> None:
    deadline = time.monotonic() + 60
    while (left := processes_of(settings)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []
    # The kernel closes the sockets of a process that was killed some time after it has forgotten its command.
    while (listening := listening_ports(settings)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert listening == []


def listening_ports(settings: Settings) -> list[str]:
    """Return the names of the sandbox's ports that take connections."""
    names = []
    for name, port in settings.ports.items():
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                names.append(name)
    return names


def test_busy_ports_are_named_with_the_way_out(settings: Settings) -> None:
    names = {"valkey": "valkey", "kafka-controller": "kafka"}
    with contextlib.ExitStack() as squatters:
        for name in names:
            squatters.enter_context(socket.create_server(("127.0.0.1", settings.ports[name])))
        with pytest.raises(SandboxError) as raised:
            World(settings, infra_only=True).up()
    lines = str(raised.value).splitlines()
    assert len(lines) == len(names)
    for name, process in names.items():
        wanted = f"Port {settings.ports[name]}, wanted by {process}, is in use by "
        [line] = [line for line in lines if wanted in line]
        assert f"(pid {os.getpid()})" in line
        assert f"set {port_variable(name)} to another one (ATENDE_PORT_OFFSET=1000 moves all ports)" in line
        assert "`make down` in its folder" in line
    assert_nothing_left(settings)


def test_missing_java_is_said_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(java, "find_spec", lambda _: None)
    with pytest.raises(SandboxError, match="Java 17 or newer"):
        java.find_java()


def test_java_that_is_too_old_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "java"
    old.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    old.chmod(0o755)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(java, "find_spec", lambda _: None)
    with pytest.raises(SandboxError, match="the PATH has Java 8"):
        java.find_java()


def test_a_service_that_dies_at_its_start_stops_the_start(stubbed: Settings, tmp_path: Path) -> None:
    (tmp_path / "chat-fails").touch()
    with pytest.raises(SandboxError) as raised:
        World(stubbed).up()
    assert "chat ended with exit code 1." in str(raised.value)
    assert "chat says boom" in str(raised.value)
    assert_nothing_left(stubbed)
    assert World(stubbed).status() == []


def test_the_rendered_configuration_is_valid(settings: Settings) -> None:
    (spec,) = nginx.specs(settings)
    checked = subprocess.run([*spec.command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with pytest.raises(SandboxError, match="NOBODY_SETS_THIS"):
        nginx.render("${NOBODY_SETS_THIS} $remote_addr", {})


def test_the_way_in_routes_and_answers_for_services_that_are_away(world: World) -> None:
    with httpx.Client(base_url=world.base_url) as client:
        forged = {"X-Forwarded-For": "6.6.6.6", "X-Request-ID": "mine"}
        seen = client.get("/api/v1/auth/me", headers=forged)
        assert "'X-Forwarded-For': '127.0.0.1'" in seen.text
        assert "6.6.6.6" not in seen.text
        assert seen.headers["X-Request-ID"] != "mine"
        assert seen.headers["X-Request-ID"] in seen.text
        assert client.get("/").headers["Content-Type"].startswith("text/html")
        assert client.get("/api/docs").status_code == 200
        assert client.get("/api/docs/ui/swagger-ui-bundle.js").status_code == 200
        missing = client.get("/api/v1/nonsense")
        assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
        assert client.post("/api/v1/tickets", content=b"x" * 1_100_000).status_code == 413

        world.stop("campaign")
        away = client.get("/api/v1/campaigns")
        assert (away.status_code, away.headers["Content-Type"]) == (502, "application/problem+json")
        assert int(away.headers["Retry-After"]) > 0
        assert away.json()["status"] == 502
        world.start("campaign")
        assert client.get("/api/v1/campaigns").status_code == 200


def test_what_dies_is_restarted_and_up_again_changes_nothing(world: World) -> None:
    pids = {one.name: one.pid for one in world.status()}
    assert World(world.settings).up() is False
    assert {one.name: one.pid for one in world.status()} == pids

    for _ in range(6):  # More than the supervisor would forgive: but these are asked for.
        before = world.kill("chat", wait=True)
        assert not psutil.pid_exists(before)
    restarts = {one.name: one.restarts for one in world.status()}
    assert (restarts["chat"], restarts["auth"]) == (6, 0)

    before = world.wait_ready("chat")
    world.stop("chat", by=signal.SIGKILL)
    assert not psutil.pid_exists(before)
    world.start("chat")

    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{world.settings.url('reporting')}/crash")
    world.wait_ready("reporting", not_pid=pids["reporting"])
    log = world.log("supervisor").read_text()
    assert f"reporting (pid {pids['reporting']}) ended with exit code 3; starting it again" in log

    before = world.restart("provider-gateway")
    assert world.wait_ready("provider-gateway") != before
    with pytest.raises(SandboxError, match="There is no process nobody"):
        world.kill("nobody")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_system_ends_with_the_tests_that_it_was_started_for(
    stubbed: Settings, number: signal.Signals
) -> None:
    """As when `pytest` is terminated: its own code to tear things down does not run."""
    program = """if True:
        import os, time
        from atende_sandbox.settings import Settings
        from atende_sandbox.world import World
        with World(Settings.from_json(os.environ["SETTINGS"])):
            print("up", flush=True)
            time.sleep(300)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "SETTINGS": stubbed.to_json()},
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        assert World(stubbed).running()
        process.send_signal(number)
    assert_nothing_left(stubbed)


def test_a_crash_loop_stops_everything(world: World, tmp_path: Path) -> None:
    (tmp_path / "campaign-fails").touch()
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{world.settings.url('campaign')}/crash")
    deadline = time.monotonic() + 30
    while world.running() and time.monotonic() < deadline:
        time.sleep(0.1)
    state = world.state()
    assert state is not None
    assert state.phase == "failed"
    assert "5 deaths of campaign within 60 s" in state.reason
    assert "campaign says boom" in state.reason
    assert_nothing_left(world.settings)


async def test_data_survives_down_and_a_killed_supervisor_leaves_nothing(settings: Settings) -> None:
    world = World(settings, infra_only=True)
    world.up()
    try:
        servers = world.infrastructure
        connection = await asyncpg.connect(servers.database_admin_url)
        await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        await connection.close()
        admin = AIOKafkaAdminClient(
            **KafkaAccess.from_environment(settings.kafka_environment("admin")).options()
        )
        await admin.start()
        await admin.create_topics([NewTopic("kept", 1, 1)])
        await admin.close()

        world.down()
        assert_nothing_left(settings)
        world.up()

        connection = await asyncpg.connect(servers.database_admin_url)
        assert await connection.fetchval("SELECT answer FROM kept") == 42
        await connection.close()
        admin = AIOKafkaAdminClient(
            **KafkaAccess.from_environment(settings.kafka_environment("admin")).options()
        )
        await admin.start()
        assert "kept" in await admin.list_topics()
        await admin.close()

        state = world.state()
        assert state is not None
        psutil.Process(state.pid).send_signal(signal.SIGKILL)
        assert_nothing_left(settings)
        assert not world.running()
    finally:
        world.down()
    world.reset()
    assert not settings.data.exists()
