"""The companies themselves."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import NotFound
from auth.models import Company


class Companies:
    """The company itself."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, name: str) -> Company:
        """Create the company with the defaults of everything but its name."""
        company = Company(company_id=self._company_id, name=name)
        self._session.add(company)
        await self._session.flush()
        return company

    async def get(self, *, lock: bool = False) -> Company:
        """Return the company, locked against other changes if asked. Raises `NotFound`."""
        query = select(Company).where(Company.company_id == self._company_id)
        if lock:
            # Not FOR UPDATE: anyone who adds a row that refers to the company need not wait.
            query = query.with_for_update(key_share=True)
        company = (await self._session.exec(query)).first()
        if company is None:
            raise NotFound("company-not-found")
        return company


async def own_limits(session: AsyncSession) -> Mapping[UUID, tuple[dict[str, float], dict[str, float]]]:
    """Return what companies chose as their limits and what they are granted, where there is anything."""
    query = select(Company.company_id, Company.limits, Company.granted_limits).where(
        or_(col(Company.limits) != {}, col(Company.granted_limits) != {})
    )
    found = await session.exec(query)
    return {company_id: (dict(chosen), dict(granted)) for company_id, chosen, granted in found}
