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
_SAVE_WITHOUT_ADDRESS: Final = batch.upsert(ReportRecipient, newer="revision", keep="email")


async def store_users(session: AsyncSession, users: Sequence[UserChangedV1]) -> None:
    """Store users where they are newer than what is known.

    Of an active user without an address the known one stays: auth of the version before does not tell it,
    and runs beside the new one for a while.
    """
    newest: dict[tuple[UUID, UUID], UserChangedV1] = {}
    for each in sorted(users, key=lambda one: one.revision):
        key = (each.company_id, each.user_id)
        before = newest.get(key)
        if before is not None and _tells_address(before) and not _tells_address(each):
            email = before.email if before.state == "active" else None
            newest[key] = each.model_copy(update={"email": email})
        else:
            newest[key] = each
    told = [each for each in newest.values() if _tells_address(each)]
    await _SAVE_USERS.run(session, map(_recipient, told))
    untold = [each for each in newest.values() if not _tells_address(each)]
    await _SAVE_WITHOUT_ADDRESS.run(session, map(_recipient, untold))


def _tells_address(user: UserChangedV1) -> bool:
    return user.state != "active" or "email" in user.model_fields_set


def _recipient(user: UserChangedV1) -> ReportRecipient:
    return ReportRecipient(
        company_id=user.company_id,
        user_id=user.user_id,
        name=storable(user.name[:MAX_NAME]),
        email=user.email if user.state == "active" else None,
        role=user.role,
        active=user.state == "active",
        revision=user.revision,
    )


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
