"""A company is erased from chat: every table, tombstones, a proof, and what comes late."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from atende_contracts.ids import uuid7
from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_platform.data.db import Database, now
from atende_platform.messaging.company_erasures import WATCHED, tables_of_companies
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.erasure.worker import company_eraser

from ..factories import Inbound, Rows, create_contact, create_reply


async def test_every_row_goes_and_it_is_looked_again(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    published: Published,
    rows: Rows,
    database: Database,
    ticket: dict[str, Any],
    company_id: UUID,
) -> None:
    http = as_user("owner")
    await create_reply(as_user, UUID(ticket["id"]))
    await http.post("/api/v1/queues", json={"name": "Vendas"})
    await http.post(f"/api/v1/contacts/{ticket['contact']['id']}/exports")
    other = uuid7()
    await create_contact(as_user("owner", company_id=other), phone="+5511988880000", name="Bia")
    erasure_id = uuid7()
    asked = CompanyErasureRequestedV1(company_id=company_id, erasure_id=erasure_id)
    await handle([asked])
    await handle([asked])

    eraser, at = company_eraser(database), now()
    while await eraser.step(at):
        pass
    assert await published(CompanyErasedV1) == [], "it is looked once more"
    await handle([inbound("Cheguei tarde")])
    while await eraser.step(at + timedelta(minutes=1)):
        pass
    assert await published(CompanyErasedV1) == []
    while await eraser.step(at + timedelta(minutes=2)):
        pass

    async with database.worker() as session:
        tables = await tables_of_companies(session)
    assert {"contacts", "tickets", "messages", "event_log", "contact_exports", "channel_copy"} <= set(tables)
    for table in tables:
        left = await rows(f"SELECT company_id FROM {table}")  # noqa: S608 (named by the catalogue)
        assert company_id not in {row.company_id for row in left}, table
    assert len(await rows("SELECT id FROM contacts")) == 1, "another company's contact"
    [confirmed] = await published(CompanyErasedV1)
    assert (confirmed.erasure_id, confirmed.service) == (erasure_id, "chat")
    assert confirmed.erased["messages"] >= 3
    assert confirmed.erased["tickets"] == 2
    stones = await rows("SELECT topic FROM outbox WHERE payload = ''")
    assert {row.topic for row in stones} == {"contact.changed", "queue.changed"}
    [kept] = await rows("SELECT * FROM company_erasures")
    assert kept.due_at > at + timedelta(hours=1)
    while await eraser.step(at + WATCHED + timedelta(days=1)):
        pass
    [kept] = await rows("SELECT * FROM company_erasures")
    assert kept.due_at is None
