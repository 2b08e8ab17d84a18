"""A session's keys: sealed, bound to their place, written by the holder alone."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from atende_platform.data.db import Database, execute
from gateway.bridge.protocol import (
    GetKeys,
    KeyEntry,
    SetKeys,
)
from gateway.repository import session_keys
from gateway.repository.session_keys import Key
from gateway.repository.sessions import Lease, LeaseLost

from ..session_stage import Rows
from .steps import Start, opened

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_keys_are_sealed_and_come_back(
    database: Database, start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    line, generation = played.bridges.lines, played.runner.held[channel_id].generation
    many = tuple(KeyEntry(kind="pre-key", id=str(number), value=f"secret {number}") for number in range(812))

    async def write(*entries: KeyEntry) -> None:
        answer = await line.answer_to(
            lambda number: SetKeys(session=channel_id, generation=generation, id=number, entries=entries)
        )
        assert answer.error is None

    async def read(*ids: str) -> Any:
        answer = await line.answer_to(
            lambda number: GetKeys(
                session=channel_id, generation=generation, id=number, kind="pre-key", ids=ids
            )
        )
        return answer.value

    await write(*many)
    assert await read("0", "811", "812") == {"0": "secret 0", "811": "secret 811"}
    await write(
        KeyEntry(kind="pre-key", id="0"), KeyEntry(kind="pre-key", id="1", value="x"), many[1], many[2]
    )
    assert await read("0", "1") == {"1": "secret 1"}
    async with database.worker() as session:
        rows = await execute(session, "SELECT sealed FROM session_keys WHERE channel_id = :id", id=channel_id)
        assert not [row for row in rows if b"secret" in row.sealed]


async def test_a_key_that_was_moved_does_not_open(
    database: Database, start: Start, session_of: Callable[..., Any]
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    line, generation = played.bridges.lines, played.runner.held[channel_id].generation
    entry = KeyEntry(kind="session", id="a", value="ratchet")
    await line.answer_to(
        lambda number: SetKeys(session=channel_id, generation=generation, id=number, entries=(entry,))
    )
    async with database.worker() as session:
        await execute(
            session,
            "UPDATE session_keys SET key_id = 'b' WHERE channel_id = :id AND key_id = 'a'",
            id=channel_id,
        )
    answer = await line.answer_to(
        lambda number: GetKeys(
            session=channel_id, generation=generation, id=number, kind="session", ids=("b",)
        )
    )
    assert (answer.value, answer.error) == (None, "storage")


async def test_the_credentials_are_no_key(start: Start, session_of: Callable[..., Any]) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    generation = played.runner.held[channel_id].generation
    entry = KeyEntry(kind="creds", id="x", value="forged")
    answer = await played.bridges.lines.answer_to(
        lambda number: SetKeys(session=channel_id, generation=generation, id=number, entries=(entry,))
    )
    assert answer.error == "storage"


async def test_a_write_and_a_claim_do_not_pass_each_other(
    database: Database, session_of: Callable[..., Any], company_id: UUID
) -> None:
    """While a set of keys is being written nobody else gets the session."""
    channel_id = await session_of()
    owner = uuid4()
    async with database.worker() as session:
        await execute(
            session,
            "UPDATE sessions SET owner = :o, fence = 5 WHERE channel_id = :id",
            o=owner,
            id=channel_id,
        )
    lease = Lease(company_id, channel_id, owner, 5)
    async with database.worker() as writing:
        await session_keys.write(writing, lease, [Key("session", "a", b"sealed")])
        async with database.worker() as claiming:
            result = await execute(
                claiming,
                "SELECT 1 FROM sessions WHERE channel_id = :id FOR NO KEY UPDATE SKIP LOCKED",
                id=channel_id,
            )
            assert result.first() is None
    stale = Lease(company_id, channel_id, owner, 4)
    async with database.worker() as session:
        with pytest.raises(LeaseLost):
            await session_keys.write(session, stale, [Key("session", "a", b"older")])
