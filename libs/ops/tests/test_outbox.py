"""``atende outbox`` against a real database and the relay: one event is set aside, the others go."""

import pytest

from atende_ops.access import common_settings
from atende_ops.databases import database_of
from atende_ops.testing import Atende
from atende_platform.data.db import execute
from atende_platform.messaging import outbox
from atende_platform.messaging.outbox import Relay
from atende_platform.runtime import Runtime
from atende_platform.service.running import running_tasks
from atende_platform.testing.plugin import Eventually

from .test_dlq import finished, recorded

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
