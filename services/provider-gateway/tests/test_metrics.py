"""What is counted of sends: also what no attempt settled, and what is unconfirmed at the moment."""

import pytest
from prometheus_client import REGISTRY

from atende_platform.data.db import Database, now
from atende_platform.testing.plugin import Handle
from gateway.providers.transport import NotSent, Transport
from gateway.repository.ledger import Intent
from gateway.sender import Sender
from gateway.service import delivery

from .gateway_stage import Connected, order
from .test_delivery import report


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.parametrize("origin", ["reply", "campaign"])
async def test_a_send_whose_worker_died_is_counted_and_shown_until_its_fate_is_known(
    channel: Connected, handle: Handle, database: Database, origin: str
) -> None:
    one = order(channel, origin=origin)
    unknown = {"origin": origin, "outcome": "unknown"}
    before = value("gateway_sends_total", **unknown)
    async with database.worker() as session:
        await delivery.claim(session, [Intent(one)], now(), lease=-1)
        await delivery.sweep(session)
        await delivery.count_unconfirmed(session)
    assert value("gateway_sends_total", **unknown) == before + 1
    assert value("gateway_sends_unconfirmed") == 1

    await handle([report(one, "sent")])
    async with database.worker() as session:
        await delivery.count_unconfirmed(session)
    assert value("gateway_sends_unconfirmed") == 0


async def test_what_statuses_say_is_counted_once(sender: Sender, channel: Connected, handle: Handle) -> None:
    def counts() -> list[float]:
        return [
            value("gateway_sends_total", origin="campaign", outcome=outcome)
            for outcome in ("accepted", "delivered", "read", "undelivered")
        ]

    before = counts()
    read, failed = order(channel), order(channel)
    await sender.send("campaign", [read, failed])
    for _ in range(2):
        await handle(
            [
                report(read, "delivered", message_id="w1"),
                report(read, "read", message_id="w1"),
                report(failed, "failed", message_id="w2"),
            ]
        )
    assert [after - then for after, then in zip(counts(), before, strict=True)] == [2, 1, 1, 1]


async def test_how_long_the_provider_took_is_measured_by_what_is_known_then() -> None:
    before = value("gateway_provider_post_seconds_count", reply="not sent")
    transport = Transport(connect_seconds=1, total_seconds=2)
    assert isinstance(await transport.post("http://127.0.0.1:9/x", b"{}", token="t"), NotSent)
    assert value("gateway_provider_post_seconds_count", reply="not sent") == before + 1
    await transport.close()
