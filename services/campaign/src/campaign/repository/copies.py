"""Projections of what other services own: contacts, channels and companies, each by revision."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Integer
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.identity import aliases
from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.models import ChannelCopy, CompanyCopy, ContactCopy, LastInbound

SEEN_STEP: Final = timedelta(minutes=5)
"""The most by which the stored time at which a person was last seen may be behind."""


_STORE_CONTACTS: Final = batch.upsert(ContactCopy, dict, newer="revision", or_equal=True)


async def apply_contacts(session: AsyncSession, events: Sequence[ContactChangedV1]) -> None:
    """Store contacts as they now are. An older revision than the stored one changes nothing.

    The same revision is stored again: reading all contacts anew fills columns that are new. Of a deleted
    contact nothing is kept but that it was deleted.
    """
    newest: dict[tuple[UUID, UUID], ContactChangedV1] = {}
    for event in sorted(events, key=lambda each: each.revision):
        newest[event.company_id, event.contact_id] = event
    gone = [key for key, event in newest.items() if event.deleted and event.merged_into is None]
    await _purge_last_seen(session, gone)
    await _STORE_CONTACTS.run(session, [_contact_copy(event) for event in newest.values()])


def _contact_copy(event: ContactChangedV1) -> dict[str, Any]:
    return {
        "company_id": event.company_id,
        "contact_id": event.contact_id,
        "party": {} if event.deleted else event.party.model_dump(mode="json", exclude_none=True),
        "aliases": [] if event.deleted else aliases(event.party),
        "tags": [] if event.deleted else event.tags,
        "custom_fields": {} if event.deleted else event.custom_fields,
        "revision": event.revision,
        "deleted": event.deleted,
        "blocked": event.blocked and not event.deleted,
        "merged_into": event.merged_into,
    }


_PURGE_LAST_SEEN: Final = """
DELETE FROM last_inbound s
USING unnest(CAST(:company_ids AS uuid[]), CAST(:contact_ids AS uuid[]))
    AS t (company_id, contact_id)
JOIN contact_copy k USING (company_id, contact_id)
WHERE s.company_id = k.company_id AND s.identity = ANY(k.aliases)
"""


async def _purge_last_seen(session: AsyncSession, contacts: Sequence[tuple[UUID, UUID]]) -> None:
    """Drop what is known by the names of contacts, given as (company, id), that are being deleted."""
    if contacts:
        await execute(
            session,
            _PURGE_LAST_SEEN,
            company_ids=[company_id for company_id, _ in contacts],
            contact_ids=[contact_id for _, contact_id in contacts],
        )


_SEEN: Final = batch.Recordset(LastInbound)
_STORE_LAST_SEEN: Final = f"""
INSERT INTO last_inbound AS s (company_id, identity, channel_id, at)
SELECT company_id, identity, channel_id, least(at, now()) FROM {_SEEN} AS given
ON CONFLICT (company_id, identity, channel_id) DO UPDATE SET at = excluded.at
WHERE excluded.at > s.at + CAST(:step AS interval)
"""  # noqa: S608 (made of the model)


async def apply_last_seen(session: AsyncSession, seen: Iterable[tuple[UUID, str, UUID, datetime]]) -> None:
    """Remember when people wrote, as (company, alias, channel, time); an earlier time changes nothing.

    Nor does one that is only minutes later: a conversation would write the row with each message. No
    time lies in the future, whatever the provider says.
    """
    latest: dict[tuple[UUID, str, UUID], datetime] = {}
    for company_id, identity, channel_id, at in seen:
        key = company_id, identity, channel_id
        latest[key] = max(at, latest.get(key, at))
    if not latest:
        return
    rows = [
        {"company_id": company_id, "identity": identity, "channel_id": channel_id, "at": at}
        for (company_id, identity, channel_id), at in sorted(latest.items())
    ]
    await execute(session, _STORE_LAST_SEEN, **_SEEN.arrays(rows), step=SEEN_STEP)


async def find_last_inbound(
    session: AsyncSession, company_id: UUID, channel_id: UUID, identities: Sequence[str]
) -> datetime | None:
    """Return when a person with these names last wrote to a channel; None: never, or it is not known."""
    query = select(func.max(LastInbound.at)).where(
        LastInbound.company_id == company_id,
        col(LastInbound.identity).in_(identities),
        LastInbound.channel_id == channel_id,
    )
    return (await session.exec(query)).one()


_STORE_CHANNELS: Final = batch.upsert(
    ChannelCopy,
    newer="revision",
    returning="new.company_id, new.channel_id, old.quality AS before, new.quality AS now,"
    " coalesce(old.campaigns, true) AND NOT new.campaigns AS closed",
)


class ChannelChange(NamedTuple):
    """What is another of a channel now."""

    company_id: UUID
    channel_id: UUID
    quality_before: str | None
    quality: str | None
    closed: bool
    """Campaigns may be sent over it no more."""


async def apply_channels(session: AsyncSession, events: Sequence[ChannelChangedV1]) -> list[ChannelChange]:
    """Store channels as they now are, and return those stored. An older revision changes nothing."""
    rows = [
        ChannelCopy(
            company_id=event.company_id,
            channel_id=event.channel_id,
            name=event.name,
            status=event.status,
            messages_per_second=event.messages_per_second,
            quality=event.quality,
            service_window=event.service_window,
            account_id=event.account_id,
            display_phone=event.display_phone,
            campaigns=event.campaigns,
            revision=event.revision,
        )
        for event in events
    ]
    result = await _STORE_CHANNELS.returning(session, rows)
    return [ChannelChange(*row) for row in result]


_STORE_COMPANIES: Final = batch.upsert(CompanyCopy, newer="revision")


async def apply_companies(
    session: AsyncSession, events: Sequence[CompanyChangedV1]
) -> list[CompanyChangedV1]:
    """Store companies as they now are; return the news. An older revision changes nothing."""
    newest = {event.company_id: event for event in sorted(events, key=lambda each: each.revision)}
    rows = [
        CompanyCopy(
            company_id=event.company_id,
            locale=event.locale,
            time_zone=event.time_zone,
            revision=event.revision,
        )
        for event in newest.values()
    ]
    return [newest[company_id] for (company_id,) in await _STORE_COMPANIES.returning(session, rows)]


async def find_locale(session: AsyncSession, company_id: UUID) -> str | None:
    """Return a company's locale; None while it is not known here."""
    query = select(CompanyCopy.locale).where(CompanyCopy.company_id == company_id)
    return (await session.exec(query)).one_or_none()


