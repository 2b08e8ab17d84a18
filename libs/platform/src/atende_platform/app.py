"""Builds the ASGI application of one process: routes, middlewares, background tasks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware

from atende_platform import health, telemetry
from atende_platform.access import check_routes
from atende_platform.http import AddressRateLimit, App, BodyLimit, RequestContext, error_handlers
from atende_platform.runtime import Runtime, S, Service, running_tasks


def create_app(service: Service[S], settings: S, roles: frozenset[str]) -> App:
    """Return the application that runs ``roles`` of a service. Raises if a route names no permission."""
    runtime = Runtime(service.name, settings, roles)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            async with running_tasks(tasks, runtime):
                yield
        finally:
            await runtime.close()

    app = App(
        title=service.title,
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if "api" in roles else None,
        separate_input_output_schemas=False,
        telemetry=telemetry.HTTP,
        middleware=[
            Middleware(RequestContext),
            Middleware(
                AddressRateLimit,
                limiter=lambda: runtime.limiter,
                service=service.name,
                per_minute=settings.requests_per_minute,
                exempt=service.unlimited_paths,
            ),
            Middleware(BodyLimit, limits=service.body_limits),
        ],
    )
    app.state.runtime = runtime
    for kind, handler in error_handlers().items():
        app.add_exception_handler(kind, handler)
    app.include_router(health.router)
    tasks = [
        *runtime.tasks(),
        *(task for name in service.roles if name in roles for task in service.roles[name](app, runtime)),
    ]
    check_routes(app)
    return app
