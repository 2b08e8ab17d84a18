"""The whole system's health."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from atende_platform.http.access import PUBLIC
from atende_platform.service.health import part_health
from reporting.service.system import SystemHealth

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])


@router.get("/health/system")
async def get_system_health(request: Request) -> Response:
    """The health of every service of the installation: what the gateway answers at ``/health``."""
    health: SystemHealth = request.app.state.system_health
    status, report = await health.report()
    return JSONResponse(report, status)


@router.get("/health/system/{part}")
async def get_system_part_health(request: Request, part: Literal["db", "redis", "kafka"]) -> Response:
    """How every service reaches one server: what the gateway answers at ``/health/db`` and its like."""
    health: SystemHealth = request.app.state.system_health
    _, report = await health.report()
    status, body = part_health(report, part)
    return JSONResponse(body, status)
