"""What a route declares about who may call it, and the check that every route declares it.

    @router.get("/tickets")
    async def list_tickets(
        actor: Annotated[TenantContext, requires(Permission.TICKETS_READ)], session: TenantSession
    ) -> Page[TicketRead]: ...

A route that is open to all says so with ``dependencies=[PUBLIC]``. One that says neither keeps the
service from starting (`check_routes`). `Express` routes are open by nature: they check signatures.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from atende_contracts.audit_actions import Action
from atende_contracts.permissions import Permission, Role
from atende_platform.data.db import POSITION
from atende_platform.errors import Forbidden
from atende_platform.http.problems import problem
from atende_platform.http.request_limits import count_for_company
from atende_platform.identity.context import TenantContext
from atende_platform.identity.refusals import Refusal
from atende_platform.identity.sender import identity_of
from atende_platform.limits.quotas import Quotas
from atende_platform.runtime import Runtime

LAST_EVENT_ID: Final = "Last-Event-Id"
"""Of an answer: the number of the company's last event before what it shows was read."""
_MOST_CHARS: Final = 100
"""Of a detail of a refusal."""

_bearer = HTTPBearer(
    auto_error=False, description="Access token from `POST /api/v1/auth/login`, or an API key (`atk_…`)"
)


def runtime_of(request: Request) -> Runtime[Any]:
    """Return the process's resources."""
    runtime: Runtime[Any] = request.app.state.runtime
    return runtime


async def current_tenant(
    request: Request,
    _: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],  # For the API document.
) -> TenantContext:
    """Return who asks, by the verified token. The company comes from nowhere else."""
    runtime = runtime_of(request)
    verified = identity_of(request.scope)
    company_id = verified.context.company_id
    await count_for_company(request.scope, runtime.limiter, company_id, runtime.company_limits.of(company_id))
    context = replace(verified.context, address=request.client.host if request.client else None)
    structlog.contextvars.bind_contextvars(company_id=str(context.company_id), user_id=str(context.user_id))
    request.state.tenant = context  # For `on_forbidden`.
    return context


class Admission:
    """A dependency that decides who may call a route; `check_routes` knows one by its class."""


class _Requires(Admission):
    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, context: Annotated[TenantContext, Depends(current_tenant)]) -> TenantContext:
        if not context.may(self.permission):
            raise lacks(self.permission, context.role if context.kind == "user" else None)
        return context


def lacks(permission: Permission, role: Role | None) -> Forbidden:
    """Return what is answered to a role without a permission, or to an API key (None)."""
    if role is None:
        return Forbidden("key-lacks-permission", permission=permission)
    return Forbidden("role-lacks-permission", permission=permission, role=role)


def requires(permission: Permission) -> Any:
    """Return the dependency that admits only who has the permission, and gives the `TenantContext`."""
    return Depends(_Requires(permission))


async def on_forbidden(request: Request, error: Exception) -> Response:
    """Answer 403, and have it counted for the audit log of the company that asked."""
    if not isinstance(error, Forbidden):
        raise error
    tenant: TenantContext | None = getattr(request.state, "tenant", None)
    if tenant is not None:
        details = {
            "code": error.code,
            **_permission(error),
            "method": request.method,
            "path": _template(request),
        }
        runtime_of(request).refusals.note(
            Refusal(
                tenant.company_id,
                Action.ACCESS_REFUSED,
                actor_id=tenant.user_id,
                actor_kind=tenant.kind,
                address=tenant.address,
                details=tuple((name, str(value)[:_MOST_CHARS]) for name, value in details.items()),
            )
        )
    return problem(error, request.scope)


def _permission(error: Forbidden) -> dict[str, Any]:
    return {name: value for name, value in error.params.items() if name == "permission"}


def _template(request: Request) -> str:
    """Return the path with the names of its parameters: like requests are to be counted together."""
    path = request.url.path
    for name, value in request.path_params.items():
        path = path.replace(f"/{value}", f"/{{{name}}}", 1)
    return path


async def _public() -> None:
    """Mark a route as open to everyone."""


PUBLIC = Depends(_public)


async def tenant_session(
    request: Request, response: Response, context: Annotated[TenantContext, Depends(current_tenant)]
) -> AsyncIterator[AsyncSession]:
    """Open the request's transaction under the caller's company."""
    position: str | None = request.app.state.position if request.method == "GET" else None
    async with runtime_of(request).database.tenant(context.company_id, position=position) as session:
        if position is not None:
            response.headers[LAST_EVENT_ID] = str(session.info[POSITION] or 0)
        yield session


async def worker_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Open a transaction over all companies: only to find out who asks (login, refresh, webhooks)."""
    async with runtime_of(request).database.worker() as session:
        yield session


# scope="function": the commit happens before the response is sent, not after.
TenantSession = Annotated[AsyncSession, Depends(tenant_session, scope="function")]
WorkerSession = Annotated[AsyncSession, Depends(worker_session, scope="function")]


def _quotas(request: Request) -> Quotas:
    return runtime_of(request).quotas


CompanyQuotas = Annotated[Quotas, Depends(_quotas)]


def check_routes(app: FastAPI) -> None:
    """Raise unless every route names a permission or says that it is public."""
    undeclared = [
        f"{sorted(route.methods or ())} {route.path}"
        for route in routes_of(app.routes)
        if route.path != app.openapi_url and not is_declared(getattr(route, "dependant", None))
    ]
    if undeclared:
        raise RuntimeError(f"routes that name no permission: {', '.join(undeclared)}")


class OpenRoutes:
    """Which endpoints of an application take requests from everybody."""

    def __init__(self, app: Callable[[], FastAPI]) -> None:
        self._app = app
        self._open: dict[Any, bool] = {}

    def contain(self, endpoint: Any) -> bool:
        """Tell whether everybody may call an endpoint; so is what is no route, but a mounted application."""
        if endpoint not in self._open:
            self._open = {
                # One that admits by tokens of another kind takes a body before it has looked at them.
                route.endpoint: not any(isinstance(call, _Requires) for call in _calls(route.dependant))
                for route in routes_of(self._app().routes)
                if getattr(route, "dependant", None) is not None
            }
        return self._open.get(endpoint, True)


def routes_of(routes: Sequence[BaseRoute]) -> Iterator[RouteContext]:
    """Yield every route, those of included routers and mounted applications, too."""
    # FastAPI keeps an included router as one route; what it answers to is only found by this walk.
    for route in iter_route_contexts(routes):
        if isinstance(route.original_route, Mount):
            yield from routes_of(route.original_route.routes)
        else:
            yield route


def is_declared(dependant: Dependant | None) -> bool:
    """Tell whether a route, or one of its dependencies, says who may call."""
    return dependant is not None and any(
        isinstance(call, Admission) or call is _public for call in _calls(dependant)
    )


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)
