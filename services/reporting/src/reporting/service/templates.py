"""Figures of templates: how far the messages that are made of them came."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.identity.context import TenantContext
from reporting.domain.campaigns import ratio
from reporting.domain.periods import Period
from reporting.repository.reports import Reports
from reporting.repository.templates import by_template
from reporting.schemas.templates import TemplateFigures, TemplateRates, TemplatesReport
from reporting.service.periods import period_of
from reporting.service.tickets import Asked, period_read


async def report_templates(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> TemplatesReport:
    """Return how far the messages of each template came that were sent, or failed, in a period."""
    period = await period_of(Reports(session, actor.company_id), at, asked.first, asked.last)

    async def of(period: Period) -> TemplatesReport:
        rows = await by_template(session, actor.company_id, period.start, period.end, asked.only.channel_id)
        items = [
            TemplateFigures(
                **row._mapping,
                rates=TemplateRates(
                    delivered=ratio(row.delivered, row.sent),
                    read=ratio(row.read, row.delivered),
                    failed=ratio(row.failed, row.messages),
                ),
            )
            for row in rows
        ]
        return TemplatesReport(**period_read(period), items=items)

    report = await of(period)
    if asked.compare:
        report.previous = await of(period.previous())
    return report
