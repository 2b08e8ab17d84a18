"""Builds the ASGI application of one process: routes, middlewares, background tasks."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from atende_platform.data.fence import SERVING
from atende_platform.data.schema import CHECK_SECONDS, Schema
from atende_platform.errors import Forbidden
from atende_platform.http.access import LAST_EVENT_ID, OpenRoutes, check_routes, on_forbidden
from atende_platform.http.application import App
from atende_platform.http.bodies import BodyGuard, BodyLimits
from atende_platform.http.parameters import refuse_unknown_parameters
from atende_platform.http.problems import error_handlers
from atende_platform.http.request_limits import UserRateLimit
from atende_platform.identity.sender import Identification
from atende_platform.messaging.backlog import Backlog
from atende_platform.process import vitals
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task, every
from atende_platform.runtime import Runtime, S
from atende_platform.service import health
from atende_platform.service.definition import Service, migrations_dir
from atende_platform.service.running import running_tasks
from atende_platform.service.servers import Server, waiting_for

_HEADERS_FOR_SCRIPTS: Final = (
    "ETag",
    "Idempotency-Replayed",
    LAST_EVENT_ID,
    "Retry-After",
    "X-Request-ID",
    "RateLimit-Limit",
    "RateLimit-Remaining",
)


def _cross_origin(settings: ServiceSettings) -> list[Middleware]:
    """Return what lets pages of the allowed origins, and no others, call the API from a browser.

    Tokens travel in a header that no browser adds by itself, so there are no credentials to allow.
    """
    origins = settings.cors_origin_list
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Request-ID"],
            expose_headers=_HEADERS_FOR_SCRIPTS,
            max_age=600,
        )
    ]


def _about(service: Service[S]) -> dict[str, Any]:
    """Return what an API document says of the whole service."""
    return {
        "title": service.title,
        "version": "1",
        "description": "Errors are problem documents (RFC 9457), with the codes of docs/errors.md. "
        "docs/api.md says what all services share.",
        "license_info": {"name": "MIT", "identifier": "MIT"},
        "servers": [{"url": "/"}],
        "openapi_tags": [{"name": name, "description": text} for name, text in service.tags.items()],
        "separate_input_output_schemas": True,
    }


def api_document(service: Service[S], router: APIRouter) -> dict[str, Any]:
    """Return the API document of a service without starting it."""
    app = App(**_about(service))
    app.include_router(router)
    return app.openapi()


def _tasks_of(service: Service[S], role: str, app: App, runtime: Runtime[S]) -> Sequence[Task]:
    """Return the tasks of a role. Those of workers wait for the restore fence."""
    tasks = service.roles[role](app, runtime)
    if runtime.fence is None or role in SERVING:
        return tasks
    return [runtime.fence.holding(task) for task in tasks]


def create_app(service: Service[S], settings: S, roles: frozenset[str], away: Sequence[Server] = ()) -> App:
    """Return the application that runs ``roles`` of a service. Raises if a route names no permission.

    ``away`` are servers that it will have to wait for, which it says until they are there.
    """
    runtime = Runtime(service.name, settings, roles)
    schema = runtime.schema = Schema(runtime.database, migrations_dir(service))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            async with running_tasks(tasks, runtime):
                runtime.is_running = True
                yield
                runtime.is_running = False
        finally:
            await runtime.close()

    body_limits = BodyLimits(service.body_limits)
    app = App(
        **_about(service),
        body_limits=body_limits,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if "api" in roles else None,
        # Spans are made by `RequestContext`: FastAPI's tell queries, and so whom somebody searched for.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            *_cross_origin(settings),
            Middleware(
                Identification,
                verifier=lambda: runtime.verifier,
                links=lambda: runtime.downloads,
                exempt=service.unlimited_paths,
            ),
            Middleware(
                UserRateLimit,
                limiter=lambda: runtime.limiter,
                service=service.name,
                per_minute=settings.requests_per_minute,
                exempt=service.unlimited_paths,
            ),
            Middleware(
                BodyGuard,
                limits=body_limits,
                streamed=service.streamed_paths,
                is_open=OpenRoutes(lambda: app).contain,
                memory=runtime.body_memory,
            ),
        ],
    )
    app.state.runtime = runtime
    app.state.position = service.position
    for kind, handler in error_handlers().items():
        app.add_exception_handler(kind, handler)
    app.add_exception_handler(Forbidden, on_forbidden)
    app.include_router(health.router)
    vitals.show_build(service.name, roles)
    vitals.show_pools(runtime.database.pools)
    tasks = [
        *runtime.tasks(),
        vitals.EVENT_LOOP,
        every("schema", CHECK_SECONDS, schema.check),
        *([waiting_for(away)] if away else []),
        *(task for name in service.roles if name in roles for task in _tasks_of(service, name, app, runtime)),
    ]
    if runtime.fence is not None:
        tasks.append(runtime.fence.task)
    if "api" in roles:
        tasks += Backlog(service.name, settings, runtime.database).tasks
    check_routes(app)
    refuse_unknown_parameters(app)
    return app
