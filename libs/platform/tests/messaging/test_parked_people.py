"""What is parked in an outbox goes with the person it names, and with nobody else."""

from typing import Any, Final
from uuid import UUID

import pytest

from atende_contracts.contacts import ContactChangedV1, ContactOptOutChangedV1
from atende_contracts.event import Event, Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1, CampaignSendsRequestedV2
from atende_contracts.registry import decode
from atende_platform.data.db import Database, execute, now
from atende_platform.messaging import outbox, parked_people

COMPANY: Final = UUID(int=1)
PERSON: Final = "5511999990001"
OTHER: Final = "5511999990002"


def contact(phone: str, company_id: UUID = COMPANY) -> ContactChangedV1:
    return ContactChangedV1(
        company_id=company_id, contact_id=uuid7(), party=Party(phone=f"+{phone}"), revision=1
    )


def sends(*phones: str) -> CampaignSendsRequestedV2:
    """Return one event that asks for a message to each of these people."""
    channel_id, campaign_id, content = uuid7(), uuid7(), TextContent(body="Oferta")
    [event] = CampaignSendsRequestedV2.gather(
        CampaignSendRequestedV1(
            company_id=COMPANY,
            send_id=uuid7(),
            channel_id=channel_id,
            campaign_id=campaign_id,
            recipient=Party(phone=f"+{phone}"),
            content=content,
        )
        for phone in phones
    )
    return event


async def put(database: Database, *events: Event, parked: bool = True) -> None:
    async with database.worker() as session:
        await outbox.add(session, events)
        if parked:
            await execute(
                session,
                "UPDATE outbox SET topic = :parked || topic WHERE NOT starts_with(topic, :parked)",
                parked=outbox.PARKED,
            )


async def left(database: Database) -> list[Any]:
    async with database.worker() as session:
        rows = await execute(session, "SELECT topic, type, payload FROM outbox ORDER BY id")
        return list(rows.all())


async def erased(database: Database) -> int:
    async with database.worker() as session:
        return await parked_people.erase(session, COMPANY, PERSON)


async def test_what_names_the_person_goes_and_nothing_else(database: Database) -> None:
    gone = ContactOptOutChangedV1(
        company_id=COMPANY, identity=f"phone:{PERSON}", opted_out=True, source="keyword", at=now()
    )
    await put(database, contact(PERSON), contact(OTHER), contact(PERSON, uuid7()), gone)
    await put(database, contact(PERSON), parked=False)
    assert await erased(database) == 1
    assert await erased(database) == 0
    topics = [(row.topic, PERSON in row.payload) for row in await left(database)]
    assert topics == [
        ("parked:contact.changed", False),
        ("parked:contact.changed", True),  # Of another company.
        ("parked:contact.optout", True),
        ("contact.changed", True),  # On its way.
    ]


@pytest.mark.parametrize("others", [(OTHER,), (OTHER, "5511999990003")])
async def test_of_many_in_one_the_others_wait_on(database: Database, others: tuple[str, ...]) -> None:
    await put(database, sends(PERSON, *others))
    assert await erased(database) == 1
    rows = await left(database)
    assert {row.topic for row in rows} == {"parked:campaign.send"}
    phones = [
        part.recipient.phone
        for row in rows
        for part in decode(row.type, row.payload.encode()).parts()
        if isinstance(part, CampaignSendRequestedV1)
    ]
    assert phones == [f"+{other}" for other in others]


async def test_what_cannot_be_read_goes_whole(database: Database) -> None:
    await put(database, contact(PERSON))
    async with database.worker() as session:
        await execute(session, "UPDATE outbox SET type = 'contact.changed.v9'")
    assert await erased(database) == 1
    assert await left(database) == []
