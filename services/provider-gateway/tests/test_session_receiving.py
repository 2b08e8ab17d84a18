"""What sessions bring is kept, whatever happens meanwhile to the database, the storage or one part of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from atende_contracts.bounds import MAX_INBOUND_TEXT
from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.messages import MessageReceivedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.testing.plugin import Installation, Published
from gateway.bridge.protocol import FENCED, Answer, Connection, Credentials, GetGroup, Me, Messages
from gateway.domain import sessions as life_cycle
from gateway.sessions.receiving import Receiver
from gateway.storage import MediaStorage, StorageFault

from .session_stage import ME, Played, Rows, make_played, make_session

ALICE = "5511988887777@s.whatsapp.net"


@dataclass
class Receiving:
    """A session that is open on a played bridge."""

    played: Played
    channel_id: UUID
    database: Database

    @property
    def receiver(self) -> Receiver:
        return self.played.runner._steps._receiver

    async def open(self) -> None:
        async with asyncio.timeout(20):
            while not ((held := self.played.runner.held.get(self.channel_id)) and held.is_open):
                await self.played.round()
                await asyncio.sleep(0.02)

    def bring(self, *items: dict[str, Any]) -> Awaitable[Answer]:
        """Have the bridge bring messages; the answer comes when they are kept."""
        generation = self.played.runner.held[self.channel_id].generation
        return asyncio.create_task(
            self.played.bridges.lines.answer_to(
                lambda number: Messages(
                    session=self.channel_id, generation=generation, id=number, type="notify", items=items
                )
            )
        )

    async def chats(self) -> set[str]:
        async with self.database.worker() as session:
            found = await execute(
                session, "SELECT jid FROM session_chats WHERE channel_id = :id", id=self.channel_id
            )
            return {row.jid for row in found}


@pytest_asyncio.fixture(loop_scope="session")
async def receiving(
    installation: Installation, database: Database, company_id: UUID, rows: Rows
) -> AsyncIterator[Receiving]:
    await rows.clear()
    settings = installation.settings.model_copy(update={"whatsapp_web_opens_per_second": 1000.0})
    played = make_played(settings, database, installation.runtime.redis)
    stage = Receiving(played, await make_session(database, settings, company_id), database)
    await stage.open()
    yield stage
    await played.runner.drain()


def message(number: int, text: str = "Olá", chat: str = ALICE, **key: Any) -> dict[str, Any]:
    return {
        "key": {"remoteJid": chat, "fromMe": False, "id": f"3A{number:010}", **key},
        "message": {"conversation": text},
        "messageTimestamp": "1796000000",
        "pushName": "Alice",
    }


async def until(check: Callable[[], Any], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not check():  # noqa: ASYNC110 (nothing says so)
            await asyncio.sleep(0.01)


async def test_while_the_storage_is_away_a_message_waits_and_is_not_said_to_be_kept(
    receiving: Receiving, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def away(*_: Any) -> None:
        nonlocal tries
        tries += 1
        raise StorageFault("no route to the storage")

    monkeypatch.setattr(MediaStorage, "put", away)
    answer = asyncio.ensure_future(receiving.bring(message(1, "x" * (MAX_INBOUND_TEXT + 1)), message(2)))
    await until(lambda: tries > 1)
    assert not answer.done()
    assert await published(MessageReceivedV1) == []

    monkeypatch.undo()
    assert (await answer).error is None
    kept = await published(MessageReceivedV1)
    assert [one.provider_message_id for one in kept] == ["3A0000000001", "3A0000000002"]


async def test_a_message_that_cannot_be_kept_goes_into_the_journal_and_takes_no_other_with_it(
    receiving: Receiving, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbound = receiving.receiver._inbound
    read = type(inbound).read

    def broken(self: Any, *arguments: Any) -> Any:
        reading = read(self, *arguments)
        if any(getattr(one, "provider_message_id", None) == "3A0000000002" for one in reading.events):
            raise RuntimeError("a fault of ours")
        return reading

    monkeypatch.setattr(type(inbound), "read", broken)
    answer = await receiving.bring(message(1), message(2, "Não some"), message(3))
    assert answer.error is None
    kept = await published(MessageReceivedV1)
    assert [one.provider_message_id for one in kept] == ["3A0000000001", "3A0000000003"]
    [unread] = await published(ProviderUpdateReportedV1)
    assert "Não some" in str(unread.value)
    assert await receiving.chats() == {ALICE}


async def test_what_was_brought_before_the_lease_was_lost_is_kept_when_postgresql_is_back(
    receiving: Receiving, published: Published, installation: Installation
) -> None:
    away = Database(
        installation.settings.model_copy(
            update={"database_worker_url": "postgresql://nobody@127.0.0.1:9/none"}
        )
    )
    receiving.receiver._database = away
    answer = asyncio.ensure_future(receiving.bring(message(1), message(2)))
    held = receiving.played.runner.held[receiving.channel_id]
    await until(lambda: held.received.age > 0)
    receiving.played.runner.drop(held, "not_renewed")
    await until(lambda: not receiving.played.bridges.open_sockets())
    assert await published(MessageReceivedV1) == []

    receiving.receiver._database = receiving.database
    await until(lambda: not receiving.played.runner._outlasting)
    kept = await published(MessageReceivedV1)
    assert [one.provider_message_id for one in kept] == ["3A0000000001", "3A0000000002"]
    assert await receiving.chats() == {ALICE}
    if answer.done():  # Its bridge does not hear that it is kept: the session is not ours.
        assert answer.result().error == FENCED
    answer.cancel()
    await away.close()


async def test_what_is_kept_too_late_is_not_said_to_the_next_bridge(
    receiving: Receiving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own lines have the same numbers: it would take one for stored that is not."""
    monkeypatch.setattr("gateway.sessions.steps._RECEIVED_SECONDS", 0.0)

    async def away(*_: Any) -> None:
        raise StorageFault("no route to the storage")

    monkeypatch.setattr(MediaStorage, "put", away)
    answer = asyncio.ensure_future(receiving.bring(message(1, "x" * (MAX_INBOUND_TEXT + 1))))
    held = receiving.played.runner.held[receiving.channel_id]
    await until(lambda: held.received.age > 0)
    await receiving.played.bridges.started[0].end()
    await until(lambda: not held.is_open)
    await receiving.open()
    assert receiving.played.runner.held[receiving.channel_id] is held
    monkeypatch.undo()
    await until(lambda: not len(held.received))
    assert not any(isinstance(line, Answer) for line in receiving.played.bridges.lines.told)
    assert not answer.done()
    answer.cancel()


