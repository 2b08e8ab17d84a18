"""A test that takes too long fails, wherever its time runs out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEST = """
import asyncio, time

async def test_it():
    async def keep_on():
        while True:
            try:
                time.sleep(0.05)
                await asyncio.sleep(0)
            except BaseException as error:
                if isinstance(error, asyncio.CancelledError):
                    raise
                print("kept", repr(error))
    task = asyncio.create_task(keep_on())
    await asyncio.sleep(BUSY)
    task.cancel()
    await asyncio.Event().wait()
"""
LIMIT_SECONDS = 3
"""A busy machine takes one for all that stands before the test."""
PLUGINS = ("pytest_asyncio.plugin", "pytest_timeout", "atende_sandbox.pytest_plugin", "no:cacheprovider")


@pytest.mark.parametrize(
    "busy", [0.0, LIMIT_SECONDS + 0.5], ids=["at rest", "in another task, which keeps the error"]
)
def test_its_time_runs_out(tmp_path: Path, busy: float) -> None:
    (tmp_path / "test_it.py").write_text(TEST.replace("BUSY", str(busy)))
    ended = subprocess.run(
        (
            sys.executable,
            "-m",
            "pytest",
            "-c",
            "/dev/null",
            *(word for name in PLUGINS for word in ("-p", name)),
            "--asyncio-mode=auto",
            f"--timeout={LIMIT_SECONDS}",
            "test_it.py",
        ),
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1, ended.stdout
    assert f"Timeout (>{LIMIT_SECONDS}.0s)" in ended.stdout
    assert ("kept" in ended.stdout) is (busy > 0)
