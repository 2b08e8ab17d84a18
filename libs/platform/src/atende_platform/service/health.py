"""Health endpoints. Liveness and readiness look at no server: an outage is mended by neither restarting a
process nor sending its callers elsewhere. `/health` tells what works and what does not.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from aiokafka.admin import AIOKafkaAdminClient
from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from atende_platform.http.access import PUBLIC, runtime_of
from atende_platform.process.kafka_access import KafkaAccess
from atende_platform.version import REVISION, VERSION

router = APIRouter(include_in_schema=False, dependencies=[PUBLIC])

_TIMEOUT_SECONDS = 2.0


async def _check(probe: Callable[[], Awaitable[Any]]) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await probe()
    except Exception as error:
        return {"status": "down", "error": type(error).__name__}
    return {"status": "up", "ms": round((time.perf_counter() - started) * 1000, 1)}


async def _probe_kafka(kafka: KafkaAccess) -> None:
    admin = AIOKafkaAdminClient(**kafka.options(), request_timeout_ms=1500)
    try:
        await admin.start()
        await admin.describe_cluster()
    finally:
        await admin.close()


async def _report(request: Request, *names: str) -> Response:
    runtime = runtime_of(request)
    probes: dict[str, Callable[[], Awaitable[Any]]] = {
        "db": runtime.database.ping,
        "redis": runtime.redis.ping,
        "kafka": lambda: _probe_kafka(runtime.settings.kafka),
        "tasks": runtime.check_tasks,
    }
    results = dict(zip(names, await asyncio.gather(*(_check(probes[name]) for name in names)), strict=True))
    if "tasks" in results and results["tasks"]["status"] == "down":
        results["tasks"] |= {"failing": sorted(runtime.failing), "late": runtime.late()}
    # Redis is reported, but its loss alone does not take the service out of rotation.
    down = any(
        result["status"] == "down" for name, result in results.items() if name != "redis" or len(names) == 1
    )
    degraded = any(result["status"] == "down" for result in results.values())
    status = "down" if down else "degraded" if degraded else "up"
    body = {
        "service": runtime.name,
        "version": VERSION,
        "revision": REVISION,
        "status": status,
        "roles": sorted(runtime.roles),
        "checks": results,
    }
    return JSONResponse(body, 503 if down else 200)


@router.get("/health")
async def health(request: Request) -> Response:
    """Everything this process depends on."""
    return await _report(request, "db", "redis", "kafka", "tasks")


@router.get("/health/live")
async def live(request: Request) -> Response:
    """The event loop turns, and nothing hangs that only a new process would set free.

    No outage makes a process dead: what waits for a server tries again and again, and so turns.
    """
    hanging = runtime_of(request).hanging()
    if hanging:
        return JSONResponse({"status": "down", "hanging": hanging}, 503)
    return JSONResponse({"status": "up"})


@router.get("/health/ready")
async def ready(request: Request) -> Response:
    """It has started, meets the schema that it needs, passed the restore fence, and is not about to stop."""
    runtime = runtime_of(request)
    schema = runtime.schema
    checks = {"schema": schema is None or schema.is_right, "running": runtime.is_running}
    if runtime.fence is not None:
        checks["fence"] = runtime.fence.is_open
    status = "up" if all(checks.values()) else "down"
    body = {
        "service": runtime.name,
        "status": status,
        "roles": sorted(runtime.roles),
        "checks": {name: {"status": "up" if is_right else "down"} for name, is_right in checks.items()},
    }
    return JSONResponse(body, 200 if status == "up" else 503)


@router.get("/health/db")
async def health_db(request: Request) -> Response:
    return await _report(request, "db")


@router.get("/health/redis")
async def health_redis(request: Request) -> Response:
    return await _report(request, "redis")


@router.get("/health/kafka")
async def health_kafka(request: Request) -> Response:
    return await _report(request, "kafka")


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus metrics of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def system_health(urls: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Ask every service for its health; return the HTTP status and the whole system's report."""

    async def ask(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
        try:
            response = await client.get(url)
            report = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return {"status": "down", "error": type(error).__name__}
        if not isinstance(report, dict) or report.get("status") not in {"up", "degraded", "down"}:
            return {"status": "down", "error": f"HTTP {response.status_code}, and no health report"}
        return report

    async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS + 1) as client:
        reports = await asyncio.gather(*(ask(client, url) for url in urls.values()))
    services = dict(zip(urls, reports, strict=True))
    states = {report.get("status") for report in services.values()}
    status = "up" if states <= {"up"} else "degraded" if "down" not in states else "down"
    return (503 if status == "down" else 200), {"status": status, "services": services}


def part_health(report: dict[str, Any], part: str) -> tuple[int, dict[str, Any]]:
    """Return what the services of a system's report say of one part: ``db``, ``redis`` or ``kafka``.

    A service that did not answer knows nothing of it: then the part is ``degraded``, unless all say so.
    """
    services = {
        name: service.get("checks", {}).get(part, {"status": "unknown"})
        for name, service in report["services"].items()
    }
    states = {service["status"] for service in services.values()}
    down = "down" in states or "up" not in states
    status = "down" if down else "degraded" if "unknown" in states else "up"
    return (503 if status == "down" else 200), {"status": status, "services": services}
