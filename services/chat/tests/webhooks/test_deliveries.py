"""Endpoints that are dead, slow or hostile: nobody else waits, nothing is lost, everything has its bound."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database
from atende_platform.http.application import App
from atende_platform.process import tracing
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import AsUser, Eventually, Installation, Published
from atende_platform.testing.spans import Recorded, trace_id_of
from chat.main import SERVICE
from chat.updates import service as updates
from chat.updates.domain import CHAT, LogEntry
from chat.webhooks import service
from chat.webhooks import worker as deliveries_worker
from chat.webhooks.domain import MAX_ATTEMPTS, WINDOW, Health, Outcome, after, next_attempt
from chat.webhooks.worker import Deliverer, Feeder

from .conftest import WEBHOOKS, Delivering, Receiver, create_webhook

Rows = Callable[..., Any]


async def happen(database: Database, company_id: UUID, count: int, type_: str = "tag.updated") -> None:
    """Have so many things happen in a company."""
    entries = [LogEntry(company_id, CHAT, type_, {"number": number}) for number in range(count)]
    async with database.worker() as session:
        await updates.append(session, entries)


async def test_a_delivery_is_in_the_trace_of_its_event_which_the_receiver_does_not_hear_of(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    spans: Recorded,
) -> None:
    await create_webhook(as_user, f"{receiver.url}/live", eventTypes=["tag.updated"])
    await create_webhook(as_user, "http://127.0.0.1:1/dead", eventTypes=["tag.updated"])
    with tracing.begun("cause"):
        await happen(database, company_id, 1)
    await happen(database, company_id, 1)
    await delivering.feed()
    await delivering.turn()
    assert len(receiver.requests) == 2
    assert not any("traceparent" in request.headers for request in receiver.requests)
    posts = spans.named("POST to a webhook")
    assert {trace_id_of(post) for post in posts} == {trace_id_of(spans.one("cause"))}
    assert sorted(post.status.status_code.name for post in posts) == ["ERROR", "UNSET"]


async def shown(as_user: AsUser, made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await as_user("admin").get(f"{WEBHOOKS}/{made['id']}")).json()
    return found


async def test_a_dead_endpoint_with_thousands_waiting_delays_no_other(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
) -> None:
    dead = await create_webhook(as_user, "http://127.0.0.1:1/dead")
    receiver.answers["/hang"] = "hang"
    slow = await create_webhook(as_user, f"{receiver.url}/hang")
    await happen(database, company_id, 3000)
    live = await create_webhook(as_user, f"{receiver.url}/live")
    await happen(database, company_id, 50)
    await delivering.feed()
    began = monotonic()
    await delivering.turn()
    assert len(receiver.at("/live")) == 50
    assert monotonic() - began < 10
    await delivering.turn()
    # What waits for a dead one stays in the log, but for the next ones.
    [waiting] = await rows(
        "SELECT count(*) AS count FROM webhook_deliveries WHERE webhook_id = :id", id=UUID(dead["id"])
    )
    assert waiting.count < WINDOW + 200
    state = await shown(as_user, dead)
    assert state["active"]
    assert 3050 <= state["backlog"] <= 3053
    assert state["failures"] == 3
    assert state["pausedUntil"]
    assert (await shown(as_user, live))["backlog"] == 0
    assert 3050 <= (await shown(as_user, slow))["backlog"] <= 3053
    tried = await rows(
        "SELECT id FROM webhook_deliveries WHERE attempts > 0 AND webhook_id = :id", id=UUID(dead["id"])
    )
    assert len(tried) == 3


async def test_one_that_comes_back_gets_everything_once_and_in_order(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
) -> None:
    receiver.answers["/hook"] = "503 away"
    made = await create_webhook(as_user, f"{receiver.url}/hook")
    await happen(database, company_id, 800)
    await delivering.all()
    assert len(receiver.requests) == 3
    receiver.requests.clear()
    receiver.answers.clear()
    await as_user("admin").post(f"{WEBHOOKS}/{made['id']}/test")
    await rows("UPDATE webhook_deliveries SET next_at = now() WHERE status = 'waiting' RETURNING id")
    await delivering.all()
    numbers = [request.body["sequence"] for request in receiver.requests if request.body["sequence"]]
    assert len(numbers) == 800
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 800))
    assert numbers == sorted(numbers)
    state = await shown(as_user, made)
    assert (state["backlog"], state["failures"], state["failingSince"], state["dropped"]) == (0, 0, None, 0)


async def test_a_failed_delivery_is_tried_again_later_and_given_up_in_the_end(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
) -> None:
    receiver.answers["/hook"] = "500 x\r\n\r\nbroken"
    made = await create_webhook(as_user, f"{receiver.url}/hook")
    await happen(database, company_id, 1)
    await delivering.feed()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        await delivering.turn()
        [delivery] = (await as_user("admin").get(f"{WEBHOOKS}/{made['id']}/deliveries")).json()["items"]
        assert (delivery["attempts"], delivery["code"], delivery["excerpt"]) == (attempt, 500, "broken")
        assert await delivering.turn() == 0, "not before its time"
        await rows("UPDATE webhook_deliveries SET next_at = now() RETURNING id")
        await rows("UPDATE webhooks SET next_at = now(), paused_until = NULL RETURNING id")
    assert (delivery["status"], delivery["nextAttemptAt"]) == ("failed", None)
    assert len({request.headers["webhook-id"] for request in receiver.requests}) == 1
    assert len(receiver.requests) == MAX_ATTEMPTS
    assert (await shown(as_user, made))["backlog"] == 0

    receiver.answers.clear()
    path = f"{WEBHOOKS}/{made['id']}/deliveries/{delivery['id']}"
    for _ in range(3):  # Safe to repeat.
        again = await as_user("admin").post(f"{path}/redeliver")
        assert (again.status_code, again.json()["status"], again.json()["attempts"]) == (202, "waiting", 0)
    assert (await shown(as_user, made))["backlog"] == 1
    await delivering.turn()
    assert (await as_user("admin").get(path)).json()["status"] == "delivered"
    assert len(receiver.requests) == MAX_ATTEMPTS + 1
    assert receiver.requests[-1].headers["webhook-id"] == receiver.requests[0].headers["webhook-id"]
    assert (await shown(as_user, made))["backlog"] == 0


async def test_410_switches_off_and_so_does_long_failure(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
    published: Published,
) -> None:
    receiver.answers = {"/gone": "410 Gone", "/broken": "500 x"}
    gone = await create_webhook(as_user, f"{receiver.url}/gone")
    broken = await create_webhook(as_user, f"{receiver.url}/broken")
    await happen(database, company_id, 20)
    await rows(
        "UPDATE webhooks SET failures = 9, failing_since = now() - interval '73 hours'"
        " WHERE id = :id RETURNING id",
        id=UUID(broken["id"]),
    )
    await delivering.all()
    for made, reason in ((gone, "gone"), (broken, "failing")):
        state = await shown(as_user, made)
        assert (state["active"], state["disabledReason"]) == (False, reason)
        assert state["disabledAt"]
    assert (len(receiver.at("/gone")), len(receiver.at("/broken"))) == (1, 1)
    told = [event for event in await published(AuditRecordedV1) if event.action == "webhook.disabled"]
    assert {event.details["reason"] for event in told} == {"gone", "failing"}
    logged = await rows("SELECT payload FROM event_log WHERE type = 'webhook.updated' ORDER BY seq")
    assert {row.payload["disabledReason"] for row in logged} == {None, "gone", "failing"}

    # Off, it gets nothing. On again, what waits; nothing was lost.
    await happen(database, company_id, 5)
    await delivering.all()
    assert len(receiver.at("/gone")) == 1
    path = f"{WEBHOOKS}/{gone['id']}"
    [*_, first] = (await as_user("admin").get(f"{path}/deliveries")).json()["items"]
    refused = await as_user("admin").post(f"{path}/deliveries/{first['id']}/redeliver")
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook-disabled")
    receiver.answers.clear()
    await rows("UPDATE webhook_deliveries SET next_at = now() WHERE status = 'waiting' RETURNING id")
    await as_user("admin").patch(path, json={"active": True})
    await delivering.all()
    numbers = {request.body["sequence"] for request in receiver.at("/gone")}
    assert len(numbers) == 25


async def test_what_is_too_old_or_too_much_is_dropped_and_shown(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
) -> None:
    receiver.answers["/hook"] = "503 x"
    made = await create_webhook(as_user, f"{receiver.url}/hook", eventTypes=["tag.updated"])
    await happen(database, company_id, 10)
    await delivering.feed()
    await happen(database, company_id, 10)
    await happen(database, company_id, 5, "contact.updated")
    # Four days pass.
    await rows("UPDATE event_log SET created_at = created_at - interval '4 days' RETURNING seq")
    await rows("UPDATE webhook_deliveries SET waiting_since = waiting_since - interval '4 days' RETURNING id")
    await happen(database, company_id, 3)
    await delivering.cleaner.step()
    await delivering.feed()
    state = await shown(as_user, made)
    assert (state["backlog"], state["dropped"]) == (3, 20)
    assert state["droppedAt"]
    # The log was purged while it was off: what is missing counts, too.
    await as_user("admin").patch(f"{WEBHOOKS}/{made['id']}", json={"active": False})
    await happen(database, company_id, 7)
    await rows("DELETE FROM event_log RETURNING seq")
    await as_user("admin").patch(f"{WEBHOOKS}/{made['id']}", json={"active": True})
    await delivering.feed()
    after_purge = await shown(as_user, made)
    assert after_purge["dropped"] >= 27
    # Deliveries whose event is gone are dropped, too, and say so.
    receiver.answers.clear()
    await delivering.all()
    listed = await as_user("admin").get(f"{WEBHOOKS}/{made['id']}/deliveries", params={"status": "dropped"})
    assert {item["error"] for item in listed.json()["items"]} >= {"event_expired"}
    assert not [request for request in receiver.requests if request.body["type"] == "tag.updated"]
    delivered = listed.json()["items"][0]
    again = await as_user("admin").post(f"{WEBHOOKS}/{made['id']}/deliveries/{delivered['id']}/redeliver")
    assert (again.status_code, again.json()["code"]) == (409, "webhook-event-expired")
    assert (await shown(as_user, made))["backlog"] == 0


async def test_a_hundred_slow_endpoints_of_one_company_hold_up_no_other(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    installation: Installation,
    eventually: Eventually,
) -> None:
    receiver.answers["/hang"] = "hang"
    await asyncio.gather(*(create_webhook(as_user, f"{receiver.url}/hang") for _ in range(100)))
    await happen(database, company_id, 5)
    other = uuid7()
    await create_webhook(as_user, f"{receiver.url}/live", company_id=other)
    await happen(database, other, 5)
    await delivering.feed()
    each = installation.settings.webhook_endpoints_of_a_company
    assert await delivering.deliverer.begin(delivering.outgoing) == each + 1
    assert await delivering.deliverer.begin(delivering.outgoing) == 0
    # Nor by another worker.
    another = Deliverer(database, installation.settings, delivering.outgoing)
    assert await another.begin(delivering.outgoing) == 0

    async def live_ones_are_there() -> None:
        assert len(receiver.at("/live")) == 5

    await eventually(live_ones_are_there, timeout=5)
    await delivering.deliverer.finish()


async def test_companies_without_endpoints_cost_no_query(
    as_user: AsUser, receiver: Receiver, database: Database, installation: Installation, company_id: UUID
) -> None:
    feeder = Feeder(database, installation.settings, asyncio.Event())
    await create_webhook(as_user, f"{receiver.url}/hook")
    await feeder.step()
    assert await feeder.step() is False
    feeder.hear(str(uuid7()))
    assert not feeder.woken.is_set()
    assert await feeder.step() is False
    feeder.hear(str(company_id))
    assert feeder.woken.is_set()


async def test_what_was_sent_and_not_recorded_is_sent_again_under_the_same_id(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
    eventually: Eventually,
) -> None:
    await create_webhook(as_user, f"{receiver.url}/hook")
    await happen(database, company_id, 3)
    await delivering.feed()

    async def die(*_: Any, **__: Any) -> bool:
        raise ConnectionError("the process died")

    with monkeypatch.context() as patched:
        patched.setattr(service, "record", die)
        await delivering.turn()
    assert len(receiver.requests) == 3
    assert await delivering.turn() == 0, "leased"
    await rows("UPDATE webhooks SET leased_until = now() RETURNING id")

    async def all_arrived() -> None:
        await delivering.all()  # What took too long on a busy machine comes again after a pause.
        assert await rows("SELECT waiting FROM webhooks") == [(0,)]

    await eventually(all_arrived, timeout=60)
    ids = [request.headers["webhook-id"] for request in receiver.requests]
    assert sorted(ids[:3]) == sorted(ids[3:])


async def test_several_feeders_and_deliverers_deliver_each_event_once(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    installation: Installation,
    eventually: Eventually,
) -> None:
    for path in ("/a", "/b", "/c"):
        await create_webhook(as_user, f"{receiver.url}{path}", parallel=3)
    others = [Deliverer(database, installation.settings, delivering.outgoing) for _ in range(3)]
    for _ in range(4):
        await happen(database, company_id, 40)
        feeders = [Feeder(database, installation.settings, asyncio.Event()) for _ in range(3)]
        await asyncio.gather(*(feeder.step() for feeder in feeders))
        await asyncio.gather(*(each.begin(delivering.outgoing) for each in others))
        await asyncio.gather(*(each.finish() for each in others))

    async def all_arrived() -> None:
        await delivering.all()  # What took too long on a busy machine comes again after a pause.
        assert [len(receiver.at(path)) for path in ("/a", "/b", "/c")] == [160] * 3

    await eventually(all_arrived, timeout=60)
    for path in ("/a", "/b", "/c"):
        found = [request.body["sequence"] for request in receiver.at(path)]
        assert sorted(found) == sorted(set(found))


async def test_a_user_who_changes_an_endpoint_meanwhile_wins(
    as_user: AsUser, receiver: Receiver, delivering: Delivering, database: Database, company_id: UUID
) -> None:
    made = await create_webhook(as_user, f"{receiver.url}/slow")
    await happen(database, company_id, 30)
    receiver.answers["/slow"] = "500 x"
    await delivering.feed()
    await delivering.deliverer.begin(delivering.outgoing)
    await as_user("admin").patch(f"{WEBHOOKS}/{made['id']}", json={"url": f"{receiver.url}/new"})
    await delivering.deliverer.finish()
    state = await shown(as_user, made)
    assert (state["failures"], state["url"]) == (0, f"{receiver.url}/new")
    await delivering.all()
    assert len(receiver.at("/new")) >= 27


async def test_a_deleted_endpoint_is_forgotten(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
) -> None:
    made = await create_webhook(as_user, f"{receiver.url}/hook")
    await happen(database, company_id, 3)
    await delivering.feed()
    await as_user("admin").delete(f"{WEBHOOKS}/{made['id']}")
    await delivering.all()
    assert not receiver.requests
    await rows("UPDATE webhook_deliveries SET created_at = now() - interval '8 days' RETURNING id")
    await delivering.cleaner.step()
    assert not await rows("SELECT id FROM webhook_deliveries")


@pytest.fixture
def small_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries_worker, "WINDOW", 20)
    monkeypatch.setattr(deliveries_worker, "_EVENTS", 10)


async def test_the_worker_delivers_by_itself(
    as_user: AsUser,
    receiver: Receiver,
    small_window: None,  # noqa: ARG001
    database: Database,
    installation: Installation,
    company_id: UUID,
    eventually: Eventually,
) -> None:
    own = deliveries_worker.tasks(database, installation.settings)
    roles = SERVICE.roles["worker"](App(), installation.runtime)
    assert {task.name for task in own} < {task.name for task in roles}
    async with running_tasks(own, installation.runtime):
        await create_webhook(as_user, f"{receiver.url}/hook")
        # More than wait as rows at a time, so that the rest has to be fetched when there is room.
        await happen(database, company_id, 60)

        async def delivered() -> None:
            assert len(receiver.requests) == 60

        await eventually(delivered)


async def test_a_secret_that_no_key_opens_switches_off(
    as_user: AsUser,
    receiver: Receiver,
    delivering: Delivering,
    database: Database,
    company_id: UUID,
    rows: Rows,
) -> None:
    made = await create_webhook(as_user, f"{receiver.url}/hook")
    await rows("UPDATE webhooks SET secret = 'nonsense' RETURNING id")
    await happen(database, company_id, 3)
    await delivering.all()
    state = await shown(as_user, made)
    assert (state["active"], state["disabledReason"], state["backlog"]) == (False, "secret_unreadable", 4)
    assert not receiver.requests
    path = f"{WEBHOOKS}/{made['id']}"
    assert (await as_user("admin").post(f"{path}/test")).status_code == 503
    await as_user("admin").post(f"{path}/rotate-secret", json={})
    await as_user("admin").patch(path, json={"active": True})
    await delivering.all()
    assert len(receiver.requests) == 3


# --- pure rules -------------------------------------------------------------------------------

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OUTCOMES = st.builds(
    Outcome,
    code=st.sampled_from([None, 200, 204, 301, 400, 410, 429, 500]),
    error=st.none(),
    duration_ms=st.just(1),
    excerpt=st.none(),
    retry_after=st.sampled_from([None, 0.0, 1.0, 1e9]),
)


@settings(max_examples=40)
@given(st.lists(st.tuples(OUTCOMES, st.floats(0, 100_000), st.floats(0, 1)), max_size=60))
def test_the_health_of_an_endpoint(history: list[tuple[Outcome, float, float]]) -> None:
    health, moment, failures = Health(), NOW, 0
    for outcome, seconds, chance in history:
        moment += timedelta(seconds=seconds)
        health = after(health, outcome, moment, disable_hours=72, chance=chance)
        failures = 0 if outcome.is_delivered else failures + 1
        assert health.failures == failures
        assert (health.failing_since is None) == (failures == 0)
        if health.paused_until is not None:
            assert timedelta() < health.paused_until - moment <= timedelta(hours=1)
        if health.disabled == "failing":
            assert failures >= 10
            assert health.failing_since is not None
            assert moment - health.failing_since >= timedelta(hours=72)
        elif health.disabled is not None:
            assert outcome.code == 410
        if health.disabled is not None:
            return  # It is not tried any more.


@given(st.integers(1, 50), st.floats(0, 1))
def test_retries_grow_and_end(attempts: int, chance: float) -> None:
    again = next_attempt(attempts, NOW, chance)
    assert (again is None) == (attempts >= MAX_ATTEMPTS)
    if again is not None:
        assert timedelta(seconds=4) <= again - NOW <= timedelta(hours=29)
        later = next_attempt(attempts + 1, NOW, chance)
        assert later is None or later > again
