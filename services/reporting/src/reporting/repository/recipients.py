"""Users who can get reports by e-mail, and the company that sends them, as auth last told."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.users import UserChangedV1
from atende_platform.data import batch
from atende_platform.data.storable import storable
from reporting.domain.directory import MAX_NAME
from reporting.models.facts import CompanySettings
from reporting.models.schedules import ReportRecipient

_SAVE_USERS: Final = batch.upsert(ReportRecipient, newer="revision")


async def store_users(session: AsyncSession, users: Sequence[UserChangedV1]) -> None:
    """Store users where they are newer than what is known."""
    newest = {(each.company_id, each.user_id): each for each in sorted(users, key=lambda one: one.revision)}
    rows = [
        ReportRecipient(
            company_id=each.company_id,
            user_id=each.user_id,
            name=storable(each.name[:MAX_NAME]),
            email=each.email if each.state == "active" else None,
            role=each.role,
            active=each.state == "active",
            revision=each.revision,
        )
        for each in newest.values()
    ]
    await _SAVE_USERS.run(session, rows)


class Recipients:
    """One company's users."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def those(self, user_ids: Collection[UUID]) -> dict[UUID, ReportRecipient]:
        """Return those of some users that are known, by their ids."""
        query = select(ReportRecipient).where(
            ReportRecipient.company_id == self._company_id, col(ReportRecipient.user_id).in_(set(user_ids))
        )
        return {user.user_id: user for user in (await self._session.exec(query)).all()}

    async def company(self) -> CompanySettings | None:
        """Return the company; None while it is not known here."""
        return await self._session.get(CompanySettings, self._company_id)
