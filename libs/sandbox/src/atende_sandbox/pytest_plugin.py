"""Gives tests real PostgreSQL, Kafka and Valkey: the session fixture ``infrastructure``.

The servers are started when the first test asks for them, once per run: under pytest-xdist the
controller owns them and its workers share them. They end with the run, whatever way it ends.
``DATABASE_ADMIN_URL``, ``KAFKA_BOOTSTRAP`` and ``REDIS_URL`` replace single ones by a server that is
there already; ``ATENDE_STACK=docker`` takes all of them from testcontainers. With ``--keep-servers`` those
that an earlier run of this folder started are used again (`kept`).
"""

import json
import os
import signal
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import pytest

from atende_sandbox.errors import SandboxError
from atende_sandbox.group import Cancelled, Group, free_ports
from atende_sandbox.kept import kept_servers
from atende_sandbox.scratch import make_scratch_folder, remove_scratch_folder
from atende_sandbox.settings import DEFAULT_PORTS, Infrastructure, Settings
from atende_sandbox.supervisor import infrastructure_specs

_DIRECTORY_VARIABLE: Final = "ATENDE_TEST_INFRASTRUCTURE"
_ATTEMPTS: Final = 3
_OWNER: Final = pytest.StashKey["_Owner"]()
_TIMER: Final = pytest.StashKey[tuple[pytest.Item, Any]]()
_START_SERVERS: Final = frozenset({"infrastructure", "system"})
"""Fixtures whose time is no test's: how long servers take to start has limits of its own."""


class _Owner(threading.Thread):
    """Starts the servers when a test leaves a request, and stops them at the end of the run.

    One thread for all of a server's life: the kernel ends a child with the thread that started it.
    """

    def __init__(self, *, keep: bool) -> None:
        super().__init__(name="infrastructure", daemon=True)
        self._keep = keep
        self.directory = make_scratch_folder()
        self._ending = threading.Event()

    def run(self) -> None:
        while not (self.directory / "request").exists():
            if self._ending.wait(0.02):
                return
        if not (self._keep and self._serve_kept()):
            self._start_own()

    def _serve_kept(self) -> bool:
        try:
            with kept_servers() as servers:
                if servers is None:
                    return False  # Another run has them.
                self._answer(asdict(servers))
                self._ending.wait()
        except SandboxError as error:
            self._answer({"error": str(error)})
        return True

    def _start_own(self) -> None:
        for attempt in range(_ATTEMPTS):
            settings = replace(
                Settings.from_environment(directory=self.directory / str(attempt)),
                ports=dict(zip(DEFAULT_PORTS, free_ports(len(DEFAULT_PORTS)), strict=True)),
                durable=False,
                secured=False,
            )
            try:
                self._serve(settings)
            except Cancelled:
                return
            except (SandboxError, OSError) as error:
                failure = str(error)
            else:
                return
        self._answer({"error": failure})

    def _serve(self, settings: Settings) -> None:
        group = Group(infrastructure_specs(settings), settings.logs)
        try:
            group.start(self._ending.is_set)
            self._answer(asdict(settings.infrastructure()))
            self._ending.wait()
        finally:
            group.stop()

    def _answer(self, answer: dict[str, str]) -> None:
        scratch = self.directory / "answer.tmp"
        scratch.write_text(json.dumps(answer))
        scratch.rename(self.directory / "answer")

    def end(self) -> None:
        """Stop the servers and remove their data."""
        self._ending.set()
        if self.is_alive():
            self.join(60)
        remove_scratch_folder(self.directory)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let servers be kept for the next run."""
    parser.addoption(
        "--keep-servers", action="store_true", help="use the servers of the last run, and leave them running"
    )


def pytest_configure(config: pytest.Config) -> None:
    """In the process that owns the run: stand ready to start the servers."""
    # A run in the background of a shell ignores Ctrl-C; commands that tests interrupt would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    # Who is terminated tidies up, as after Ctrl-C: else what tests started would go on running.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    given = {"ATENDE_STACK", "DATABASE_ADMIN_URL", "KAFKA_BOOTSTRAP", "REDIS_URL"} & os.environ.keys()
    owner = _Owner(keep=config.option.keep_servers and not given)
    config.stash[_OWNER] = owner
    os.environ[_DIRECTORY_VARIABLE] = str(owner.directory)  # For the workers of pytest-xdist.
    owner.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    if owner := config.stash.get(_OWNER, None):
        owner.end()
        os.environ.pop(_DIRECTORY_VARIABLE, None)


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> Generator[None, object, object]:
    """Remember the limit of the test that runs, and let it ring until the test has ended.

    pytest-timeout rings once. Where that falls into a callback or another task, asyncio keeps the error
    there, and the test would go on for ever.
    """
    item.config.stash[_TIMER] = (item, settings)
    done = yield
    if settings.method == "signal" and settings.timeout:
        signal.setitimer(signal.ITIMER_REAL, settings.timeout, settings.timeout / 5)
    return done


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Stop the clock of the test that happens to be the first to need the servers."""
    timer = request.config.stash.get(_TIMER, None)
    if fixturedef.argname not in _START_SERVERS or timer is None:
        return (yield)
    item, settings = timer
    item.ihook.pytest_timeout_cancel_timer(item=item)
    try:
        return (yield)
    finally:
        item.ihook.pytest_timeout_set_timer(item=item, settings=settings)


def _ask_for_servers(directory: Path) -> Infrastructure:
    (directory / "request").touch()
    # As long as they come on, says the group that starts them; the first run on a machine fetches Kafka.
    deadline = time.monotonic() + 3600
    answer = directory / "answer"
    while not answer.exists():
        if time.monotonic() > deadline:
            raise SandboxError(f"The servers are not ready; their logs: {directory}")
        time.sleep(0.02)
    servers: dict[str, str] = json.loads(answer.read_text())
    if "error" in servers:
        raise SandboxError(servers["error"])
    return Infrastructure(**servers)


@pytest.fixture(scope="session")
def infrastructure() -> Iterator[Infrastructure]:
    """Real servers, shared by the whole run: use a database, a topic prefix, a key prefix of your own."""
    if os.environ.get("ATENDE_STACK") == "docker":
        # Imported late: testcontainers needs a Docker engine from its import on.
        from atende_sandbox.containers import containers  # noqa: PLC0415

        with containers() as servers:
            yield servers
    else:
        yield _ask_for_servers(Path(os.environ[_DIRECTORY_VARIABLE]))
