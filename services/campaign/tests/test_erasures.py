"""What campaign has of people whose contact was deleted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import World

from atende_contracts.contacts import (
    ContactErasedV1,
    ContactErasureRequestedV1,
    ContactOptOutChangedV1,
)
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.privacy import (
    CompanyErasedV1,
    CompanyErasureRequestedV1,
    ContactExportedV1,
    ContactExportRequestedV1,
)
from atende_contracts.registry import encode
from atende_platform.data.db import execute, now
from atende_platform.messaging.company_erasures import CompanyEraser, tables_of_companies
from atende_platform.messaging.outbox import MAX_EVENT_BYTES
from campaign.repository.campaigns import NOBODY
from campaign.service import erasures, personal_data

from .audiences import imported

PHONE = "5511910000000"


async def _rows(world: World, statement: str) -> Any:
    async with world.database.worker() as session:
        return (await execute(session, statement)).all()


async def _step(world: World) -> None:
    async with world.database.worker() as session:
        await execute(session, "UPDATE erasures SET due_at = now()")
        await erasures.step(session, NOBODY, now())


async def test_nothing_of_a_person_is_left_but_that_they_left_broadcasts(world: World) -> None:
    [contact_id] = await world.contacts(1)
    party = Party(phone=f"+{PHONE}", name="Cliente 10000000")
    await world.channel(rate=80, revision=2)
    waiting = await world.draft([contact_id], message="Olá {{name}}")
    await imported(world, waiting, f"phone,city\n{PHONE},Recife\n")
    await world.act(waiting, "start")
    await world.planner().step()
    sent = await world.running([contact_id], name="Outra", message="Oi {{name}}")
    await world.handle([world.message(party, "SAIR", channel_id=uuid7())])
    event = ContactErasureRequestedV1(
        company_id=world.company_id, erasure_id=uuid7(), contact_id=contact_id, aliases=[f"phone:{PHONE}"]
    )
    gone = world.contact(Party(), contact_id=contact_id, revision=2, deleted=True)
    foreign = event.model_copy(update={"id": uuid7(), "company_id": uuid7(), "erasure_id": uuid7()})
    await world.handle([gone])
    await world.handle([foreign, event])
    for _ in range(2):
        await _step(world)
    assert await world.published(ContactErasedV1) == []
    await world.handle([event.model_copy(update={"id": uuid7(), "last": True})])
    for _ in range(2):
        await _step(world)
    [confirmed] = await world.published(ContactErasedV1)
    assert (confirmed.erasure_id, confirmed.service) == (event.erasure_id, "campaign")

    for row in await _rows(world, "SELECT * FROM recipients"):
        assert (row.party, row.aliases, row.content) == ({}, [], None)
        assert row.identity == f"erased:{row.send_id}"
        assert row.state == "skipped"
    assert {row.campaign_id for row in await _rows(world, "SELECT campaign_id FROM recipients")} == {
        waiting,
        sent,
    }
    for table in ("contact_copy", "audience_rows", "last_inbound", "recipients"):
        found = await _rows(world, f"SELECT CAST(t AS text) AS line FROM {table} t")  # noqa: S608
        assert not [row for row in found if PHONE in row.line or "Cliente" in row.line], table
    [left] = await _rows(world, "SELECT identity, active FROM opt_outs WHERE active LIMIT 1")
    assert PHONE in left.identity
    assert await _rows(world, "SELECT FROM erasures WHERE complete") == []


async def test_a_send_under_way_is_waited_for(world: World) -> None:
    await world.channel(rate=80, revision=2)
    [contact_id] = await world.contacts(1)
    campaign_id: UUID = await world.running([contact_id])
    await world.dispatcher().run()
    event = ContactErasureRequestedV1(
        company_id=world.company_id,
        erasure_id=uuid7(),
        contact_id=contact_id,
        aliases=[f"phone:{PHONE}"],
        last=True,
    )
    await world.handle([event])
    await _step(world)
    assert await world.published(ContactErasedV1) == []
    await world.tell(await world.requests(), "delivered")
    await _step(world)
    assert len(await world.published(ContactErasedV1)) == 1
    assert await world.counts(campaign_id) == {"delivered": 1}


async def test_sends_to_the_person_that_are_parked_go_and_others_wait_on(world: World) -> None:
    contacts = await world.contacts(2)
    await world.channel(rate=80, revision=2)
    await world.running(contacts)
    await world.dispatcher().run()
    async with world.database.worker() as session:
        await execute(session, "UPDATE outbox SET topic = 'parked:' || topic WHERE topic = 'campaign.send'")
    payloads = "SELECT payload FROM outbox WHERE topic = 'parked:campaign.send'"
    assert any(PHONE in row.payload for row in await _rows(world, payloads))
    event = ContactErasureRequestedV1(
        company_id=world.company_id,
        erasure_id=uuid7(),
        contact_id=contacts[0],
        aliases=[f"phone:{PHONE}"],
    )
    await world.handle([event])
    await _step(world)
    [left] = await _rows(world, payloads)
    assert PHONE not in left.payload
    assert str(contacts[1]) in left.payload


async def test_all_that_is_known_of_a_person_is_told(world: World) -> None:
    [contact_id] = await world.contacts(1)
    await world.channel(rate=80, revision=2)
    await world.running([contact_id], name="Maio", message="Oi {{name}}")
    await world.handle([world.message(Party(phone=f"+{PHONE}"), "SAIR", channel_id=uuid7())])
    request = ContactExportRequestedV1(
        company_id=world.company_id, export_id=uuid7(), contact_id=contact_id, aliases=[f"phone:{PHONE}"]
    )
    foreign = request.model_copy(update={"id": uuid7(), "company_id": uuid7(), "export_id": uuid7()})
    await world.handle([request, foreign])
    told = await world.published(ContactExportedV1)
    mine = [each for each in told if each.export_id == request.export_id]
    assert [each.last for each in mine] == [False] * (len(mine) - 1) + [True]
    assert [each.part for each in mine] == list(range(len(mine)))
    by_kind = {each.kind: each.rows for each in mine}
    assert [row["campaign_name"] for row in by_kind["campaign_recipients"]] == ["Maio"]
    assert [row["active"] for row in by_kind["opt_outs"]] == [True]
    [nothing] = [each for each in told if each.export_id == foreign.export_id]
    assert (nothing.rows, nothing.last) == ([], True)


async def test_what_is_told_of_a_person_is_divided_by_its_bytes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"id": number, "text": "ã" * 100_000} for number in range(6)]
    rows.insert(1, {"id": 6, "text": "ã" * 600_000, "content": {"text": '"' * 600_000}})

    async def found(*_: Any) -> dict[str, list[dict[str, Any]]]:
        return {"campaign_recipients": rows, "campaign_tests": [{"id": number} for number in range(51)]}

    monkeypatch.setattr(personal_data.personal_data, "rows_of", found)
    request = ContactExportRequestedV1(
        company_id=world.company_id, export_id=uuid7(), contact_id=uuid7(), aliases=[f"phone:{PHONE}"]
    )
    await world.handle([request])
    told = await world.published(ContactExportedV1)
    assert [len(each.rows) for each in told] == [3, 2, 2, 50, 1, 0]
    assert max(len(encode(each)) for each in told) < MAX_EVENT_BYTES
    assert [row["id"] for each in told[:3] for row in each.rows] == [0, 6, 1, 2, 3, 4, 5]
    shortened = told[0].rows[1]
    assert [str(shortened[name]).endswith("… (shortened)") for name in ("text", "content")] == [True, True]
    assert told[-1].last


async def test_a_company_goes_with_its_opt_outs(world: World) -> None:
    [contact_id] = await world.contacts(1)
    await world.channel(rate=80, revision=2)
    campaign_id = await world.running([contact_id])
    await world.handle([world.message(Party(phone=f"+{PHONE}"), "SAIR", channel_id=uuid7())])
    told = {event.key() for event in await world.published(ContactOptOutChangedV1)}
    await world.handle([CompanyErasureRequestedV1(company_id=world.company_id, erasure_id=uuid7())])
    eraser, at = CompanyEraser(world.database, "campaign", erasures.TOMBSTONES), now()
    for minutes in range(3):
        while await eraser.step(at + timedelta(minutes=minutes)):
            pass
    async with world.database.worker() as session:
        tables = await tables_of_companies(session)
    assert {"recipients", "campaigns", "opt_outs"} <= set(tables)
    for table in tables:
        found = await _rows(world, f"SELECT company_id FROM {table}")  # noqa: S608 (named by the catalogue)
        assert world.company_id not in {row.company_id for row in found}, table
    stones = await _rows(world, "SELECT topic, key FROM outbox WHERE payload = ''")
    assert {row.key for row in stones if row.topic == "contact.optout"} >= told
    assert str(campaign_id) in {row.key for row in stones if row.topic == "campaign.control"}
    [confirmed] = [
        each for each in await world.published(CompanyErasedV1) if each.company_id == world.company_id
    ]
    assert confirmed.erased["recipients"] == 1
