"""A company is erased from reporting."""

from datetime import timedelta

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.messaging import outbox
from atende_platform.messaging.company_erasures import CompanyEraser, tables_of_companies
from atende_platform.testing.plugin import Published, handling
from reporting.handlers import HANDLERS


async def erase(database: Database) -> None:
    eraser, at = CompanyEraser(database, "reporting"), now()
    for minutes in range(3):
        while await eraser.step(at + timedelta(minutes=minutes)):
            pass


async def test_nothing_of_a_company_is_left(database: Database, published: Published) -> None:
    handle = handling(database, HANDLERS)
    gone, stays = uuid7(), uuid7()
    await handle([CompanyChangedV1(company_id=each, name="Empresa", revision=1) for each in (gone, stays)])
    await handle([CompanyErasureRequestedV1(company_id=gone, erasure_id=uuid7())])
    await erase(database)
    left = set()
    async with database.worker() as session:
        for table in await tables_of_companies(session):
            found = await execute(session, f"SELECT company_id FROM {table}")  # noqa: S608 (by the catalogue)
            left |= {row.company_id for row in found}
    assert gone not in left
    assert stays in left
    [confirmed] = await published(CompanyErasedV1)
    assert confirmed.erased["company_settings"] == 1


async def test_what_is_parked_of_a_company_goes_and_what_tells_that_it_is_gone_stays(
    database: Database, published: Published
) -> None:
    gone, stays = uuid7(), uuid7()
    state = [CompanyChangedV1(company_id=each, name="Empresa", revision=1) for each in (gone, stays)]
    told = CompanyErasedV1(company_id=gone, erasure_id=uuid7(), service="reporting", erased={})
    sent = CompanyChangedV1(company_id=gone, name="Empresa", revision=2)
    tombstone = CompanyChangedV1(company_id=gone, name="Empresa", revision=3)
    async with database.worker() as session:
        await outbox.add(session, [*state, told, tombstone, sent])
        await execute(session, "UPDATE outbox SET payload = '' WHERE event_id = :id", id=tombstone.id)
        await execute(
            session, "UPDATE outbox SET topic = 'parked:' || topic WHERE event_id <> :id", id=sent.id
        )
    await handling(database, HANDLERS)([CompanyErasureRequestedV1(company_id=gone, erasure_id=uuid7())])
    await erase(database)
    async with database.worker() as session:
        left = {row.event_id for row in await execute(session, "SELECT event_id FROM outbox")}
        assert left >= {state[1].id, told.id, tombstone.id, sent.id}
        assert state[0].id not in left
        await execute(session, "DELETE FROM outbox WHERE starts_with(topic, 'parked:')")
    [confirmed] = await published(CompanyErasedV1)
    assert confirmed.erased == {"outbox": 1}


async def test_a_request_that_is_read_again_erases_what_came_back_and_is_confirmed_again(
    database: Database, published: Published
) -> None:
    handle = handling(database, HANDLERS)
    gone = uuid7()
    asked = CompanyErasureRequestedV1(company_id=gone, erasure_id=uuid7())
    eraser, at = CompanyEraser(database, "reporting"), now()
    for hours in range(2):
        await handle([CompanyChangedV1(company_id=gone, name="Empresa", revision=1)])
        await handle([asked])
        for minutes in range(3):
            while await eraser.step(at + timedelta(hours=hours, minutes=minutes)):
                pass
        async with database.worker() as session:
            assert (await execute(session, "SELECT FROM company_settings")).all() == []
    confirmed = await published(CompanyErasedV1)
    assert [(each.erasure_id, each.erased["company_settings"]) for each in confirmed] == [
        (asked.erasure_id, 1),
        (asked.erasure_id, 2),
    ]
