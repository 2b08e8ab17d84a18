"""WhatsApp Web sessions of one company: how they are, and what is wanted of them.

Who holds them is in `gateway.repository.session_leases`, their keys in `gateway.repository.session_keys`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from atende_platform.errors import NotFound
from gateway.domain.sessions import REMOVED, Desired, Life, Pairing, State
from gateway.models import WebSession

SESSIONS: Final = "sessions"
"""What the processes that hold sessions are woken for (`atende_platform.data.wakeups`)."""


class LeaseLost(Exception):
    """Another process holds the session by now, or may: nothing of it may be written."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A session in the hands of one process."""

    company_id: UUID
    channel_id: UUID
    owner: UUID
    fence: int


class Sessions:
    """The sessions of one company's channels."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, channel_id: UUID, *, groups: bool, history: bool) -> WebSession:
        """Add the session of a new channel: it is idle until somebody pairs it."""
        row = WebSession(company_id=self._company_id, channel_id=channel_id, groups=groups, history=history)
        self._session.add(row)
        await self._session.flush()
        await self._session.refresh(row)
        return row

    async def find(self, channel_id: UUID) -> WebSession | None:
        """Return a channel's session; None: the channel is of another provider."""
        return (await self.of([channel_id])).get(channel_id)

    async def of(self, channel_ids: Collection[UUID]) -> dict[UUID, WebSession]:
        """Return the sessions of those channels that have one."""
        statement = select(WebSession).where(
            WebSession.company_id == self._company_id, col(WebSession.channel_id).in_(channel_ids)
        )
        return {row.channel_id: row for row in await self._session.exec(statement)}

    async def lock(self, channel_id: UUID) -> WebSession:
        """Return a channel's session, locked for change. Raises `NotFound`."""
        statement = (
            select(WebSession)
            .where(WebSession.company_id == self._company_id, WebSession.channel_id == channel_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        row = (await self._session.exec(statement)).one_or_none()
        if row is None:
            raise NotFound("channel-not-found")
        return row

    async def delete(self, channel_id: UUID) -> None:
        """Delete a channel's session with all its keys. Who holds it finds that it is gone, and closes it."""
        await execute(
            self._session,
            delete(WebSession).where(
                col(WebSession.company_id) == self._company_id, col(WebSession.channel_id) == channel_id
            ),
        )

    async def save(self, row: WebSession, life: Life | None = None, **changes: Any) -> None:
        """Write a locked session: where it is in its life, and whatever else changes."""
        values = {} if life is None else _columns(life)
        row.sqlmodel_update({**values, **changes, "updated_at": func.clock_timestamp()})
        await self._session.flush()
        await self._session.refresh(row)


_DEVICES: Final = """
SELECT s.channel_id, s.desired, s.state, s.last_code, EXISTS (
    SELECT FROM session_keys k
    WHERE k.company_id = s.company_id AND k.channel_id = s.channel_id AND k.kind = 'creds') AS linked
FROM sessions s WHERE s.company_id = :company ORDER BY s.channel_id
"""


@dataclass(frozen=True, slots=True)
class Device:
    """What a channel's session is for the phone that it was linked with."""

    channel_id: UUID
    linked: bool
    """There are credentials: the phone lists the device."""
    is_asked: bool
    """Its holder is to log it out."""
    logged_out: bool
    """WhatsApp said that it is no device of the account any more."""
    given_up: bool
    """It could not be logged out: the phone may list it still."""


async def devices_of(session: AsyncSession, company_id: UUID) -> list[Device]:
    """Return the devices of a company's channels."""
    rows = await execute(session, _DEVICES, company=company_id)
    return [
        Device(
            row.channel_id,
            linked=row.linked,
            is_asked=row.desired == "logged_out",
            logged_out=row.state == "logged_out" and row.last_code == REMOVED,
            given_up=row.state == "logged_out" and row.last_code != REMOVED,
        )
        for row in rows
    ]


def life_of(row: WebSession) -> Life:
    """Return where a stored session is in its life."""
    return Life(
        state=cast("State", row.state),
        desired=cast("Desired", row.desired),
        since=row.state_since,
        pairing=cast("Pairing | None", row.pairing),
        pairing_phone=row.pairing_phone,
        attempts=row.attempts,
        retry_at=row.retry_at,
        last_code=row.last_code,
    )


def is_held(row: WebSession, at: datetime) -> bool:
    """Tell whether a process has the session, as far as its lease says."""
    return row.lease_until is not None and row.lease_until > at


def _columns(life: Life) -> dict[str, str | int | datetime | None]:
    return {
        "state": life.state,
        "desired": life.desired,
        "state_since": life.since,
        "pairing": life.pairing,
        "pairing_phone": life.pairing_phone,
        "attempts": life.attempts,
        "retry_at": life.retry_at,
        "last_code": life.last_code,
    }
