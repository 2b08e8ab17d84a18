"""Starts one whole system for all end-to-end tests, apart from any other on this machine."""

import json
import os
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import outcomes
import pytest
import pytest_asyncio
from ports import free_ports
from system import Company, System

from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import REPOSITORY, Settings, default_ports
from atende_sandbox.traces.collector import Collector, serving
from atende_sandbox.world import World

SPLIT: Final = int(os.environ.get("ATENDE_SPLIT") or 0)
"""How many processes each role of a service has; 0: one process has all roles (`make test-e2e split=1`)."""
CHAOS: Final = "ATENDE_CHAOS_JSON" in os.environ
"""Whether this is `make chaos`."""
LONGER = {
    # A row may take longer than a token lasts, whose renewal is another test's.
    "ACCESS_TOKEN_SECONDS": "3600",
}
UNLIMITED = {
    # One address plays every customer and agent of the tests.
    "REQUESTS_PER_MINUTE": "1000000",
    "WEBHOOK_REFUSALS_PER_MINUTE": "100000",
    "REGISTRATIONS_PER_ADDRESS": "100000",
    "LOGIN_ATTEMPTS_PER_ADDRESS": "100000",
    "LOGIN_FAILURES_PER_ADDRESS": "100000",
    "LOGIN_FAILURES_PER_ACCOUNT": "100000",
    "PASSWORD_RESETS_PER_ADDRESS": "100000",
    "COMPANY_API_KEYS": "1000",
    "COMPANY_CHANNELS": "1000",
    "PENDING_CHANNELS": "120",
    "CHANNEL_ASKS_PER_MINUTE": "1000",
    "COMPANY_IMPORTS_PER_HOUR": "1000",
    "COMPANY_SOCKETS": "10000",
    "COMPANY_REQUESTS_PER_MINUTE": "1000000",
    "COMPANY_REQUESTS_PER_MINUTE_MAX": "1000000",
    "COMPANY_MESSAGES_PER_SECOND": "5000",
    "COMPANY_WEBHOOK_UPDATES_PER_SECOND": "100",
}
SOONER = {
    # What a killed sender had begun is given up after its lease, and tests wait for that.
    "SEND_TOTAL_SECONDS": "6",
    "SEND_LEASE_SECONDS": "10",
    "SWEEP_SECONDS": "1",
    # So are a new channel's templates, and reports of a message that came before its send was known.
    "ACCOUNT_POLL_SECONDS": "1",
    "PARKED_POLL_SECONDS": "1",
}

RECORDED = {
    # Only traces of callers that say so: no other test pays for them.
    "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
    "OTEL_TRACES_SAMPLER_ARG": "0",
    "OTEL_BSP_SCHEDULE_DELAY": "200",
}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def traces() -> AsyncIterator[tuple[Collector, str]]:
    """A collector in this process, and its address."""
    collector = Collector()
    async with serving(collector) as url:
        yield collector, url


@pytest.fixture
def collector(traces: tuple[Collector, str]) -> Collector:
    """Where the system's traces go: of its own accord it records none."""
    return traces[0]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def system(traces: tuple[Collector, str]) -> AsyncIterator[System]:
    recorded = {**RECORDED, "OTEL_EXPORTER_OTLP_ENDPOINT": traces[1]}
    longer = LONGER if CHAOS else {}
    # What `make chaos` disturbs is behind console and WhatsApp Web, and it starts sooner without.
    async with a_system(split=SPLIT, bare=CHAOS, **recorded, **longer) as running:
        yield running


def _at_once(_: Settings) -> Sequence[str]:
    return ()


@asynccontextmanager
async def a_system(
    launcher: Callable[[Settings], Sequence[str]] = _at_once,
    /,
    *,
    split: int,
    bare: bool = False,
    **overrides: str,
) -> AsyncIterator[System]:
    """Run a whole system for the time of the context; ``bare``: without console and WhatsApp Web.

    ``launcher`` gives what is to start it (`World`).
    """
    with scratch_folder() as folder:
        # As a folder may be: with spaces and accents, too long for a socket, and closed to all but its owner.
        directory = folder / "Área de trabalho" / ("atendimento" * 10)
        directory.mkdir(parents=True)
        folder.chmod(0o700)
        settings = Settings(
            directory=directory,
            cache=REPOSITORY / ".sandbox" / "cache",
            ports=free_ports(default_ports(split)),
            split=split,
            console=not bare,
            whatsapp_web=not bare,
            overrides={**UNLIMITED, **SOONER, **overrides},
        )
        with World(settings, launcher=launcher(settings)) as world:
            running = System(world)
            try:
                await running.read_documents()
                yield running
            finally:
                await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def company(system: System) -> Company:
    """A company that no other test knows, with a connected channel."""
    return await system.new_company()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Have the fault matrix know of every failure, also of one before or after a run."""
    report = yield
    if CHAOS and report.failed and call.excinfo is not None:
        outcomes.note_failure(item.name, f"{call.excinfo.typename}: {call.excinfo.value}"[:500])
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Tell the runs of one test from those of the last."""
    outcomes.begin_test()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what the runs of the fault matrix came to."""
    if lines := outcomes.table():
        if path := os.environ.get("ATENDE_CHAOS_JSON"):
            Path(path).write_text(json.dumps(outcomes.kept(), indent=1))
        terminalreporter.section("lost, doubled, unconfirmed as told and in truth, leaked; time to recover")
        for line in lines:
            terminalreporter.write_line(line)
