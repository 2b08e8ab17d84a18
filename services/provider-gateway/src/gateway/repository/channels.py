"""Channels and their sealed credentials."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, or_, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from atende_platform.errors import Conflict, NotFound
from gateway.domain.channels import PENDING, ChannelReason
from gateway.models import Channel, Credential

ACCESS_TOKEN: Final = "access_token"  # noqa: S105 (a kind, not a secret)
APP_SECRET: Final = "app_secret"  # noqa: S105
PREVIOUS_APP_SECRET: Final = "previous_app_secret"  # noqa: S105
PREVIOUS_SECRET_HOURS: Final = 24
"""How long a replaced app secret is still believed: Meta may sign what it repeats with the old one."""


class Channels:
    """The channels of one company; deleted ones are as if they were not."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, **values: Any) -> Channel:
        """Insert a pending channel. Raises `Conflict` when the company has connected its number already.

        Whether others have is not looked at, as it must not become known.
        """
        channel = Channel(company_id=self._company_id, status=PENDING, **values)
        self._session.add(channel)
        try:
            await self._session.flush()
        except IntegrityError as error:
            if "uq_channels_company_id_phone_number_id" not in str(error.orig):
                raise
            raise Conflict("phone-number-in-use") from None
        await self._session.refresh(channel)
        return channel

    async def count(self, *, provider: str | None = None) -> int:
        """Return how many there are, and were within the last day: also who deletes them has had them.

        With ``provider`` those of one.
        """
        statement = select(func.count()).where(
            Channel.company_id == self._company_id,
            or_(col(Channel.status) != "deleted", col(Channel.updated_at) > func.now() - timedelta(days=1)),
        )
        if provider is not None:
            statement = statement.where(Channel.provider == provider)
        return (await self._session.exec(statement)).one()

    async def get(self, channel_id: UUID, *, lock: bool = False) -> Channel:
        """Return a channel, locked for change on demand. Raises `NotFound`."""
        statement = select(Channel).where(
            Channel.company_id == self._company_id, Channel.id == channel_id, Channel.status != "deleted"
        )
        if lock:
            statement = statement.with_for_update()
        channel = (await self._session.exec(statement)).one_or_none()
        if channel is None:
            raise NotFound("channel-not-found")
        return channel

    async def page(self, *, limit: int, after: tuple[datetime, UUID] | None) -> Sequence[Channel]:
        """Return up to ``limit`` channels, the oldest first."""
        position = tuple_(col(Channel.created_at), col(Channel.id))
        statement = (
            select(Channel)
            .where(Channel.company_id == self._company_id, Channel.status != "deleted")
            .order_by(position)
            .limit(limit)
        )
        if after is not None:
            statement = statement.where(position > after)
        return (await self._session.exec(statement)).all()

    async def count_pending(self) -> int:
        """Return how many channels wait for their proof."""
        statement = select(func.count()).where(
            Channel.company_id == self._company_id, Channel.status == PENDING
        )
        return (await self._session.exec(statement)).one()

    async def save(self, channel: Channel) -> None:
        """Write a changed channel under its next revision."""
        channel.revision += 1
        channel.updated_at = func.now()  # type: ignore[assignment]
        await self._session.flush()
        await self._session.refresh(channel)

    async def store_credential(self, channel_id: UUID, kind: str, sealed: bytes) -> None:
        """Store a sealed secret in place of the one before."""
        row = {"company_id": self._company_id, "channel_id": channel_id, "kind": kind, "sealed": sealed}
        statement = insert(Credential).values(row)
        await execute(
            self._session,
            statement.on_conflict_do_update(
                index_elements=["company_id", "channel_id", "kind"],
                set_={"sealed": statement.excluded.sealed, "updated_at": func.now()},
            ),
        )

    async def find_credential(self, channel_id: UUID, kind: str) -> bytes | None:
        """Return a sealed secret."""
        return (
            await self._session.exec(
                select(Credential.sealed).where(
                    Credential.company_id == self._company_id,
                    Credential.channel_id == channel_id,
                    Credential.kind == kind,
                )
            )
        ).one_or_none()

    async def delete_credentials(self, channel_id: UUID) -> None:
        """Delete a channel's secrets."""
        await execute(
            self._session,
            delete(Credential).where(
                col(Credential.company_id) == self._company_id, col(Credential.channel_id) == channel_id
            ),
        )


@dataclass(frozen=True, slots=True)
class StoredAccess:
    """A channel with its credentials, still sealed."""

    company_id: UUID
    channel_id: UUID
    provider: str
    phone_number_id: str
    waba_id: str | None
    status: str
    messages_per_second: float
    verify_token: str
    revision: int
    messaging_limit: str | None
    sealed: dict[str, bytes]


