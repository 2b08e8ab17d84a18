"""A company is erased from reporting."""

from datetime import timedelta

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_platform.data.db import Database, execute, now
from atende_platform.messaging.company_erasures import CompanyEraser, tables_of_companies
from atende_platform.testing.plugin import Published, handling
from reporting.handlers import HANDLERS


async def test_nothing_of_a_company_is_left(database: Database, published: Published) -> None:
    handle = handling(database, HANDLERS)
    gone, stays = uuid7(), uuid7()
    await handle([CompanyChangedV1(company_id=each, name="Empresa", revision=1) for each in (gone, stays)])
    await handle([CompanyErasureRequestedV1(company_id=gone, erasure_id=uuid7())])
    eraser, at = CompanyEraser(database, "reporting"), now()
    for minutes in range(3):
        while await eraser.step(at + timedelta(minutes=minutes)):
            pass
    left = set()
    async with database.worker() as session:
        for table in await tables_of_companies(session):
            found = await execute(session, f"SELECT company_id FROM {table}")  # noqa: S608 (by the catalogue)
            left |= {row.company_id for row in found}
    assert gone not in left
    assert stays in left
    [confirmed] = await published(CompanyErasedV1)
    assert confirmed.erased["company_settings"] == 1
