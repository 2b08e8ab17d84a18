"""What a refusal, and a provider that does not answer, lead to: at the edge, over HTTP."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1, ProviderStatusReportedV1
from atende_platform.data.db import now
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Published
from gateway.domain.circuit import Circuit
from gateway.sender import Sender

from .gateway_stage import Connect, Connected, Ledger, Meta, Sql, order


def refusing(meta: Meta, code: int, status: int = 400) -> None:
    async def refuse(_: web.Request, __: dict[str, Any]) -> web.Response:
        return meta.refuse(code, status)

    meta.respond = refuse


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (131026, "not_on_whatsapp"),
        (131047, "window_closed"),
        (131049, "delivery_capped"),
        (130472, "experiment"),
        (131053, "media_unusable"),
    ],
)
async def test_what_will_never_be_taken_is_told_once_with_its_reason(
    sender: Sender, channel: Connected, meta: Meta, published: Published, sql: Sql, code: int, reason: str
) -> None:
    refusing(meta, code)
    await sender.send("reply", [order(channel, origin="reply")])
    await sql("UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable'")
    await sender.send_due()

    [told] = await published(DeliveryStatusChangedV1)
    assert told.error is not None
    assert (told.state, told.error.code, told.error.reason) == ("failed", code, reason)
    assert len(meta.requests) == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [(132001, "template_missing"), (132016, "template_refused"), (132000, "template_mismatch")],
)
async def test_a_template_that_is_refused_stops_its_campaign_at_the_first(
    sender: Sender, channel: Connected, meta: Meta, published: Published, code: int, reason: str
) -> None:
    refusing(meta, code, 404)
    campaign_id = uuid7()
    await sender.send("campaign", [order(channel, campaign_id=campaign_id)])
    await sender.send("campaign", [order(channel, campaign_id=campaign_id) for _ in range(9)])

    told = await published(DeliveryStatusChangedV1)
    assert [event.state for event in told] == ["failed", *["returned"] * 9]
    assert told[0].error is not None
    assert told[0].error.reason == reason
    assert len(meta.requests) == 1


async def test_the_pair_limit_puts_off_one_recipient_only(
    sender: Sender, channel: Connected, meta: Meta, ledger: Ledger
) -> None:
    async def respond(_: web.Request, body: dict[str, Any]) -> web.Response:
        return meta.refuse(131056) if body["to"] == "+5511900000001" else meta.accept(body)

    meta.respond = respond
    busy = order(channel, origin="reply", recipient=Party(wa_id="5511900000001"))
    others = [order(channel, origin="reply") for _ in range(3)]
    await sender.send("reply", [busy, *others])

    row = await ledger(busy)
    assert row is not None
    assert (row.state, row.error["reason"]) == ("retryable", "recipient_busy")
    assert len(meta.accepted) == 3


@pytest.mark.parametrize("by_webhook", [False, True])
async def test_who_stopped_marketing_at_the_provider_gets_no_more_campaigns(
    sender: Sender, channel: Connected, meta: Meta, published: Published, handle: Handle, by_webhook: bool
) -> None:
    party = Party(wa_id="5511987654321", phone="+5511987654321")
    first = order(channel, recipient=party)
    if by_webhook:
        await sender.send("campaign", [first])
        error = {"code": 131050, "title": "stopped", "reason": "opted_out"}
        failed = ProviderStatusReportedV1.model_validate(
            {
                "company_id": first.company_id,
                "channel_id": first.channel_id,
                "provider_message_id": meta.accepted[0]["id"],
                "send_id": first.send_id,
                "state": "failed",
                "errors": [error],
                "at": now(),
            }
        )
        await handle([failed])
    else:
        refusing(meta, 131050)
        await sender.send("campaign", [first])
    meta.respond = None
    asked = len(meta.requests)

    second, reply = order(channel, recipient=party), order(channel, origin="reply", recipient=party)
    await sender.send("campaign", [second])
    await sender.send("reply", [reply])

    states = {event.send_id: event.state for event in await published(DeliveryStatusChangedV1)}
    assert (states[first.send_id], states[second.send_id]) == ("failed", "suppressed")
    assert states[reply.send_id] == "accepted"
    assert len(meta.requests) == asked + 1


@pytest.mark.parametrize(("code", "status"), [(190, 401), (368, 403), (131031, 403), (131042, 400)])
async def test_a_refused_channel_stops_is_told_and_works_again_when_reconnected(
    sender: Sender,
    channel: Connected,
    meta: Meta,
    published: Published,
    as_user: AsUser,
    ledger: Ledger,
    code: int,
    status: int,
) -> None:
    refusing(meta, code, status)
    one = order(channel)
    await sender.send("campaign", [one])
    await sender.send("campaign", [order(channel) for _ in range(5)])

    assert len(meta.requests) == 1
    assert (await published(ChannelChangedV1))[-1].status == "error"
    row = await ledger(one)
    assert row is not None
    assert row.state == "retryable"  # No recipient is burnt.
    http = as_user()
    shown = (await http.get(f"/api/v1/channels/{channel.id}")).json()
    assert shown["status"] == "error"
    assert shown["statusReason"].startswith(f"{code}:")
    again = await http.patch(f"/api/v1/channels/{channel.id}", json={"accessToken": "new"})
    assert again.json()["status"] == "active"


async def test_content_that_whatsapp_would_refuse_does_not_leave(
    sender: Sender, channel: Connected, meta: Meta, published: Published
) -> None:
    one = order(channel, origin="reply", content=TextContent(body="x" * 5000))
    await sender.send("reply", [one])

    [told] = await published(DeliveryStatusChangedV1)
    assert told.error is not None
    assert told.error.reason == "invalid_content"
    assert told.error.details is not None
    assert told.error.details.startswith("body:")
    assert meta.requests == []


async def test_a_channel_that_does_not_answer_rests_alone_and_loses_nothing(
    sender: Sender,
    connect: Connect,
    meta: Meta,
    published: Published,
    as_user: AsUser,
    sql: Sql,
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Circuit, "FIRST_REST", 1000.0)
    broken, sound = await connect(), await connect()
    down = True

    async def respond(request: web.Request, body: dict[str, Any]) -> web.Response:
        if down and request.match_info["number"] == broken.phone_number_id:
            return meta.refuse(131016, 500)
        return meta.accept(body)

    meta.respond = respond
    first = [order(broken) for _ in range(Circuit.FAILURES)]
    await sender.send("campaign", first)
    tried = len(meta.requests)
    shown = (await as_user().get(f"/api/v1/channels/{broken.id}")).json()
    assert shown["interruptedUntil"] is not None
    listed = (await as_user().get("/api/v1/channels")).json()["items"]
    assert {one["id"]: one["interruptedUntil"] is None for one in listed} == {
        str(broken.id): False,
        str(sound.id): True,
    }

    campaign = [order(broken) for _ in range(5)]
    replies = [order(broken, origin="reply") for _ in range(5)]
    elsewhere = [order(sound, origin="reply"), order(sound)]
    await sender.send("campaign", [*campaign, elsewhere[1]])
    await sender.send("reply", [*replies, elsewhere[0]])
    assert len(meta.requests) == tried + 2  # Nothing was tried on the broken one.

    down = False
    rested = SimpleNamespace(monotonic=lambda: time.monotonic() + 1000)
    monkeypatch.setattr("gateway.pacing.pace.time", rested)

    async def all_left() -> None:
        await sql(
            "UPDATE sends SET next_attempt_at = now() WHERE state = 'retryable' AND channel_id = :id",
            id=broken.id,
        )
        await sender.send_due()
        assert {str(one.send_id) for one in (*first, *campaign, *replies)} <= set(meta.accepted_ids())

    await eventually(all_left, timeout=30.0)
    order_of_leaving = meta.accepted_ids()
    last_reply = max(order_of_leaving.index(str(one.send_id)) for one in replies)
    # One campaign message may have been the probe that found the channel working.
    before = {str(one.send_id) for one in (*first, *campaign)} & set(order_of_leaving[:last_reply])
    assert len(before) <= 1
    assert len(set(order_of_leaving)) == len(order_of_leaving)
    shown = (await as_user().get(f"/api/v1/channels/{broken.id}")).json()
    assert shown["interruptedUntil"] is None
    assert "failed" not in {event.state for event in await published(DeliveryStatusChangedV1)}
