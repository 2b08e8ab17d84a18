"""Reports as files: beside each report its table, and links under which browsers save it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import StreamingResponse

from atende_platform.data.db import now
from atende_platform.files.made_workbooks import make_workbook, workbook_response
from atende_platform.files.spreadsheets import Style, csv_response
from atende_platform.http.access import TenantSession
from atende_platform.http.downloads import add_link
from atende_platform.http.models import ApiModel
from atende_platform.identity.context import TenantContext
from reporting.api.parameters import TABLE, FileFormat, MessageQuestion, Question, Reader
from reporting.schemas.activity import DayReport, HourReport
from reporting.schemas.messages import ChannelFigures, DeliveryError, OptOutsOfSource
from reporting.schemas.templates import TemplateFigures
from reporting.schemas.tickets import AgentFigures, QueueFigures, TagFigures
from reporting.service import activity, messages, templates, tickets
from reporting.service.exports import Table, comparison_of, table_of
from reporting.service.tickets import Asked

router = APIRouter()
Report = Callable[[AsyncSession, TenantContext, Asked, datetime], Awaitable[Any]]


async def _answer(
    actor: TenantContext, name: str, table: Table, style: Style, file_format: str
) -> StreamingResponse:
    if file_format == "xlsx":
        return workbook_response(
            await make_workbook(actor.company_id, table.workbook_pages()), f"{name}.xlsx"
        )
    return csv_response(table.csv(style), f"{name}.csv")


def _of_tickets(name: str, report: Report, kind: type[ApiModel], part: str) -> None:
    async def export(
        actor: Reader,
        session: TenantSession,
        asked: Question,
        style: Style,
        file_format: FileFormat = "csv",
    ) -> StreamingResponse:
        found = await report(session, actor, asked, now())
        return await _answer(actor, name, table_of(kind, getattr(found, part)), style, file_format)

    _add(name, export)


def _of_messages(name: str, report: Report, kind: type[ApiModel]) -> None:
    async def export(
        actor: Reader,
        session: TenantSession,
        asked: MessageQuestion,
        style: Style,
        file_format: FileFormat = "csv",
    ) -> StreamingResponse:
        found = await report(session, actor, asked, now())
        return await _answer(actor, name, table_of(kind, found.items), style, file_format)

    _add(name, export)


async def _export_summary(
    actor: Reader,
    session: TenantSession,
    asked: Question,
    style: Style,
    file_format: FileFormat = "csv",
) -> StreamingResponse:
    # The table has a column for the period before, whether or not that is asked for.
    found = await activity.report_summary(session, actor, replace(asked, compare=True), now())
    return await _answer(actor, "summary", comparison_of(found, found.previous), style, file_format)


def _add(name: str, export: Callable[..., Awaitable[StreamingResponse]]) -> None:
    words = "".join(word.title() for word in name.split("-"))
    router.add_api_route(
        f"/{name}/export",
        export,
        methods=["GET"],
        operation_id=f"reports.export{words}",
        name=f"reports.export{words}",
        description="The report as a table, in CSV or as a workbook, with the figures' names as in JSON.",
        response_class=StreamingResponse,
        responses=TABLE,
    )
    add_link(router, f"/{name}/export", export, operation_id=f"reports.link{words}")


_add("summary", _export_summary)
_of_tickets("daily", activity.report_days, DayReport, "days")
_of_tickets("hourly", activity.report_hours, HourReport, "hours")
_of_tickets("agents", tickets.report_agents, AgentFigures, "items")
_of_tickets("queues", tickets.report_queues, QueueFigures, "items")
_of_tickets("tags", tickets.report_tags, TagFigures, "items")
_of_messages("channels", messages.report_channels, ChannelFigures)
_of_messages("templates", templates.report_templates, TemplateFigures)
_of_messages("delivery-errors", messages.report_errors, DeliveryError)
_of_messages("opt-outs", messages.report_opt_outs, OptOutsOfSource)
