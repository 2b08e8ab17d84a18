"""What WhatsApp refuses, and how many new people may be written to."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from atende_contracts.event import Party
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.data.db import execute
from atende_platform.testing.plugin import Published
from gateway.service import delivery
from gateway.sessions.pacing import Limits
from gateway.sessions.sending import LOOKED_AT

from ..gateway_stage import Ledger, Sql, order
from ..sender_stage import states
from ..sending_stage import Stage, reply, to


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [
        ("404", "failed", "not_on_whatsapp"),
        ("403", "failed", "provider_refused"),
        ("479", "retryable", "provider_busy"),
        ("421", "retryable", "provider_busy"),
        ("475", "failed", "cold_limited"),
        ("500", "retryable", "provider_busy"),
        ("429", "retryable", "too_fast"),
        ("77", "failed", "provider_refused"),
    ],
)
async def test_an_ack_with_an_error_is_treated_by_its_number(
    stage: Stage, ledger: Ledger, code: str, state: str, reason: str
) -> None:
    one = reply(stage.channel)
    await stage.known(one, jid="1846@lid")
    stage.bridge.errors["1846@lid"] = code
    await stage.order(one)
    await stage.run()

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.error["reason"], row.error["code"]) == (state, reason, int(code))
    assert len(stage.bridge.sends) == 1


async def test_463_is_never_repeated_stops_new_conversations_and_no_others(
    stage: Stage, ledger: Ledger, sql: Sql, published: Published
) -> None:
    until = int(datetime.now(UTC).timestamp()) + 7200
    stage.bridge.limits = {"timelock": {"active": True, "until": until, "kind": "x"}}
    new = reply(stage.channel, recipient=to("5500000463"))
    await stage.order(new)
    sender = await stage.run()
    row = await ledger(new)
    assert row is not None
    assert (row.state, row.error["reason"]) == ("failed", "spam_limited")
    async with stage.database.worker() as session:
        [stored] = await execute(session, "SELECT cold_until FROM sessions")
    assert int(stored.cold_until.timestamp()) == until

    another, campaign, old = reply(stage.channel), order(stage.channel), reply(stage.channel)
    await stage.known(old)
    await stage.order(another, campaign, old)
    await sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
    await stage.run(sender)

    assert stage.bridge.sent_to == ["5500000463@s.whatsapp.net", f"{old.recipient.wa_id}@s.whatsapp.net"]
    reasons = {str(e.send_id): e.error.reason for e in await published(DeliveryStatusChangedV1) if e.error}
    assert reasons == {str(new.send_id): "spam_limited", str(another.send_id): "spam_limited"}
    async with stage.database.worker() as session:
        await delivery.release_stopped(session)
    assert await ledger(campaign) is None  # It was given back to its campaign, which pauses.
    assert (await states(published))[str(campaign.send_id)] == ["returned"]


async def test_463_stops_new_conversations_also_where_nobody_says_until_when(stage: Stage) -> None:
    await stage.order(reply(stage.channel, recipient=to("5500000463")))
    await stage.run()
    async with stage.database.worker() as session:
        [row] = await execute(session, "SELECT cold_until - now() AS left FROM sessions")
    assert row.left > timedelta(hours=5)


@pytest.mark.parametrize(
    ("number", "limits", "least", "most"),
    [
        ("5500000463", {"timelock": {"active": True, "until": 1}}, 50, 70),
        ("5500000463", {"timelock": {"active": True, "until": 9_000_000_000_000}}, 29 * 1440, 30 * 1440),
        ("5500000475", {"timelock": {"active": False}, "cycleEnds": 10**10}, 29 * 1440, 30 * 1440),
        ("5500000475", {"timelock": {"active": False, "until": 10**10}}, 5 * 60, 6 * 60),
    ],
)
async def test_until_when_new_conversations_stop_is_not_believed_blindly(
    stage: Stage, number: str, limits: dict[str, Any], least: int, most: int
) -> None:
    stage.bridge.limits = limits
    await stage.order(reply(stage.channel, recipient=to(number)))
    await stage.run()
    async with stage.database.worker() as session:
        [row] = await execute(session, "SELECT cold_until - now() AS left FROM sessions")
    assert timedelta(minutes=least) < row.left <= timedelta(minutes=most)


async def test_a_463_that_comes_late_stops_new_conversations_as_well(stage: Stage) -> None:
    stage.ack_seconds, stage.bridge.ack, stage.bridge.late_seconds = 0.1, "late", 0.4
    await stage.order(reply(stage.channel, recipient=to("5500000463")))
    sender = await stage.run()
    await asyncio.gather(*stage.bridge.tasks)
    await asyncio.sleep(0.05)
    await sender.drain()
    async with stage.database.worker() as session:
        [row] = await execute(session, "SELECT cold_until - now() AS left FROM sessions")
    assert row.left > timedelta(hours=5)


async def test_so_many_new_people_a_day(stage: Stage, ledger: Ledger) -> None:
    limits = Limits(pause=(0, 0), per_minute=1000, cold_pause=(0, 0), cold_per_day=2)
    orders = [reply(stage.channel) for _ in range(3)]
    old = reply(stage.channel)
    await stage.known(old)
    await stage.order(*orders, old)
    await stage.run(stage.sender(limits))

    rows = [await ledger(one) for one in (*orders, old)]
    assert [row.state for row in rows if row] == ["accepted", "accepted", "failed", "accepted"]
    assert rows[2] is not None
    assert rows[2].error["reason"] == "cold_limited"

    # Another process that takes the session over knows it, too.
    late = reply(stage.channel)
    await stage.order(late)
    await stage.run(stage.sender(limits))
    row = await ledger(late)
    assert row is not None
    assert row.state == "failed"


async def test_answers_come_before_campaigns_and_do_not_wait_for_new_people(stage: Stage) -> None:
    limits = Limits(pause=(0, 0), per_minute=1000, cold_pause=(45, 45), cold_per_day=20)
    campaign, answer, new = order(stage.channel), reply(stage.channel), reply(stage.channel)
    await stage.known(campaign, answer)
    await stage.order(campaign, new)
    await stage.order(reply(stage.channel, recipient=to("5511900000001")), answer)
    sender = stage.sender(limits)
    await sender.step()
    await stage.bridge.has_sends(3)
    await asyncio.sleep(0.1)

    waiting = [one.to for one in stage.bridge.sends]
    assert waiting[0] == f"{new.recipient.wa_id}@s.whatsapp.net"
    assert waiting[1:] == [f"{one.recipient.wa_id}@s.whatsapp.net" for one in (answer, campaign)]
    stage.at += 46  # The other new person has waited long enough.
    await stage.bridge.has_sends(4)
    assert stage.bridge.sent_to[3] == "5511900000001@s.whatsapp.net"


async def test_so_many_new_people_keep_nobody_waiting_who_has_written_before(stage: Stage) -> None:
    limits = Limits(pause=(0, 0), per_minute=1000, cold_pause=(45, 45), cold_per_day=1000)
    new = [reply(stage.channel) for _ in range(LOOKED_AT + 2)]
    await stage.order(*new)
    answer, campaign = reply(stage.channel), order(stage.channel)
    group = reply(stage.channel, recipient=Party(wa_id="120363041234567890@g.us"))
    await stage.known(answer, campaign)
    await stage.order(answer, group, campaign)
    sender = stage.sender(limits)
    await sender.step()
    await stage.bridge.has_sends(4)

    assert stage.bridge.sent_to[1:] == [
        f"{answer.recipient.wa_id}@s.whatsapp.net",
        "120363041234567890@g.us",
        f"{campaign.recipient.wa_id}@s.whatsapp.net",
    ]
