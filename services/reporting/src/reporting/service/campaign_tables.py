"""The list of campaigns, and the variants of one, as files."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import Conflict
from atende_platform.files.made_workbooks import MAX_ROWS, make_workbook
from atende_platform.files.spreadsheets import AskedStyle, csv_rows, safe_cell, style_of
from reporting.domain.campaigns import Wanted
from reporting.repository.reports import Reports
from reporting.schemas.campaigns import CampaignSummary, VariantReport
from reporting.service.campaigns import (
    AskedCampaigns,
    OpenSession,
    get_campaign,
    summaries,
    wanted_campaigns,
)
from reporting.service.exports import Table, table_of
from reporting.service.variants import variant_read, variants_of

_PAGE: Final = 500


async def begin_list(session: AsyncSession, company_id: UUID, asked: AskedCampaigns) -> Wanted:
    """Return which campaigns a file is to have. Raises `InvalidInput` for a reversed period."""
    return await wanted_campaigns(Reports(session, company_id), asked)


async def export_list(
    open_session: OpenSession, company_id: UUID, wanted: Wanted, at: datetime, asked: AskedStyle
) -> AsyncIterator[str]:
    """Yield campaigns as CSV, a page at a time; with commas if nothing else is asked for."""
    style = style_of("en", asked)._replace(mark=asked.mark is True)
    yield csv_rows([_header()], style, first=True)
    async for page in _pages(open_session, company_id, wanted, at):
        yield csv_rows(page, style)


async def export_list_workbook(
    open_session: OpenSession, company_id: UUID, wanted: Wanted, at: datetime
) -> AsyncIterator[bytes]:
    """Make a workbook of campaigns; return its bytes in chunks.

    Raises as `make_workbook` does, and `Conflict` for more rows than a workbook takes.
    """

    async def pages() -> AsyncIterator[Sequence[Sequence[str]]]:
        yield [_header()]
        rows = 0
        async for page in _pages(open_session, company_id, wanted, at):
            rows += len(page)
            if rows > MAX_ROWS:
                raise Conflict("too-many-rows", most=MAX_ROWS)
            yield [[safe_cell(value) for value in row] for row in page]

    return await make_workbook(company_id, pages())


async def table_of_variants(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> Table:
    """Return a campaign's variants as a table, without rows if it has one message. Raises `NotFound`."""
    campaign = await get_campaign(session, company_id, campaign_id)
    return table_of(VariantReport, [variant_read(each) for each in variants_of(campaign.variants)])


def _header() -> Sequence[str]:
    return table_of(CampaignSummary, []).header


async def _pages(
    open_session: OpenSession, company_id: UUID, wanted: Wanted, at: datetime
) -> AsyncIterator[Sequence[Sequence[object]]]:
    """Yield campaigns, the newest first, each page in a transaction of its own."""
    position: tuple[datetime, UUID] | None = None
    while True:
        async with open_session(company_id) as session:
            reports = Reports(session, company_id)
            rows = await reports.campaigns(wanted, position, _PAGE)
            shown = await summaries(reports, rows, at)
        if rows:
            yield table_of(CampaignSummary, shown).rows
            position = rows[-1].first_seen_at, rows[-1].campaign_id
        if len(rows) < _PAGE:
            return
