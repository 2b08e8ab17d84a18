"""A pytest plugin: no test may reach a server that it did not start.

A setting that a test leaves at its default leads to whatever listens there: to a running demo, or to a
database that somebody works with. In the process that owns the run, a decoy listens on every default port
that is free. The run fails if one of its processes connects to one, and names the process and the tests.
"""

import os
from typing import Final

import pytest

from atende_sandbox.decoys import PORTS, Decoys

_DECOYS: Final = pytest.StashKey[Decoys]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the ports be chosen, for the test of this plugin."""
    parser.addoption(
        "--decoy-ports", metavar="PORTS", help="comma-separated ports that no test may connect to"
    )


def pytest_configure(config: pytest.Config) -> None:
    """In the process that owns the run: listen."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    chosen = config.getoption("decoy_ports")
    decoys = Decoys([int(port) for port in chosen.split(",")] if chosen else PORTS)
    config.stash[_DECOYS] = decoys
    decoys.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop listening."""
    if decoys := config.stash.get(_DECOYS, None):
        decoys.end()


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say which ports are watched."""
    decoys = config.stash.get(_DECOYS, None)
    return f"decoys: {', '.join(map(str, decoys.ports)) or 'none, every port is in use'}" if decoys else None


class _Progress:
    """Which tests run now, over all workers of pytest-xdist."""

    def __init__(self, decoys: Decoys) -> None:
        self._running = decoys.running_tests

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._running[nodeid] = None

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._running.pop(nodeid, None)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Follow the tests."""
    if decoys := session.config.stash.get(_DECOYS, None):
        session.config.pluginmanager.register(_Progress(decoys), "decoys-progress")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a decoy was touched."""
    decoys = session.config.stash.get(_DECOYS, None)
    if not decoys:
        return
    # Who hung up at once may be another program's, except where there is none.
    ours = [touch for touch in decoys.touches if touch.ours or os.environ.get("CI")]
    if ours and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say who touched what."""
    decoys = config.stash.get(_DECOYS, None)
    if not decoys or not decoys.touches:
        return
    terminalreporter.section("servers that no test started", red=True)
    for touch in decoys.touches:
        during = ", ".join(touch.during) or "no test"
        terminalreporter.write_line(f"port {touch.port}, by {touch.by}, during {during}", red=True)
    terminalreporter.write_line("A test must set every address itself: a setting was left at its default.")
