"""The registry of topics names who reads each: no more, no fewer. Rights, lag and dead letters go by it."""

import base64
import importlib
import os
from pathlib import Path

import pytest
from fastapi import FastAPI

from atende_contracts.topics import SERVICES, TOPICS, ServiceName
from atende_platform.messaging.kafka import Broker, make_broker
from atende_platform.process.settings import ServiceSettings
from atende_platform.runtime import Runtime

NOWHERE = {
    "ENVIRONMENT": "test",
    "DATABASE_URL": "postgresql://app:test@127.0.0.1:9/nothing",
    "DATABASE_WORKER_URL": "postgresql://worker:test@127.0.0.1:9/nothing",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "KAFKA_BOOTSTRAP": "127.0.0.1:9",
    "CREDENTIALS_KEY": base64.b64encode(os.urandom(32)).decode(),
}
"""What the services need to be set; nothing is connected to."""


@pytest.mark.parametrize("service", SERVICES)
async def test_each_service_reads_what_the_registry_says(
    service: ServiceName, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in {**NOWHERE, "JWT_KEYS_FILE": str(tmp_path / "keys.json")}.items():
        monkeypatch.setenv(name, value)
    definition = importlib.import_module(f"{service}.main").SERVICE
    if "keys" in definition.bare_commands:
        assert definition.bare_commands["keys"](["init"]) == 0
    worker = importlib.import_module(f"{service}.worker")
    brokers: list[Broker] = []

    def make(settings: ServiceSettings) -> Broker:
        brokers.append(make_broker(settings))
        return brokers[-1]

    monkeypatch.setattr(worker, "make_broker", make)
    runtime = Runtime(service, definition.settings(), frozenset({"worker"}))
    try:
        worker.worker(FastAPI(), runtime)
    finally:
        await runtime.close()
    read = {topic for broker in brokers for each in broker.subscriptions for topic in each.consumers}
    assert read == {topic.name for topic in TOPICS if service in topic.consumers}
