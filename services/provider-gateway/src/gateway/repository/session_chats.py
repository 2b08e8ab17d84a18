"""The address that each customer of a WhatsApp Web channel used last: answers go there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from gateway.models import SessionChat

_KEEP: Final = batch.upsert(SessionChat, newer="at", or_equal=True)


class Address(Protocol):
    """One name of a customer's, and the address they used."""

    @property
    def alias(self) -> str: ...
    @property
    def jid(self) -> str: ...
    @property
    def at(self) -> datetime: ...


async def keep(
    session: AsyncSession, company_id: UUID, channel_id: UUID, addresses: Sequence[Address]
) -> None:
    """Keep addresses; of each name the latest."""
    rows = [
        SessionChat(company_id=company_id, channel_id=channel_id, alias=one.alias, jid=one.jid, at=one.at)
        for one in addresses
    ]
    await _KEEP.run(session, rows)


_FORGET: Final = "DELETE FROM session_chats WHERE company_id = :company_id AND channel_id = :channel_id"


async def forget(session: AsyncSession, company_id: UUID, channel_id: UUID) -> None:
    """Forget all addresses of a channel: another account would not know them."""
    await execute(session, _FORGET, company_id=company_id, channel_id=channel_id)


_FORGET_PEOPLE: Final = """
DELETE FROM session_chats c
USING unnest(CAST(:companies AS uuid[]), CAST(:aliases AS text[])) AS g (company_id, alias), sessions s
WHERE s.company_id = g.company_id AND c.company_id = s.company_id AND c.channel_id = s.channel_id
  AND c.alias = g.alias
"""


async def forget_people(session: AsyncSession, people: Sequence[tuple[UUID, str]]) -> None:
    """Forget the addresses of people on all channels of their companies, given as (company, alias)."""
    if people:
        companies, aliases = zip(*people, strict=True)
        await execute(session, _FORGET_PEOPLE, companies=list(companies), aliases=list(aliases))
