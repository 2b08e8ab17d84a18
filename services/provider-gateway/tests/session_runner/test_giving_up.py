"""How sessions are given up: in time, whatever hangs, and one does not keep the others."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from atende_platform.service import running
from atende_sandbox.bridge import BRIDGE
from gateway.bridge.process import END_SECONDS
from gateway.bridge.protocol import (
    FENCED,
    Answer,
    Close,
    KeyEntry,
    SetKeys,
)
from gateway.sessions import closing, role
from gateway.sessions import runner as runner_module
from gateway.sessions.sending import DRAIN_SECONDS, RECORD_SECONDS, SessionSender

from ..session_stage import Rows
from .steps import Start, eventually, opened

Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


async def test_what_cannot_be_renewed_is_closed_before_its_lease_ends(
    start: Start, session_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    ends_at = played.runner.held[channel_id].expires_at
    at = ends_at - runner_module.LEASE_MARGIN_SECONDS - 0.1
    monkeypatch.setattr(played.runner, "clock", lambda: at)
    await played.runner.watch()
    assert channel_id in played.runner.held
    at = ends_at - runner_module.LEASE_MARGIN_SECONDS + 0.1
    await played.runner.watch()
    assert channel_id not in played.runner.held
    await eventually(lambda: not played.bridges.open_sockets())
    monkeypatch.undo()
    await rows.expire(channel_id)
    await opened(played, channel_id)


async def test_a_bridge_that_closes_nothing_is_ended(
    start: Start, session_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "DROP_SECONDS", 0.1)
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    played.bridges.lines.closes = False
    played.runner.drop(played.runner.held[channel_id], "not_renewed")
    await eventually(lambda: played.bridges.started[0].is_closed)


async def test_a_session_that_closes_slowly_does_not_end_the_others(
    start: Start, session_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, other = await session_of(), await session_of()
    played = start()
    await opened(played, slow)
    await opened(played, other)
    line, held = played.bridges.lines, played.runner.held[slow]
    line.closes = False
    played.runner.close(held, "restart")
    began = played.runner.clock()
    monkeypatch.setattr(played.runner, "clock", lambda: began + _drain_of_the_bridge() + 2)
    await played.runner.watch()
    monkeypatch.undo()
    await asyncio.sleep(0.05)
    assert not played.bridges.started[0].is_closed
    line.closes = True
    line.close_session(slow, held.generation, reason="asked")
    await opened(played, slow)
    assert played.runner.held[other].is_open
    assert len(played.bridges.started) == 1


def test_a_bridge_has_the_time_that_it_takes() -> None:
    assert _drain_of_the_bridge() + 2 < runner_module.CLOSE_SECONDS
    assert runner_module.DRAIN_SECONDS > runner_module.CLOSE_SECONDS
    assert runner_module.LEASE_MARGIN_SECONDS > closing.DROP_SECONDS + END_SECONDS
    ending = DRAIN_SECONDS + runner_module.DRAIN_SECONDS + END_SECONDS + RECORD_SECONDS
    assert ending < running._STOP_AGAIN_SECONDS


def _drain_of_the_bridge() -> float:
    found = re.search(r"^const DRAIN = (\d+);", (BRIDGE / "src" / "session.ts").read_text(), re.MULTILINE)
    assert found
    return float(found[1])


async def test_what_a_session_waits_for_does_not_keep_it_open_when_it_is_given_up(
    start: Start, session_of: Callable[..., Any]
) -> None:
    """The bridge waits for answers before it says that a session is closed."""
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    line, held = played.bridges.lines, played.runner.held[channel_id]
    never = asyncio.Event()
    held.stores.add(never.wait)
    entry = KeyEntry(kind="session", id="a", value="ratchet")
    waiting = asyncio.create_task(
        line.answer_to(
            lambda number: SetKeys(
                session=channel_id, generation=held.generation, id=number, entries=(entry,)
            )
        )
    )
    await eventually(lambda: held.unanswered)
    played.runner.drop(held, "not_renewed")
    assert (await waiting).error == FENCED
    await eventually(lambda: isinstance(line.told[-1], Close))
    assert isinstance(line.told[-2], Answer)


async def test_sessions_are_kept_while_what_is_sent_is_waited_for(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    """The rounds that renew leases have ended by then, as all tasks of the process."""
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    said = []

    class SlowSender:
        async def drain(self) -> None:
            before = (await rows.of(channel_id)).lease_until
            async with asyncio.timeout(10):
                while (await rows.of(channel_id)).lease_until <= before:  # noqa: ASYNC110 (of the database)
                    await asyncio.sleep(0.02)
            assert played.runner.held[channel_id].is_open
            said.append("drained")

        async def stop(self) -> None:
            assert not played.runner.held
            said.append("stopped")

    await role.drain(played.runner, cast("SessionSender", SlowSender()), renew_seconds=0.1)
    row = await rows.of(channel_id)
    assert (said, row.owner, row.state) == (["drained", "stopped"], None, "backoff")


async def test_a_process_that_ends_gives_its_sessions_back_at_once(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    ids = [await session_of() for _ in range(3)]
    played, other = start(), start()
    for channel_id in ids:
        await opened(played, channel_id)
    await played.runner.drain()
    for channel_id in ids:
        row = await rows.of(channel_id)
        assert (row.owner, row.lease_until, row.state, row.attempts) == (None, None, "backoff", 0)
    for channel_id in ids:
        await opened(other, channel_id)
    assert not played.bridges.open_sockets()
