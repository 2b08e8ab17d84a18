"""What a service's process imports when it starts: not what only few processes ever use."""

import subprocess
import sys

import pytest

SELDOM_USED = (
    "alembic",
    "openpyxl",
    "opentelemetry.sdk.trace",
    "opentelemetry.exporter.otlp.proto.http",
    "faststream.kafka.opentelemetry",
    "google.protobuf",
)


@pytest.mark.parametrize("module", ["auth", "chat", "campaign", "gateway", "reporting"])
def test_what_is_seldom_used_is_not_imported(module: str) -> None:
    program = f"import sys, atende_platform.service.command, {module}.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())

    assert f"{module}.main" in imported
    assert imported.isdisjoint(SELDOM_USED)
