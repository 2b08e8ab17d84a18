"""Notices that are to be sent by e-mail, and the devices that logins are known to sign in from."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.db import execute
from auth.domain import Notice, NoticeKind

_ADD: Final = """
INSERT INTO notices (company_id, id, user_id, kind, email, locale, data, last)
SELECT u.company_id, wanted.id, u.id, :kind, u.email, c.locale, CAST(:data AS jsonb),
    held.count = :most - 1
FROM unnest(CAST(:ids AS uuid[]), CAST(:user_ids AS uuid[])) AS wanted (id, user_id)
JOIN users u ON u.company_id = :company_id AND u.id = wanted.user_id
JOIN companies c ON c.company_id = u.company_id
CROSS JOIN LATERAL (
    SELECT count(*) AS count FROM notices n
    WHERE n.company_id = u.company_id AND n.user_id = u.id
    AND split_part(n.kind, '.', 1) = :subject AND n.created_at > now() - interval '1 hour'
) AS held
WHERE u.state = 'active' AND u.login_id IS NOT NULL AND held.count < :most
"""
_OWNERS: Final = """
SELECT u.id FROM memberships m
JOIN users u ON u.company_id = m.company_id AND u.id = m.user_id
WHERE m.company_id = :company_id AND m.role = 'owner' AND u.state = 'active'
AND u.joined_at IS NOT NULL ORDER BY u.joined_at, u.id LIMIT :limit
"""


class Notices:
    """The notices of one company's users."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(
        self, user_ids: Collection[UUID], kind: NoticeKind, data: Mapping[str, str], *, most: int
    ) -> int:
        """Store a notice for each active user who had fewer than ``most`` on the subject within the hour.

        Returns how many were stored. It is sent to the address that the user has now.
        """
        result = await execute(
            self._session,
            _ADD,
            company_id=self._company_id,
            ids=[uuid7() for _ in user_ids],
            user_ids=list(user_ids),
            kind=kind,
            subject=kind.subject,
            data=json.dumps(dict(data)),
            most=most,
        )
        return result.rowcount

    async def owners(self, limit: int) -> Sequence[UUID]:
        """Return up to ``limit`` active owners who have entered the company, those first who came first."""
        result = await execute(self._session, _OWNERS, company_id=self._company_id, limit=limit)
        return list(result.scalars())


_KNOWN: Final = """
SELECT count(*) AS held, coalesce(bool_or(
    device = :device AND seen_at > now() - make_interval(days => :days)), false) AS known
FROM known_devices WHERE login_id = :login_id
"""
_NOTE: Final = """
INSERT INTO known_devices (login_id, device) VALUES (:login_id, :device)
ON CONFLICT (login_id, device) DO UPDATE SET seen_at = now()
"""
_KEEP_LATEST: Final = """
DELETE FROM known_devices WHERE login_id = :login_id AND device NOT IN (
    SELECT device FROM known_devices WHERE login_id = :login_id
    ORDER BY seen_at DESC LIMIT :most)
"""


class KnownDevices:
    """The devices that one login signs in from. Only the worker role sees them."""

    def __init__(self, session: AsyncSession, login_id: UUID) -> None:
        self._session = session
        self._login_id = login_id

    async def note(self, device: str, *, days: int, most: int) -> bool:
        """Note a device; return whether the login has signed in before, but not from it within ``days``.

        Of a login the ``most`` that were seen last are kept. To be asked behind a lock of the login.
        """
        result = await execute(self._session, _KNOWN, login_id=self._login_id, device=device, days=days)
        row = result.one()
        await execute(self._session, _NOTE, login_id=self._login_id, device=device)
        if row.held >= most:
            await execute(self._session, _KEEP_LATEST, login_id=self._login_id, most=most)
        return bool(row.held and not row.known)


# --- over all companies ----------------------------------------------------------------------


_CLAIM: Final = """
UPDATE notices SET attempts = attempts + 1, next_try_at = now()
+ make_interval(secs => least(3600, 60 * power(2, least(attempts, 10))))
WHERE (company_id, id) = (
    SELECT company_id, id FROM notices WHERE sent_at IS NULL AND next_try_at <= now()
    ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING company_id, id, kind, email, locale, data, last, created_at AS at
"""


async def claim(session: AsyncSession) -> Notice | None:
    """Return the notice that is due longest; it is due again later, each time after twice as long."""
    result = await execute(session, _CLAIM)
    row = result.mappings().one_or_none()
    return Notice(**{**row, "kind": NoticeKind(row["kind"])}) if row else None


_NOTE_SENT: Final = "UPDATE notices SET sent_at = now() WHERE company_id = :company_id AND id = :id"


async def note_sent(session: AsyncSession, notice: Notice) -> None:
    """Note that the mail server has taken a notice."""
    await execute(session, _NOTE_SENT, company_id=notice.company_id, id=notice.id)


_PURGE: Final = """
DELETE FROM notices AS notice USING (
    SELECT company_id, id FROM notices WHERE created_at < now() - make_interval(hours => :hours)
    ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE notice.company_id = old.company_id AND notice.id = old.id
RETURNING notice.sent_at IS NOT NULL AS sent
"""


async def purge(session: AsyncSession, *, hours: int, limit: int) -> Sequence[bool]:
    """Delete up to ``limit`` notices from before ``hours`` ago; return of each whether it was sent."""
    result = await execute(session, _PURGE, hours=hours, limit=limit)
    return list(result.scalars())
