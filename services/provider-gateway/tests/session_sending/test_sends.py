"""What is sent on a session: once, and accepted on the server's word only."""

import asyncio
from typing import Any

import pytest

from atende_contracts.event import Party
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.testing.plugin import Published
from gateway.bridge.protocol import LOST, Messages
from gateway.providers.web.ids import message_id_of

from ..gateway_stage import Ledger, Sql, order
from ..sender_stage import states
from ..sending_stage import Stage, reply, to
from ..web_bridge import NOT_HERE


async def test_what_the_server_takes_is_accepted_and_reaches_one_phone(
    stage: Stage, ledger: Ledger, published: Published
) -> None:
    orders = [reply(stage.channel) for _ in range(3)]
    await stage.known(*orders)
    await stage.order(*orders)
    await stage.run()

    for one in orders:
        row = await ledger(one)
        assert row is not None
        assert (row.state, row.attempts, row.provider_message_id) == (
            "accepted",
            1,
            message_id_of(one.send_id),
        )
    assert stage.bridge.reached == {message_id_of(one.send_id): 1 for one in orders}
    assert stage.bridge.accepted == [str(one.send_id) for one in orders]
    assert list((await states(published)).values()) == [["accepted"]] * 3
    assert {line.generation for line in stage.bridge.sends} == {1}


async def test_an_answer_goes_to_the_address_that_was_written_from_after_typing(stage: Stage) -> None:
    one = reply(stage.channel, reply_to="3A00FF")
    await stage.known(one, jid="184600000000001@lid")
    await stage.order(one)
    await stage.run()

    [sent] = stage.bridge.sends
    assert sent.to == "184600000000001@lid"
    assert sent.quoted is not None
    assert (sent.quoted.key.id, sent.quoted.key.remote_jid) == ("3A00FF", sent.to)
    [typing] = stage.bridge.presences
    assert (typing.to, typing.state) == (sent.to, "composing")
    assert stage.bridge.lines.index(typing) < stage.bridge.lines.index(sent)
    assert stage.bridge.looked_up == []


async def test_what_is_answered_is_marked_as_read_before_typing(stage: Stage) -> None:
    def brought(*ids: str, chat: str = "1846@lid", **key: Any) -> Messages:
        keys = [{"remoteJid": chat, "fromMe": False, "id": one, **key} for one in ids]
        return Messages(
            session=stage.channel.id, generation=1, id=1, type="notify", items=tuple({"key": k} for k in keys)
        )

    stage.held.heard(brought("3A01", "3A02"))
    stage.held.heard(brought("3A03", chat="1999@lid"))
    stage.held.heard(brought("3EB0", fromMe=True))
    stage.held.heard(brought("x" * 5000))
    campaign = order(stage.channel)
    first, second = reply(stage.channel), reply(stage.channel)
    await stage.known(campaign, first, jid="1846@lid")
    await stage.known(second, jid="1846@lid")
    await stage.order(campaign)
    await stage.run()
    assert stage.bridge.reads == []
    await stage.order(first, second)
    await stage.run()
    [read] = stage.bridge.reads
    assert [(key.remote_jid, key.id) for key in read.keys] == [("1846@lid", "3A01"), ("1846@lid", "3A02")]
    kinds = [type(line).__name__ for line in stage.bridge.lines]
    assert kinds[-5:] == ["Read", "Presence", "Send", "Presence", "Send"]

    stage.held.heard(brought("3A04", chat="120363@g.us", participant="1847@lid"))
    assert [key.participant for key in stage.held.take_unread("120363@g.us")] == ["1847@lid"]


async def test_a_number_is_looked_up_once_and_one_that_is_not_there_is_said_so(
    stage: Stage, ledger: Ledger, published: Published
) -> None:
    first, second = reply(stage.channel), reply(stage.channel)
    second = reply(stage.channel, recipient=first.recipient)
    missing = reply(stage.channel, recipient=to(f"{NOT_HERE}12345"))
    by_lid = reply(stage.channel, recipient=Party(lid="77001234567"))
    nobody = reply(stage.channel, recipient=Party(bsuid="BR.1"))
    await stage.order(first, second, missing, by_lid, nobody)
    await stage.run()

    assert stage.bridge.looked_up.count(str(first.recipient.wa_id)) == 1
    assert stage.bridge.sent_to == [f"{first.recipient.wa_id}@s.whatsapp.net"] * 2 + ["77001234567@lid"]
    reasons = {
        event.send_id: event.error.reason
        for event in await published(DeliveryStatusChangedV1)
        if event.error is not None
    }
    assert reasons == {missing.send_id: "not_on_whatsapp", nobody.send_id: "no_phone"}
    row = await ledger(missing)
    assert row is not None
    assert row.state == "failed"


@pytest.mark.parametrize("fault", ["never", "lost", "hang_up", "garbage"])
async def test_without_the_server_s_word_a_message_is_unconfirmed_and_never_repeated(
    stage: Stage, ledger: Ledger, published: Published, fault: str
) -> None:
    stage.ack_seconds = 0.2
    if fault == "never":
        stage.bridge.ack = "never"
    elif fault == "lost":
        stage.bridge.written = LOST
    else:
        setattr(stage.bridge, fault, True)
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = await stage.run()
    await stage.run(sender)

    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("unknown", 1)
    assert len(stage.bridge.sends) == 1
    assert (await states(published))[str(one.send_id)] == ["unconfirmed"]


async def test_an_ack_before_the_bridge_s_own_answer_counts(stage: Stage, ledger: Ledger) -> None:
    stage.bridge.ack = "first"
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    await stage.run()
    row = await ledger(one)
    assert row is not None
    assert row.state == "accepted"


async def test_an_ack_that_comes_too_late_still_tells_the_fate(
    stage: Stage, ledger: Ledger, published: Published
) -> None:
    stage.ack_seconds, stage.bridge.ack, stage.bridge.late_seconds = 0.1, "late", 0.4
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = await stage.run()
    await asyncio.gather(*stage.bridge.tasks)
    await asyncio.sleep(0.05)
    await sender.drain()

    row = await ledger(one)
    assert row is not None
    assert row.state == "sent"
    assert (await states(published))[str(one.send_id)] == ["unconfirmed", "sent"]


async def test_what_was_surely_not_written_is_tried_again_under_the_same_id(
    stage: Stage, ledger: Ledger, sql: Sql
) -> None:
    stage.bridge.written = "upload-failed"
    one = reply(stage.channel)
    await stage.known(one)
    await stage.order(one)
    sender = await stage.run()
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.error["reason"]) == ("retryable", "provider_busy")

    stage.bridge.written = None
    await sql("UPDATE sends SET next_attempt_at = now()")
    await stage.run(sender)
    row = await ledger(one)
    assert row is not None
    assert (row.state, row.attempts) == ("accepted", 2)
    assert len({line.message_id for line in stage.bridge.sends}) == 1
    assert stage.bridge.reached.total() == 1
