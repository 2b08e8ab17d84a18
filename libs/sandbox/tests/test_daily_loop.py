"""A developer's day: one service in the foreground, servers that outlive a test run, a new migration."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import httpx

from atende_platform.service.definition import migrations_dir
from atende_sandbox import kept
from atende_sandbox.migration import draft
from atende_sandbox.scratch import scratch_folder
from atende_sandbox.settings import REPOSITORY, Infrastructure, Settings
from atende_sandbox.world import World
from reporting.main import SERVICE as REPORTING


def wait_for(check: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Terminal:
    """A command in the foreground, and what it has said."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "atende_sandbox", *arguments],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,))
        self._reader.start()

    def _read(self, output: IO[str]) -> None:
        with output:
            for line in output:
                self.said += line

    def wait_until_it_says(self, text: str) -> None:
        wait_for(lambda: text in self.said or self.process.poll() is not None)
        assert text in self.said

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self._reader.join()
        return code


@contextlib.contextmanager
def terminal(*arguments: str, **environment: str) -> Iterator[Terminal]:
    opened = Terminal(*arguments, **environment)
    try:
        yield opened
    finally:
        opened.end()


def test_dev_takes_a_service_over_reloads_it_and_hands_it_back(world: World, tmp_path: Path) -> None:
    def answers() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{world.settings.url('chat')}/health/ready").is_success
        return False

    def pid() -> int:
        [chat] = [one for one in world.status() if one.name == "chat"]
        return chat.pid

    before, code = pid(), tmp_path / "code"
    code.mkdir()
    own = {"ATENDE_SANDBOX_DIR": str(world.settings.directory)}
    with terminal("dev", "chat", "--watch", str(code), **own) as dev:
        dev.wait_until_it_says("chat runs here")
        wait_for(answers)
        assert world.is_ready(), "what was stopped on request does not keep others waiting"

        # Broken when it is saved: it says so, and waits for the next time.
        (tmp_path / "chat-fails").touch()
        (code / "broken.py").touch()
        dev.wait_until_it_says("broken.py changed: starting chat again")
        dev.wait_until_it_says("chat says boom")
        dev.wait_until_it_says("ended with exit code 1")
        assert not answers()
        (tmp_path / "chat-fails").unlink()
        (code / "mended.py").touch()
        dev.wait_until_it_says("mended.py changed")
        wait_for(answers)

        assert dev.end() == 0
    wait_for(answers)
    assert world.wait_ready("chat") != before


def test_dev_without_a_system_says_how_to_start_one(settings: Settings) -> None:
    with terminal("dev", "chat", ATENDE_SANDBOX_DIR=str(settings.directory)) as dev:
        assert dev.process.wait(60) == 1
        dev.wait_until_it_says("Start it with `make up`")


def test_servers_are_kept_for_the_next_run_and_for_one_at_a_time() -> None:
    with scratch_folder() as folder:
        try:
            with kept.kept_servers(folder) as first, kept.kept_servers(folder) as second:
                assert first
                assert second is None, "another run at the same time has its own"
            with kept.kept_servers(folder) as again:
                assert again == first
            assert not kept.is_unused(folder)
            hour_ago = time.time() - 3600
            os.utime(folder / "lease", (hour_ago, hour_ago))
            servers = Settings.from_environment({}, directory=folder)
            wait_for(lambda: not World(servers, infra_only=True).running())  # They end by themselves.
        finally:
            kept.stop_kept_servers(folder)


def test_a_draft_of_a_migration_brings_policies_and_lengths(
    infrastructure: Infrastructure, tmp_path: Path
) -> None:
    """Made where the service's migrations are missing: all that its models declare is new."""
    directory = tmp_path / "migrations"
    directory.mkdir()
    for name in ("env.py", "script.py.mako"):
        (directory / name).write_text((migrations_dir(REPORTING) / name).read_text())
    (directory / "versions").mkdir()
    (directory / "versions" / "0041_before.py").write_text(
        'revision = "0041"\ndown_revision = None\n\n\ndef upgrade() -> None:\n    pass\n'
    )
    path = draft(REPORTING, directory, infrastructure.database_admin_url, "Everything, at last")
    assert path.name == "0042_everything_at_last.py"
    written = path.read_text()
    assert 'down_revision = "0041"' in written
    assert 'protect(op, "reporting", ["campaign_facts"])' in written
    assert re.search(r"bound_lengths\(\s*op,\s*\{.*\"campaign_facts\": \{.*chars\(1000\)", written, re.DOTALL)

    # It can be applied, and nothing is missing in it.
    path = draft(REPORTING, directory, infrastructure.database_admin_url, "Nothing")
    assert path.name == "0043_nothing.py"
    assert path.read_text().count("    pass\n") == 2


def test_make_help_lists_the_daily_loop() -> None:
    targets = ("dev", "shell", "migration", "seed", "test")
    listed = subprocess.run(
        ["make", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert not [target for target in targets if f"\033[1m{target:<15}" not in listed]
