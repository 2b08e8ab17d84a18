"""Who holds a session, and what its holder does: over a real database, with bridges that are played."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.event import Party
from atende_contracts.messages import HistoryRecordedV1
from atende_contracts.pairing import key_of
from atende_platform.data.db import Database, execute, now
from atende_platform.service import running
from atende_platform.testing.plugin import Installation, Published
from atende_sandbox.bridge import BRIDGE
from gateway.bridge.process import END_SECONDS
from gateway.bridge.protocol import (
    FENCED,
    Answer,
    Close,
    Connection,
    Contact,
    Credentials,
    GetKeys,
    History,
    KeyEntry,
    Logout,
    Messages,
    Open,
    Qr,
    SetKeys,
)
from gateway.domain import sessions as life_cycle
from gateway.repository import session_keys
from gateway.repository.session_keys import Key
from gateway.repository.sessions import Lease, LeaseLost, Sessions
from gateway.sessions import closing, role
from gateway.sessions import runner as runner_module
from gateway.sessions.sending import DRAIN_SECONDS, RECORD_SECONDS, SessionSender

from .session_stage import ME, Played, Rows, make_played, make_session

Start = Callable[..., Played]
Wait = Callable[[Callable[[], Any]], Awaitable[Any]]


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def no_other_session(rows: Rows) -> None:
    """Runners look over all companies."""
    await rows.clear()


@pytest_asyncio.fixture(loop_scope="session")
async def start(installation: Installation, database: Database) -> AsyncIterator[Start]:
    """Start runners, whose rounds the test has, and end them."""
    started: list[Played] = []

    def make(
        *, build: str = "1", capacity: int | None = None, redis: Redis | None = None, **settings: Any
    ) -> Played:
        changes = {"whatsapp_web_opens_per_second": 1000.0, **settings}
        if capacity is not None:
            changes["whatsapp_web_sessions_per_bridge"] = capacity
        own = installation.settings.model_copy(update=changes)
        played = make_played(own, database, redis or installation.runtime.redis, build=build)
        started.append(played)
        return played

    yield make
    for played in started:
        await played.runner.drain()


@pytest.fixture
def session_of(installation: Installation, database: Database, company_id: UUID) -> Callable[..., Any]:
    async def make(**wanted: Any) -> UUID:
        company = wanted.pop("company", company_id)
        return await make_session(database, installation.settings, company, **wanted)

    return make


async def opened(played: Played, channel_id: UUID) -> None:
    async with asyncio.timeout(20):
        while not ((held := played.runner.held.get(channel_id)) and held.is_open):
            await played.round()
            await asyncio.sleep(0.02)


# --- leases --------------------------------------------------------------------------------------


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
    await _eventually(lambda: lost not in played.bridges.open_sockets())


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
    await _eventually(lambda: not played.bridges.open_sockets())
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
    await _eventually(lambda: played.bridges.started[0].is_closed)


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
    await _eventually(lambda: held.unanswered)
    played.runner.drop(held, "not_renewed")
    assert (await waiting).error == FENCED
    await _eventually(lambda: isinstance(line.told[-1], Close))
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


async def test_companies_with_few_sessions_come_first(start: Start, session_of: Callable[..., Any]) -> None:
    for _ in range(6):
        await session_of(company=uuid4_of(1))
    small = await session_of(company=uuid4_of(2))
    played = start(capacity=3)
    await played.round()
    assert small in played.runner.held
    assert len(played.runner.held) == 3


async def test_who_holds_all_places_makes_room_for_another_company(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    large = [await session_of(company=uuid4_of(3)) for _ in range(5)]
    played = start(capacity=3)
    await played.round()
    assert len(played.runner.held) == 3
    small = await session_of(company=uuid4_of(4))
    await rows.until(small, "open", rounds=played)
    assert sum(one in played.runner.held for one in large) == 2
    # And not another one: neither company has two more than the other.
    for _ in range(3):
        await played.round()
    assert small in played.runner.held


async def test_sessions_are_opened_one_after_the_other(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    for _ in range(3):
        await session_of()
    pairing = await session_of(paired=False, wanted=False)
    played = start(whatsapp_web_opens_per_second=0.01)
    played.runner._gate.pass_one()
    await played.round()
    await asyncio.sleep(0.1)
    assert not played.bridges.started
    await rows.want(pairing, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await _eventually(lambda: pairing in played.bridges.open_sockets())  # Somebody waits for it.
    assert len(played.bridges.open_sockets()) == 1


# --- its life ------------------------------------------------------------------------------------


async def test_a_phone_is_linked(
    start: Start, session_of: Callable[..., Any], installation: Installation, published: Published, rows: Rows
) -> None:
    channel_id = await session_of(paired=False, wanted=False)
    played = start()
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await _eventually(lambda: played.bridges.open_sockets())
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
    await _eventually(lambda: not any(held.has_socket for held in played.runner.held.values()))
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
    await _eventually(lambda: channel_id not in played.runner.held)
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
    await _eventually(lambda: channel_id not in played.runner.held)
    row = await rows.of(channel_id)
    assert (row.owner, row.desired) == (None, "closed")


async def test_logging_out_while_a_code_is_shown_ends_the_pairing(
    start: Start, session_of: Callable[..., Any], rows: Rows
) -> None:
    channel_id = await session_of()
    played = start()
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await _eventually(lambda: played.bridges.open_sockets())
    generation = played.runner.held[channel_id].generation
    played.bridges.lines.say(Qr(session=channel_id, generation=generation, code="code", seconds=60))
    await rows.until(channel_id, "qr")
    await rows.want(channel_id, life_cycle.asked_to_log_out)
    row = await rows.until(channel_id, "logged_out", rounds=played)
    assert (row.desired, row.pairing) == ("closed", None)
    await _eventually(lambda: channel_id not in played.runner.held)
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
    await _eventually(lambda: set(old.runner.held) == {open_still})
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
    await _eventually(lambda: not played.runner.held[other].is_open)
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
    await _eventually(lambda: not played.runner.held)
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
    await _eventually(lambda: line_of.open_sockets())
    generation = played.runner.held[channel_id].generation
    await rows.want(channel_id, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    line_of.lines.say(Qr(session=channel_id, generation=generation, code="older", seconds=60))
    line_of.lines.say(
        Connection(session=channel_id, generation=generation, state="connecting", new_login=True, me=ME)
    )
    await _eventually(lambda: any(isinstance(line, Close) for line in line_of.lines.told))
    row = await rows.of(channel_id)
    assert (row.pairing, row.desired) == ("qr", "open")
    await _eventually(lambda: not played.runner.held[channel_id].has_socket)
    await played.round()
    await _eventually(lambda: channel_id in line_of.open_sockets())
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
    await _eventually(lambda: channel_id not in played.runner.held)
    assert await rows.keys(channel_id) == 1


# --- keys and messages -----------------------------------------------------------------------------


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


async def _eventually(check: Callable[[], Any], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while True:
            if check():
                return
            await asyncio.sleep(0.01)


def uuid4_of(number: int) -> UUID:
    """Return a company that no other test has."""
    return UUID(int=(0xC0FFEE << 96) + number)


# --- outages ---------------------------------------------------------------------------------------


async def test_while_redis_is_away_sessions_go_on_and_a_code_is_shown_when_it_is_back(
    start: Start, session_of: Callable[..., Any], rows: Rows, installation: Installation
) -> None:
    away = Redis(host="127.0.0.1", port=9, socket_connect_timeout=0.5)
    open_already = await session_of()
    pairing = await session_of(paired=False, wanted=False)
    played = start(redis=away)
    await opened(played, open_already)
    await rows.want(pairing, lambda life: life_cycle.asked_to_pair(life, now(), "qr"))
    await played.round()
    await _eventually(lambda: pairing in played.bridges.open_sockets())
    generation = played.runner.held[pairing].generation
    played.bridges.lines.say(Qr(session=pairing, generation=generation, code="code", seconds=60))
    await rows.until(pairing, "qr")
    await _eventually(lambda: not len(played.runner.held[pairing].events))
    assert played.runner.held[open_already].is_open

    played.pairings._redis = installation.runtime.redis
    await played.pairings.step(now())
    assert b'"code"' in await installation.runtime.redis.get(key_of(pairing))
    await away.aclose()


async def test_while_postgresql_is_away_sockets_are_closed_before_their_leases_end(
    start: Start, session_of: Callable[..., Any], rows: Rows, installation: Installation
) -> None:
    channel_id = await session_of()
    played = start(whatsapp_web_lease_seconds=runner_module.LEASE_MARGIN_SECONDS + 2)
    await opened(played, channel_id)
    line, held = played.bridges.lines, played.runner.held[channel_id]
    refused = installation.settings.model_copy(
        update={"database_worker_url": "postgresql://nobody@127.0.0.1:9/none"}
    )
    away = Database(refused)
    there, played.runner._database = played.runner._database, away
    played.runner._steps._store._database = away
    # What the bridge asks for meanwhile waits for its answer.
    entry = KeyEntry(kind="session", id="a", value="ratchet")
    waiting = asyncio.create_task(
        line.answer_to(
            lambda number: SetKeys(
                session=channel_id, generation=held.generation, id=number, entries=(entry,)
            ),
            30,
        )
    )
    with pytest.raises(ConnectionRefusedError):
        await played.runner.renew()
    while channel_id in played.runner.held:
        await played.runner.watch()
        await asyncio.sleep(0.1)
    assert played.runner.clock() < held.expires_at - 5
    await _eventually(lambda: not played.bridges.open_sockets())
    assert (await waiting).error == FENCED

    played.runner._database = played.runner._steps._store._database = there
    await rows.expire(channel_id)
    await opened(played, channel_id)
    assert played.runner.held[channel_id].generation == held.generation + 1
    await away.close()


async def test_of_a_deleted_channel_the_device_is_unlinked(
    start: Start, session_of: Callable[..., Any], database: Database
) -> None:
    channel_id = await session_of()
    played = start()
    await opened(played, channel_id)
    async with database.worker() as session:
        await execute(session, "DELETE FROM sessions WHERE channel_id = :id", id=channel_id)
    await played.round()
    assert channel_id not in played.runner.held
    await _eventually(lambda: any(isinstance(line, Logout) for line in played.bridges.lines.told))