_FIND_ACCESS: Final = """
SELECT c.company_id, c.id, c.provider, c.phone_number_id, c.waba_id, c.status,
       c.messages_per_second, c.verify_token, c.revision, c.messaging_limit, k.kind, k.sealed
FROM channels c
LEFT JOIN credentials k ON k.company_id = c.company_id AND k.channel_id = c.id
    AND (k.kind <> :previous OR k.updated_at > now() - make_interval(hours => :hours))
WHERE c.status <> 'deleted'
  AND (c.id = ANY(CAST(:channel_ids AS uuid[]))
       OR c.status <> 'pending' AND (c.phone_number_id = ANY(CAST(:phone_number_ids AS text[]))
                                     OR c.waba_id = ANY(CAST(:account_ids AS text[]))))
ORDER BY c.created_at, c.id
"""


async def find_access(
    session: AsyncSession,
    *,
    channel_ids: Sequence[UUID] = (),
    phone_number_ids: Sequence[str] = (),
    account_ids: Sequence[str] = (),
) -> list[StoredAccess]:
    """Return channels of all companies by id, by number or by account at the provider, the oldest first.

    Deleted ones are not found, pending ones by their id only.
    """
    result = await execute(
        session,
        _FIND_ACCESS,
        channel_ids=list(channel_ids),
        phone_number_ids=list(phone_number_ids),
        account_ids=list(account_ids),
        previous=PREVIOUS_APP_SECRET,
        hours=PREVIOUS_SECRET_HOURS,
    )
    found: dict[UUID, StoredAccess] = {}
    for row in result:
        access = found.setdefault(
            row.id,
            StoredAccess(
                company_id=row.company_id,
                channel_id=row.id,
                provider=row.provider,
                phone_number_id=row.phone_number_id,
                waba_id=row.waba_id,
                status=row.status,
                messages_per_second=row.messages_per_second,
                verify_token=row.verify_token,
                revision=row.revision,
                messaging_limit=row.messaging_limit,
                sealed={},
            ),
        )
        if row.kind is not None:
            access.sealed[row.kind] = row.sealed
    return list(found.values())


async def stop(
    session: AsyncSession, company_id: UUID, channel_id: UUID, reason: ChannelReason
) -> Channel | None:
    """Mark an active channel as in error; None when it was not active, so that it is reported once."""
    statement = (
        select(Channel)
        .where(Channel.company_id == company_id, Channel.id == channel_id, Channel.status == "active")
        .with_for_update()
    )
    channel = (await session.exec(statement)).one_or_none()
    if channel is not None:
        channel.status, channel.reason_code, channel.status_reason = "error", reason.code, reason.detail
        await Channels(session, company_id).save(channel)
    return channel


async def providers_of(session: AsyncSession, channel_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return what the providers of channels are called, of all companies."""
    rows = await session.exec(select(Channel.id, Channel.provider).where(col(Channel.id).in_(channel_ids)))
    return dict(rows.all())


async def clock(session: AsyncSession) -> datetime:
    """Return the database's time."""
    at: datetime = (await session.exec(select(func.clock_timestamp()))).one()
    return at


_CLAIM_CHECKS: Final = """
WITH due AS (
    SELECT company_id, id FROM channels WHERE status IN ('active', 'error') AND check_due_at <= now()
    ORDER BY check_due_at LIMIT :limit FOR UPDATE SKIP LOCKED
)
UPDATE channels c SET check_due_at = now() + make_interval(secs => :again)
FROM due WHERE c.company_id = due.company_id AND c.id = due.id
RETURNING c.company_id, c.id
"""


async def claim_checks(session: AsyncSession, *, limit: int, again_seconds: float) -> list[tuple[UUID, UUID]]:
    """Claim channels that are to be checked, of all companies; return company and id of each."""
    result = await execute(session, _CLAIM_CHECKS, limit=limit, again=again_seconds)
    return [(row.company_id, row.id) for row in result]


_CHECK_SOON: Final = """
UPDATE channels c SET check_due_at = now()
FROM unnest(CAST(:company_ids AS uuid[]), CAST(:ids AS uuid[])) AS given (company_id, id)
WHERE c.company_id = given.company_id AND c.id = given.id
"""


async def check_soon(session: AsyncSession, channels: Collection[tuple[UUID, UUID]]) -> None:
    """Have these companies' channels checked at once."""
    await execute(
        session,
        _CHECK_SOON,
        company_ids=[company_id for company_id, _ in channels],
        ids=[channel_id for _, channel_id in channels],
    )
