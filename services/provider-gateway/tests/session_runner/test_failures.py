"""What fails: versions that are refused, sessions that end again and again, changes of mind meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Any

from atende_platform.data.db import Database, execute, now
from gateway.bridge.protocol import (
    Close,
    Connection,
    Open,
    Qr,
)
from gateway.domain import sessions as life_cycle

from ..session_stage import ME, Rows
from .steps import Start, eventually, opened

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_an_outdated_bridge_stops_its_sessions_and_another_build_opens_them(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    ids = [await session_of() for _ in range(4)]
    refused, lost, open_still = ids[:2], ids[2], ids[3]
    old = start(build="1")
    for channel_id in ids:
        await opened(old, channel_id)
    generations = {channel_id: held.generation for channel_id, held in old.runner.held.items()}
    old.bridges.lines.opens = False
    old.bridges.lines.close_session(lost, generations[lost], code=428)
    await rows.until(lost, "backoff")
    for channel_id in refused:
        old.bridges.lines.close_session(channel_id, generations[channel_id], code=405)
    for channel_id in (*refused, lost):
        row = await rows.until(channel_id, "outdated")
        assert row.retry_at > now() + life_cycle.OUTDATED_PAUSE / 2
    await eventually(lambda: set(old.runner.held) == {open_still})
    await old.round()
    assert old.runner.held[open_still].is_open
    assert set(old.runner.held) == {open_still}
    new = start(build="2")
    for channel_id in (*refused, lost):
        await opened(new, channel_id)


async def test_one_session_whose_version_is_refused_stops_no_other_and_is_tried_again(
    start: Start, session_of: Callable[..., Any], rows: Rows, database: Database
) -> None:
    one, other = await session_of(), await session_of()
    played = start()
    await opened(played, one)
    await opened(played, other)
    played.bridges.lines.close_session(one, played.runner.held[one].generation, code=405)
    await rows.until(one, "outdated")
    played.bridges.lines.close_session(other, played.runner.held[other].generation, code=428)
    await eventually(lambda: not played.runner.held[other].is_open)
    await opened(played, other)
    async with database.worker() as session:
        await execute(session, "UPDATE sessions SET retry_at = now() WHERE channel_id = :id", id=one)
    await opened(played, one)


async def test_a_process_whose_version_was_refused_tries_it_again_after_a_while(
    start: Start, session_of: Callable[..., Any], rows: Rows, database: Database
) -> None:
    channel_id, waiting = await session_of(), await session_of(wanted=False)
    played = start(capacity=1)
    await opened(played, channel_id)
    played.bridges.lines.close_session(channel_id, played.runner.held[channel_id].generation, code=405)
    await rows.until(channel_id, "outdated")
    await eventually(lambda: not played.runner.held)
    await rows.want(waiting, lambda life: life_cycle.closed(life, 428, now(), chance=0.0))
    await played.round()
    assert not played.runner.held
    async with database.worker() as session:
        await execute(session, "UPDATE sessions SET retry_at = now() WHERE channel_id = :id", id=channel_id)
    await opened(played, channel_id)


async def test_what_fails_again_and_again_is_opened_later_and_later(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)

    async def broken() -> None:
        raise ValueError("a fault of ours")

    for attempts in (1, 2):
        held = played.runner.held[channel_id]
        played.runner.add(held, broken)
        row = await rows.until(channel_id, "backoff")
        assert (row.attempts, row.last_code) == (attempts, 500)
        assert row.retry_at is not None
        assert channel_id not in played.runner.held
        await rows.expire(channel_id)
        await opened(played, channel_id)


async def test_a_phone_that_is_to_be_linked_anew_is_not_forgotten_by_a_step_under_way(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of(paired=False)
    played = start()
    line_of = played.bridges
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "code", "5511999990000"))
    await played.round()
    await eventually(lambda: line_of.open_sockets())
    generation = played.runner.held[channel_id].generation
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    line_of.lines.say(Qr(session=channel_id, generation=generation, code="older", seconds=60))
    line_of.lines.say(
        Connection(session=channel_id, generation=generation, state="connecting", new_login=True, me=ME)
    )
    await eventually(lambda: any(isinstance(line, Close) for line in line_of.lines.told))
    row = await rows.of(channel_id)
    assert (row.pairing, row.desired) == ("qr", "open")
    await eventually(lambda: not played.runner.held[channel_id].has_socket)
    await played.round()
    await eventually(lambda: channel_id in line_of.open_sockets())
    opening = line_of.lines.told[-1]
    assert isinstance(opening, Open)
    assert (opening.pairing, opening.credentials) == ("qr", None)


async def test_it_is_closed_when_the_company_wants_it_closed(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    await rows.want(channel_id, lambda life: life_cycle.asked_to_close(life, now()))
    await played.round()
    await rows.until(channel_id, "idle")
    await eventually(lambda: channel_id not in played.runner.held)
    assert await rows.keys(channel_id) == 1
