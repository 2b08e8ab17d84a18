"""``atende outbox`` against a real database and the relay: one event is set aside, the others go."""

from uuid import UUID

import pytest

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_ops.access import common_settings
from atende_ops.changes import INSTALLATION
from atende_ops.databases import database_of
from atende_ops.testing import Atende
from atende_platform.data.db import execute
from atende_platform.messaging import outbox
from atende_platform.messaging.kafka import make_producer
from atende_platform.messaging.outbox import Relay
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually

from .test_dlq import finished, produce, recorded

pytestmark = pytest.mark.usefixtures("operated")


@pytest.fixture(autouse=True)
async def empty() -> None:
    async with database_of("reporting") as database, database.worker() as session:
        await execute(session, "DELETE FROM outbox")


async def test_what_waits_is_listed(atende: Atende) -> None:
    assert (await atende("outbox", "list")).status == 0
    event = finished()
    async with database_of("reporting") as database, database.worker() as session:
        await outbox.add(session, [event])
    ended = await atende("outbox", "list", "--json")
    assert ended.status == 0, "it waits for a moment only"
    (found,) = ended.items
    assert found["id"] == str(event.id)
    assert found["company"] == str(event.company_id)
    assert found["parked"] is False
    async with database_of("reporting") as database, database.worker() as session:
        await execute(session, "UPDATE outbox SET created_at = now() - interval '2 minutes'")
    late = await atende("outbox", "list")
    assert late.status == 1
    assert "park" in late.out


async def test_what_is_parked_holds_nobody_up_until_it_is_retried(
    atende: Atende, eventually: Eventually
) -> None:
    bad, good = finished(), finished()
    async with database_of("reporting") as database, database.worker() as session:
        await outbox.add(session, [bad, good])
        # A topic that Kafka refuses: what lies behind it would wait for ever.
        await execute(session, "UPDATE outbox SET topic = 'no such topic' WHERE event_id = :id", id=bad.id)
    dry = await atende("outbox", "park", str(bad.id), "--json")
    assert dry.status == 0
    assert dry.items[0]["parked"] is False
    assert (await atende("outbox", "park", str(good.id), "--yes")).status == 2
    assert (await atende("outbox", "park", str(finished().id))).status == 2
    parked = await atende("outbox", "park", str(bad.id), "--yes", "--reason", "Kafka refuses it", "--json")
    assert parked.status == 0, parked.err
    assert parked.items[0]["parked"] is True
    assert {entry.action for entry in await recorded()} == {"outbox-event.parked"}
    assert {entry.company_id.int == 0 for entry in await recorded()} == {True, False}

    async def only_it_is_left() -> None:
        found = (await atende("outbox", "list", "--json")).items
        assert [each["id"] for each in found] == [str(bad.id)]

    async def nothing_is_left() -> None:
        assert (await atende("outbox", "list", "--json")).items == []

    settings = common_settings("reporting")
    relay = Relay(settings)
    async with running_tasks([relay.task], Runtime("reporting", settings, frozenset({"worker"}))):
        await eventually(only_it_is_left, timeout=40)
        assert (await atende("outbox", "list")).status == 1
        async with database_of("reporting") as database, database.worker() as session:
            await execute(
                session,
                "UPDATE outbox SET topic = 'parked:campaign.progress' WHERE event_id = :id",
                id=bad.id,
            )
        again = await atende("outbox", "retry", str(bad.id), "--yes", "--reason", "mended")
        assert again.status == 0, again.err
        await eventually(nothing_is_left, timeout=40)


