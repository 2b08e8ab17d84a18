"""Chat behind the restore fence: agents see what may have been sent, and it is not sent again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from atende_contracts.ids import first_uuid7_of, uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.commands import restores
from chat.scheduled.worker import Sender

from .factories import create_channel, create_reply

MINUTE = timedelta(minutes=1)


def test_ids_are_compared_with_times() -> None:
    made = uuid7()
    at = now()
    assert first_uuid7_of(at - MINUTE) < made < first_uuid7_of(at + MINUTE)


async def test_a_reply_that_was_on_its_way_is_unconfirmed(
    as_user: AsUser,
    ticket: dict[str, Any],
    database: Database,
    handle: Handle,
    company_id: UUID,
    channel_id: UUID,
) -> None:
    await create_channel(handle, company_id, channel_id)
    await create_reply(as_user, ticket["id"])
    later = now() + MINUTE
    known = await restores.fence(database, since=later, until=later, at=now(), orders_are_known=True)
    assert list(known.values()) == [0, 0], "the gateway reports it"
    for found in (1, 0):  # It can be done again.
        done = await restores.fence(database, since=later, until=later, at=now(), orders_are_known=False)
        assert list(done.values()) == [0, found]
    shown = (await as_user("agent").get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    assert [each["status"] for each in shown if each["direction"] == "out"] == ["unconfirmed"]


async def test_a_scheduled_message_whose_time_has_come_fails_and_says_why(
    as_user: AsUser, ticket: dict[str, Any], database: Database, published: Published
) -> None:
    agent = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/scheduled-messages"
    ids: list[UUID] = []
    for days in (1, 2):
        body = {
            "clientMessageId": str(uuid7()),
            "text": "Bom dia",
            "sendAt": str(now() + timedelta(days=days)),
        }
        ids.append(UUID((await agent.post(path, json=body)).json()["id"]))
    async with database.worker() as session:
        await execute(
            session,
            "UPDATE scheduled_messages SET send_at = now() - interval '1 minute' WHERE id = :id",
            id=ids[0],
        )
    done = await restores.fence(database, since=now() - MINUTE, until=now(), at=now(), orders_are_known=False)
    assert done["scheduled messages that may have been sent"] == 1
    await Sender(database).step()
    shown = [(await agent.get(f"/api/v1/scheduled-messages/{each}")).json() for each in ids]
    assert [each["status"] for each in shown] == ["failed", "scheduled"]
    assert shown[0]["failure"]["code"] == "scheduled-message-restored"
    assert not await published(MessageSendRequestedV2)
