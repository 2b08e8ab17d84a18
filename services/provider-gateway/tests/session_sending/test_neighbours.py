"""One message that cannot be sent holds up no other."""

import asyncio
from typing import Any

import pytest

from atende_contracts.event import Media, MediaContent, TemplateContent, TextContent
from atende_contracts.ids import uuid7
from gateway.providers.web import sending
from gateway.providers.web.ids import message_id_of
from gateway.providers.web.receipts import WebReceipts
from gateway.sessions.files import LocalFiles
from gateway.sessions.signals import Signals

from ..gateway_stage import Ledger
from ..sending_stage import Stage, reply, to


async def test_what_it_cannot_say_fails_at_once_and_holds_up_nobody(stage: Stage, ledger: Ledger) -> None:
    template = reply(stage.channel, content=TemplateContent(name="oi", language="pt_BR"))
    text = reply(stage.channel, content=TextContent(body="Oi"))
    await stage.known(template, text)
    await stage.order(template, text)
    await stage.run()
    rows = [await ledger(one) for one in (template, text)]
    assert [row.state for row in rows if row] == ["failed", "accepted"]


@pytest.mark.parametrize("place", ["build_content", "quoted_of", "local"])
async def test_a_message_that_breaks_its_preparation_fails_and_holds_up_nobody(
    stage: Stage, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """It was tried first of all, over and over, for an hour."""
    picture = MediaContent(media_type="image", media=Media(id=uuid7()), caption="Poison")
    poison = reply(stage.channel, content=picture if place == "local" else TextContent(body="Poison"))
    text = reply(stage.channel, content=TextContent(body="Oi"))

    def broken(order: Any, *arguments: Any) -> Any:
        if place == "local" or order.send_id == poison.send_id:
            raise KeyError("a fault of ours")
        return there(order, *arguments)

    target = LocalFiles if place == "local" else sending
    there = getattr(target, place)
    monkeypatch.setattr(target, place, broken)
    await stage.known(poison, text)
    await stage.order(poison, text)
    await stage.run()
    rows = [await ledger(one) for one in (poison, text)]
    assert [row.state for row in rows if row] == ["failed", "accepted"]


async def test_two_senders_of_one_session_send_nothing_twice(stage: Stage, ledger: Ledger) -> None:
    """As after a takeover of which the old holder has not heard: the ledger gives each send to one."""
    orders = [reply(stage.channel) for _ in range(10)]
    await stage.known(*orders)
    await stage.order(*orders)
    await asyncio.gather(*(stage.run() for _ in range(3)))

    assert stage.bridge.reached == {message_id_of(one.send_id): 1 for one in orders}
    rows = [await ledger(one) for one in orders]
    assert {row.state for row in rows if row} == {"accepted"}


async def test_what_is_read_and_typed_is_shown_by_the_holder(stage: Stage) -> None:
    runtime = stage.installation.runtime
    customer = to("5511987650000")
    await stage.known(reply(stage.channel, recipient=customer), jid="1846@lid")
    access = await stage.access()
    receipts = WebReceipts(runtime.redis)
    assert not await receipts.mark_read(access, "3A00", typing=False, sender=customer)  # Nobody listens.

    signals = Signals(runtime.redis, stage.database, lambda: {stage.channel.id: stage.held})
    listening = asyncio.create_task(signals.task().run())
    try:
        async with asyncio.timeout(10):
            while not await receipts.mark_read(  # noqa: ASYNC110 (who listens does not say so)
                access, "3A00", typing=True, sender=customer
            ):
                await asyncio.sleep(0.05)
            assert not await receipts.mark_read(access, "3A00", typing=True)  # Whose it is has to be known.
            while not stage.bridge.presences:
                stage.bridge.arrived.clear()
                await stage.bridge.arrived.wait()
    finally:
        listening.cancel()
        await asyncio.wait([listening])

    [read], [typing] = stage.bridge.reads, stage.bridge.presences
    assert [(key.remote_jid, key.id, key.from_me) for key in read.keys] == [("1846@lid", "3A00", False)]
    assert (typing.to, typing.state) == ("1846@lid", "composing")
    assert stage.bridge.sends == []
