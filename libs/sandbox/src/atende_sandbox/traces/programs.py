"""What runs beside a system whose traces are looked at: a collector, and Zipkin, to which it passes them."""

import os
import sys
from pathlib import Path

from atende_sandbox.java import find_java
from atende_sandbox.probes import http_ok
from atende_sandbox.processes import ProcessSpec
from atende_sandbox.settings import HOST, REPOSITORY, Settings
from atende_sandbox.traces import zipkin_jar


def jar_path(settings: Settings) -> Path:
    """Return where Zipkin is, or will be."""
    return settings.cache / f"zipkin-{zipkin_jar.VERSION}.jar"


def specs(settings: Settings) -> list[ProcessSpec]:
    """Return what runs; nothing if traces are not looked at."""
    if not settings.traces:
        return []
    jar, port = jar_path(settings), settings.ports["zipkin"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    plan = []
    if not jar.exists():
        fetch = (sys.executable, "-m", "atende_sandbox.traces.zipkin_jar", str(jar))
        # With all of the caller's environment: proxies, mirrors and certificates have many names.
        plan.append(ProcessSpec("zipkin-jar", fetch, dict(os.environ), start_timeout=900.0))
    listening = "-Darmeria.ports[0].{}={}"
    zipkin = ProcessSpec(
        name="zipkin",
        command=(
            *(str(find_java().program), "-Xms32m", "-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            # It would listen on every address of the machine.
            listening.format("ip", HOST),
            listening.format("port", port),
            listening.format("protocols[0]", "http"),
            *("-jar", str(jar)),
        ),
        environment=environment,
        directory=REPOSITORY,
        needs=("zipkin-jar",),
        probe=http_ok(HOST, port, "/health"),
        port=port,
        stop_order=3,
    )
    collecting = (sys.executable, "-m", "atende_sandbox.traces.collector")
    collector = ProcessSpec(
        name="traces",
        command=(
            *collecting,
            *("--port", str(settings.ports["traces"]), "--zipkin", settings.url("zipkin")),
        ),
        environment={**environment, "PYTHONUNBUFFERED": "1"},
        directory=REPOSITORY,
        needs=("zipkin",),
        probe=http_ok(HOST, settings.ports["traces"], "/health"),
        port=settings.ports["traces"],
        stop_order=2,
    )
    return [*plan, zipkin, collector]


def environment(settings: Settings) -> dict[str, str]:
    """Return by which settings a service exports its traces; none if they are not looked at."""
    if not settings.traces:
        return {}
    # Every half second: somebody waits for them.
    return {"OTEL_EXPORTER_OTLP_ENDPOINT": settings.url("traces"), "OTEL_BSP_SCHEDULE_DELAY": "500"}
