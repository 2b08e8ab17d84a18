"""Bulk actions as they are asked for and looked at."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role
from atende_platform.errors import NotFound
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.bulk.domain import MAX_WAITING, BulkKeyReused, Subject, TooManyBulkJobs
from chat.bulk.events import bulk_updated
from chat.bulk.registry import ACTIONS
from chat.bulk.repository import BulkJobs, purge, purge_files
from chat.bulk.schemas import BulkProgress, BulkTicketsBody, OnContacts
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.bulk.models import BulkJob

__all__ = [
    "actor_of",
    "cancel",
    "get",
    "list_jobs",
    "parts",
    "purge",
    "purge_files",
    "require_file",
    "submit",
]

MAX_FILES: Final = 3
"""Files of a company's exports that are kept."""
OpenSession = Callable[[UUID], AbstractAsyncContextManager[AsyncSession]]


async def submit(
    session: AsyncSession, actor: TenantContext, subject: Subject, body: OnContacts | BulkTicketsBody
) -> "tuple[BulkJob, bool]":
    """Queue an action; return the job, and whether it is new.

    Raises `Forbidden` without the permission that the action needs, `TooManyBulkJobs`, and `BulkKeyReused`.
    """
    action, asked = body.asked()
    ids, client_key = body.ids, body.client_key
    wanted = body.filter.model_dump(mode="json", exclude_none=True, by_alias=False) if body.filter else None
    does = ACTIONS[subject][action]
    actor.require(does.needs)
    if ids is None:
        actor.require(does.needs_by_filter)
    jobs = BulkJobs(session, actor.company_id)
    await take_turns(session, actor.company_id, "bulk")
    digest = None
    if client_key is not None:
        digest = hashlib.sha256(orjson.dumps([subject, action, ids, wanted, asked])).hexdigest()
        known = await jobs.find_by_key(client_key)
        if known is not None and known.digest != digest:
            raise BulkKeyReused(bulk_id=str(known.id))
        if known is not None:
            return known, False
    if await jobs.under_way() >= MAX_WAITING:
        raise TooManyBulkJobs(most=MAX_WAITING)
    parameters = await does.prepare(session, actor, asked)
    chosen = None if ids is None else list(dict.fromkeys(ids))
    job = await jobs.add(
        subject=subject,
        action=action,
        parameters=parameters,
        ids=chosen,
        filter=wanted,
        actor=_stored(actor),
        client_key=client_key,
        digest=digest,
        total=None if chosen is None else len(chosen),
        created_by=actor.user_id,
    )
    if action == "export":
        await jobs.trim_files(MAX_FILES)
    details: audit.Details = {"subject": subject, "action": action}
    await audit.record(session, actor, Action.BULK_STARTED, job.id, {**details, "ids": len(chosen or ())})
    await updates.append(session, [bulk_updated(job)])
    return job, True


def _stored(actor: TenantContext) -> dict[str, Any]:
    return {
        "role": str(actor.role),
        "kind": actor.kind,
        "scopes": sorted(actor.scopes),
        "sessionId": str(actor.session_id),
        "address": actor.address,
    }


def actor_of(job: "BulkJob") -> TenantContext:
    """Return on whose authority a job is done."""
    return TenantContext(
        company_id=job.company_id,
        user_id=job.created_by,
        role=Role(job.actor["role"]),
        session_id=UUID(job.actor["sessionId"]),
        kind=job.actor["kind"],
        scopes=frozenset(map(Permission, job.actor["scopes"])),
        address=job.actor["address"],
    )


async def get(session: AsyncSession, company_id: UUID, job_id: UUID) -> "BulkJob":
    job = await BulkJobs(session, company_id).find(job_id)
    if job is None:
        raise NotFound("bulk-not-found")
    return job


async def list_jobs(
    session: AsyncSession, company_id: UUID, cursor: str | None, limit: int
) -> Page[BulkProgress]:
    """Return a page of the company's jobs, newest first."""
    found = await BulkJobs(session, company_id).page(decode_cursor(cursor), limit + 1)
    return Page(
        items=[BulkProgress.of(job) for job in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda job: (job.created_at, job.id)),
    )


async def cancel(session: AsyncSession, actor: TenantContext, job_id: UUID, now: datetime) -> "BulkJob":
    """End a job after the portion that is being done; what was done stays. One that has ended stays as it is.

    Raises `Forbidden` for somebody else's job without the right to import and export contacts.
    """
    job = await get(session, actor.company_id, job_id)
    if job.created_by != actor.user_id:
        actor.require(Permission.CONTACTS_IMPORT)
    cancelled = await BulkJobs(session, actor.company_id).cancel(job_id, now)
    if cancelled is None:
        await session.refresh(job)
        return job
    await audit.record(session, actor, Action.BULK_CANCELLED, job_id, {"done": cancelled.next_row})
    await updates.append(session, [bulk_updated(cancelled)])
    return cancelled


async def require_file(session: AsyncSession, company_id: UUID, job_id: UUID) -> None:
    """Raise `NotFound` unless what a finished job wrote is still kept."""
    job, jobs = await get(session, company_id, job_id), BulkJobs(session, company_id)
    if not BulkProgress.of(job).has_file or await jobs.part_after(job_id, -1) is None:
        raise NotFound("file-not-found")


async def parts(open_session: OpenSession, company_id: UUID, job_id: UUID) -> AsyncIterator[str]:
    """Yield the file that a job made, part by part; each has a transaction of its own."""
    after = -1
    while True:
        async with open_session(company_id) as session:
            found = await BulkJobs(session, company_id).part_after(job_id, after)
        if found is None:
            return
        after, data = found
        yield data.decode()
