"""The companies themselves."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import select
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
            # Not FOR UPDATE: whoever adds a row that refers to the company need not wait.
            query = query.with_for_update(key_share=True)
        company = (await self._session.exec(query)).first()
        if company is None:
            raise NotFound("There is no such company.")
        return company


async def chosen_limits(session: AsyncSession) -> Mapping[UUID, dict[str, float]]:
    """Return what companies chose as their limits, of all that chose any."""
    query = select(Company.company_id, Company.limits).where(Company.limits != {})
    return {company_id: dict(limits) for company_id, limits in await session.exec(query)}
