"""Who wrote: one contact for each person, anyone who writes how often at once."""

import asyncio
from typing import Any

import pytest

from atende_contracts.contacts import (
    ContactChangedV1,
    TicketChangedV1,
)
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import Handle, Published

from ..factories import Inbound, Rows


async def test_a_hundred_deliveries_at_once_make_one_of_each(
    handle: Handle, inbound: Inbound, rows: Rows, logged: Any, published: Published
) -> None:
    event = inbound()
    at_once = asyncio.Semaphore(20)  # More would wait for a connection longer than a slow machine grants.

    async def deliver() -> None:
        async with at_once:
            await handle([event])

    await asyncio.gather(*(deliver() for _ in range(100)))
    counts = await rows(
        "SELECT (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM tickets) AS tickets,"
        " (SELECT count(*) FROM messages) AS messages, (SELECT unread FROM tickets) AS unread"
    )
    assert counts == [(1, 1, 1, 1)]
    assert await logged() == ["contact.updated", "ticket.updated", "message.created"]
    assert len(await published(ContactChangedV1)) == len(await published(TicketChangedV1)) == 1


async def test_an_album_of_a_stranger_makes_one_contact_and_one_ticket(
    handle: Handle, inbound: Inbound, rows: Rows, logged: Any
) -> None:
    """Ten parallel messages, some under the other Brazilian form, some with further names."""
    senders = [
        Party(wa_id="5511999990001"),
        Party(wa_id="551199990001"),
        Party(phone="+5511999990001", bsuid="BR.1"),
        Party(wa_id="5511999990001", bsuid="BR.1"),
    ]
    album = [inbound(str(number), sender=senders[number % 4]) for number in range(12)]
    await asyncio.gather(*(handle([event]) for event in album))
    assert await rows("SELECT count(*) FROM contacts") == [(1,)]
    assert await rows("SELECT count(*), sum(unread) FROM tickets") == [(1, 12)]
    assert await rows("SELECT count(*) FROM messages") == [(12,)]
    assert (await logged()).count("message.created") == 12


async def test_identities_by_channel_of_the_same_person(handle: Handle, inbound: Inbound, rows: Rows) -> None:
    """Two channels: one contact, two tickets. A BSUID alone finds whom we know by both names."""
    await handle([inbound(sender=Party(wa_id="5511999990001", bsuid="BR.9"))])
    await handle([inbound(sender=Party(bsuid="BR.9"), channel_id=uuid7())])
    await handle([inbound(sender=Party(bsuid="BR.9"))])
    await handle([inbound(sender=Party(lid="123@lid", name="Só LID"))])
    assert await rows("SELECT count(*) FROM tickets") == [(3,)]
    assert sorted(await rows("SELECT phone, bsuid, lid FROM contacts"), key=str) == [
        ("+5511999990001", "BR.9", None),
        (None, None, "123@lid"),
    ]


async def test_a_sender_without_any_name_is_refused_alone(handle: Handle, inbound: Inbound) -> None:
    with pytest.raises(ValueError, match="no identity"):
        await handle([inbound(sender=Party(name="?"))])
