"""The service: its roles."""

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI

from atende_platform.process.tasks import Task
from atende_platform.runtime import Runtime
from atende_platform.service.definition import Service
from reporting.api import router, system_router
from reporting.commands import dump_command, rebuild_command
from reporting.service.system import SystemHealth
from reporting.settings import Settings
from reporting.worker import worker


def api(app: FastAPI, runtime: Runtime[Settings]) -> Sequence[Task]:
    """Serve the reports and the whole system's health."""
    app.state.system_health = SystemHealth(runtime.settings.system_health)
    app.include_router(router)
    app.include_router(system_router)
    return []


SERVICE: Final = Service(
    name="reporting",
    title="Atendechat reporting: campaigns, days, exports",
    settings=Settings,
    package="reporting",
    tags={"reports": "Results of campaigns, messages and tickets, by day and in total"},
    roles={"api": api, "worker": worker},
    commands={"dump": dump_command, "rebuild": rebuild_command},
)
