"""A route that does not say who may call it keeps the service from starting."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI, Request, Response, WebSocket

from atende_contracts.permissions import Permission
from atende_platform.http.access import PUBLIC, check_routes, current_tenant, requires
from atende_platform.identity.context import TenantContext


async def nothing() -> None: ...


def application() -> FastAPI:
    return FastAPI(docs_url=None, redoc_url=None)


def test_a_route_without_a_declaration_is_refused() -> None:
    app = application()
    app.get("/open")(nothing)
    with pytest.raises(RuntimeError, match="/open"):
        check_routes(app)


def test_a_route_of_an_included_router_is_refused_too() -> None:
    inner, outer, app = APIRouter(), APIRouter(prefix="/outer"), application()
    inner.delete("/open")(nothing)
    outer.include_router(inner)
    app.include_router(outer)
    with pytest.raises(RuntimeError, match="'DELETE'"):
        check_routes(app)


def test_a_route_of_a_mounted_application_is_refused_too() -> None:
    inner, app = application(), application()
    inner.get("/open")(nothing)
    app.mount("/inner", inner)
    with pytest.raises(RuntimeError, match="/open"):
        check_routes(app)


def test_a_plain_route_and_a_socket_are_refused_too() -> None:
    async def answer(_: Request) -> Response:
        return Response()

    async def talk(_: WebSocket) -> None: ...

    app = application()
    app.add_route("/plain", answer)
    app.add_api_websocket_route("/socket", talk)
    with pytest.raises(RuntimeError, match=r"/plain.*/socket"):
        check_routes(app)


def test_being_signed_in_is_not_yet_a_permission() -> None:
    app = application()

    @app.get("/mine")
    async def mine(_: Annotated[TenantContext, Depends(current_tenant)]) -> None: ...

    with pytest.raises(RuntimeError, match="/mine"):
        check_routes(app)


def test_declared_routes_are_let_through() -> None:
    app = application()
    app.get("/public", dependencies=[PUBLIC])(nothing)
    inner = APIRouter()
    inner.get("/inner")(nothing)
    app.include_router(inner, prefix="/r", dependencies=[PUBLIC])

    @app.get("/reports")
    async def reports(_: Annotated[TenantContext, requires(Permission.REPORTS_READ)]) -> None: ...

    check_routes(app)