async def test_names_of_groups_are_asked_for_with_restraint(
    receiving: Receiving, published: Published, database: Database
) -> None:
    async with database.worker() as session:
        await execute(session, "UPDATE sessions SET groups = true, updated_at = clock_timestamp()")
    await receiving.played.runner.look()  # It is opened again, with groups.
    await until(lambda: not receiving.played.runner.held[receiving.channel_id].is_open)
    await receiving.open()
    messages = [
        message(number, chat=f"12036300000000{number:04}@g.us", participant=ALICE) for number in range(8)
    ]

    def asked() -> list[str]:
        return [line.jid for line in receiving.played.bridges.lines.told if isinstance(line, GetGroup)]

    await receiving.bring(*messages)  # Nobody answers what a group is called.
    assert asked() == [one["key"]["remoteJid"] for one in messages[:3]]
    await receiving.bring(*messages[:3])
    assert len(asked()) == 3
    await receiving.bring(*messages[2:5])
    assert asked()[3:] == [one["key"]["remoteJid"] for one in messages[3:5]]
    assert len({one.provider_message_id for one in await published(MessageReceivedV1)}) == 8


async def test_another_number_knows_none_of_the_last_one_s_chats_and_has_no_stop(
    receiving: Receiving, rows: Rows, database: Database
) -> None:
    await receiving.bring(message(1))
    async with database.worker() as session:
        await execute(session, "UPDATE sessions SET cold_until = now() + interval '1 day'")
    channel_id, runner = receiving.channel_id, receiving.played.runner

    async def pair(me: Me) -> None:
        await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
        await runner.look()
        await until(lambda: not runner.held[channel_id].is_open)
        await rows.until(channel_id, "connecting", rounds=receiving.played)
        await until(lambda: channel_id in receiving.played.bridges.open_sockets())
        line, generation = receiving.played.bridges.lines, runner.held[channel_id].generation
        frame: dict[str, Any] = {"session": channel_id, "generation": generation}
        await line.answer_to(lambda number: Credentials(**frame, id=number, value="{}"))
        line.say(Connection(**frame, state="connecting", me=me, new_login=True))
        line.close_session(channel_id, generation, code=515)

    await pair(ME)
    await receiving.open()
    row = await rows.of(channel_id)
    assert (row.me_phone, row.cold_until is None) == ("+5511999990000", False)
    assert await receiving.chats() == {ALICE}

    runner.held[channel_id].history_taken = 500
    await pair(Me(id="5511999990001:3@s.whatsapp.net", lid=None))
    await until(lambda: not runner.held[channel_id].has_socket)
    await runner.held[channel_id].events.finished()
    row = await rows.of(channel_id)
    assert (row.me_phone, row.cold_until) == ("+5511999990001", None)
    assert await receiving.chats() == set()
    assert runner.held[channel_id].history_taken == 0
