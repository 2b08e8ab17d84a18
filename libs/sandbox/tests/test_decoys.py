"""A run fails if one of its tests reaches for a server that no test started."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from atende_platform.testing.plugin import addresses_left_to_defaults
from atende_sandbox.decoys import Decoys
from atende_sandbox.errors import SandboxError
from atende_sandbox.group import Group, check_ports, free_ports, port_is_free
from atende_sandbox.probes import accepts
from atende_sandbox.processes import ProcessSpec
from reporting.settings import Settings

PYTEST = (sys.executable, "-m", "pytest", "-c", "/dev/null", "-p", "xdist.plugin", "-p", "no:cacheprovider")


@pytest.fixture
def decoys() -> Iterator[Decoys]:
    listening = Decoys(free_ports(2))
    listening.start()
    yield listening
    listening.end()


def run(directory: Path, test: str, port: int, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a test of its own with a decoy on a port."""
    (directory / "test_it.py").write_text(test)
    return subprocess.run(
        (*PYTEST, "-p", "atende_sandbox.pytest_decoys", f"--decoy-ports={port}", *options, "test_it.py"),
        cwd=directory,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


REACHES = """
import subprocess, sys
def test_reaches():
    code = "import socket; s = socket.create_connection(('127.0.0.1', %d)); s.sendall(b'GET /'); s.recv(1)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
"""


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["one process", "workers"])
def test_a_run_whose_test_reaches_a_default_port_fails_and_names_it(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    (port,) = free_ports(1)
    done = run(tmp_path, REACHES % port, port, *options)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert "1 passed" in done.stdout
    assert f"port {port}, by " in done.stdout
    assert "during test_it.py::test_reaches" in done.stdout


def test_a_run_that_reaches_none_passes(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    done = run(tmp_path, "def test_it():\n    pass\n", port)
    assert done.returncode == 0, done.stdout
    assert f"decoys: {port}" in done.stdout


def test_of_others_nothing_is_said(decoys: Decoys) -> None:
    """A process that is no child of this one, since its parent has ended."""
    port = decoys.ports[0]
    code = (
        "import os, socket, time\n"
        "while os.getppid() == int(os.environ['SHELL_PID']): time.sleep(0.01)\n"
        f"print(socket.create_connection(('127.0.0.1', {port})).recv(1))"
    )
    shell = 'SHELL_PID=$$ "$0" -I -S -c "$1" &'
    with subprocess.Popen(["sh", "-c", shell, sys.executable, code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.read() == b"b''\n"
    assert decoys.touches == []
    with socket.create_connection(("127.0.0.1", port)) as ours:
        ours.sendall(b"x")
        ours.recv(1)
    assert [touch.ours for touch in decoys.touches] == [True]
    assert f"(pid {os.getpid()})" in decoys.touches[0].by


def test_a_server_that_is_there_is_left_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        watching = Decoys([server.getsockname()[1]])
        assert watching.ports == ()
        watching.end()


def test_decoys_leave_for_a_sandbox_that_is_started(decoys: Decoys) -> None:
    wanted, other = decoys.ports
    check_ports([ProcessSpec("valkey", ("valkey",), probe=accepts("127.0.0.1", wanted), port=wanted)])
    assert port_is_free(wanted)
    assert port_is_free(other)
    assert decoys.touches == []


def test_decoys_that_come_while_a_sandbox_starts_leave_as_well(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    slow, serve = (
        "import time; time.sleep(2)",
        f"import socket; socket.create_server(('127.0.0.1', {port})).accept()",
    )
    python = (sys.executable, "-I", "-S", "-c")
    server = ProcessSpec(
        "server", (*python, f"{serve}; {slow}"), needs=("step",), probe=accepts("127.0.0.1", port)
    )
    group = Group([ProcessSpec("step", (*python, slow)), replace(server, port=port)], tmp_path)
    late: list[Decoys] = []

    def come() -> None:
        late.append(Decoys([port]))
        late[0].start()

    coming = threading.Timer(0.5, come)
    coming.start()
    try:
        group.start()
        assert late[0].ports == (port,)
        assert late[0].touches == []
    finally:
        group.stop()
        coming.join()
        late[0].end()


def test_a_port_that_is_taken_while_a_sandbox_starts_is_named(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    python = (sys.executable, "-I", "-S", "-c")
    serve = f"import socket; socket.create_server(('127.0.0.1', {port})).accept()"
    server = ProcessSpec(
        "chat", (*python, serve), needs=("step",), probe=lambda: False, further_ports={"chat": port}
    )
    group = Group([ProcessSpec("step", (*python, "import time; time.sleep(2)")), server], tmp_path)
    taken: list[socket.socket] = []
    coming = threading.Timer(0.5, lambda: taken.append(socket.create_server(("127.0.0.1", port))))
    coming.start()
    try:
        with pytest.raises(SandboxError) as raised:
            group.start()
    finally:
        group.stop()
        coming.join()
        taken[0].close()
    assert "Address already in use" in str(raised.value)
    assert f"Port {port}, wanted by chat, is in use by " in str(raised.value)
    assert "ATENDE_PORT_CHAT" in str(raised.value)


def test_a_setting_left_at_the_address_of_a_server_is_found() -> None:
    settings = Settings(database_url="x", database_worker_url="x", kafka_bootstrap="127.0.0.1:1")
    assert addresses_left_to_defaults(settings) == ["redis_url", "jwks_url", "console_url"]
