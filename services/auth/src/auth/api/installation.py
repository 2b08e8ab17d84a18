"""The installation's own routes: for its administrators' tokens, and for no token or key of a company."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from atende_platform.errors import Forbidden
from atende_platform.http.access import Admission, runtime_of
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.sender import identity_of
from auth.deps import AuthRuntime
from auth.repository.audit import AuditFilter
from auth.schemas.audit import AuditRead
from auth.schemas.installation import CompanyOverview, CompanySuspend, GrantedLimits
from auth.service import audit, installation
from auth.service.installation import Operator
from auth.tokens import INSTALLATION_PREFIX

router = APIRouter(prefix="/installation")


_bearer = HTTPBearer(
    scheme_name="InstallationToken",
    auto_error=False,
    description="Of an installation administrator (`ait_…`), from `python -m auth admins add`",
)


class _InstallationAdmin(Admission):
    """Admits the token of an installation administrator, looked up in the database each time."""

    async def __call__(
        self,
        request: Request,
        _: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],  # For the API document.
    ) -> Operator:
        scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
        if scheme.lower() != "bearer" or not token.startswith(INSTALLATION_PREFIX):
            identity_of(request.scope)  # Says what is wrong with any other token.
            raise Forbidden("installation-only")
        async with runtime_of(request).database.worker() as session:
            return await installation.authenticate(
                session, token, request.client.host if request.client else None
            )


Administrator = Annotated[Operator, Depends(_InstallationAdmin())]


@router.get("/companies", operation_id="installation.listCompanies")
async def list_companies(
    _: Administrator,
    runtime: AuthRuntime,
    suspended: Annotated[bool | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CompanyOverview]:
    """All companies, newest first."""
    async with runtime.database.worker() as session:
        found = await installation.list_companies(
            session, decode_cursor(cursor), limit + 1, suspended=suspended
        )
    return Page(
        items=[CompanyOverview.of(company) for company in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda company: (company.created_at, company.id)),
    )


@router.get("/companies/{company_id}", operation_id="installation.getCompany")
async def get_company(_: Administrator, runtime: AuthRuntime, company_id: UUID) -> CompanyOverview:
    """One company."""
    return await _overview(runtime, company_id)


@router.post("/companies/{company_id}/suspend", operation_id="installation.suspendCompany")
async def suspend_company(
    operator: Administrator, runtime: AuthRuntime, company_id: UUID, body: CompanySuspend
) -> CompanyOverview:
    """Stop a company within seconds; what its customers write is still taken. Safe to repeat."""
    async with runtime.database.worker() as session:
        await installation.suspend(session, operator, company_id, body.reason)
    return await _overview(runtime, company_id)


@router.post("/companies/{company_id}/resume", operation_id="installation.resumeCompany")
async def resume_company(operator: Administrator, runtime: AuthRuntime, company_id: UUID) -> CompanyOverview:
    """Let a company go on; its campaigns stay paused. Safe to repeat."""
    async with runtime.database.worker() as session:
        await installation.resume(session, operator, company_id)
    return await _overview(runtime, company_id)


@router.put("/companies/{company_id}/limits", operation_id="installation.grantLimits")
async def grant_limits(
    operator: Administrator, runtime: AuthRuntime, company_id: UUID, body: GrantedLimits
) -> CompanyOverview:
    """Replace the limits that a company is granted; for what is absent the installation's hold."""
    async with runtime.database.worker() as session:
        await installation.grant_limits(session, operator, company_id, body.by_name())
    return await _overview(runtime, company_id)


@router.get("/audit", operation_id="installation.listAudit")
async def list_audit(
    _: Administrator, runtime: AuthRuntime, cursor: Cursor = None, limit: Limit = 50
) -> Page[AuditRead]:
    """What installation administrators did, newest first."""
    async with runtime.database.worker() as session:
        entries = await audit.list_of(
            session, installation.LOG, AuditFilter(), decode_cursor(cursor), limit + 1
        )
    return Page(
        items=[AuditRead.model_validate(entry) for entry in entries[:limit]],
        next_cursor=next_cursor(entries, limit, lambda entry: (entry.at, entry.id)),
    )


async def _overview(runtime: AuthRuntime, company_id: UUID) -> CompanyOverview:
    async with runtime.database.worker() as session:
        return CompanyOverview.of(await installation.get_company(session, company_id))
