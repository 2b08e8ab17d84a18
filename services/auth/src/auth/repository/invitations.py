"""Invitations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import execute
from auth.domain import Invited

_COLUMNS: Final = (
    "company_id, id, email, role, invited_by, created_at, expires_at, accepted_at, revoked_at,"
    " expires_at <= now() AS expired"
)


_REVOKE_OF_ADDRESS: Final = """
UPDATE invitations SET revoked_at = now() WHERE company_id = :company_id
AND lower(email) = lower(:email) AND accepted_at IS NULL AND revoked_at IS NULL
"""
_ADD: Final = f"""
INSERT INTO invitations
(company_id, id, email, role, invited_by, token_hash, expires_at)
VALUES (:company_id, :id, :email, :role, :invited_by, :token_hash,
now() + make_interval(secs => :seconds)) RETURNING {_COLUMNS}
"""  # noqa: S608 (a constant)
_COUNT_OPEN: Final = """
SELECT count(*) FROM invitations WHERE company_id = :company_id
AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()
"""
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM invitations WHERE company_id = :company_id
AND accepted_at IS NULL AND revoked_at IS NULL
AND NOT EXISTS (SELECT FROM users WHERE users.company_id = invitations.company_id
    AND lower(users.email) = lower(invitations.email))
AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, CAST(:id AS uuid)))
ORDER BY created_at DESC, id DESC LIMIT :limit
"""  # noqa: S608 (a constant)
_FIND: Final = f"""
SELECT {_COLUMNS} FROM invitations
WHERE company_id = :company_id AND id = :id FOR NO KEY UPDATE
"""  # noqa: S608 (a constant)
_REVOKE: Final = """
UPDATE invitations SET revoked_at = now() WHERE company_id = :company_id AND id = :id
"""
_OPEN_OF: Final = f"""
SELECT {_COLUMNS} FROM invitations WHERE company_id = :company_id AND invited_by = :user_id
AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()
ORDER BY created_at DESC, id DESC LIMIT :limit
"""  # noqa: S608 (a constant)
_REVOKE_OTHERS: Final = """
UPDATE invitations SET revoked_at = now()
WHERE company_id = :company_id AND invited_by = :user_id
AND accepted_at IS NULL AND revoked_at IS NULL AND role <> ALL (CAST(:kept AS text[]))
RETURNING id
"""
_ACCEPT: Final = """
UPDATE invitations SET accepted_at = now() WHERE company_id = :company_id AND id = :id
"""


class Invitations:
    """The invitations of one company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(
        self, *, email: str, role: Role, invited_by: UUID | None, token_hash: bytes, seconds: float
    ) -> Invited:
        """Create an invitation; one that the address already has is worth nothing from now on."""
        await execute(self._session, _REVOKE_OF_ADDRESS, company_id=self._company_id, email=email)
        result = await execute(
            self._session,
            _ADD,
            company_id=self._company_id,
            id=uuid7(),
            email=email,
            role=role,
            invited_by=invited_by,
            token_hash=token_hash,
            seconds=seconds,
        )
        return _invited(result.mappings().one())

    async def count_open(self) -> int:
        """Return how many can be accepted."""
        result = await execute(self._session, _COUNT_OPEN, company_id=self._company_id)
        return int(result.scalar_one())

    async def page(self, before: tuple[datetime, UUID] | None, limit: int) -> Sequence[Invited]:
        """Return up to ``limit`` invitations neither accepted nor revoked, newest first.

        Not those of users who were created before they were invited: they are among the users.
        """
        at, id_ = before or (None, None)
        result = await execute(self._session, _PAGE, company_id=self._company_id, at=at, id=id_, limit=limit)
        return [_invited(row) for row in result.mappings()]

    async def find(self, invitation_id: UUID) -> Invited | None:
        """Return an invitation in whatever state, locked."""
        result = await execute(self._session, _FIND, company_id=self._company_id, id=invitation_id)
        row = result.mappings().one_or_none()
        return _invited(row) if row else None

    async def revoke(self, invitation_id: UUID) -> None:
        """Make an invitation worth nothing."""
        await execute(self._session, _REVOKE, company_id=self._company_id, id=invitation_id)

    async def open_of(self, user_id: UUID, limit: int) -> Sequence[Invited]:
        """Return up to ``limit`` invitations that a user sent and that can be accepted, newest first."""
        result = await execute(
            self._session, _OPEN_OF, company_id=self._company_id, user_id=user_id, limit=limit
        )
        return [_invited(row) for row in result.mappings()]

    async def revoke_others(self, user_id: UUID, kept: Sequence[Role]) -> Sequence[UUID]:
        """Revoke open invitations that a user sent, but to the roles that are kept; return which."""
        result = await execute(
            self._session, _REVOKE_OTHERS, company_id=self._company_id, user_id=user_id, kept=list(kept)
        )
        return list(result.scalars())

    async def accept(self, invitation_id: UUID) -> None:
        """Use an invitation up."""
        await execute(self._session, _ACCEPT, company_id=self._company_id, id=invitation_id)


def _invited(row: Any) -> Invited:
    return Invited(**{**row, "role": Role(row["role"])})


# --- over all companies: to find out who asks, and to tidy up ----------------------------------


_FIND_INVITATION: Final = f"SELECT {_COLUMNS} FROM invitations WHERE token_hash = :token_hash"  # noqa: S608 (a constant)


async def find_invitation(session: AsyncSession, token_hash: bytes) -> Invited | None:
    """Return the invitation that a token is of, in whatever state."""
    result = await execute(
        session,
        _FIND_INVITATION,
        token_hash=token_hash,
    )
    row = result.mappings().one_or_none()
    return _invited(row) if row else None


_PURGE_INVITATIONS: Final = """
DELETE FROM invitations AS invitation USING (
    SELECT company_id, id FROM invitations WHERE expires_at < now() - make_interval(secs => :seconds)
    ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE invitation.company_id = old.company_id AND invitation.id = old.id
"""


async def purge_invitations(session: AsyncSession, *, over_for_seconds: float, limit: int) -> int:
    """Delete up to ``limit`` invitations that could no longer be accepted for so long; return how many."""
    result = await execute(session, _PURGE_INVITATIONS, seconds=over_for_seconds, limit=limit)
    return result.rowcount