async def find_time_zone(session: AsyncSession, company_id: UUID) -> str | None:
    """Return a company's time zone; None while it is not known here."""
    query = select(CompanyCopy.time_zone).where(CompanyCopy.company_id == company_id)
    return (await session.exec(query)).one_or_none()


async def find_channel(
    session: AsyncSession, company_id: UUID, channel_id: UUID, *, lock: bool = False
) -> ChannelCopy | None:
    """Return a channel that was not deleted; with ``lock`` it stays so until the transaction ends."""
    query = select(ChannelCopy).where(
        ChannelCopy.company_id == company_id,
        ChannelCopy.channel_id == channel_id,
        ChannelCopy.status != "deleted",
    )
    if lock:
        query = query.with_for_update(read=True)
    return (await session.exec(query)).one_or_none()


async def find_contact_party(session: AsyncSession, company_id: UUID, contact_id: UUID) -> Party | None:
    """Return who a contact is, unless it is unknown or deleted."""
    query = select(ContactCopy.party).where(
        ContactCopy.company_id == company_id,
        ContactCopy.contact_id == contact_id,
        col(ContactCopy.deleted).is_(False),
    )
    party = (await session.exec(query)).one_or_none()
    return None if party is None else Party.model_validate(party)


@dataclass(frozen=True, slots=True)
class Known:
    """A contact that goes by one of the names asked for; ``position`` is that of the question."""

    position: int
    contact_id: UUID
    party: Party


_PEOPLE: Final = batch.Recordset(ContactCopy, "company_id, aliases", position=Integer)
# Each person is searched by name: as a join, all contacts of a company were compared with each of its people.
_KNOWN_AS: Final = f"""
WITH people AS MATERIALIZED (SELECT * FROM {_PEOPLE} AS given)  -- Or each comparison would parse the names.
SELECT person.position, k.contact_id, CAST(k.party AS text) AS party
FROM people AS person CROSS JOIN LATERAL (
    SELECT contact_id, party FROM contact_copy
    WHERE company_id = person.company_id AND aliases && person.aliases AND NOT deleted
    OFFSET 0
) AS k
ORDER BY person.position, k.contact_id
"""  # noqa: S608 (made of the model)


async def contacts_known_as(session: AsyncSession, people: Sequence[tuple[UUID, list[str]]]) -> list[Known]:
    """Return the contacts that share an alias with any of ``people``, given as (company, aliases)."""
    rows = [
        {"position": position, "company_id": company_id, "aliases": names}
        for position, (company_id, names) in enumerate(people)
    ]
    result = await execute(session, _KNOWN_AS, **_PEOPLE.arrays(rows))
    return [Known(row.position, row.contact_id, Party.model_validate_json(row.party)) for row in result]


async def existing_channels(
    session: AsyncSession, company_id: UUID, channel_ids: Collection[UUID]
) -> set[UUID]:
    """Return which of the channels there are and were not deleted."""
    query = select(ChannelCopy.channel_id).where(
        ChannelCopy.company_id == company_id,
        col(ChannelCopy.channel_id).in_(channel_ids),
        ChannelCopy.status != "deleted",
    )
    return set((await session.exec(query)).all())
