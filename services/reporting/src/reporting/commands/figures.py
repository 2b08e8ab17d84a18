"""What ``atende rebuild reporting`` runs."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from atende_ops.databases import database_with
from atende_ops.errors import Wrong
from atende_ops.hooks import Rebuilding
from reporting.service import rebuild
from reporting.settings import Settings


async def _companies(settings: Settings) -> Sequence[UUID]:
    async with database_with(settings) as database, database.worker() as session:
        return await rebuild.companies(session)


async def _rebuild(settings: Settings, company_id: UUID) -> int:
    async with database_with(settings) as database:
        try:
            return await rebuild.rebuild_company(database, company_id)
        except rebuild.RebuildUnderWay as error:
            raise Wrong(str(error)) from error


FIGURES: Final = Rebuilding(
    service="reporting",
    settings=Settings,
    what="All figures of reports, counted anew of what is known of messages and tickets",
    companies=_companies,
    run=_rebuild,
)
