"""What becomes of a session: linked, opened, logged out, waiting for a person."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from atende_contracts.channels import ChannelChangedV1
from atende_platform.data.db import now
from atende_platform.testing.plugin import Installation, Published
from gateway.bridge.protocol import (
    Connection,
    Credentials,
    Logout,
    Open,
    Qr,
)
from gateway.domain import sessions as life_cycle

from ..session_stage import ME, Rows
from .steps import Start, eventually, opened

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_a_phone_is_linked(
    start: Start, session_of: Callable[..., Any], installation: Installation, published: Published, rows: Rows
) -> None:
    channel_id = await session_of(paired=False, wanted=False)
    played = start()
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await eventually(lambda: played.bridges.open_sockets())
    line, generation = played.bridges.lines, played.runner.held[channel_id].generation
    opening = line.told[-1]
    assert isinstance(opening, Open)
    assert (opening.credentials, opening.pairing) == (None, "qr")

    line.say(Qr(session=channel_id, generation=generation, code="secret-of-the-account", seconds=60))
    await rows.until(channel_id, "qr")
    redis = installation.runtime.redis
    shown = await redis.get(f"gateway:pairing:{channel_id}")
    assert b"secret-of-the-account" in shown
    assert 0 < await redis.ttl(f"gateway:pairing:{channel_id}") <= 60

    await line.answer_to(
        lambda number: Credentials(
            session=channel_id, generation=generation, id=number, value='{"linked": true}'
        )
    )
    line.say(Connection(session=channel_id, generation=generation, state="connecting", me=ME, new_login=True))
    line.close_session(channel_id, generation, code=515)
    await rows.until(channel_id, "open", rounds=played)
    assert await redis.get(f"gateway:pairing:{channel_id}") is None
    row = await rows.of(channel_id)
    assert (row.me_phone, row.me_lid, row.pairing) == ("+5511999990000", ME.lid, None)
    last = [one for one in line.told if isinstance(one, Open)][-1]
    assert (last.credentials, last.pairing) == ('{"linked": true}', None)
    events = [one for one in await published(ChannelChangedV1) if one.channel_id == channel_id]
    assert events[-1].status == "active"
    assert "secret-of-the-account" not in "".join(one.model_dump_json() for one in events)


async def test_a_bridge_that_dies_is_replaced(start: Start, session_of: Callable[..., Any]) -> None:
    ids = [await session_of() for _ in range(2)]
    played = start()
    for channel_id in ids:
        await opened(played, channel_id)
    await played.bridges.started[0].end()
    await eventually(lambda: not any(held.has_socket for held in played.runner.held.values()))
    for channel_id in ids:
        await opened(played, channel_id)
    assert len(played.bridges.started) == 2
    assert played.bridges.open_sockets().keys() == set(ids)


@pytest.mark.parametrize(("code", "state"), [(440, "replaced"), (403, "blocked"), (405, "outdated")])
async def test_what_only_a_person_can_mend_waits_for_one(
    start: Start, session_of: Callable[..., Any], code: int, state: str, rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    held = played.runner.held[channel_id]
    played.bridges.lines.close_session(channel_id, held.generation, code=code)
    row = await rows.until(channel_id, state)
    await eventually(lambda: channel_id not in played.runner.held)
    assert await rows.keys(channel_id) == 1
    await played.round()
    assert channel_id not in played.runner.held
    assert row.last_code == code
    await rows.want(channel_id, lambda life: life_cycle.asked_to_open(life, now()))
    await opened(played, channel_id)


async def test_a_device_that_the_phone_removed_has_no_keys(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    held = played.runner.held[channel_id]
    played.bridges.lines.close_session(channel_id, held.generation, code=401)
    await rows.until(channel_id, "logged_out")
    assert await rows.keys(channel_id) == 0


async def test_logging_out_unlinks_the_device_first(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    await rows.want(channel_id, life_cycle.asked_to_log_out)
    await played.round()
    await rows.until(channel_id, "logged_out")
    assert any(isinstance(line, Logout) for line in played.bridges.lines.told)
    assert await rows.keys(channel_id) == 0
    await eventually(lambda: channel_id not in played.runner.held)
    row = await rows.of(channel_id)
    assert (row.owner, row.desired) == (None, "closed")


async def test_logging_out_while_a_code_is_shown_ends_the_pairing(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await eventually(lambda: played.bridges.open_sockets())
    generation = played.runner.held[channel_id].generation
    played.bridges.lines.say(Qr(session=channel_id, generation=generation, code="code", seconds=60))
    await rows.until(channel_id, "qr")
    await rows.want(channel_id, life_cycle.asked_to_log_out)
    row = await rows.until(channel_id, "logged_out", rounds=played)
    assert (row.desired, row.pairing) == ("closed", None)
    await eventually(lambda: channel_id not in played.runner.held)
    assert await rows.keys(channel_id) == 0


async def test_a_session_that_failed_often_is_not_logged_out_without_a_try(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    for _ in range(8):
        await rows.want(channel_id, lambda life: life_cycle.closed(life, 428, now(), chance=0.0))
    assert (await rows.of(channel_id)).attempts == 8
    await rows.want(channel_id, life_cycle.asked_to_log_out)
    played = start()
    played.bridges.refuses = True
    await rows.until(channel_id, "backoff", rounds=played)
    played.bridges.refuses = False
    await rows.until(channel_id, "logged_out", rounds=played)
    assert any(isinstance(line, Logout) for line in played.bridges.lines.told)