async def test_what_can_never_be_published_is_discarded_once_it_is_parked(atende: Atende) -> None:
    bad, good = finished(), finished()
    async with database_of("reporting") as database, database.worker() as session:
        await outbox.add(session, [bad, good])
    discard = ("outbox", "discard", str(bad.id))
    early = await atende(*discard)
    assert early.status == 1
    assert "Park them first" in early.err
    parked = await atende("outbox", "park", str(bad.id), "--yes", "--reason", "Kafka refuses it")
    assert parked.status == 0, parked.err
    dry = await atende(*discard, "--json")
    assert (dry.status, dry.json["dryRun"]) == (0, True)
    assert (await atende(*discard, "--yes")).status == 2, "without a reason"
    assert await waiting() == {bad.id, good.id}
    done = await atende(*discard, "--yes", "--reason", "of a version that is gone", "--json")
    assert done.status == 0, done.err
    assert [each["id"] for each in done.items] == [str(bad.id)]
    assert await waiting() == {good.id}
    said = [entry for entry in await recorded() if entry.action == "outbox-event.discarded"]
    assert {entry.object_id for entry in said} == {str(bad.id)}
    assert {entry.details["reason"] for entry in said} == {"of a version that is gone"}
    assert {entry.company_id for entry in said} == {INSTALLATION, bad.company_id}
    assert (await atende(*discard)).status == 2, "it is not there any more"


async def waiting() -> set[UUID]:
    """Return the events in the outbox, but what is for the audit log."""
    async with database_of("reporting") as database, database.worker() as session:
        rows = await execute(session, "SELECT event_id FROM outbox WHERE type <> 'audit.recorded.v1'")
        return {row.event_id for row in rows}


def state(of: ContactChangedV1 | None = None, *, revision: int = 1) -> ContactChangedV1:
    """Return a contact's state: of the same contact as another, if that is given."""
    company_id, contact_id = (of.company_id, of.contact_id) if of else (uuid7(), uuid7())
    return ContactChangedV1(
        company_id=company_id, contact_id=contact_id, party=Party(wa_id="1"), revision=revision
    )


async def park(event: ContactChangedV1) -> None:
    async with database_of("reporting") as database, database.worker() as session:
        await outbox.add(session, [event])
        await execute(
            session, "UPDATE outbox SET topic = 'parked:' || topic WHERE event_id = :id", id=event.id
        )


async def retry(atende: Atende, event: ContactChangedV1) -> bool:
    """Retry an event; tell whether that was refused."""
    dry = await atende("outbox", "retry", str(event.id))
    ended = await atende("outbox", "retry", str(event.id), "--yes", "--reason", "mended")
    assert dry.status == ended.status
    async with database_of("reporting") as database, database.worker() as session:
        (row,) = await execute(session, "SELECT topic FROM outbox WHERE event_id = :id", id=event.id)
    assert row.topic.startswith("parked:") == (ended.status == 1)
    if ended.status:
        assert str(event.id) in ended.err
        assert "newer" in ended.err
    return ended.status == 1


async def test_a_parked_state_is_published_while_it_is_the_newest(atende: Atende) -> None:
    parked = state(revision=2)
    await park(parked)
    # Of another contact, of before, and itself: it may have come to Kafka without our knowing.
    await produce([state(revision=3), state(parked, revision=1), parked])
    assert not await retry(atende, parked)


async def test_a_parked_state_is_not_put_behind_a_newer_one(atende: Atende) -> None:
    parked = state(revision=1)
    await park(parked)
    await produce([state(parked, revision=2), state(revision=1)])
    assert await retry(atende, parked)


async def test_a_parked_state_is_not_put_behind_a_tombstone(atende: Atende) -> None:
    parked, settings = state(), common_settings("reporting")
    await park(parked)
    async with make_producer(settings) as producer:
        await producer.send_and_wait(
            settings.kafka_topic_prefix + parked.topic, None, key=parked.key().encode()
        )
    assert await retry(atende, parked)


async def test_a_parked_state_waits_for_no_later_one_in_the_outbox(atende: Atende) -> None:
    parked = state(revision=1)
    await park(parked)
    await park(state(parked, revision=2))
    async with database_of("reporting") as database, database.worker() as session:
        await outbox.add(session, [state(parked, revision=3)])
    assert await retry(atende, parked)


async def test_states_that_are_all_parked_are_published_in_their_order(atende: Atende) -> None:
    older = state(revision=1)
    await park(older)
    await park(state(older, revision=2))
    assert not await retry(atende, older)
