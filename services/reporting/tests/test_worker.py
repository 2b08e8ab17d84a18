"""The worker on real Kafka, beside a bad record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiokafka import AIOKafkaConsumer

if TYPE_CHECKING:
    from conftest import Company

from atende_contracts.ids import uuid7
from atende_platform.runtime import Runtime
from atende_platform.testing.plugin import AsUser, Eventually, Publish


async def test_what_is_published_is_reported(
    worker: Runtime[Any],
    publish: Publish,
    as_user: AsUser,
    company: Company,
    another: Callable[..., Company],
    eventually: Eventually,
) -> None:
    ids = [uuid7() for _ in range(30)]
    other = another(uuid7())
    await publish(
        company.settings("America/Manaus"),
        other.settings("Mars/Olympus"),
        company.inbound(),
        company.opt_out(),
        company.ticket(uuid7()),
        company.progress({"pending": 30}),
        *(company.status(send_id, "accepted") for send_id in ids),
        *(company.status(send_id, "delivered", 1) for send_id in ids),
        company.finished({"delivered": 30}),
    )
    http = as_user()

    async def reported() -> None:
        campaign = await http.get(f"/api/v1/reports/campaigns/{company.campaign_id}")
        assert campaign.status_code == 200
        report = campaign.json()
        assert (report["state"], report["delivery"]["delivered"]) == ("finished", 30)
        assert report["consistent"] is True
        summary = (
            await http.get("/api/v1/reports/summary", params={"from": "2026-11-27", "to": "2026-11-27"})
        ).json()
        assert summary["timeZone"] == "America/Manaus"
        totals = summary["totals"]
        assert (totals["inbound"], totals["optOuts"], totals["ticketsOpened"]) == (1, 1, 1)
        assert totals["campaigns"]["sent"] == 30

    await eventually(reported)
    assert not worker.failing

    dead = await dead_letters(worker, "reporting.company.changed.dlq")
    assert dead["dlq-reason"] == "UnknownTimeZone"


async def dead_letters(worker: Runtime[Any], topic: str) -> dict[str, str]:
    """Return the headers of the first record that was put aside."""
    consumer = AIOKafkaConsumer(
        worker.settings.kafka_topic_prefix + topic,
        bootstrap_servers=worker.settings.kafka_bootstrap,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        record = await consumer.getone()
        return {name: value.decode() for name, value in record.headers}
    finally:
        await consumer.stop()
