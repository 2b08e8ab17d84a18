"""Facts, read and written many at a time. Sessions of the worker see every company."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import fields
from typing import Any, Final, Generic, cast
from uuid import UUID

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_platform.data import batch
from atende_platform.data.db import execute
from reporting.domain.facts import F, Key
from reporting.domain.moments import Moment
from reporting.domain.sends import Send
from reporting.domain.tickets import Ticket
from reporting.models.facts import (
    CampaignFact,
    ChannelFact,
    CompanySettings,
    SendFact,
    TicketFact,
    TicketMoment,
)


class Facts(Generic[F]):
    """A table of facts, one row per (company, id), read and written many rows at a time.

    The caller gives its rows in the order of their keys, so that two workers never lock each other.
    """

    def __init__(self, model: type[SQLModel], fact: type[F], id_: str) -> None:
        names = [field.name for field in fields(cast(Any, fact))]
        self._fact: Callable[..., F] = fact
        self._insert: batch.Statement[SQLModel, F] = batch.insert(model, fact, or_nothing=True)
        self._update: batch.Statement[SQLModel, F] = batch.update(model, fact)
        # Table and columns are the model's; no value ever becomes part of a statement.
        self.lock_sql: Final = (
            f"SELECT {', '.join(f'fact.{name}' for name in names)} FROM {model.__tablename__} AS fact"  # noqa: S608
            " JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[])) AS key (company_id, id)"
            f" ON fact.company_id = key.company_id AND fact.{id_} = key.id"
            f" ORDER BY fact.company_id, fact.{id_} FOR UPDATE OF fact"
        )

        self.page_sql: Final = (
            f"SELECT {', '.join(names)} FROM {model.__tablename__}"  # noqa: S608
            f" WHERE company_id = :company_id AND (CAST(:after AS uuid) IS NULL OR {id_} > :after)"
            f" ORDER BY {id_} LIMIT :limit"
        )

    async def page(self, session: AsyncSession, company_id: UUID, after: UUID | None, limit: int) -> list[F]:
        """Return some of a company's facts in the order of their ids, from behind one."""
        rows = await execute(session, self.page_sql, company_id=company_id, after=after, limit=limit)
        return [self._fact(*row) for row in rows]

    async def pages(self, session: AsyncSession, company_id: UUID, limit: int) -> AsyncIterator[list[F]]:
        """Yield all of a company's facts, some at a time."""
        after: UUID | None = None
        while page := await self.page(session, company_id, after, limit):
            yield page
            after = page[-1].key[1]

    async def insert(self, session: AsyncSession, facts: Collection[F]) -> set[Key]:
        """Insert those that are not there yet; return their keys."""
        return {(row[0], row[1]) for row in await self._insert.returning(session, facts)}

    async def lock(self, session: AsyncSession, keys: Collection[Key]) -> dict[Key, F]:
        """Return what is stored, locked until the transaction ends."""
        company_ids, ids = [key[0] for key in keys], [key[1] for key in keys]
        rows = await execute(session, self.lock_sql, company_ids=company_ids, ids=ids)
        facts = [self._fact(*row) for row in rows]
        return {fact.key: fact for fact in facts}

    async def update(self, session: AsyncSession, facts: Collection[F]) -> None:
        """Replace what is stored."""
        await self._update.run(session, facts)


SENDS: Final = Facts(SendFact, Send, "send_id")

TICKETS: Final = Facts(TicketFact, Ticket, "ticket_id")

MOMENTS: Final = Facts(TicketMoment, Moment, "moment_id")

_SAVE_CAMPAIGNS: Final = batch.upsert(
    CampaignFact, newer="revision, reported_at, event_id", keep="first_seen_at"
)


async def store_campaigns(
    session: AsyncSession, campaigns: Sequence[CampaignProgressV1 | CampaignFinishedV1]
) -> None:
    """Store reports of campaigns where they are newer than what is known."""
    rows = [
        CampaignFact(
            company_id=each.company_id,
            campaign_id=each.campaign_id,
            channel_id=each.channel_id,
            name=each.name,
            state=each.state,
            total=each.total,
            counts=each.counts,
            replies=each.replies,
            opt_outs=each.opt_outs,
            variants=[variant.model_dump(mode="json") for variant in each.variants],
            started_at=each.started_at,
            finished_at=each.finished_at,
            revision=each.revision,
            reported_at=each.occurred_at,
            event_id=each.id,
        )
        for each in campaigns
    ]
    await _SAVE_CAMPAIGNS.run(session, rows)


_SAVE_CHANNELS: Final = batch.upsert(ChannelFact, newer="revision")


async def store_channels(session: AsyncSession, channels: Sequence[ChannelChangedV1]) -> None:
    """Store channels where they are newer than what is known."""
    newest = {
        (each.company_id, each.channel_id): each for each in sorted(channels, key=lambda one: one.revision)
    }
    rows = [
        ChannelFact(
            company_id=each.company_id,
            channel_id=each.channel_id,
            name=each.name,
            status=each.status,
            quality=each.quality,
            messaging_limit=each.messaging_limit,
            revision=each.revision,
        )
        for each in newest.values()
    ]
    await _SAVE_CHANNELS.run(session, rows)


_SAVE_COMPANIES: Final = batch.upsert(CompanySettings, newer="revision, reported_at")


async def store_companies(session: AsyncSession, companies: Sequence[CompanyChangedV1]) -> None:
    """Store settings where they are newer than what is known."""
    rows = [
        CompanySettings(
            company_id=each.company_id,
            name=each.name,
            time_zone=each.time_zone,
            locale=each.locale,
            suspended=each.suspended or each.deleted,
            revision=each.revision,
            reported_at=each.occurred_at,
        )
        for each in companies
    ]
    await _SAVE_COMPANIES.run(session, rows)
