"""Exports that are made in steps, as people start, follow, fetch and delete them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role
from atende_platform.errors import Conflict, NotFound
from atende_platform.files.parts import Extent, read_csv, read_workbook
from atende_platform.files.spreadsheets import AskedStyle, style_of
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from reporting.repository import exports
from reporting.repository.exports import Exports
from reporting.repository.reports import Reports
from reporting.schemas.exports import ExportCreate, ExportRead
from reporting.schemas.schedules import FiltersBody
from reporting.service.campaigns import get_campaign
from reporting.service.periods import period_of
from reporting.service.visibility import narrowed, sees_a_share

if TYPE_CHECKING:
    from reporting.models.exports import ReportExport

KEPT_HOURS: Final = 24
MAX_WAITING: Final = 5
"""Of one user or API key, that are not done yet."""
MAX_WAITING_OF_ALL: Final = 20
"""Of a company."""
MAX_KEPT: Final = 20
"""Of one user or API key; their oldest make room for new ones. Those of a company share its space."""
_READ_SECONDS: Final = 300
"""How long a file that is downloaded does not make room for others, from each of its parts on."""
_PURGED: Final = 50
"""At once: each may have thousands of parts."""

OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


async def create_export(
    session: AsyncSession, actor: TenantContext, body: ExportCreate, most_bytes: int, now: datetime
) -> ExportRead:
    """Queue an export.

    Raises `Conflict` beyond `MAX_WAITING`, `MAX_WAITING_OF_ALL` and ``most_bytes``, `NotFound` for a campaign
    that is not there, `InvalidInput` for a period that is none, and `Forbidden` as `narrowed` does.
    """
    known = _exports(session, actor, now)
    await take_turns(session, actor.company_id, "report exports")
    for most, of in ((MAX_WAITING, actor.user_id), (MAX_WAITING_OF_ALL, None)):
        if await known.under_way(of) >= most:
            raise Conflict("too-many-report-exports", most=most)
    await known.keep_newest(actor.user_id, MAX_KEPT - 1)
    if await known.stored_bytes() >= most_bytes:
        raise Conflict("report-exports-full")
    style = style_of("en", AskedStyle(body.separator))._replace(mark=body.bom)
    job = await known.add(
        report=body.report,
        question=await _question(session, actor, body, now),
        format=body.format,
        style=style._asdict(),
        created_by=actor.user_id,
    )
    details: audit.Details = {"report": body.report, "format": body.format}
    if body.campaign_id is not None:
        details = {**details, "campaign": str(body.campaign_id)}
    await audit.record(session, actor, Action.REPORT_EXPORT_CREATED, job.id, details)
    return _shown(job)


async def _question(
    session: AsyncSession, actor: TenantContext, body: ExportCreate, now: datetime
) -> dict[str, Any]:
    """Return what is asked, with the days and the agent that it comes to now."""
    if body.campaign_id is not None:
        await get_campaign(session, actor.company_id, body.campaign_id)
        return {"campaignId": str(body.campaign_id)}
    await narrowed(session, actor, body.filters.filter())
    period = await period_of(Reports(session, actor.company_id), now, body.first, body.last)
    filters = body.filters.model_dump(mode="json", by_alias=True, exclude_none=True)
    if body.report == "tickets" and sees_a_share(actor):
        filters["agentId"] = str(actor.user_id)
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "filters": filters,
        "role": str(actor.role),
        "kind": actor.kind,
    }


async def list_exports(
    session: AsyncSession, actor: TenantContext, *, cursor: str | None, limit: int, now: datetime
) -> Page[ExportRead]:
    """Return the actor's exports, or everybody's to who manages reports, the newest first."""
    created_by = None if actor.may(Permission.REPORTS_MANAGE) else actor.user_id
    found = await _exports(session, actor, now).page(decode_cursor(cursor), limit + 1, created_by)
    return Page(
        items=[_shown(job) for job in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda job: (job.created_at, job.id)),
    )


async def get_export(
    session: AsyncSession, actor: TenantContext, export_id: UUID, now: datetime
) -> ExportRead:
    """Return an export. Raises `NotFound`, also for somebody else's to who does not manage reports."""
    return _shown(await _existing(session, actor, export_id, now))


