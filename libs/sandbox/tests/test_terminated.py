"""A run that is terminated ends what its tests started."""

import os
import signal
import subprocess
import sys
from pathlib import Path

TEST = """
import subprocess, sys, time
import pytest

@pytest.fixture
async def server():
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        yield process
        process.kill()
    print(f"ended {process.returncode}", file=sys.__stderr__, flush=True)

async def test_it(server):
    print("running", file=sys.__stderr__, flush=True)
    time.sleep(600)
"""
PLUGINS = ("-p", "pytest_asyncio.plugin", "-p", "atende_sandbox.pytest_plugin", "-p", "no:cacheprovider")


def test_fixtures_are_torn_down_after_sigterm(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TEST)
    process = subprocess.Popen(
        (
            sys.executable,
            "-m",
            "pytest",
            "-c",
            "/dev/null",
            "-s",
            *PLUGINS,
            "--asyncio-mode=auto",
            "test_it.py",
        ),
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process.stderr as said:
        assert "running\n" in iter(said.readline, "")
        process.send_signal(signal.SIGTERM)
        assert f"ended {-signal.SIGKILL}\n" in iter(said.readline, "")
    assert process.wait() == 2
