"""What Prometheus reads of a running sandbox."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from atende_sandbox import observability
from atende_sandbox.errors import SandboxError
from atende_sandbox.observability import Observability, job_of, program, targets
from atende_sandbox.state import ChildState, SandboxState


def child(name: str, port: int | None) -> ChildState:
    return ChildState(name=name, pid=1, born=0.0, port=port, state="ready", restarts=0)


STATE = SandboxState(pid=1, born=0.0, phase="ready", infra_only=False, control="")


def test_each_process_with_metrics_is_a_target_named_as_in_production() -> None:
    names = ["auth", "provider-gateway", "gateway-worker", "chat-worker-2", "postgres", "nginx", "simulator"]
    state = replace(STATE, children=[child(name, 8000 + place) for place, name in enumerate(names)])
    assert targets(state) == [
        {"targets": ["127.0.0.1:8000"], "labels": {"job": "auth"}},
        {"targets": ["127.0.0.1:8001"], "labels": {"job": "gateway"}},
        {"targets": ["127.0.0.1:8002"], "labels": {"job": "gateway-worker"}},
        {"targets": ["127.0.0.1:8003"], "labels": {"job": "chat-worker"}},
    ]
    assert targets(None) == []
    assert job_of("provider-gateway") == "gateway"


def test_prometheus_gets_the_rules_of_production(tmp_path: Path) -> None:
    made = Observability(tmp_path / "folder", {"prometheus": 1, "alertmanager": 2})
    made.write()
    config = json.loads((made.folder / "prometheus.yaml").read_text())
    [pattern] = config["rule_files"]
    assert {path.name for path in Path(pattern).parent.glob("*.yaml")} >= {"consumers.yaml", "hosts.yaml"}
    assert made.alertmanager.exists()


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(observability, "_UNPACKED", tmp_path)
    with pytest.raises(SandboxError, match="prometheus-alertmanager is missing"):
        program("prometheus-alertmanager")
