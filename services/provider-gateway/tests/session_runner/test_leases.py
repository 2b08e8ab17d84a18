"""Who holds a session: one process at a time, as long as its lease."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from atende_platform.data.db import Database, execute
from gateway.bridge.protocol import (
    FENCED,
    Close,
    Credentials,
    KeyEntry,
    SetKeys,
)
from gateway.repository import session_keys

from ..session_stage import Rows
from .steps import Start, eventually, opened

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_of_two_runners_exactly_one_holds_each_session(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    ids = {await session_of() for _ in range(12)}
    one, two = start(), start()
    for _ in range(3):
        await asyncio.gather(one.round(), two.round())
    for channel_id in ids:
        await rows.until(channel_id, "open", rounds=one if channel_id in one.runner.held else two)
    assert set(one.runner.held) | set(two.runner.held) == ids
    assert not set(one.runner.held) & set(two.runner.held)
    assert one.bridges.open_sockets().keys() == set(one.runner.held)


async def test_another_takes_over_when_a_lease_has_ended_and_the_first_may_write_no_more(
    database: Database, start: Start, session_of: Callable[..., Any], company_id: UUID, rows: Rows
) -> None:
    channel_id = await session_of()
    first, second = start(), start()
    await opened(first, channel_id)
    generation = first.runner.held[channel_id].generation

    await second.round()
    assert channel_id not in second.runner.held  # The lease is in force.
    await rows.expire(channel_id)
    await opened(second, channel_id)
    assert second.runner.held[channel_id].generation == generation + 1

    # The first does not know yet, and its bridge goes on.
    entry = KeyEntry(kind="session", id="5511.0", value="ratchet")
    answer = await first.bridges.lines.answer_to(
        lambda number: SetKeys(session=channel_id, generation=generation, id=number, entries=(entry,))
    )
    assert answer.error == FENCED
    async with database.worker() as session:
        assert await session_keys.read(session, company_id, channel_id, "session", ["5511.0"]) == {}
    assert channel_id not in first.runner.held
    assert any(isinstance(line, Close) for line in first.bridges.lines.told)
    # What it says later is refused, too, and the second's session is not touched.
    answer = await first.bridges.lines.answer_to(
        lambda number: Credentials(session=channel_id, generation=generation, id=number, value="{}")
    )
    assert answer.error == FENCED
    assert (await rows.of(channel_id)).state == "open"


async def test_a_lease_is_renewed_and_what_was_lost_is_closed(
    database: Database, start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    kept, lost = await session_of(), await session_of()
    played = start()
    await opened(played, kept)
    await opened(played, lost)
    before = await rows.of(kept)
    async with database.worker() as session:
        await execute(session, "UPDATE sessions SET fence = fence + 1 WHERE channel_id = :id", id=lost)
    await played.runner.renew()
    assert (await rows.of(kept)).lease_until > before.lease_until
    assert set(played.runner.held) == {kept}
    await eventually(lambda: lost not in played.bridges.open_sockets())


async def test_a_row_that_is_locked_keeps_no_other_lease_from_being_renewed(
    start: Start, session_of: Callable[..., Any], database: Database, rows: Rows
) -> None:
    locked, other = await session_of(), await session_of()
    played = start()
    await opened(played, locked)
    await opened(played, other)
    held = dict(played.runner.held)
    before = {channel_id: one.expires_at for channel_id, one in held.items()}
    async with database.worker() as session:
        await execute(session, "SELECT FROM sessions WHERE channel_id = :id FOR UPDATE", id=locked)
        async with asyncio.timeout(5):
            await played.runner.renew()
        assert played.runner.held == held
        assert held[other].expires_at > before[other]
        assert held[locked].expires_at == before[locked]
    await played.runner.renew()
    assert held[locked].expires_at > before[locked]
    assert (await rows.of(locked)).state == "open"
