"""What a session brings is answered when it is stored."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from atende_contracts.event import Party
from atende_contracts.messages import HistoryRecordedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import Published
from gateway.bridge.protocol import (
    Contact,
    History,
    Messages,
)
from gateway.repository.sessions import Sessions

from .steps import Start, opened

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_messages_are_answered_when_they_are_stored(
    database: Database, start: Start, session_of: Callable[..., Any], company_id: UUID
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    generation = played.runner.held[channel_id].generation
    item = {
        "key": {"remoteJid": "5511988887777@s.whatsapp.net", "fromMe": False, "id": "3A0000000001"},
        "message": {"conversation": "Olá"},
        "messageTimestamp": "1796000000",
        "pushName": "Alice",
    }
    answer = await played.bridges.lines.answer_to(
        lambda number: Messages(
            session=channel_id, generation=generation, id=number, type="notify", items=(item,)
        )
    )
    assert answer.error is None
    async with database.worker() as session:
        chats = await execute(session, "SELECT jid FROM session_chats WHERE channel_id = :id", id=channel_id)
        assert {row.jid for row in chats} == {"5511988887777@s.whatsapp.net"}
    async with database.tenant(company_id) as session:
        assert await Sessions(session, company_id).find(channel_id) is not None


async def test_a_history_s_people_are_known_in_its_later_lines(
    start: Start, session_of: Callable[..., Any], published: Published
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    frame: dict[str, Any] = {
        "session": channel_id,
        "generation": played.runner.held[channel_id].generation,
    }
    contact = Contact(id="184623870134293@lid", phone="5511987654321@s.whatsapp.net", name="Maria da Loja")
    old = {
        "key": {"remoteJid": "184623870134293@lid", "fromMe": False, "id": "3A0000000002"},
        "message": {"conversation": "Olá"},
        "messageTimestamp": str(int(now().timestamp()) - 3600),
    }
    answer_to = played.bridges.lines.answer_to
    await answer_to(lambda number: History(**frame, id=number, items=(), contacts=(contact,)))
    await answer_to(lambda number: History(**frame, id=number, items=(old,)))

    [event] = await published(HistoryRecordedV1)
    assert event.messages[0].party == Party(
        wa_id="5511987654321", phone="+5511987654321", lid="184623870134293", name="Maria da Loja"
    )
