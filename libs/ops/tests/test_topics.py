"""``atende topics`` against real Kafka."""

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from atende_contracts.topics import TOPICS, dead_letter_topics
from atende_ops.testing import Atende
from atende_platform.testing.plugin import Eventually, Infrastructure


@pytest.mark.usefixtures("own_environment")
async def test_missing_topics_are_created_when_asked_to(atende: Atende) -> None:
    number = len(TOPICS) + len(dead_letter_topics())
    plan = await atende("topics", "plan", "--json")
    assert plan.status == 1
    assert [each["step"] for each in plan.json["items"]] == ["create"] * number

    dry = await atende("topics", "apply", "--json")
    assert dry.status == 0
    assert dry.json["dryRun"] is True
    assert (await atende("topics", "plan")).status == 1

    assert (await atende("topics", "apply", "--yes")).status == 0
    ended = await atende("topics", "plan")
    assert ended.status == 0, ended.out
    assert f"All {number} topics" in ended.out
    assert len((await atende("topics", "plan", "--all", "--json")).json["items"]) == number


async def test_settings_that_differ_are_set_and_others_stay(
    atende: Atende, own_environment: str, infrastructure: Infrastructure, eventually: Eventually
) -> None:
    applied = await atende("topics", "apply", "--yes")
    assert applied.status == 0, applied.err
    name = f"{own_environment}message.inbound"

    async def differs() -> None:
        assert (await atende("topics", "plan")).status == 1

    admin = AIOKafkaAdminClient(bootstrap_servers=infrastructure.kafka_bootstrap)
    await admin.start()
    try:
        other = {"retention.ms": "1000", "max.message.bytes": "2000000"}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, other)])
        await eventually(differs)
        plan = await atende("topics", "plan", "--json")
        (found,) = plan.json["items"]
        assert found["topic"] == name
        assert found["step"] == "configure"
        assert (await atende("topics", "apply", "--yes")).status == 0
        assert (await atende("topics", "plan")).status == 0
        (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
        settings = {entry[0]: entry[1] for entry in answer.resources[0][4]}
        assert settings["max.message.bytes"] == "2000000"
    finally:
        await admin.close()


@pytest.mark.usefixtures("own_environment")
async def test_another_number_of_partitions_is_reported_and_left(
    atende: Atende, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied = await atende("topics", "apply", "--yes")
    assert applied.status == 0, applied.err
    monkeypatch.setenv("KAFKA_PARTITIONS", "12")
    ended = await atende("topics", "plan", "--json")
    assert ended.status == 0
    assert {each["step"] for each in ended.json["items"]} == {"partitions"}
    assert {each["wantedPartitions"] for each in ended.json["items"]} == {12}
    monkeypatch.setenv("KAFKA_PARTITIONS", "many")
    assert (await atende("topics", "plan")).status == 2


@pytest.mark.usefixtures("own_environment")
async def test_kafka_that_is_away_is_said_in_one_sentence(
    atende: Atende, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "127.0.0.1:9")
    ended = await atende("topics", "plan")
    assert ended.status == 1
    assert "127.0.0.1:9" in ended.err