async def delete_export(session: AsyncSession, actor: TenantContext, export_id: UUID, now: datetime) -> None:
    """End an export, or delete it with its file. Raises `NotFound`."""
    job = await _existing(session, actor, export_id, now)
    await audit.record(session, actor, Action.REPORT_EXPORT_DELETED, job.id, {"report": job.report})
    await _exports(session, actor, now).delete(job)


async def require_file(
    session: AsyncSession, actor: TenantContext, export_id: UUID, now: datetime
) -> "ReportExport":
    """Return an export whose file is there.

    Raises `NotFound`, and `Forbidden` for what the actor saw before they were made an agent.
    """
    job = await _existing(session, actor, export_id, now)
    if sees_a_share(actor) and has_more(job, actor.user_id):
        actor.require(Permission.TICKETS_MANAGE)
    if job.status != "finished":
        raise NotFound("file-not-found")
    return job


async def begin_download(
    session: AsyncSession, actor: TenantContext, export_id: UUID, now: datetime
) -> "ReportExport":
    """Record that the actor downloads a file, and return its export. Raises as `require_file` does."""
    job = await require_file(session, actor, export_id, now)
    await _exports(session, actor, now).keep_for(job.id, _READ_SECONDS)
    details: audit.Details = {"report": job.report, "format": job.format}
    await audit.record(session, actor, Action.REPORT_EXPORT_DOWNLOADED, job.id, details)
    return job


def read_file(open_session: OpenSession, job: "ReportExport", since: datetime) -> AsyncIterator[bytes]:
    """Yield a file, part by part; each has a transaction of its own."""
    parts = _parts(open_session, job, since)
    if job.format == "csv":
        return read_csv(parts)
    return read_workbook(parts, compressed=job.stored_bytes, extent=Extent(job.size, job.checksum))


async def _parts(open_session: OpenSession, job: "ReportExport", since: datetime) -> AsyncIterator[bytes]:
    for number in range(job.parts):
        async with open_session(job.company_id) as session:
            known = Exports(session, job.company_id, since)
            await known.keep_for(job.id, _READ_SECONDS)
            data = await known.part(job.id, number)
        if data is None:
            raise RuntimeError("somebody deleted the export while it was downloaded")
        yield data


def has_more(job: "ReportExport", user_id: UUID) -> bool:
    """Tell whether a file has, or will have, more than its user may see as an agent."""
    question = job.question
    if job.report == "tickets":
        return bool(question["filters"].get("agentId") != str(user_id))
    return job.report == "daily" and question["role"] != Role.AGENT


def name_of(job: "ReportExport") -> str:
    """Return what a file is called."""
    question = job.question
    about = question.get("campaignId") or f"{question['from']}-{question['to']}"
    return f"{job.report}-{about}.{job.format}"


def oldest(now: datetime) -> datetime:
    """Return when an export that expires now was created."""
    return now - timedelta(hours=KEPT_HOURS)


async def purge(session: AsyncSession, limit: int) -> int:
    """Delete some exports that have expired, with their files; return how many."""
    return await exports.purge(session, min(limit, _PURGED), hours=KEPT_HOURS)


def _exports(session: AsyncSession, actor: TenantContext, now: datetime) -> Exports:
    return Exports(session, actor.company_id, oldest(now))


async def _existing(
    session: AsyncSession, actor: TenantContext, export_id: UUID, now: datetime
) -> "ReportExport":
    job = await _exports(session, actor, now).find(export_id)
    if job is None or (job.created_by != actor.user_id and not actor.may(Permission.REPORTS_MANAGE)):
        raise NotFound("report-export-not-found")
    return job


def _shown(job: "ReportExport") -> ExportRead:
    question = job.question
    return ExportRead(
        id=job.id,
        report=job.report,
        campaign_id=question.get("campaignId"),
        first_day=_day(question.get("from")),
        last_day=_day(question.get("to")),
        filters=FiltersBody.model_validate(question.get("filters", {})),
        format=job.format,
        status=job.status,
        reason=job.reason,
        rows_done=job.rows_done,
        rows_total=job.rows_total,
        stored_bytes=job.stored_bytes,
        created_by=job.created_by,
        created_at=job.created_at,
        finished_at=job.finished_at,
        expires_at=job.created_at + timedelta(hours=KEPT_HOURS),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
