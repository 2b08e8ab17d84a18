"""`make demo` on a running system, as a stranger runs it."""

import asyncio
import json
import os
import sys

import pytest
from system import System

from atende_sandbox.settings import port_variable


@pytest.mark.timeout(900)
async def test_the_demo_succeeds_twice_and_its_books_agree(system: System) -> None:
    settings = system.world.settings
    environment = {
        **os.environ,
        "ATENDE_SANDBOX_DIR": str(settings.directory),
        **{port_variable(name): str(port) for name, port in settings.ports.items()},
    }
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "atende_sandbox.demo",
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()
        report = json.loads((settings.directory / "demo-report.json").read_text())
        assert (report["duplicates"], report["lost"], report["disagreements"]) == (0, 0, [])
        assert report["replies"] == 3
        assert report["inbound"] == 10
        assert (report["whatsappWeb"]["received"], report["whatsappWeb"]["status"]) == (1, "read")
        campaign = report["campaign"]
        assert campaign["recipients"] == campaign["targets"] == 1000
        assert 900 <= campaign["accepted"] <= 990
        assert set(report["logins"]) == {"owner", "admin", "agent", "viewer"}
        assert report["urls"]["gateway"] == system.url
        assert report["urls"]["console"] == f"{system.url}/"
        way_in, _, rest = output.decode().rpartition("Campaign report")
        assert rest
        for told in (f"{system.url}/", report["logins"]["owner"]["email"], report["urls"]["simulator"]):
            assert told in way_in
        assert f"{system.url}/reports" in rest
        for shown in ("recipients", "replied", "André Dias", "first answer, median", "Mon  "):
            assert shown in rest
