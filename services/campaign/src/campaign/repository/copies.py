"""Projections of what other services own: contacts, channels and companies, each by revision."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.identity import aliases
from atende_platform.db import execute
from campaign.models import ChannelCopy, CompanyCopy, ContactCopy


async def take_contacts(session: AsyncSession, events: Sequence[ContactChangedV1]) -> None:
    """Store contacts as they now are. An older revision than the stored one changes nothing.

    Of a deleted contact nothing is kept but that it was deleted.
    """
    newest: dict[tuple[UUID, UUID], ContactChangedV1] = {}
    for event in sorted(events, key=lambda each: each.revision):
        newest[event.company_id, event.contact_id] = event
    rows: list[dict[str, Any]] = [
        {
            "company_id": str(event.company_id),
            "contact_id": str(event.contact_id),
            "party": {} if event.deleted else event.party.model_dump(mode="json", exclude_none=True),
            "aliases": [] if event.deleted else aliases(event.party),
            "custom_fields": {} if event.deleted else event.custom_fields,
            "revision": event.revision,
            "deleted": event.deleted,
            "merged_into": None if event.merged_into is None else str(event.merged_into),
        }
        for _, event in sorted(newest.items())
    ]
    await execute(
        session,
        """
        INSERT INTO contact_copy AS k
            (company_id, contact_id, party, aliases, custom_fields, revision, deleted, merged_into)
        SELECT company_id, contact_id, party, aliases, custom_fields, revision, deleted, merged_into
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS t (
            company_id uuid, contact_id uuid, party jsonb, aliases text[], custom_fields jsonb,
            revision bigint, deleted boolean, merged_into uuid
        )
        ON CONFLICT (company_id, contact_id) DO UPDATE SET
            party = excluded.party, aliases = excluded.aliases, custom_fields = excluded.custom_fields,
            revision = excluded.revision, deleted = excluded.deleted, merged_into = excluded.merged_into
        WHERE excluded.revision > k.revision
        """,
        rows=json.dumps(rows),
    )


async def take_channels(session: AsyncSession, events: Sequence[ChannelChangedV1]) -> None:
    """Store channels as they now are. An older revision than the stored one changes nothing."""
    newest: dict[tuple[UUID, UUID], ChannelChangedV1] = {}
    for event in sorted(events, key=lambda each: each.revision):
        newest[event.company_id, event.channel_id] = event
    ordered = [event for _, event in sorted(newest.items())]
    await execute(
        session,
        """
        INSERT INTO channel_copy AS k (company_id, channel_id, name, status, messages_per_second, revision)
        SELECT * FROM unnest(
            CAST(:company_ids AS uuid[]), CAST(:channel_ids AS uuid[]), CAST(:names AS text[]),
            CAST(:statuses AS text[]), CAST(:rates AS float8[]), CAST(:revisions AS bigint[])
        )
        ON CONFLICT (company_id, channel_id) DO UPDATE SET
            name = excluded.name, status = excluded.status,
            messages_per_second = excluded.messages_per_second, revision = excluded.revision
        WHERE excluded.revision > k.revision
        """,
        company_ids=[event.company_id for event in ordered],
        channel_ids=[event.channel_id for event in ordered],
        names=[event.name for event in ordered],
        statuses=[event.status for event in ordered],
        rates=[event.messages_per_second for event in ordered],
        revisions=[event.revision for event in ordered],
    )


async def take_companies(session: AsyncSession, events: Sequence[CompanyChangedV1]) -> None:
    """Store companies as they now are. An older revision than the stored one changes nothing."""
    newest: dict[UUID, CompanyChangedV1] = {}
    for event in sorted(events, key=lambda each: each.revision):
        newest[event.company_id] = event
    ordered = [event for _, event in sorted(newest.items())]
    await execute(
        session,
        """
        INSERT INTO company_copy AS k (company_id, locale, revision)
        SELECT * FROM unnest(
            CAST(:company_ids AS uuid[]), CAST(:locales AS text[]), CAST(:revisions AS bigint[])
        )
        ON CONFLICT (company_id) DO UPDATE SET locale = excluded.locale, revision = excluded.revision
        WHERE excluded.revision > k.revision
        """,
        company_ids=[event.company_id for event in ordered],
        locales=[event.locale for event in ordered],
        revisions=[event.revision for event in ordered],
    )


async def find_locale(session: AsyncSession, company_id: UUID) -> str | None:
    """Return a company's locale; None if we were not told yet."""
    query = select(CompanyCopy.locale).where(CompanyCopy.company_id == company_id)
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


async def contacts_known_as(session: AsyncSession, people: Sequence[tuple[UUID, list[str]]]) -> list[Known]:
    """Return the contacts that share an alias with any of ``people``, given as (company, aliases)."""
    rows = [
        {"position": position, "company_id": str(company_id), "aliases": names}
        for position, (company_id, names) in enumerate(people)
    ]
    result = await execute(
        session,
        """
        SELECT w.position, k.contact_id, CAST(k.party AS text) AS party
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS w (position integer, company_id uuid, aliases text[])
        JOIN contact_copy k ON k.company_id = w.company_id AND k.aliases && w.aliases AND NOT k.deleted
        ORDER BY w.position, k.contact_id
        """,
        rows=json.dumps(rows),
    )
    return [Known(row.position, row.contact_id, Party.model_validate_json(row.party)) for row in result]
